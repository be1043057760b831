using System.Collections.Immutable;

namespace Acquit.Analyzers.Flow.Collections;

/// <summary>What worlds know of the collections of a method, by the number of the variable; nothing is known of one that is not among them.</summary>
internal static class Keepings
{
    public static bool AreSame(ImmutableDictionary<int, Keeping> a, ImmutableDictionary<int, Keeping> b) =>
        a == b || (a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && pair.Value.IsSameAs(other)));

    /// <summary>What is known in both; of a collection that is not the same in both, that others may look after it.</summary>
    /// <param name="result">What the two worlds have become, with its places.</param>
    public static ImmutableDictionary<int, Keeping> Join(World a, World b, World result, SymbolTable symbols)
    {
        if (a.Keepings == b.Keepings)
        {
            return a.Keepings;
        }

        var joined = ImmutableDictionary.CreateBuilder<int, Keeping>();
        foreach (var id in a.Keepings.Keys.Union(b.Keepings.Keys))
        {
            var one = a.Keepings.GetValueOrDefault(id);
            var other = b.Keepings.GetValueOrDefault(id);
            joined.Add(id, one is null || other is null ? (one ?? other)! with { Held = null } : Join(one, other, a, b, result, id, symbols));
        }

        return joined.ToImmutable();
    }

    private static Keeping Join(Keeping one, Keeping other, World a, World b, World result, int id, SymbolTable symbols)
    {
        if (one.IsSameAs(other))
        {
            return one;
        }

        if (one.Held is null || one.Held.Site != other.Held?.Site)
        {
            return one with { Held = null };
        }

        var collection = one.Collection == other.Collection ? one.Collection
            : result.Places.TryGetValue(Place.Variable(id), out var now) ? now
            : Value.Zero;
        if (one.Element == other.Element)
        {
            return one with { Collection = collection };
        }

        // By whatever else names one of them, it may be given back.
        bool IsNamed(Value element, World world) =>
            !element.IsConstant && world.Places.Any(p => result.Places.ContainsKey(p.Key) && symbols.RestsOn(p.Value.Symbol, element.Symbol));
        return IsNamed(one.Element, a) || IsNamed(other.Element, b)
            ? one with { Held = null }
            : one with { Collection = collection, Element = Value.Zero };
    }
}
