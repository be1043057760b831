using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Finds out which bits of the arguments of calls are known, whichever way the code takes.</summary>
/// <remarks>
/// Flags are put together piece by piece, and which of them decide something differs from call to call: what holds on all ways is
/// kept for each variable, and no paths are told apart.
/// </remarks>
internal sealed class BitFlow
{
    private readonly ControlFlowGraph _graph;
    private readonly ISymbol _owner;
    private readonly BitPlaces _places;
    private readonly HashSet<ISymbol> _unstable = new(SymbolEqualityComparer.Default);
    private readonly BitState?[] _before;
    private readonly CancellationToken _cancellationToken;

    private BitFlow(ControlFlowGraph graph, ISymbol owner, CancellationToken cancellationToken)
    {
        _graph = graph;
        _owner = owner;
        _cancellationToken = cancellationToken;
        _places = new BitPlaces(graph);
        _before = new BitState?[graph.Blocks.Length];
        var ignored = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Closures.Find(graph.OriginalOperation, ignored, _unstable, ignored, aliases: null, filled: null, out _, out _);
    }

    /// <summary>Follows a body, and says which blocks of it can run.</summary>
    /// <param name="onCall">Told of every call and creation that can run, with what is known of the arguments by ordinal.</param>
    public static IReadOnlyList<BasicBlock> Follow(
        ControlFlowGraph graph, ISymbol owner, Action<IOperation, IReadOnlyDictionary<int, Bits>> onCall, CancellationToken cancellationToken)
    {
        var flow = new BitFlow(graph, owner, cancellationToken);
        flow.Settle();
        var evaluation = flow.Evaluation(onCall);
        var run = graph.Blocks.Where(b => flow._before[b.Ordinal] is not null).ToList();
        foreach (var block in run)
        {
            Run(block, flow._before[block.Ordinal]!.Copy(), evaluation);
        }

        return run;
    }

    private BitEvaluation Evaluation(Action<IOperation, IReadOnlyDictionary<int, Bits>>? onCall) => new(_owner, _places, _unstable, onCall);

    private void Settle()
    {
        var evaluation = Evaluation(null);
        var pending = new SortedSet<int>();
        Enter(_graph.Blocks[0], new BitState(), pending);
        while (pending.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var block = _graph.Blocks[pending.Min];
            pending.Remove(block.Ordinal);
            var after = _before[block.Ordinal]!.Copy();
            var branchesOn = Run(block, after, evaluation);
            if (block.ConditionKind == ControlFlowConditionKind.None || branchesOn.Value is not { } known)
            {
                Enter(block.FallThroughSuccessor, after, evaluation, pending);
                Enter(block.ConditionalSuccessor, after, evaluation, pending);
            }
            else
            {
                var branches = (known != 0) == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
                Enter(branches ? block.ConditionalSuccessor : block.FallThroughSuccessor, after, evaluation, pending);
            }
        }
    }

    private void Enter(ControlFlowBranch? branch, BitState state, BitEvaluation evaluation, SortedSet<int> pending)
    {
        if (branch?.Destination is not { IsReachable: true } destination)
        {
            return;
        }

        if (!branch.FinallyRegions.IsEmpty)
        {
            state = state.Copy();
            foreach (var region in branch.FinallyRegions)
            {
                evaluation.Forget(Blocks(region).SelectMany(Operations), state);
            }
        }

        Enter(destination, state, pending);
    }

    private void Enter(BasicBlock block, BitState state, SortedSet<int> pending)
    {
        ref var before = ref _before[block.Ordinal];
        if (before is null)
        {
            before = state.Copy();
            pending.Add(block.Ordinal);
            EnterHandlers(block.EnclosingRegion, pending);
        }
        else if (before.Meet(state))
        {
            pending.Add(block.Ordinal);
        }
    }

    // Handlers and finally blocks are entered from anywhere within what they guard. Around the root of a lambda lie the regions of the
    // method that it stands in, whose blocks are not among these.
    private void EnterHandlers(ControlFlowRegion? region, SortedSet<int> pending)
    {
        for (; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } guarded })
            {
                foreach (var handler in guarded.NestedRegions.Where(r => r.Kind != ControlFlowRegionKind.Try))
                {
                    EnterHandler(handler, pending);
                }
            }
        }
    }

    // A filter is a region of its own beside the handler that it decides on, and both lie in one.
    private void EnterHandler(ControlFlowRegion handler, SortedSet<int> pending)
    {
        if (handler.Kind == ControlFlowRegionKind.FilterAndHandler)
        {
            foreach (var part in handler.NestedRegions)
            {
                EnterHandler(part, pending);
            }

            return;
        }

        if (_graph.Blocks[handler.FirstBlockOrdinal] is { IsReachable: true } first)
        {
            Enter(first, new BitState(), pending);
        }
    }

    private IEnumerable<BasicBlock> Blocks(ControlFlowRegion region)
    {
        for (var i = region.FirstBlockOrdinal; i <= region.LastBlockOrdinal; i++)
        {
            yield return _graph.Blocks[i];
        }
    }

    // What is known of the value that the block branches on.
    private static Bits Run(BasicBlock block, BitState state, BitEvaluation evaluation)
    {
        foreach (var operation in block.Operations)
        {
            evaluation.Run(operation, state);
        }

        return block.BranchValue is { } value ? evaluation.Run(value, state) : Bits.Unknown;
    }

    private static IEnumerable<IOperation> Operations(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
