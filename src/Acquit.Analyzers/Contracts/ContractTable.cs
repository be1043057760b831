using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts;

/// <summary>All contracts that hold in one compilation. Made once per compilation, safe to use from any thread.</summary>
internal sealed class ContractTable
{
    /// <summary>The simple names of members that carry contracts: a body that mentions none of them needs no analysis.</summary>
    public ImmutableHashSet<string> Names => throw new NotImplementedException();

    /// <summary>The contract of a method, constructor or accessor: its own, or what it overrides or implements says.</summary>
    public MemberContract? Of(IMethodSymbol method) => throw new NotImplementedException();

    /// <summary>The contexts in which code assigned to this property, field or event, or passed in this parameter, runs.</summary>
    public ImmutableArray<string> RunsIn(ISymbol delegateTyped) => throw new NotImplementedException();

    /// <summary>
    /// Whether several of this kind can be held on one object, because an acquire names an object that exists already
    /// (a reference count, a lock), rather than returning a new one.
    /// </summary>
    public bool IsCounted(string kind) => throw new NotImplementedException();

    /// <summary>The releases of a kind, best first: methods that release it, for messages and fixes.</summary>
    public ImmutableArray<IMethodSymbol> ReleasesOf(string kind) => throw new NotImplementedException();

    /// <summary>Reads every contract that the compilation can see.</summary>
    public static ContractTable Create(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
