using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Evaluates operations of a control-flow graph in the order they run in, as far as bits of them are known.</summary>
internal sealed class BitEvaluation
{
    private readonly ISymbol _owner;
    private readonly BitPlaces _places;
    private readonly ISet<ISymbol> _unstable;
    private readonly Action<IOperation, IReadOnlyDictionary<int, Bits>>? _onCall;

    /// <param name="places">What the captures that are assigned later stand for.</param>
    /// <param name="unstable">Variables that change without being assigned at hand.</param>
    /// <param name="onCall">Told of every call and creation, with what is known of the arguments by ordinal.</param>
    public BitEvaluation(
        ISymbol owner, BitPlaces places, ISet<ISymbol> unstable,
        Action<IOperation, IReadOnlyDictionary<int, Bits>>? onCall)
    {
        _owner = owner;
        _places = places;
        _unstable = unstable;
        _onCall = onCall;
    }

    /// <summary>Runs an operation, which changes the state, and says what is known of its result.</summary>
    public Bits Run(IOperation operation, BitState state)
    {
        var constant = operation.ConstantValue;
        switch (operation)
        {
            case var _ when constant.HasValue:
                return Bits.Of(constant);
            case IFlowCaptureOperation capture:
                var captured = Run(capture.Value, state);
                state.Set(capture.Id, captured);
                return captured;
            case IFlowCaptureReferenceOperation reference:
                return state.Get(reference.Id);
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return VariableOf(operation) is { } variable ? state.Get(variable) : Bits.Unknown;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return Assign(assignment.Target, Run(assignment.Value, state), state);
            case ICompoundAssignmentOperation { OperatorMethod: null } assignment:
                return Compound(assignment, state);
            case IBinaryOperation { OperatorMethod: null, IsLifted: false } binary:
                var left = Run(binary.LeftOperand, state);
                return Combined(binary.OperatorKind, left, Run(binary.RightOperand, state)).In(binary.Type);
            case IUnaryOperation { OperatorMethod: null, IsLifted: false, OperatorKind: UnaryOperatorKind.BitwiseNegation } negation:
                return (~Run(negation.Operand, state)).In(negation.Type);
            case IConversionOperation { OperatorMethod: null, IsChecked: false } conversion:
                var converted = Run(conversion.Operand, state);
                var isBoxed = conversion is { Type.IsReferenceType: true, Operand.Type: not { IsReferenceType: true } };
                return isBoxed ? Bits.Unknown : converted.In(conversion.Type);
            case IParenthesizedOperation parenthesized:
                return Run(parenthesized.Operand, state);
            case IDefaultValueOperation { Type: { IsReferenceType: true } or { TypeKind: TypeKind.Enum } }:
                return Bits.Exactly(0);
            case IInvocationOperation call:
                if (call.Instance is { } instance)
                {
                    Run(instance, state);
                }

                Call(call, call.Arguments, state);
                return Bits.Unknown;
            case IObjectCreationOperation creation:
                Call(creation, creation.Arguments, state);
                return Bits.Unknown;
            default:
                Others(operation, state);
                return Bits.Unknown;
        }
    }

    private Bits Compound(ICompoundAssignmentOperation assignment, BitState state)
    {
        var before = Run(assignment.Target, state);
        var value = Run(assignment.Value, state);
        return Assign(assignment.Target, Combined(assignment.OperatorKind, before, value).In(assignment.Type), state);
    }

    private Bits Assign(IOperation target, Bits value, BitState state)
    {
        if (target is IFlowCaptureReferenceOperation reference)
        {
            if (_places.Of(reference.Id) is { Count: 1 } places && IsTracked(places[0]))
            {
                state.Set(places[0], value);
            }
            else
            {
                Forget(new[] { target }, state);
            }
        }
        else if (VariableOf(target) is { } variable)
        {
            state.Set(variable, value);
        }
        else
        {
            Others(target, state);
        }

        return value;
    }

    private void Call(IOperation call, IEnumerable<IArgumentOperation> arguments, BitState state)
    {
        var known = new Dictionary<int, Bits>();
        foreach (var argument in arguments)
        {
            var value = Run(argument.Value, state);
            if (argument.Parameter is { RefKind: RefKind.None or RefKind.In } parameter)
            {
                known[parameter.Ordinal] = value;
            }
        }

        Forget(arguments.Where(a => a.Parameter is not { RefKind: RefKind.None or RefKind.In }), state);
        _onCall?.Invoke(call, known);
    }

    // Whatever else assigns a variable – an increment, a pattern, a deconstruction – makes it unknown.
    private void Others(IOperation operation, BitState state)
    {
        foreach (var child in operation.ChildOperations)
        {
            Run(child, state);
        }

        switch (operation)
        {
            case IIncrementOrDecrementOperation or IDeconstructionAssignmentOperation or IAssignmentOperation or IDynamicInvocationOperation
                or IFunctionPointerInvocationOperation or IDynamicObjectCreationOperation:
                Forget(operation.ChildOperations, state);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                state.Set(declared, Bits.Unknown);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: { } declared }:
                state.Set(declared, Bits.Unknown);
                break;
        }
    }

    /// <summary>Makes all variables unknown that the operations mention.</summary>
    public void Forget(IEnumerable<IOperation> operations, BitState state)
    {
        foreach (var operation in operations.SelectMany(o => o.DescendantsAndSelf()))
        {
            switch (operation)
            {
                case ILocalReferenceOperation local:
                    state.Set(local.Local, Bits.Unknown);
                    break;
                case IParameterReferenceOperation parameter:
                    state.Set(parameter.Parameter, Bits.Unknown);
                    break;
                case IFlowCaptureReferenceOperation reference:
                    state.Set(reference.Id, Bits.Unknown);
                    foreach (var place in _places.Of(reference.Id))
                    {
                        state.Set(place, Bits.Unknown);
                    }

                    break;
            }
        }
    }

    private ISymbol? VariableOf(IOperation operation)
    {
        ISymbol? variable = operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        return variable is not null && IsTracked(variable) ? variable : null;
    }

    // What belongs to a method around this one may be changed there.
    private bool IsTracked(ISymbol variable) =>
        !_unstable.Contains(variable) && SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _owner) &&
        variable is ILocalSymbol { RefKind: RefKind.None } or IParameterSymbol { RefKind: RefKind.None };

    private static Bits Combined(BinaryOperatorKind kind, Bits left, Bits right) => kind switch
    {
        BinaryOperatorKind.Or => left | right,
        BinaryOperatorKind.And => left & right,
        BinaryOperatorKind.ExclusiveOr => left ^ right,
        _ => Bits.Unknown,
    };
}
