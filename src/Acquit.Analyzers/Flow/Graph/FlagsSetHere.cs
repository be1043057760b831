using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Parameters and fields that a body itself sets on some ways, and asks later. What it has not set on a way was not set when it
/// began: it asks for what it did, and the way on which it did it is followed anyway.
/// </summary>
internal sealed class FlagsSetHere
{
    private readonly ControlFlowGraph _graph;
    private readonly SymbolTable _symbols;
    private ILookup<ISymbol, Setting>? _settings;

    public FlagsSetHere(ControlFlowGraph graph, SymbolTable symbols)
    {
        _graph = graph;
        _symbols = symbols;
    }

    // All the bits of a flag that is true or false, some of a number.
    private sealed record Setting(ISymbol Flag, long Bits, bool IsOn, BasicBlock Block);

    /// <summary>Whether a condition can only have come out as it has in a world because a flag was so before the body began, though the body sets it so.</summary>
    public bool WasSetBefore(IOperation condition, BasicBlock at, Formula formula, World world)
    {
        foreach (var symbol in formula.Symbols)
        {
            var (flag, bits) = _symbols[symbol] is { Origin: Origin.Term, Subject: BinaryOperatorKind.And, Base.Offset: 0, Index: { IsConstant: true, Offset: var asked } } term
                ? (_symbols[term.Base.Symbol], asked)
                : (_symbols[symbol], 1);
            if (flag is not ({ Origin: Origin.Parameter } or { Origin: Origin.Member, Subject: null }) || flag.Member is not { } member || !condition.DescendantsAndSelf().Any(o => SymbolEqualityComparer.Default.Equals(Referenced(o), member)))
            {
                continue;
            }

            var isOn = world.Facts.Evaluate(TestOperator.NotEqual, new Value(symbol, 0), Value.Zero);
            _settings ??= _graph.Blocks.SelectMany(SettingsIn).ToLookup(s => s.Flag, SymbolEqualityComparer.Default)!;
            var settings = isOn == Truth.Unknown ? ImmutableArray<Setting>.Empty : _settings[member].Where(s => (s.Bits & bits) != 0 && s.Block.Ordinal <= at.Ordinal).ToImmutableArray();
            if (!settings.IsEmpty && settings.All(s => s.IsOn == (isOn == Truth.True)) && settings.Any(s => LeadsTo(s.Block, at)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Setting> SettingsIn(BasicBlock block)
    {
        foreach (var operation in block.Operations)
        {
            if (operation is IExpressionStatementOperation { Operation: IAssignmentOperation assignment } && Referenced(assignment.Target) is { } flag && Set(assignment, flag) is var (bits, isOn))
            {
                yield return new Setting(flag, bits, isOn, block);
            }
        }
    }

    private static (long Bits, bool IsOn)? Set(IAssignmentOperation assignment, ISymbol flag) => assignment switch
    {
        ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: bool isOn } } => (1, isOn),
        ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } both } when SymbolEqualityComparer.Default.Equals(Referenced(both.LeftOperand), flag) => Some(both.RightOperand, isOn: true),
        ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } both } when SymbolEqualityComparer.Default.Equals(Referenced(both.RightOperand), flag) => Some(both.LeftOperand, isOn: true),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Or, OperatorMethod: null } set => Some(set.Value, isOn: true),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.And, OperatorMethod: null } cleared => Some(cleared.Value, isOn: false),
        _ => null,
    };

    private static (long Bits, bool IsOn)? Some(IOperation operation, bool isOn) => operation.ConstantValue.Value is { } constant and (int or uint or long or byte or short or ushort or sbyte)
        ? (isOn ? Convert.ToInt64(constant) : ~Convert.ToInt64(constant), isOn)
        : null;

    private static ISymbol? Referenced(IOperation operation) => Evaluator.Unwrap(operation) switch
    {
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field.OriginalDefinition,
        _ => null,
    };

    private bool LeadsTo(BasicBlock from, BasicBlock to)
    {
        var seen = new HashSet<int>();
        var open = new Stack<BasicBlock>();
        open.Push(from);
        while (open.Count > 0)
        {
            var block = open.Pop();
            if (block.Ordinal == to.Ordinal)
            {
                return true;
            }

            foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                Go(branch?.Destination?.Ordinal);
            }

            // No branch leads to a handler, nor to a finally block.
            for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
            {
                foreach (var beside in region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion.NestedRegions: var all } ? all : ImmutableArray<ControlFlowRegion>.Empty)
                {
                    Go(beside.Kind == ControlFlowRegionKind.Try ? null : beside.FirstBlockOrdinal);
                }
            }
        }

        return false;

        void Go(int? next)
        {
            if (next is { } ordinal && seen.Add(ordinal))
            {
                open.Push(_graph.Blocks[ordinal]);
            }
        }
    }
}
