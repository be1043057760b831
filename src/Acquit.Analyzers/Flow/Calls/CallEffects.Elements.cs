using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// What others do with the elements of an array that holds several.
internal sealed partial class CallEffects
{
    // Code that nobody described may put others in, or may be what tells whether there are any.
    private void ForgetElements(Call call, World world)
    {
        if (!world.IsWithoutResources)
        {
            ForgetElementsHeld(call, world);
        }

        LoseLocksAmongElements(call, world);
        GoneElements.Forget(call, world, _context.Symbols);
    }

    private void ForgetElementsHeld(Call call, World world)
    {
        // Others may be in the place of those that were released, as after a copy.
        world.Change(r => r.Whole is not null && IsPassed(call, r.Key), r => r with { Whole = null });
        if (call.Contract is not null && !call.Arguments.Any(a => a.Parameter.Type.TypeKind == TypeKind.Delegate))
        {
            return;
        }

        var seesVariables = call.Method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction;
        world.Change(
            r => r.IsContainer && (r.Sparse || r.LastReleased is not null || (seesVariables && r.Whole is not null)) && (seesVariables || IsPassed(call, r.Key)),
            r => r with { LastReleased = null, Whole = null, Unsure = r.Unsure || (r.Sparse && IsPassed(call, r.Key)) });
    }

    private void LoseLocksAmongElements(Call call, World world)
    {
        if (call.Contract is not null && !IsForeign(call.Method))
        {
            return;
        }

        if (_context.IsSummary)
        {
            NoteMoved(call, world);
        }
        else if (_context.Requirements is not null)
        {
            MovedElements.Note(world, _context.Symbols, e => IsMovedBy(call, e.Base));
        }
    }

    // For the callers: what they passed may be in another order now.
    private void NoteMoved(Call call, World world)
    {
        if (_context.Summaries.Needs.IsEmpty || !IsForeign(call.Method))
        {
            return;
        }

        var moved = call.Arguments.Where(a => MayMove(a.Parameter)).Select(a => (a.Operation, a.Before));
        foreach (var (operation, value) in call.Instance is { } list ? moved.Append((list, call.Receiver)) : moved)
        {
            if (!value.IsConstant && Evaluator.Unwrap(operation).Type is { } type && IsListOfObjects(type))
            {
                world.Published = world.Published.Add(_context.Symbols.Get(Origin.Element, "moved", @base: value));
            }
        }
    }

    private static bool IsListOfObjects(ITypeSymbol type) =>
        type is IArrayTypeSymbol { ElementType: { IsReferenceType: true, SpecialType: not SpecialType.System_String } } ||
        type.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IList_T && i.TypeArguments[0] is { IsReferenceType: true, SpecialType: not SpecialType.System_String });

    // Code of the same source may know the array by a field.
    private bool IsMovedBy(Call call, Value array)
    {
        bool IsLeftAlone(int ordinal) => call.Summary?.Untouched.Contains(ordinal) == true;
        var symbols = _context.Symbols;
        return (symbols.IsOver(call.Receiver, array.Symbol) && !IsLeftAlone(MemberContract.ReceiverOrdinal)) ||
               call.Arguments.Any(a => symbols.IsOver(a.Before, array.Symbol) && (IsForeign(call.Method) ? MayMove(a.Parameter) : !IsLeftAlone(a.Parameter.Ordinal))) ||
               (!IsForeign(call.Method) && symbols[array.Symbol] is { Origin: Origin.Member, Base: var holder } && !(holder == call.Receiver && IsLeftAlone(MemberContract.ReceiverOrdinal)));
    }

    // What only lets one look into it leaves the elements where they are.
    private static bool MayMove(IParameterSymbol parameter) =>
        !parameter.IsParams && !parameter.Type.Name.Contains("ReadOnly") && parameter.Type.OriginalDefinition.SpecialType is not
            (SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Object);

    private bool IsAmongElements(World world) =>
        !_context.IsSummary && _context.Requirements is not null &&
        world.GivenBack.Exists(g => _context.Symbols.RestsOn(g.Key.Symbol, s => _context.Symbols[s].Origin == Origin.Element));

    private bool IsPassed(Call call, Value array) =>
        _context.Symbols.IsOver(call.Receiver, array.Symbol) || call.Arguments.Any(a => _context.Symbols.IsOver(a.Before, array.Symbol));
}
