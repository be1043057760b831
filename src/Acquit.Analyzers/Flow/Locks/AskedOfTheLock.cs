using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Conditions on what a lock of the class library says of itself, as the number of slots that a semaphore has left. Code that goes by that
/// may know who has it.
/// </summary>
internal static class AskedOfTheLock
{
    public static void Spoil(Formula formula, World world, SymbolTable symbols)
    {
        if (world.Resources.Count == 0)
        {
            return;
        }

        if (formula is Comparison { Right: { IsConstant: true, Offset: > 1 or < -1 } })
        {
            // That there are more than a few left tells nothing of the one.
            return;
        }

        foreach (var symbol in formula.Symbols)
        {
            if (symbols[symbol] is { Origin: Origin.Member, Member: IPropertySymbol { ContainingType: var type }, Base: { IsConstant: false } @lock } && ClassLibrary.Has(type))
            {
                world.Change(r => r is { Owned: false, Unsure: false, IsContainer: false } && r.Key == @lock, r => r with { Unsure = true });
            }
        }
    }
}
