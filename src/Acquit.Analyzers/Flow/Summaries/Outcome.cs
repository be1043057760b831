using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Something that a method gave back though it had not acquired it: it came from the caller.</summary>
/// <param name="Key">What it was held on.</param>
/// <param name="Low">The first element, of an array.</param>
/// <param name="Count">How many; null for the one, or for all.</param>
/// <param name="UnlessNull">A null would have been let pass.</param>
internal sealed record GivenBack(ReleaseClause Clause, Value Key, Value Low, Value? Count, bool UnlessNull)
{
    /// <summary>What has to be true for it to have been given back.</summary>
    public Formula? Pending { get; init; }

    /// <summary>More often, or perhaps not at all.</summary>
    public bool IsUnclear { get; init; }

    /// <summary>Two times, one after the other.</summary>
    public bool IsTwice { get; init; }
}

/// <summary>One way in which a method returned.</summary>
internal sealed record Outcome(World World, Value? Returned);

/// <summary>What happened to one target in one outcome.</summary>
/// <param name="Count">How many; null for one, or for the whole array.</param>
internal sealed record Effect(Target Target, string Kind, bool IsAcquired, Operand? Count, bool UnlessNull)
{
    /// <summary>What it happened to, as the body names it.</summary>
    public Value Key { get; init; }

    /// <summary>It happened in a way that no contract can say.</summary>
    public bool IsUnclear { get; init; }

    public AcquireClause? Acquire { get; init; }

    public ReleaseClause? Release { get; init; }

    public bool IsSameAs(Effect other) =>
        IsAcquired == other.IsAcquired && Count == other.Count && IsUnclear == other.IsUnclear && UnlessNull == other.UnlessNull &&
        Release?.IsTwice == other.Release?.IsTwice;
}
