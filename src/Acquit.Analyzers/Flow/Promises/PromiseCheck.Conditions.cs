using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// The conditions of the contract, at a way out.
internal sealed partial class PromiseCheck
{
    // That the target is there is taken for granted, unless it is known not to be.
    private Truth Holds(Condition when, Target target, World world)
    {
        var all = Truth.True;
        foreach (var test in when.Tests)
        {
            switch (Evaluate(test, world))
            {
                case Truth.False:
                    return Truth.False;
                case Truth.Unknown when !IsAboutPresence(test, target):
                    all = Truth.Unknown;
                    break;
            }
        }

        return all;
    }

    // False for another reason than that there is nothing to release.
    private bool IsExcluded(Condition when, Target target, World world) =>
        when.Tests.Any(test => !IsAboutPresence(test, target) && Evaluate(test, world) == Truth.False) &&
        when.Tests.All(test => !IsAboutPresence(test, target) || Evaluate(test, world) != Truth.False);

    private static bool IsAboutPresence(Test test, Target target) =>
        target.Kind == TargetKind.Parameter && test is { Operator: TestOperator.NotEqual or TestOperator.Greater, Left.Kind: OperandKind.Parameter, Right: { Kind: OperandKind.Constant, Constant: 0 } } &&
        test.Left.Ordinal == target.Ordinal;

    private Truth Evaluate(Test test, World world) =>
        ValueOf(test.Left, world) is { } left && ValueOf(test.Right, world) is { } right
            ? world.Evaluate(_conditions.FormulaOf(test, left, right))
            : Truth.Unknown;

    private Value? ValueOf(Operand operand, World world) => operand.Kind switch
    {
        OperandKind.Constant => Value.Constant(operand.Constant),
        OperandKind.Return => ReturnedBy(world),
        _ when Method.Parameters[operand.Ordinal] is { RefKind: RefKind.Ref or RefKind.Out } passed => Final(passed, world),
        _ => _own.Entry(Method.Parameters[operand.Ordinal]),
    };

    private Value? ValueOf(Target target, string kind, World world) => target.Kind switch
    {
        TargetKind.Return => ReturnedBy(world),
        TargetKind.Receiver => new Value(Symbols.Get(Origin.This), 0),
        TargetKind.Ambient => new Value(Symbols.Get(Origin.Ambient, kind), 0),
        _ when Method.Parameters[target.Ordinal] is { RefKind: RefKind.Ref or RefKind.Out } passed => Final(passed, world),
        _ => _own.Entry(Method.Parameters[target.Ordinal]),
    };

    // A task that is handed on has yet to yield what the contract speaks of.
    private Value? ReturnedBy(World world) =>
        (Method.IsAsync || !OperandTypes.IsTask(Method.ReturnType)) && world.Places.TryGetValue(Place.Returned, out var value) ? value : null;

    private Value? Final(IParameterSymbol parameter, World world) =>
        world.Places.TryGetValue(Place.Variable(Symbols.Intern(parameter)), out var value) ? value
        : parameter.RefKind == RefKind.Ref ? _own.Entry(parameter)
        : null;

    private bool IsNone(Operand count, World world) => ValueOf(count, world) is not { } many || world.Facts.Upper(many, Value.Zero) <= 0;
}
