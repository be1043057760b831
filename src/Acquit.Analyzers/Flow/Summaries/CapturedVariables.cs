using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What a local function does with the variables around it, beyond what its clauses say.</summary>
internal static class CapturedVariables
{
    /// <summary>Put among what is published when code ran of which nothing is known but that it sees the same variables.</summary>
    public static int Anything(SymbolTable symbols) => symbols.Get(Origin.Ambient, "captured");

    /// <summary>Whether a symbol is a variable of an enclosing method, as it was when the function began.</summary>
    public static bool IsOneOf(SymbolInfo info, IMethodSymbol function) =>
        function.MethodKind == MethodKind.LocalFunction && info is { Origin: Origin.Variable or Origin.Parameter, Member: ILocalSymbol or IParameterSymbol } &&
        !SymbolEqualityComparer.Default.Equals(info.Member.ContainingSymbol, function);

    /// <summary>The variables whose content may be kept or released in a way that has no name; null when that may be any.</summary>
    public static ImmutableHashSet<ISymbol>? Touched(IMethodSymbol function, SymbolTable symbols, EffectReader reader, IReadOnlyList<Outcome> outcomes)
    {
        var touched = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var outcome in outcomes)
        {
            if (outcome.World.Published.Contains(Anything(symbols)))
            {
                return null;
            }

            var unnamed = outcome.World.GivenBack.Where(g => reader.Entered(g.Key) is null).Select(g => g.Key.Symbol);
            var all = outcome.World.Published.Concat(unnamed).Concat(outcome.Returned is { } returned ? new[] { returned.Symbol } : Array.Empty<int>());
            foreach (var part in all.SelectMany(s => symbols[s].Closure).Distinct())
            {
                if (IsOneOf(symbols[part], function))
                {
                    touched.Add(symbols[part].Member!);
                }
            }

            if (outcome.World.GivenBack.Any(g => symbols[g.Key.Symbol].Origin == Origin.Join))
            {
                return null;
            }
        }

        return touched.ToImmutable();
    }
}
