using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// What native functions are given, who may keep it or not.
internal sealed partial class CallEffects
{
    private void Lend(Call call, World world)
    {
        if (world.Resources.Count == 0)
        {
            return;
        }

        if (call.Contract is not null)
        {
            ReadBack(call, world);
            return;
        }

        if (!IsNative(call.Method) || call.Arguments.IsEmpty)
        {
            return;
        }

        var told = call.Arguments.Where(a => a.IsByReference).Select(a => a.After).Append(call.Result).Where(v => !v.IsConstant).ToList();
        world.Change(
            r => r is { IsLive: true, Owned: true, Escaped: false, IsContainer: false } && call.Arguments.Any(a => IsGiven(r, a, world)),
            r => r with { Lent = r.Lent.Union(told).OrderBy(v => v.Symbol).ThenBy(v => v.Offset).ToImmutableArray() });
    }

    private bool IsGiven(Resource resource, Argument argument, World world) =>
        (!argument.Before.IsConstant && _context.Symbols.RestsOn(argument.Before.Symbol, resource.Key.Symbol)) ||
        (StructIn(argument.Operation) is { } variable && _evaluator.AddressOf(variable) is var fields &&
         world.Places.Any(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == fields && p.Value == resource.Key));

    // What is read out of a block afterwards was put there for that: the function has only filled it.
    private static void ReadBack(Call call, World world)
    {
        if (!call.Method.ReturnsVoid && call.Contract!.Releases.IsEmpty)
        {
            world.Change(
                r => !r.Lent.IsEmpty && call.Arguments.Any(a => a.Before == r.Key && call.Contract.Borrows.Contains(a.Parameter.Ordinal)),
                r => r with { Lent = ImmutableArray<Value>.Empty });
        }
    }
}
