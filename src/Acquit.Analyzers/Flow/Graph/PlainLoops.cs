using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Loops that only compute: nothing is acquired or given back in them, and what they assign are numbers. Their first round is no
/// different from the others, so their counters are taken as moving from the start, and one walk through the loop is enough. Of others,
/// only whether the first round is one that there is in any case.
/// </summary>
internal sealed class PlainLoops
{
    private readonly FlowContext _context;
    private readonly Loops _loops;
    private readonly Liveness _liveness;
    private readonly WorldJoin _join;
    private readonly ControlFlowGraph _graph;
    private readonly Dictionary<int, Dictionary<Place, Direction>?> _moving = new();
    private readonly Dictionary<int, bool> _filling = new();

    public PlainLoops(ControlFlowGraph graph, Loops loops, FlowContext context, Liveness liveness, WorldJoin join)
    {
        _graph = graph;
        _context = context;
        _loops = loops;
        _liveness = liveness;
        _join = join;
        foreach (var pair in loops.Last)
        {
            _moving.Add(pair.Key, MovedBy(graph, pair.Key, pair.Value));
        }
    }

    private enum Direction
    {
        Up,
        Down,
        Any,
        Sum,
    }

    /// <summary>Whether a loop begins at a block that does nothing but compute.</summary>
    public bool IsPlain(int head) => _moving.TryGetValue(head, out var moving) && moving is not null;

    /// <summary>The world as it is in any round of the loop that begins in a block, the first one included.</summary>
    public World InAnyRound(int head, World first, object where)
    {
        if (!_moving.TryGetValue(head, out var moving) || moving is null || IsAskedInAnyCase(head, first))
        {
            return first;
        }

        World? next = null;
        foreach (var pair in moving)
        {
            var (place, direction) = (pair.Key, pair.Value);
            if (place.Kind == PlaceKind.Capture && first.Places.TryGetValue(place, out var enumerator))
            {
                place = Place.Position(enumerator);
            }

            if (!first.Places.TryGetValue(place, out var value))
            {
                continue;
            }

            next ??= first.Clone();
            next.Places[place] = direction switch
            {
                Direction.Up => value + 1,
                Direction.Down => value - 1,
                _ => Changed(place, head, next),
            };
        }

        next ??= first.Clone();
        _loops.ForgetChangeable(next);
        return _join.Join(first, next, where, widen: true, atHead: true) ?? first;
    }

    /// <summary>Whether a loop runs a round in any case, in which it may be left: what that has asked is known behind it.</summary>
    public bool IsAskedInAnyCase(int head, World first) => _loops.IsHead(head) && IsSureOfARound(head, first) && IsLeftFromWithin(head) && !Fills(head);

