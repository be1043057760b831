using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Whether the filter of a handler accepts what is thrown, by what is known where it is thrown.</summary>
internal sealed class Filters
{
    /// <summary>A filter of more blocks is not looked through.</summary>
    private const int MaxBlocks = 32;

    private readonly ControlFlowGraph _graph;
    private readonly Evaluator _evaluator;

    public Filters(ControlFlowGraph graph, Evaluator evaluator)
    {
        _graph = graph;
        _evaluator = evaluator;
    }

    public Truth Decide(ControlFlowRegion handler, Thrown? thrown, World world)
    {
        var (throwing, calledOff, caught) = (_evaluator.Throwing, _evaluator.CalledOff, _evaluator.Caught);
        try
        {
            (_evaluator.Throwing, _evaluator.CalledOff, _evaluator.Caught, _evaluator.CaughtAs) = (null, null, thrown, null);
            return Follow(handler, world.Clone());
        }
        finally
        {
            (_evaluator.Throwing, _evaluator.CalledOff, _evaluator.Caught) = (throwing, calledOff, caught);
        }
    }

    private Truth Follow(ControlFlowRegion handler, World first)
    {
        var filter = handler.NestedRegions.First(r => r.Kind == ControlFlowRegionKind.Filter);
        var (accepts, refuses, blocks) = (false, false, 0);
        var open = new Stack<(BasicBlock Block, World World)>();
        open.Push((_graph.Blocks[filter.FirstBlockOrdinal], first));
        while (open.Count > 0)
        {
            var (block, world) = open.Pop();
            if (block.Ordinal > filter.LastBlockOrdinal)
            {
                accepts = true;
                continue;
            }

            if (++blocks > MaxBlocks)
            {
                return Truth.Unknown;
            }

            foreach (var operation in block.Operations)
            {
                _evaluator.Evaluate(operation, world);
            }

            if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is not { } condition)
            {
                Go(block.FallThroughSuccessor, world);
                continue;
            }

            var formula = _evaluator.FormulaOf(_evaluator.Evaluate(condition, world));
            var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            var other = world.Clone();
            if (world.Assume(formula, jumpsWhen))
            {
                Go(block.ConditionalSuccessor, world);
            }

            if (other.Assume(formula, !jumpsWhen))
            {
                Go(block.FallThroughSuccessor, other);
            }
        }

        return accepts == refuses ? Truth.Unknown : accepts ? Truth.True : Truth.False;

        void Go(ControlFlowBranch? branch, World world)
        {
            if (branch?.Destination is { } next)
            {
                open.Push((next, world));
            }
            else
            {
                refuses = true;
            }
        }
    }
}
