using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>The symbols and acquires that worlds speak of. Bodies that are followed one after the other share them.</summary>
internal sealed class Terms
{
    private readonly Dictionary<(IOperation Call, int Clause), AcquireSite> _sites = new();

    public SymbolTable Symbols { get; } = new();

    public AcquireSite Site(IOperation call, IMethodSymbol method, AcquireClause clause, int index)
    {
        if (!_sites.TryGetValue((call, index), out var site))
        {
            site = new AcquireSite(_sites.Count, call, method, clause);
            _sites.Add((call, index), site);
        }

        return site;
    }
}
