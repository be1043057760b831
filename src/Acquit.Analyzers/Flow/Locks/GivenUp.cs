using Acquit.Analyzers.Flow.Summaries;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>What a world remembers as given up, when that by which it is known comes to mean something else.</summary>
internal static class GivenUp
{
    /// <summary>Symbols mean something else from now on: that something was given up is all that is left of what spoke of them.</summary>
    public static void LoseSight(World world, Func<int, bool> isAnother)
    {
        foreach (var given in world.GivenBack)
        {
            if (!given.IsUnclear && SpeaksOf(given, isAnother))
            {
                world.GivenBack = world.GivenBack.Replace(given, given with { IsUnclear = true, Pending = null });
            }
        }
    }

    public static bool SpeaksOf(GivenBack given, Func<int, bool> symbol) =>
        symbol(given.Key.Symbol) || symbol(given.Low.Symbol) || (given.Count is { } count && symbol(count.Symbol)) || given.Pending?.Symbols.Any(symbol) == true;
}