    private bool IsSureOfARound(int head, World first) =>
        _graph.Blocks[head].BranchValue is IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.NotEquals,
            LeftOperand: ILocalReferenceOperation { Local: var counter }, RightOperand.ConstantValue: { HasValue: true, Value: int or long },
        } && first.Places.TryGetValue(Place.Variable(_context.Symbols.Intern(counter)), out var start) && start.IsConstant;

    private bool IsLeftFromWithin(int head)
    {
        var last = _loops.Last[head];
        return _graph.Blocks.Any(b => b.Ordinal > head && b.Ordinal <= last && b.IsReachable && (_loops.IsOut(head, b.FallThroughSuccessor) || _loops.IsOut(head, b.ConditionalSuccessor)));
    }

    // What its first round has put somewhere is the beginning of what all of them have put there, and not a thing by itself.
    private bool Fills(int head)
    {
        if (!_filling.TryGetValue(head, out var fills))
        {
            fills = Enumerable.Range(head, _loops.Last[head] - head + 1).Any(b => _graph.Blocks[b].Operations.Any(o => o.DescendantsAndSelf().Any(IsStoreOfElement)));
            _filling.Add(head, fills);
        }

        return fills;

        static bool IsStoreOfElement(IOperation operation) =>
            operation is IAssignmentOperation { Target: IArrayElementReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: false } or IFlowCaptureReferenceOperation } store &&
            !IsNumber(store.Target.Type);
    }

    private Value Changed(Place place, int head, World world)
    {
        var changed = new Value(_context.Symbols.Get(Origin.Join, (head, place)), 0);
        if (_context.Symbols.Interned(place.Id) is var variable && IsUnsigned((variable as ILocalSymbol)?.Type ?? (variable as IParameterSymbol)?.Type))
        {
            world.Assume(TestOperator.GreaterOrEqual, changed, Value.Zero);
        }

        return changed;
    }

    /// <returns>Null if there is more to the loop.</returns>
    private Dictionary<Place, Direction>? MovedBy(ControlFlowGraph graph, int head, int last)
    {
        var moved = new Dictionary<Place, Direction>();
        var exits = new HashSet<int>();
        for (var i = head; i <= last; i++)
        {
            var block = graph.Blocks[i];
            foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (_loops.IsOut(head, branch))
                {
                    exits.Add(branch!.Destination!.Ordinal);
                }
            }

            foreach (var operation in block.Operations)
            {
                if (!IsPlain(operation, head, moved))
                {
                    return null;
                }
            }

            if (block.BranchValue is { } value && !IsPlain(value, head, moved))
            {
                return null;
            }
        }

        // What it is after the loop has to do with how the loop ends, which a walk through its rounds tells better.
        return moved.Any(m => m.Value != Direction.Sum && exits.Any(exit => _liveness.IsLive(exit, m.Key))) ? null : moved;
    }

    private bool IsPlain(IOperation operation, int head, Dictionary<Place, Direction> moved)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            var isPlain = each switch
            {
                IExpressionStatementOperation or ILiteralOperation or IParenthesizedOperation or IInstanceReferenceOperation or IDefaultValueOperation or
                    ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation or
                    IFlowCaptureOperation or IFlowCaptureReferenceOperation or IIsNullOperation or IArgumentOperation => true,
                IBinaryOperation { OperatorMethod: null } or IUnaryOperation { OperatorMethod: null } => true,
                IConversionOperation conversion => conversion.OperatorMethod is not { } method || DoesNothing(method),
                IPropertyReferenceOperation { Property: var property } =>
                    (property.GetMethod is not { } getter || DoesNothing(getter)) && (property.SetMethod is not { } setter || DoesNothing(setter)),
                IInvocationOperation call => DoesNothing(call.TargetMethod) && NoteMove(call, moved),
                IIncrementOrDecrementOperation { OperatorMethod: null } step =>
                    IsPlainTarget(step.Target, step.Kind == OperationKind.Increment ? Direction.Up : Direction.Down, head, moved),
                ICompoundAssignmentOperation { OperatorMethod: null } compound => IsPlainTarget(compound.Target, DirectionOf(compound), head, moved),
                ISimpleAssignmentOperation { IsRef: false } assignment => IsPlainTarget(assignment.Target, Direction.Any, head, moved),
                _ => false,
            };
            if (!isPlain)
            {
                return false;
            }
        }

        return true;
    }

    private static Direction DirectionOf(ICompoundAssignmentOperation compound) => compound switch
    {
        { OperatorKind: BinaryOperatorKind.Add, Value.ConstantValue: { HasValue: true, Value: int and > 0 } } => Direction.Up,
        { OperatorKind: BinaryOperatorKind.Subtract, Value.ConstantValue: { HasValue: true, Value: int and > 0 } } => Direction.Down,
        _ => Direction.Sum,
    };

    // The position of an array's enumerator is a place by itself.
    private static bool NoteMove(IInvocationOperation call, Dictionary<Place, Direction> moved)
    {
        if (call is { IsImplicit: true, TargetMethod.Name: "MoveNext", Instance: { } instance } &&
            Evaluator.Unwrap(instance) is IFlowCaptureReferenceOperation enumerator)
        {
            Note(Place.Temporary(enumerator.Id), Direction.Up, moved);
        }

        return true;
    }

    // Nobody's code that is followed, and nothing that a contract speaks of.
    private bool DoesNothing(IMethodSymbol method) =>
        method.MethodKind is not (MethodKind.DelegateInvoke or MethodKind.LocalFunction) && !method.IsInSourceOf(_context.Compilation) &&
        method.ContainingType?.IsInSourceOf(_context.Compilation) != true && _context.Contracts.Of(method) is null;

    private bool IsPlainTarget(IOperation target, Direction direction, int head, Dictionary<Place, Direction> moved)
    {
        ISymbol variable;
        switch (target)
        {
            case ILocalReferenceOperation { Local: { IsRef: false } local }:
                variable = local;
                break;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                variable = parameter;
                break;
            case IArrayElementReferenceOperation or IPropertyReferenceOperation or IFieldReferenceOperation or IFlowCaptureReferenceOperation:
                return IsNumber(target.Type);
            default:
                return false;
        }

        var place = Place.Variable(_context.Symbols.Intern(variable));
        if (_liveness.IsLive(head, place))
        {
            if (!IsNumber(target.Type) || _context.Captured.Contains(variable))
            {
                return false;
            }

            Note(place, direction, moved);
        }

        return true;
    }

    private static void Note(Place place, Direction direction, Dictionary<Place, Direction> moved) =>
        moved[place] = moved.TryGetValue(place, out var known) && known != direction ? Direction.Any : direction;

    // An address that is kept as a number may be one that is held.
    private static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is
        SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 or
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal || IsUnsigned(type);

    private static bool IsUnsigned(ITypeSymbol? type) => type?.SpecialType is
        SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_Char;
}
