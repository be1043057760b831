using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>When an object or array that was made here may have changed: whatever does more than look at it ends that it is as new.</summary>
internal static class Pristine
{
    public static void Touch(Value value, World world, SymbolTable symbols)
    {
        if (world.Pristine.IsEmpty || value.IsConstant)
        {
            return;
        }

        while (symbols[value.Symbol] is { Origin: Origin.Slice } slice)
        {
            value = slice.Base;
        }

        world.Pristine = world.Pristine.Remove(value.Symbol);
    }

    /// <summary>Something was changed, and it is not known what.</summary>
    public static void TouchAll(World world) => world.Pristine = world.Pristine.Clear();

    /// <summary>A value is put into a place. One that is not a variable can be found again in ways that are not followed.</summary>
    public static void Put(Place place, Value value, World world, SymbolTable symbols)
    {
        if (place.Kind is PlaceKind.Member or PlaceKind.Element)
        {
            Touch(place.Base, world, symbols);
            Touch(value, world, symbols);
        }
    }

    /// <summary>A call is over: what it was given may be another by now, unless the body that ran is known to leave it alone.</summary>
    public static void Touch(Call call, World world, SymbolTable symbols)
    {
        if (world.Pristine.IsEmpty)
        {
            return;
        }

        if (!LeavesAlone(call, Contracts.Target.Receiver))
        {
            Touch(call.Receiver, world, symbols);
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.IsByReference || !LeavesAlone(call, Contracts.Target.Parameter(argument.Parameter.Ordinal)))
            {
                Touch(argument.Before, world, symbols);
            }

            Touch(argument.Place?.Base ?? Value.Zero, world, symbols);
        }
    }

    /// <summary>An object was made.</summary>
    public static void Make(Call call, World world)
    {
        if (call.Operation is IObjectCreationOperation { Type.IsReferenceType: true } && call.Effects?.Acquires.IsEmpty != false && !world.Published.Contains(call.Result.Symbol))
        {
            world.Pristine = world.Pristine.Add(call.Result.Symbol);
        }
    }

    /// <summary>What no variable names any more is nothing to tell worlds apart by.</summary>
    public static void Prune(World world)
    {
        if (!world.Pristine.IsEmpty)
        {
            world.Pristine = world.Pristine.Intersect(world.Places.Values.Select(v => v.Symbol));
        }
    }

    private static bool LeavesAlone(Call call, Contracts.Target target)
    {
        var ordinal = target.IsReceiver ? Contracts.MemberContract.ReceiverOrdinal : target.Ordinal;
        return call.Summary is { } summary && summary.Borrows.Contains(ordinal) && summary.Untouched.Contains(ordinal) &&
               !summary.Acquires.Any(a => a.Target.Kind == target.Kind && a.Target.Ordinal == target.Ordinal) &&
               !summary.Releases.Any(r => r.Target.Kind == target.Kind && r.Target.Ordinal == target.Ordinal) &&
               !summary.Doubtful.Any(d => d.Target.Kind == target.Kind && d.Target.Ordinal == target.Ordinal);
    }
}
