using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>How a method, or a call, went.</summary>
internal enum Outcome { Unknown, Success, Failure }

/// <summary>
/// Native functions say nowhere whether they keep what they are given. A method that gives something back only where such a function
/// failed says it: where the function did what it was asked to, the resource is its own.
/// </summary>
internal sealed class TakenOver
{
    private readonly SymbolTable _symbols;
    private readonly Dictionary<AcquireSite, List<Release>> _releases = new();

    public TakenOver(SymbolTable symbols) => _symbols = symbols;

    private sealed record Release(IOperation Operation, ImmutableArray<Value> Lent, Facts Facts)
    {
        /// <summary>How the method ended after it, as far as that was seen.</summary>
        public Outcome? Outcome { get; set; }
    }

    /// <summary>A release runs.</summary>
    public void Released(Resource resource, IOperation release, World world)
    {
        if (resource.Lent.IsEmpty)
        {
            return;
        }

        if (!_releases.TryGetValue(resource.Site, out var releases))
        {
            _releases.Add(resource.Site, releases = new());
        }

        releases.Add(new Release(release, resource.Lent, world.Facts.Clone()));
    }

    /// <summary>The method is left with the resource given back.</summary>
    public void Left(Resource resource, Outcome outcome)
    {
        if (!resource.Lent.IsEmpty && _releases.TryGetValue(resource.Site, out var releases))
        {
            foreach (var release in releases.Where(r => r.Operation == resource.ReleasedAt))
            {
                release.Outcome = release.Outcome is null || release.Outcome == outcome ? outcome : Outcome.Unknown;
            }
        }
    }

    /// <summary>Whether one of the functions that were given what is held here must have kept it.</summary>
    /// <param name="facts">What is known where it is held.</param>
    /// <param name="outcome">How the method ends there.</param>
    public bool Explains(Resource held, Facts facts, Outcome outcome) =>
        !held.Lent.IsEmpty && _releases.TryGetValue(held.Site, out var releases) &&
        held.Lent.Any(result => Explains(result, releases.Where(r => r.Lent.Contains(result)).ToList(), facts, outcome, held.Lent));

    private bool Explains(Value result, List<Release> after, Facts facts, Outcome outcome, ImmutableArray<Value> lent)
    {
        var refused = after.Where(r => IsRefusal(result, r, facts, outcome) && r.Lent.All(l => lent.Contains(l) || Fails(l, r.Facts))).ToList();
        return refused.Count > 0 && after.TrueForAll(r => refused.Contains(r) || (r.Outcome == Outcome.Failure && outcome == Outcome.Success));
    }

    // Something that the result says is one way at the release and the other way where it is held; and the one way is failure.
    private bool IsRefusal(Value result, Release release, Facts facts, Outcome outcome) =>
        release.Facts.Symbols.Any(s => s != 0 && _symbols[s].Origin != Origin.Boolean && _symbols.RestsOn(s, p => p == result.Symbol) &&
                                       (Excludes(release.Facts, facts, s) || Excludes(facts, release.Facts, s)) &&
                                       IsFailure(s, release, facts, outcome));

    // What the one knows about a symbol cannot be where the other is.
    private static bool Excludes(Facts one, Facts other, int symbol)
    {
        var (low, high) = one.Interval(symbol);
        var (otherLow, otherHigh) = other.Interval(symbol);
        return high < otherLow || otherHigh < low || (low == high && other.AreUnequal(new Value(symbol, 0), Value.Constant(low)));
    }

    private bool IsFailure(int symbol, Release release, Facts held, Outcome outcome)
    {
        var undone = release.Outcome == Outcome.Failure && outcome != Outcome.Failure;
        var here = held.Interval(symbol);
        if (_symbols[symbol].Origin == Origin.Term)
        {
            // What a predicate says of the status: whether it asks for success or failure, only what comes of it tells.
            return undone;
        }

        // A plain zero is success in some libraries and failure in others.
        return IsFlag(symbol) || here == (1, 1) ? release.Facts.Interval(symbol).High <= 0
            : release.Facts.Interval(symbol) == (0, 0) ? undone && here.High >= 0
            : here == (0, 0) || (release.Facts.Interval(symbol).High < 0 && here.Low >= 0);
    }

    // A function that was tried after another had failed has failed as well.
    private bool Fails(Value result, Facts facts) => IsFlag(result.Symbol)
        ? facts.Interval(result.Symbol).High <= 0
        : facts.Interval(result.Symbol) is var (low, high) && (high < 0 || low > 0 || facts.AreUnequal(result, Value.Zero));

    private bool IsFlag(int symbol) => _symbols[symbol].Operation?.Type is
        { SpecialType: SpecialType.System_Boolean or SpecialType.System_IntPtr or SpecialType.System_UIntPtr } or { IsReferenceType: true } or { TypeKind: TypeKind.Pointer };
}
