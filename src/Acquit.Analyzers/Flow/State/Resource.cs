using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Contents;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

internal enum Status
{
    /// <summary>Held if the conditions hold; a branch on the result has yet to settle it.</summary>
    Maybe,
    Held,

    /// <summary>The acquire failed.</summary>
    Failed,
    Released,
}

/// <summary>A call that acquires, and the clause by which it does.</summary>
internal sealed record AcquireSite(int Index, IOperation Call, IMethodSymbol Method, AcquireClause Clause);

/// <summary>A call that gives back another kind than is held.</summary>
internal sealed record Misrelease(IOperation Call, IMethodSymbol Method, string Kind);

/// <summary>
/// One resource in one world. What it is held on is its <see cref="Key"/>; an array's elements Low up to High, or that many
/// references on one object.
/// </summary>
internal sealed record Resource(AcquireSite Site, int Instance, Value Key, Status Status)
{
    public string Kind => Site.Clause.Kind;

    /// <summary>Whether the resources are the elements of the array that the key names.</summary>
    public bool IsContainer { get; init; }

    public Value Low { get; init; }

    public Value High { get; init; } = Value.One;

    /// <summary>What has to be true for the acquire to have happened; empty once that is settled.</summary>
    public ImmutableArray<Formula> Conditions { get; init; } = ImmutableArray<Formula>.Empty;

    /// <summary>What suffices for the acquire to have happened, though it need not be.</summary>
    public Formula? Surely { get; init; }

    /// <summary>What was filled in names it, so that it is not null where it is held.</summary>
    public bool IsFilledIn { get; init; }

    /// <summary>What has to be true for the release to have happened.</summary>
    public Formula? PendingRelease { get; init; }

    /// <summary>What has to be true for somebody else to have kept it.</summary>
    public Formula? PendingEscape { get; init; }

    /// <summary>What native functions returned that were given it, and that may have kept it.</summary>
    public ImmutableArray<Value> Lent { get; init; } = ImmutableArray<Value>.Empty;

    /// <summary>The method made it, or alone can name it: if it is not released here, or handed on, it never is.</summary>
    public bool Owned { get; init; }

    /// <summary>Somebody else may hold on to it: nothing is said about its never being released.</summary>
    public bool Escaped { get; init; }

    /// <summary>Kept in a field, for others to release; within the method it is still followed.</summary>
    public bool Stored { get; init; }

    /// <summary>The field or property of this object that it is kept in.</summary>
    public ISymbol? StoredIn { get; init; }

    public SyntaxNode? StoredAt { get; init; }

    /// <summary>Counts as escaped only because others can reach the field it is kept in.</summary>
    public bool LeftToField { get; init; }

    /// <summary>Counts as escaped only because it is in this variable of the caller's, who gets it unless something else is put there.</summary>
    public Place? LeftTo { get; init; }

    /// <summary>What became of it is not known: nothing is said about it at all.</summary>
    public bool Unsure { get; init; }

    /// <summary>The helper that took it may have given it back already, and nothing but what the helper met tells whether it has.</summary>
    public bool MayBeGone { get; init; }

    /// <summary>A mistake about it was reported; what follows from the same mistake is not.</summary>
    public bool Reported { get; init; }

    /// <summary>Released without having been acquired here: it came with a parameter, say.</summary>
    public bool Foreign { get; init; }

    /// <summary>It leaves the method as its result, or in a variable of the caller's.</summary>
    public bool HandedOut { get; init; }

    /// <summary>Put together from acquires of single elements in a loop.</summary>
    public bool Gathered { get; init; }

    /// <summary>Nobody has looked whether the acquires of the elements succeeded: some may be null.</summary>
    public bool Sparse { get; init; }

    /// <summary>The element that was released last, until a loop comes round.</summary>
    public Value? LastReleased { get; init; }

    /// <summary>An element, in the place of which there may be another one by now.</summary>
    public bool Moved { get; init; }

    /// <summary>Elements were released one by one.</summary>
    public bool Shrunk { get; init; }

    /// <summary>From which element to which they were held before the first of them was released; null when that is not known any more.</summary>
    public (Value Low, Value High)? Whole { get; init; }

    /// <summary>More was taken on elements of it than it was acquired with: a second release of one may be right.</summary>
    public bool TakenAgain { get; init; }

    /// <summary>An element was read in this round of a loop.</summary>
    public bool Visited { get; init; }

    public IOperation? ReleasedAt { get; init; }

    /// <summary>The call was waiting for it, and was called off: where it threw.</summary>
    public SyntaxNode? CalledOffAt { get; init; }

    /// <summary>A copy of the struct that it was given back through: it goes on saying that it is held.</summary>
    public Place? CopyLeft { get; init; }

    /// <summary>The release of another kind that it was given to instead of its own.</summary>
    public Misrelease? Misrelease { get; init; }

    /// <summary>The release that gave back only a part.</summary>
    public IOperation? PartlyReleasedAt { get; init; }

    /// <summary>The integers passed to the acquire, and the size of the array: what was requested, as against what was got.</summary>
    public ImmutableArray<Value> Requested { get; init; } = ImmutableArray<Value>.Empty;

    /// <summary>How many were asked for, where the arguments leave no doubt which of them says it.</summary>
    public Value? Asked { get; init; }

    /// <summary>What has become of its content; null while that was not touched.</summary>
    public Content? Content { get; init; }

    public Trail? AcquiredAt { get; init; }

    public bool IsLive => Status is Status.Maybe or Status.Held;

    /// <summary>The same, while none of them was released.</summary>
    public (Value Low, Value High)? WholeSoFar => TakenAgain ? null : Whole ?? (Shrunk ? null : (Low, High));

    public IEnumerable<Value> Values
    {
        get
        {
            yield return Key;
            yield return Low;
            yield return High;
            foreach (var value in Requested)
            {
                yield return value;
            }
        }
    }

    public IEnumerable<int> Symbols
    {
        get
        {
            yield return Key.Symbol;
            yield return Low.Symbol;
            yield return High.Symbol;
            if (Whole is { } whole)
            {
                yield return whole.Low.Symbol;
                yield return whole.High.Symbol;
            }

            foreach (var value in Requested)
            {
                yield return value.Symbol;
            }

            foreach (var condition in Conditions)
            {
                foreach (var symbol in condition.Symbols)
                {
                    yield return symbol;
                }
            }

            foreach (var pending in new[] { Surely, PendingRelease, PendingEscape, Content?.PendingAccess?.When, Content?.PendingMark?.When })
            {
                if (pending is not null)
                {
                    foreach (var symbol in pending.Symbols)
                    {
                        yield return symbol;
                    }
                }
            }
        }
    }
}
