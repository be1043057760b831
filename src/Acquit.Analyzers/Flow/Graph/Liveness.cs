using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Which variables and temporaries may still be read when a block begins. Worlds drop the others, so that they differ in what
/// matters only.
/// </summary>
internal sealed class Liveness
{
    private readonly Dictionary<ISymbol, int> _variables = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, int> _temporaries = new();
    private readonly BitSet[] _live;
    private readonly Dictionary<int, int> _bitOfInterned = new();

    private readonly ISet<ISymbol> _captured;

    /// <param name="captured">What closures see: they may read it whenever they run, so it is always live.</param>
    public Liveness(ControlFlowGraph graph, SymbolTable symbols, ISet<ISymbol> captured, CancellationToken cancellationToken)
    {
        _captured = captured;
        var blocks = graph.Blocks;
        foreach (var block in blocks)
        {
            foreach (var operation in block.Operations)
            {
                Register(operation);
            }

            if (block.BranchValue is { } value)
            {
                Register(value);
            }
        }

        foreach (var pair in _variables)
        {
            _bitOfInterned[symbols.Intern(pair.Key)] = pair.Value;
        }

        var size = _variables.Count + _temporaries.Count;
        var uses = new BitSet[blocks.Length];
        var definitions = new BitSet[blocks.Length];
        _live = new BitSet[blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
        {
            uses[i] = new BitSet(size);
            definitions[i] = new BitSet(size);
            _live[i] = new BitSet(size);
            foreach (var operation in blocks[i].Operations)
            {
                Scan(operation, uses[i], definitions[i]);
            }

            if (blocks[i].BranchValue is { } value)
            {
                Scan(value, uses[i], definitions[i]);
            }
        }

        var successors = new List<int>[blocks.Length];
        var handlers = new int[blocks.Length][];
        for (var i = 0; i < blocks.Length; i++)
        {
            successors[i] = Successors(graph, blocks[i]);
            handlers[i] = blocks[i].EnclosingRegion.Kind == ControlFlowRegionKind.Root ? Array.Empty<int>() : Handlers(blocks[i]).ToArray();
        }

        var live = new BitSet(size);
        for (var changed = true; changed;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            changed = false;
            for (var i = blocks.Length - 1; i >= 0; i--)
            {
                live.Clear();
                foreach (var next in successors[i])
                {
                    live.Add(_live[next]);
                }

                live.Remove(definitions[i]);
                live.Add(uses[i]);

                // An exception may leave before the block's definitions.
                foreach (var handler in handlers[i])
                {
                    live.Add(_live[handler]);
                }

                changed |= _live[i].Add(live);
            }
        }
    }

    public bool IsLive(int block, Place place) => place.Kind switch
    {
        PlaceKind.Variable => !_bitOfInterned.TryGetValue(place.Id, out var bit) || _live[block][bit],
        PlaceKind.Capture => _temporaries.TryGetValue(place.Capture, out var bit) && _live[block][bit],
        _ => true,
    };

    /// <summary>Where an exception thrown in the block may go within the method: handlers and finally blocks.</summary>
    private static IEnumerable<int> Handlers(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion is { } parent)
            {
                foreach (var nested in parent.NestedRegions)
                {
                    if (nested.Kind != ControlFlowRegionKind.Try)
                    {
                        yield return nested.FirstBlockOrdinal;
                    }
                }
            }
        }
    }

    private static List<int> Successors(ControlFlowGraph graph, BasicBlock block)
    {
        var successors = new List<int>(2);
        for (var branch = block.FallThroughSuccessor ?? block.ConditionalSuccessor; branch is not null; branch = branch == block.ConditionalSuccessor ? null : block.ConditionalSuccessor)
        {

            foreach (var region in branch.FinallyRegions)
            {
                successors.Add(region.FirstBlockOrdinal);
            }

            if (branch.Destination is { } destination)
            {
                successors.Add(destination.Ordinal);
            }
            else if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
            {
                // The end of a finally block: anything that a branch through it leads to.
                for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
                {
                    if (region.Kind == ControlFlowRegionKind.Finally)
                    {
                        foreach (var other in graph.Blocks)
                        {
                            foreach (var through in new[] { other.FallThroughSuccessor, other.ConditionalSuccessor })
                            {
                                if (through?.Destination is { } target && through.FinallyRegions.Contains(region))
                                {
                                    successors.Add(target.Ordinal);
                                    successors.AddRange(through.FinallyRegions.Select(r => r.FirstBlockOrdinal));
                                }
                            }
                        }

                        break;
                    }
                }

                successors.AddRange(Handlers(block));
            }
        }

        return successors;
    }

    private void Register(IOperation operation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (operation)
        {
            case ILocalReferenceOperation local:
                Add(local.Local);
                return;
            case IParameterReferenceOperation parameter:
                Add(parameter.Parameter);
                return;
            case IFlowCaptureReferenceOperation reference:
                Add(reference.Id);
                return;
            case IFlowCaptureOperation capture:
                Add(capture.Id);
                break;
        }

        foreach (var child in operation.ChildOperations)
        {
            Register(child);
        }
    }

    private void Add(ISymbol variable)
    {
        // The caller reads what is passed by reference.
        if (variable is not IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } && !_captured.Contains(variable) && !_variables.ContainsKey(variable))
        {
            _variables.Add(variable, _variables.Count + _temporaries.Count);
        }
    }

    private void Add(CaptureId id)
    {
        if (!_temporaries.ContainsKey(id))
        {
            _temporaries.Add(id, _variables.Count + _temporaries.Count);
        }
    }

    // Only a whole assignment of a plain local is a definition; everything else that mentions a variable reads it.
    private void Scan(IOperation operation, BitSet uses, BitSet definitions)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (operation)
        {
            case IExpressionStatementOperation statement:
                Scan(statement.Operation, uses, definitions);
                return;
            case ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation target } assignment:
                Scan(assignment.Value, uses, definitions);
                if (_variables.TryGetValue(target.Local, out var bit) && !uses[bit])
                {
                    definitions[bit] = true;
                }

                return;
            case IFlowCaptureOperation capture:
                Scan(capture.Value, uses, definitions);
                if (_temporaries.TryGetValue(capture.Id, out var id) && !uses[id])
                {
                    definitions[id] = true;
                }

                return;
            case ILocalReferenceOperation local when _variables.TryGetValue(local.Local, out var read) && !definitions[read]:
                uses[read] = true;
                return;
            case IParameterReferenceOperation parameter when _variables.TryGetValue(parameter.Parameter, out var read) && !definitions[read]:
                uses[read] = true;
                return;
            case IFlowCaptureReferenceOperation reference when _temporaries.TryGetValue(reference.Id, out var read) && !definitions[read]:
                uses[read] = true;
                return;
            default:
                foreach (var child in operation.ChildOperations)
                {
                    Scan(child, uses, definitions);
                }

                return;
        }
    }
}
