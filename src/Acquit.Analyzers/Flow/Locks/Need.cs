using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>What has to be held, or must not be held, when a method is called.</summary>
/// <param name="Target">What it is held on, as the caller knows it.</param>
/// <param name="Clause">The clause that asks for it: the method's own, or that of something it comes to call.</param>
/// <param name="Method">The method with the clause.</param>
/// <param name="Chain">The calls within helpers that lead there, outermost first.</param>
internal sealed record Need(Target Target, RequireClause Clause, IMethodSymbol Method, ImmutableArray<SyntaxNode> Chain)
{
    private static readonly RequireClause Nothing = new(Target.Ambient, "", Condition.Always, false, null);

    /// <summary>What may be run there instead: what that needs is known where it is known what code there is.</summary>
    public RunClause? Runs { get; private init; }

    /// <summary>That a method may run code under what its callers hold.</summary>
    public static Need Of(RunClause clause, IMethodSymbol method) =>
        new(Target.Ambient, Nothing, method, ImmutableArray<SyntaxNode>.Empty) { Runs = clause };
}

/// <summary>Why something that is needed is not held, or that something is held that must not be.</summary>
internal enum Standing
{
    /// <summary>Nobody has taken it.</summary>
    NeverTaken,

    /// <summary>It was given back on this path.</summary>
    GivenBack,

    /// <summary>The attempt to take it failed on this path.</summary>
    NotGot,

    /// <summary>The attempt to take it may have failed, and nobody asks.</summary>
    NotAsked,

    /// <summary>A weaker form is held: for reading where writing needs it.</summary>
    Weaker,

    /// <summary>It is held, and must not be.</summary>
    Held,

    /// <summary>The contract of the method itself says that its callers hold it, and it must not be held here.</summary>
    HeldByContract,
}
