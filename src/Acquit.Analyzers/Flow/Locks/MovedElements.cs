namespace Acquit.Analyzers.Flow.Locks;

/// <summary>Locks that are found in arrays and lists: once others may have been put in their places, an index tells nothing of them.</summary>
internal static class MovedElements
{
    /// <param name="isMoved">Whether an element may be another one now.</param>
    public static void Note(World world, SymbolTable symbols, Func<SymbolInfo, bool> isMoved)
    {
        bool IsFoundByOne(int symbol) => symbols.RestsOn(symbol, s => symbols[s] is { Origin: Origin.Element } element && isMoved(element));

        GivenUp.LoseSight(world, IsFoundByOne);
        world.Change(r => !r.Moved && IsFoundByOne(r.Key.Symbol), r => r with { Moved = true });
    }
}
