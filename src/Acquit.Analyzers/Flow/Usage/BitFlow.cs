using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

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
    private readonly Dictionary<CaptureId, ISymbol> _places = new();
    private readonly HashSet<ISymbol> _unstable = new(SymbolEqualityComparer.Default);
    private readonly BitState?[] _before;
    private readonly CancellationToken _cancellationToken;

    private BitFlow(ControlFlowGraph graph, ISymbol owner, CancellationToken cancellationToken)
    {
        _graph = graph;
        _owner = owner;
        _cancellationToken = cancellationToken;
        _before = new BitState?[graph.Blocks.Length];
        var ignored = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Closures.Find(graph.OriginalOperation, ignored, _unstable, ignored, out _);
        foreach (var operation in graph.Blocks.SelectMany(b => b.Operations).SelectMany(o => o.DescendantsAndSelf()))
        {
            if (operation is IFlowCaptureOperation { Value: ILocalReferenceOperation local } ofLocal)
            {
                _places[ofLocal.Id] = local.Local;
            }
            else if (operation is IFlowCaptureOperation { Value: IParameterReferenceOperation parameter } ofParameter)
            {
                _places[ofParameter.Id] = parameter.Parameter;
            }
        }
    }

    /// <param name="onCall">Told of every call and creation that can run, with what is known of the arguments by ordinal.</param>
    public static void Follow(
        ControlFlowGraph graph, ISymbol owner, Action<IOperation, IReadOnlyDictionary<int, Bits>> onCall, CancellationToken cancellationToken)
    {
        var flow = new BitFlow(graph, owner, cancellationToken);
        flow.Settle();
        var evaluation = flow.Evaluation(onCall);
        foreach (var block in graph.Blocks)
        {
            if (flow._before[block.Ordinal] is { } before)
            {
                Run(block, before.Copy(), evaluation);
            }
        }
    }

    private BitEvaluation Evaluation(Action<IOperation, IReadOnlyDictionary<int, Bits>>? onCall) => new(_owner, _places, _unstable, onCall);

    private void Settle()
    {
        var evaluation = Evaluation(null);
        var pending = new SortedSet<int>();
        foreach (var block in _graph.Blocks)
        {
            // Handlers and finally blocks are entered from anywhere within what they guard.
            if (block.Kind == BasicBlockKind.Entry || (block.IsReachable && block.Predecessors.IsEmpty))
            {
                _before[block.Ordinal] = new BitState();
                pending.Add(block.Ordinal);
            }
        }

        while (pending.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var block = _graph.Blocks[pending.Min];
            pending.Remove(block.Ordinal);
            var after = Run(block, _before[block.Ordinal]!.Copy(), evaluation);
            Enter(block.FallThroughSuccessor, after, pending);
            Enter(block.ConditionalSuccessor, after, pending);
        }
    }

    private void Enter(ControlFlowBranch? branch, BitState state, SortedSet<int> pending)
    {
        if (branch?.Destination is not { } destination)
        {
            return;
        }

        if (!branch.FinallyRegions.IsEmpty)
        {
            state = state.Copy();
            foreach (var region in branch.FinallyRegions)
            {
                ForgetAssigned(region, state);
            }
        }

        ref var before = ref _before[destination.Ordinal];
        if (before is null)
        {
            before = state.Copy();
            pending.Add(destination.Ordinal);
        }
        else if (before.Meet(state))
        {
            pending.Add(destination.Ordinal);
        }
    }

    private void ForgetAssigned(ControlFlowRegion region, BitState state)
    {
        for (var i = region.FirstBlockOrdinal; i <= region.LastBlockOrdinal; i++)
        {
            foreach (var operation in Operations(_graph.Blocks[i]).SelectMany(o => o.DescendantsAndSelf()))
            {
                switch (operation)
                {
                    case ILocalReferenceOperation local:
                        state.Set(local.Local, Bits.Unknown);
                        break;
                    case IParameterReferenceOperation parameter:
                        state.Set(parameter.Parameter, Bits.Unknown);
                        break;
                }
            }
        }
    }

    private static BitState Run(BasicBlock block, BitState state, BitEvaluation evaluation)
    {
        foreach (var operation in Operations(block))
        {
            evaluation.Run(operation, state);
        }

        return state;
    }

    private static IEnumerable<IOperation> Operations(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
