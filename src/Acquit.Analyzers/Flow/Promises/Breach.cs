using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>How a body does otherwise than its contract says.</summary>
internal enum BreachKind
{
    /// <summary>What it says it releases, or takes over, is as it was.</summary>
    NotReleased,

    /// <summary>Released where the condition of the contract says that it is not.</summary>
    ReleasedBeyond,

    /// <summary>What it says it acquires is not held.</summary>
    NotAcquired,

    /// <summary>What it acquired goes to the caller, of which the contract says nothing.</summary>
    Undeclared,

    /// <summary>What it says it borrows is released.</summary>
    BorrowReleased,

    /// <summary>What it says it borrows stays in a field.</summary>
    BorrowKept,

    /// <summary>It calls what must not be called in a context that the contract does not exclude.</summary>
    NeedsContext,

    /// <summary>It calls what needs something to be held that the contract does not ask for.</summary>
    NeedsLock,

    /// <summary>What an acquire keeps for it beyond its own contract is not given back.</summary>
    NotUndone,
}

/// <summary>What a body does otherwise than its contract says.</summary>
/// <param name="Method">The method with the contract.</param>
/// <param name="Target">What the contract speaks of.</param>
/// <param name="Kind">Of resource; empty where it is about any.</param>
internal sealed record Breach(BreachKind Sort, IMethodSymbol Method, Target Target, string Kind)
{
    /// <summary>When the contract says that it happens.</summary>
    public Condition When { get; init; } = Condition.Always;

    /// <summary>The contract says that the callee takes it over.</summary>
    public bool IsConsumed { get; init; }

    /// <summary>What keeps it.</summary>
    public ISymbol? Field { get; init; }
}
