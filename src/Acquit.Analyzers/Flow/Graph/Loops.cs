using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What happens to worlds that come round a loop.</summary>
internal sealed partial class Loops
{
    private readonly FlowContext _context;
    private readonly Escapes _escapes;
    private readonly Dictionary<IOperation, int> _blocks = new();
    private readonly Dictionary<int, int> _last = new();
    private readonly bool[] _inLoop;
    private readonly HashSet<string>[] _releasedInBlock;
    private readonly ControlFlowGraph _graph;

    public Loops(ControlFlowGraph graph, FlowContext context, Escapes escapes)
    {
        _graph = graph;
        _context = context;
        _escapes = escapes;
        _inLoop = new bool[graph.Blocks.Length];
        // The step of a loop that every round leaves is never come to: that is no loop.
        foreach (var block in graph.Blocks.Where(b => b.IsReachable))
        {
            Note(block.FallThroughSuccessor);
            Note(block.ConditionalSuccessor);
        }

        if (_last.Count == 0)
        {
            _releasedInBlock = Array.Empty<HashSet<string>>();
            return;
        }

        foreach (var block in graph.Blocks.Where(b => _inLoop[b.Ordinal]))
        {
            foreach (var operation in (block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations).SelectMany(o => o.DescendantsAndSelf()))
            {
                if (operation is IInvocationOperation or IObjectCreationOperation)
                {
                    _blocks[operation] = block.Ordinal;
                }
            }
        }

        var none = new HashSet<string>(StringComparer.Ordinal);
        _releasedInBlock = graph.Blocks.Select(b => _inLoop[b.Ordinal] ? KindsReleasedByElement(b) : none).ToArray();
    }

    /// <summary>By each block that a branch leads back to, the last block that one comes from.</summary>
    public IReadOnlyDictionary<int, int> Last => _last;

    /// <summary>Whether a block may be come to again once all that stands before it has run.</summary>
    public bool IsInLoop(int block) => _inLoop[block];

    public bool IsHead(int block) => _last.ContainsKey(block);

    /// <summary>Whether a branch leads out of the loop that begins at a block.</summary>
    public bool IsOut(int head, ControlFlowBranch? branch) => branch?.Destination is { Ordinal: var next } && (next < head || next > _last[head]);

    /// <summary>The first round of a loop begins that is in no other: what was read of an array before was not read by it.</summary>
    public void Begin(int head, World world)
    {
        for (var i = 0; i < world.Resources.Count; i++)
        {
            if (world.Resources[i] is { IsContainer: true, Visited: true } resource)
            {
                if (IsWithin(head))
                {
                    return;
                }

                world.Resources[i] = resource with { Visited = false };
            }
        }
    }

    private bool IsWithin(int head)
    {
        foreach (var outer in _last)
        {
            if (outer.Key < head && head <= outer.Value)
            {
                return true;
            }
        }

        return false;
    }

    public void ComeRound(int from, int head, World world)
    {
        Gather(world);
        GatherArrays(head, from, world);
        for (var i = 0; i < world.Resources.Count; i++)
        {
            var resource = world.Resources[i];
            if (!resource.Owned && IsInside(resource.Site, head, from))
            {
                (resource.IsLive ? _context.Rounds.Held : _context.Rounds.Released).Add(resource.Site);
            }

            if (resource.LastReleased is not null)
            {
                world.Resources[i] = resource = resource with { LastReleased = null };
            }

            if (resource is { IsContainer: true, Visited: true })
            {
                // An element went by that the loop releases on another path: whether it was held, only the code knows.
                var skipped = resource.IsLive && Enumerable.Range(head, from - head + 1).Any(b => _releasedInBlock[b].Contains(resource.Kind));
                world.Resources[i] = resource with { Visited = false, Unsure = resource.Unsure || skipped };
            }
        }

        world.ChangeEntrusted(r => r is { IsContainer: true, Visited: true }, r => r with { Visited = false, Unsure = true });
        GoneElements.Forget(world, _context.Symbols);
        world.Resources.RemoveAll(r => r is { Foreign: true } && _context.Symbols.RestsOn(r.Key.Symbol, IsChangeable));
        ForgetChangeable(world);
    }

    /// <summary>Forgets what other code may have changed between two rounds.</summary>
    public void ForgetChangeable(World world)
    {
        // A field or property that a loop tests may be changed by the time it is tested again: numbers and flags are read anew,
        // of objects it is not known any more whether they are there.
        foreach (var pair in world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Value.Offset == 0 && IsChangeable(p.Value.Symbol)).ToArray())
        {
            world.Places.Remove(pair.Key);
        }

        if (world.Facts.Size > 0)
        {
            KeptAnswers.Keep(world, _context.Symbols);

            // What is held on something is still held on that, and that is there.
            var there = world.Resources.Where(r => r is { IsLive: true, Key.IsConstant: false } && world.Facts.Evaluate(TestOperator.NotEqual, r.Key, Value.Zero) == Truth.True).Select(r => r.Key).ToList();
            world.WritableFacts().Forget(s => _context.Symbols.RestsOn(s, p => IsChangeable(p) && !IsNumber(p)));
            foreach (var key in there)
            {
                world.Assume(TestOperator.NotEqual, key, Value.Zero);
            }
        }
    }

    private bool IsNumber(int symbol) =>
        (_context.Symbols[symbol].Member switch { IFieldSymbol f => f.Type, IPropertySymbol p => p.Type, _ => null }) is { IsValueType: true };

    private bool IsChangeable(int symbol) =>
        _context.Symbols[symbol] switch
        {
            { Origin: Origin.Member, Member: { } member } => !Immutability.IsImmutable(member),
            { Origin: Origin.Term, Member: IMethodSymbol } => true,
            _ => false,
        };

    private void Note(ControlFlowBranch? branch)
    {
        if (branch?.Destination is { } destination && destination.Ordinal <= branch.Source.Ordinal)
        {
            _last[destination.Ordinal] = branch.Source.Ordinal;
            var end = branch.Source.Ordinal;
            foreach (var region in branch.FinallyRegions)
            {
                end = Math.Max(end, region.LastBlockOrdinal);
            }

            for (var i = destination.Ordinal; i <= end; i++)
            {
                _inLoop[i] = true;
            }
        }
    }

    private bool IsInside(AcquireSite site, int head, int from) =>
        _blocks.TryGetValue(site.Call, out var block) && block >= head && block <= from;

    private HashSet<string> KindsReleasedByElement(BasicBlock block)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        var operations = block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
        foreach (var invocation in operations.SelectMany(o => o.DescendantsAndSelf()).OfType<IInvocationOperation>())
        {
            foreach (var release in _context.Contracts.Of(invocation.TargetMethod, invocation.Instance?.Type)?.Releases ?? ImmutableArray<ReleaseClause>.Empty)
            {
                if (release.Target.Kind == TargetKind.Receiver ||
                    (release.Target.Kind == TargetKind.Parameter && release.Target.Ordinal < invocation.TargetMethod.Parameters.Length &&
                     invocation.TargetMethod.Parameters[release.Target.Ordinal] is var released &&
                     (!AcquireEffects.IsSequence(released.Type) || AcquireEffects.IsArrayItself(released))))
                {
                    kinds.Add(release.Kind);
                }
            }
        }

        return kinds;
    }
}
