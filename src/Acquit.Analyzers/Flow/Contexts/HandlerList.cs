using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>Methods that were handed over as code of contexts, as far as files have been looked at. For one thread.</summary>
internal sealed class HandlerList
{
    private readonly Dictionary<string, List<IMethodSymbol>> _methods = new(StringComparer.Ordinal);

    /// <summary>Every method, with the context it runs in.</summary>
    public IEnumerable<(string Context, IMethodSymbol Method)> All => _methods.SelectMany(entry => entry.Value.Select(method => (entry.Key, method)));

    public void Add(IMethodSymbol method, ImmutableArray<string> contexts)
    {
        foreach (var context in contexts)
        {
            if (!_methods.TryGetValue(context, out var methods))
            {
                _methods.Add(context, methods = new());
            }

            if (!methods.Contains(method, SymbolEqualityComparer.Default))
            {
                methods.Add(method);
            }
        }
    }

    public IReadOnlyList<IMethodSymbol> Of(string context) => _methods.TryGetValue(context, out var methods) ? methods : Array.Empty<IMethodSymbol>();
}
