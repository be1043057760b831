using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>The numbers that loops end at: what a counter is after its loop follows from them.</summary>
internal sealed class LoopLimits
{
    private const int MaxLimits = 4;

    private readonly ControlFlowGraph _graph;
    private readonly Loops _loops;
    private readonly Evaluator _evaluator;
    private readonly Dictionary<int, IReadOnlyList<IOperation>> _operands = new();

    public LoopLimits(ControlFlowGraph graph, Loops loops, Evaluator evaluator)
    {
        _graph = graph;
        _loops = loops;
        _evaluator = evaluator;
    }

    /// <summary>What the loop that begins in a block compares with before it is left, as far as that is a number in a world.</summary>
    public IReadOnlyCollection<long> Of(int head, World world)
    {
        if (!_operands.TryGetValue(head, out var operands))
        {
            _operands.Add(head, operands = Compared(head).Take(MaxLimits * 2).ToList());
        }

        var limits = new HashSet<long>();
        foreach (var operand in operands)
        {
            if (limits.Count < MaxLimits && NumberOf(operand, world) is { } number)
            {
                limits.Add(number);
            }
        }

        return limits;
    }

    private IEnumerable<IOperation> Compared(int head)
    {
        for (var i = head; i <= _loops.Last[head]; i++)
        {
            var block = _graph.Blocks[i];
            if (block.BranchValue is { } condition && (Leaves(block.FallThroughSuccessor, head) || Leaves(block.ConditionalSuccessor, head)))
            {
                foreach (var comparison in condition.DescendantsAndSelf().OfType<IBinaryOperation>().Where(b => b is { OperatorMethod: null } && IsComparison(b.OperatorKind)))
                {
                    yield return comparison.LeftOperand;
                    yield return comparison.RightOperand;
                }
            }
        }
    }

    private bool Leaves(ControlFlowBranch? branch, int head) =>
        branch?.Destination is { Ordinal: var next } && (next < head || next > _loops.Last[head]);

    private static bool IsComparison(BinaryOperatorKind kind) => kind is
        BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or
        BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;

    // What does not change when it is looked at.
    private long? NumberOf(IOperation operand, World world)
    {
        var bare = Evaluator.Unwrap(operand);
        if (!bare.ConstantValue.HasValue &&
            bare is not (ILocalReferenceOperation or IParameterReferenceOperation or
                IPropertyReferenceOperation { Arguments.IsEmpty: true, Property.Name: "Length", Instance: ILocalReferenceOperation { Type: IArrayTypeSymbol } }))
        {
            return null;
        }

        var looking = world.Clone();
        var value = _evaluator.Evaluate(bare, looking);
        var low = -looking.Facts.Upper(Value.Zero, value);
        return low > -Facts.Infinity && low == looking.Facts.Upper(value, Value.Zero) ? low : null;
    }
}
