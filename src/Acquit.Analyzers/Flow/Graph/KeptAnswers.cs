using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// A call that is made again in the next round of a loop may answer otherwise. What a variable remembers of an earlier answer stays
/// what it was, so it gets a symbol of its own before the answer is forgotten.
/// </summary>
internal static class KeptAnswers
{
    public static void Keep(World world, SymbolTable symbols)
    {
        List<KeyValuePair<Place, Value>>? kept = null;
        foreach (var pair in world.Places)
        {
            if (pair.Key.Kind == PlaceKind.Variable && pair.Value is { Offset: 0, IsConstant: false } && symbols.RestsOn(pair.Value.Symbol, s => IsAnswer(symbols[s])))
            {
                (kept ??= new()).Add(pair);
            }
        }

        foreach (var pair in kept ?? Enumerable.Empty<KeyValuePair<Place, Value>>())
        {
            if (world.Resources.Concat(world.Entrusted).Any(r => r.Symbols.Contains(pair.Value.Symbol)))
            {
                continue;
            }

            var own = Unused(world, symbols, pair);
            world.Places[pair.Key] = own;
            if (symbols[pair.Value.Symbol].Formula is not { } formula)
            {
                world.Assume(TestOperator.Equal, own, pair.Value);
                continue;
            }

            var truth = world.Evaluate(formula);
            world.Assume(TestOperator.GreaterOrEqual, own, truth == Truth.True ? Value.One : Value.Zero);
            world.Assume(TestOperator.LessOrEqual, own, truth == Truth.False ? Value.Zero : Value.One);
        }
    }

    private static bool IsAnswer(SymbolInfo symbol) => symbol is { Origin: Origin.Term, Member: IMethodSymbol };

    private static Value Unused(World world, SymbolTable symbols, KeyValuePair<Place, Value> pair)
    {
        for (var generation = 0; ; generation++)
        {
            var id = symbols.Get(Origin.Join, (pair.Key, pair.Value.Symbol), variant: generation);
            if (!world.Places.Values.Any(v => symbols.RestsOn(v.Symbol, id)) && !world.Resources.Concat(world.Entrusted).Any(r => r.Symbols.Any(s => symbols.RestsOn(s, id))))
            {
                world.WritableFacts().Forget(s => symbols.RestsOn(s, id));
                return new Value(id, 0);
            }
        }
    }
}
