using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What happens to worlds that come round a loop.</summary>
internal sealed class Loops
{
    private readonly FlowContext _context;
    private readonly HashSet<string>[] _releasedInBlock;

    public Loops(ControlFlowGraph graph, FlowContext context)
    {
        _context = context;
        _releasedInBlock = graph.Blocks.Select(KindsReleasedByElement).ToArray();
        Heads = graph.Blocks
            .SelectMany(b => new[] { b.FallThroughSuccessor, b.ConditionalSuccessor })
            .Where(b => b?.Destination is { } destination && destination.Ordinal <= b.Source.Ordinal)
            .Select(b => b!.Destination!.Ordinal)
            .ToImmutableHashSet();
    }

    /// <summary>Blocks that a branch leads back to.</summary>
    public ImmutableHashSet<int> Heads { get; }

    public void ComeRound(int from, int head, World world)
    {
        Gather(world);
        for (var i = 0; i < world.Resources.Count; i++)
        {
            var resource = world.Resources[i];
            if (resource is { IsContainer: true, Visited: true })
            {
                // An element went by that the loop releases on another path: whether it was held, only the code knows.
                var skipped = resource.IsLive && Enumerable.Range(head, from - head + 1).Any(b => _releasedInBlock[b].Contains(resource.Kind));
                world.Resources[i] = resource with { Visited = false, Unsure = resource.Unsure || skipped };
            }
        }

        // A field or property that a loop tests may be changed by the time it is tested again.
        if (world.Facts.Size > 0)
        {
            world.WritableFacts().Forget(s => _context.Symbols.RestsOn(s, IsChangeable));
        }
    }

    private bool IsChangeable(int symbol) =>
        _context.Symbols[symbol] is { Origin: Origin.Member, Member: { } member } && member is not IFieldSymbol { IsReadOnly: true };

    // pages[i] = Alloc() in every round makes one array of resources, from the first index to the one after the last.
    private void Gather(World world)
    {
        foreach (var pair in world.Places.Where(p => p.Key.Kind == PlaceKind.Element).ToArray())
        {
            var single = world.Resources.FirstOrDefault(r =>
                !r.IsContainer && r is { Escaped: false, Unsure: false, Reported: false, PendingRelease: null } && r.Key == pair.Value);
            if (single is null)
            {
                continue;
            }

            world.Places.Remove(pair.Key);
            var status = world.StatusOf(single);
            if (status != Status.Held || single.High != Value.One)
            {
                if (status == Status.Maybe)
                {
                    world.Replace(single, single with { Unsure = true });
                }

                continue;
            }

            world.Resources.Remove(single);
            var array = pair.Key.Base;
            var index = pair.Key.Index;
            var known = world.Resources.FirstOrDefault(r => r.Gathered && r.Site == single.Site && r.Key == array);
            if (known is null)
            {
                world.Resources.Add(single with
                {
                    Instance = 0, Key = array, IsContainer = true, Gathered = true, Owned = !_context.Symbols.Outlives(array), Status = Status.Held,
                    Conditions = ImmutableArray<Formula>.Empty, Low = index, High = index + 1,
                });
            }
            else if (world.Facts.AreEqual(known.High, index))
            {
                world.Replace(known, known with { High = index + 1 });
            }
            else if (world.Facts.AreEqual(known.Low, index + 1))
            {
                world.Replace(known, known with { Low = index });
            }
            else
            {
                world.Replace(known, known with { Unsure = true });
            }
        }
    }

    private HashSet<string> KindsReleasedByElement(BasicBlock block)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        var operations = block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
        foreach (var invocation in operations.SelectMany(o => o.DescendantsAndSelf()).OfType<IInvocationOperation>())
        {
            foreach (var release in _context.Contracts.Of(invocation.TargetMethod)?.Releases ?? ImmutableArray<ReleaseClause>.Empty)
            {
                if (release.Target.Kind == TargetKind.Receiver ||
                    (release.Target.Kind == TargetKind.Parameter && release.Target.Ordinal < invocation.TargetMethod.Parameters.Length &&
                     !AcquireEffects.IsSequence(invocation.TargetMethod.Parameters[release.Target.Ordinal].Type)))
                {
                    kinds.Add(release.Kind);
                }
            }
        }

        return kinds;
    }
}
