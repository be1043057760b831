using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// What others may have put in the place of what was given back.
internal sealed partial class Escapes
{
    /// <summary>
    /// Others may have run: while this code waited for them, or by what they gave to be run. Where they have put something new into the
    /// place of what was given back here, it is given back once more.
    /// </summary>
    public void LetOthersRun(IOperation at, World world)
    {
        DoubtReleased(world, key => !IsSteady(key.Member, at));
        GoneElements.Forget(world, Symbols);
    }

    /// <summary>An object has done something that may change what its properties name.</summary>
    public void DoubtReleasedIn(Value holder, IOperation at, World world)
    {
        if (!holder.IsConstant)
        {
            DoubtReleased(world, key => !IsSteady(key.Member, at) && (key.Base == holder || IsMemberOf(key.Base, holder)));
        }
    }

    private void DoubtReleased(World world, Func<SymbolInfo, bool> mayChange) => world.Change(
        r => r is { Status: Status.Released, Unsure: false } && Symbols[r.Key.Symbol] is { Origin: Origin.Member } key && !IsFixed(key) && mayChange(key),
        r => r with { Unsure = true });

    // What a read-only field of this object, or of what was passed, names it goes on naming.
    private bool IsFixed(SymbolInfo member) =>
        Immutability.IsImmutable(member.Member) &&
        Symbols[member.Base.Symbol] is { Origin: Origin.This or Origin.Parameter or Origin.Zero or Origin.Member } outer &&
        (outer.Origin != Origin.Member || IsFixed(outer));
}
