using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Elements of arrays and lists that were filled elsewhere, and have been given back here. Each is known by its index, until another may
/// have been put in its place: by a store, by code that is not known, or because the index of the next round is another one.
/// </summary>
internal static class GoneElements
{
    /// <summary>Whether an element can be remembered at all.</summary>
    public static bool CanBeKnown(Value element, Call release, FlowContext context) =>
        !context.IsSummary && context.Symbols[element.Symbol] is { Origin: Origin.Element, Base: var array } &&
        (IsOfNobodyElse(array, context.Symbols) || !release.Method.IsInSourceOf(context.Compilation));

    public static bool Has(Resource resource, SymbolTable symbols) =>
        resource is { Foreign: true, Status: Status.Released } && symbols[resource.Key.Symbol].Origin == Origin.Element;

    /// <summary>Another may be in the place of any of them.</summary>
    public static void Forget(World world, SymbolTable symbols) => Forget(world, symbols, _ => true);

    /// <summary>A call is over, which may have put others in their places.</summary>
    public static void Forget(Call call, World world, SymbolTable symbols)
    {
        if (world.Resources.Exists(r => r.Foreign))
        {
            Forget(world, symbols, element => call.Contract is null || call.Arguments.Any(a => a.IsByReference) || IsPassed(call, element.Base, symbols));
        }
    }

    private static void Forget(World world, SymbolTable symbols, Func<SymbolInfo, bool> isMoved) =>
        world.Resources.RemoveAll(r => r is { Foreign: true, Status: Status.Released } && symbols.RestsOn(r.Key.Symbol, s => symbols[s] is { Origin: Origin.Element } element && isMoved(element)));

    // A release of this source may know the array by a field, and take out what it gives back.
    private static bool IsOfNobodyElse(Value array, SymbolTable symbols) =>
        symbols[array.Symbol].Origin is Origin.NewArray or Origin.NewObject or Origin.Parameter;

    private static bool IsPassed(Call call, Value array, SymbolTable symbols) =>
        symbols.IsOver(call.Receiver, array.Symbol) || call.Arguments.Any(a => symbols.IsOver(a.Before, array.Symbol));
}
