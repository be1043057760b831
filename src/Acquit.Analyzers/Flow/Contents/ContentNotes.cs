using System.Collections.Immutable;

namespace Acquit.Analyzers.Flow.Contents;

/// <summary>What a world has noted of contents, beside what stands in its resources.</summary>
internal static class ContentNotes
{
    public static bool AreSame<T>(ImmutableDictionary<Value, T> a, ImmutableDictionary<Value, T> b) =>
        a == b || (a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && Equals(pair.Value, other)));

    /// <summary>Writes what the facts have settled into the notes and the resources.</summary>
    public static void Settle(World world)
    {
        foreach (var pair in world.Contents.IsEmpty ? Enumerable.Empty<KeyValuePair<Value, Content>>() : world.Contents)
        {
            if (pair.Value.Settle(world.Evaluate) is var settled && settled != pair.Value)
            {
                world.Contents = world.Contents.SetItem(pair.Key, settled);
            }
        }

        for (var i = 0; i < world.Resources.Count; i++)
        {
            if (world.Resources[i] is { Content: { } content } resource && content.Settle(world.Evaluate) is var known && known != content)
            {
                world.Resources[i] = resource with { Content = known };
            }
        }
    }

    /// <param name="live">Takes the symbols that are still spoken of.</param>
    /// <param name="isNew">Whether a symbol rests on one that means something else in the result.</param>
    public static void Join(World a, World b, World result, Action<int> live, Func<int, bool> isNew)
    {
        result.Leads = a.Leads.IsEmpty || b.Leads.IsEmpty
            ? ImmutableDictionary<Value, Value>.Empty
            : a.Leads.Where(p => b.Leads.TryGetValue(p.Key, out var other) && other == p.Value && !isNew(p.Key.Symbol) && !isNew(p.Value.Symbol)).ToImmutableDictionary();
        result.Contents = a.Contents == b.Contents
            ? a.Contents
            : a.Contents.Keys.Union(b.Contents.Keys)
                .ToImmutableDictionary(key => key, key => Content.Join(a.Contents.GetValueOrDefault(key), b.Contents.GetValueOrDefault(key))!);
        foreach (var pair in result.Contents)
        {
            live(pair.Key.Symbol);
            foreach (var symbol in pair.Value.Symbols)
            {
                live(symbol);
            }
        }

        foreach (var pair in result.Leads)
        {
            live(pair.Key.Symbol);
            live(pair.Value.Symbol);
        }
    }
}
