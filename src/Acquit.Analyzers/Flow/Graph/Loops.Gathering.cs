using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Contents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// What the rounds of a loop put into an array, one after the other, is one array of resources.
internal sealed partial class Loops
{
    /// <summary>Of an array that is filled anew while there is something left in it: what is left, as opposed to what is put in.</summary>
    public const int Left = 1;

    private readonly Dictionary<int, IReadOnlyList<Place>> _indices = new();

    /// <summary>
    /// Whether a world may be another round of what has come to the beginning of a loop before: it goes on filling the same arrays where
    /// the others have stopped. One that begins anew, with something in the array, is not told by how far those have come.
    /// </summary>
    public bool IsAnotherRound(int head, World known, World world)
    {
        IReadOnlyList<Place>? indices = null;
        foreach (var now in world.Resources)
        {
            if (Fills(head, now) && (indices ??= IndicesIn(head)).Count > 0 && !GoesOn(FilledIn(known, now), known, now, world, indices))
            {
                return false;
            }
        }

        foreach (var before in known.Resources)
        {
            if (Fills(head, before) && FilledIn(world, before) is null && (indices ??= IndicesIn(head)).Count > 0 && !GoesOn(null, world, before, known, indices))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the rounds of a loop put it into an array, and not those of one within.</summary>
    public bool Fills(int head, Resource resource)
    {
        if (resource is not { Gathered: true, Instance: not Left, IsLive: true, Unsure: false, Escaped: false, Reported: false } ||
            !_blocks.TryGetValue(resource.Site.Call, out var block) || block < head || block > _last[head])
        {
            return false;
        }

        foreach (var inner in _last)
        {
            if (inner.Key > head && inner.Key <= block && block <= inner.Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the rounds of a loop are what gives it back one by one: what an earlier loop has left of it is not told by that.</summary>
    public bool Shrinks(int head, Resource resource) =>
        resource.ReleasedAt is not { } release || !_blocks.TryGetValue(release, out var block) || (block >= head && block <= _last[head]);

    private static Resource? FilledIn(World world, Resource like)
    {
        foreach (var resource in world.Resources)
        {
            if (resource.Site == like.Site && resource.Instance == like.Instance && resource.Gathered)
            {
                return resource;
            }
        }

        return null;
    }

    // By the variables that say where the next element is put: right behind what is there, or before it.
    private static bool GoesOn(Resource? before, World known, Resource now, World world, IReadOnlyList<Place> indices)
    {
        var isTold = false;
        foreach (var place in indices)
        {
            if (!known.Places.TryGetValue(place, out var then) || !world.Places.TryGetValue(place, out var next))
            {
                continue;
            }

            // It is the index of the next element, or of the one before.
            for (var ahead = 0; ahead <= 1; ahead++)
            {
                if (before is null)
                {
                    isTold = true;
                    if ((world.Facts.AreEqual(next + ahead, now.High) && known.Facts.AreEqual(then + ahead, now.Low)) ||
                        (world.Facts.AreEqual(next + ahead, now.Low) && known.Facts.AreEqual(then + ahead, now.High)))
                    {
                        return true;
                    }

                    continue;
                }

                var (isBehind, isAhead) = (known.Facts.AreEqual(then + ahead, before.High), known.Facts.AreEqual(then + ahead, before.Low));
                isTold |= isBehind || isAhead;
                if ((isBehind && world.Facts.AreEqual(next + ahead, now.High)) || (isAhead && world.Facts.AreEqual(next + ahead, now.Low)))
                {
                    return true;
                }
            }
        }

        return !isTold;
    }

    private IReadOnlyList<Place> IndicesIn(int head)
    {
        if (!_indices.TryGetValue(head, out var indices))
        {
            var found = new HashSet<Place>();
            for (var i = head; i <= _last[head]; i++)
            {
                foreach (var operation in _graph.Blocks[i].Operations.SelectMany(o => o.DescendantsAndSelf()))
                {
                    var stored = operation switch
                    {
                        ISimpleAssignmentOperation assignment => assignment.Target,
                        IFlowCaptureOperation capture => capture.Value,
                        _ => null,
                    };
                    if (stored is IArrayElementReferenceOperation { Indices: { Length: 1 } index })
                    {
                        found.UnionWith(index[0].DescendantsAndSelf().Select(VariableOf).OfType<Place>());
                    }
                }
            }

            _indices.Add(head, indices = found.ToList());
        }

        return indices;
    }

    private Place? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: var local } => Place.Variable(_context.Symbols.Intern(local)),
        IParameterReferenceOperation { Parameter: var parameter } => Place.Variable(_context.Symbols.Intern(parameter)),
        _ => null,
    };

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
            var isSparse = status == Status.Maybe && single.Conditions.All(c => c is Comparison { Operator: TestOperator.NotEqual } test && test.Left == single.Key && test.Right == Value.Zero);
            if (!(status == Status.Held || isSparse) || single.High != Value.One)
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
            var known = world.Resources.FirstOrDefault(r => r is { Gathered: true, Instance: not Left } && r.Site == single.Site && r.Key == array);
            var isReported = false;
            if (known is not null && IsFilledAnew(known, index, single, world, ref isReported))
            {
                known = null;
            }

            if (known is null)
            {
                world.Resources.Add(single with
                {
                    Instance = 0, Key = array, IsContainer = true, Gathered = true, Owned = !_context.Symbols.Outlives(array) && !world.Published.Contains(array.Symbol), Status = Status.Held,
                    Conditions = ImmutableArray<Formula>.Empty, Low = index, High = index + 1, Sparse = isSparse, Reported = isReported,
                });
            }
            else if (world.Facts.AreEqual(known.High, index))
            {
                world.Replace(known, known with { High = index + 1, Sparse = known.Sparse || isSparse, Content = Content.Together(known.Content, single.Content) });
                CheckLeft(array, index, single, world);
            }
            else if (world.Facts.AreEqual(known.Low, index + 1))
            {
                world.Replace(known, known with { Low = index, Sparse = known.Sparse || isSparse, Content = Content.Together(known.Content, single.Content) });
            }
            else
            {
                world.Replace(known, known with { Unsure = true });
            }
        }
    }

    // The array was emptied before; or what is in it yet is lost by this; or what is left of it lies farther on.
    private bool IsFilledAnew(Resource known, Value index, Resource single, World world, ref bool isReported)
    {
        if (known is { Status: Status.Released, Unsure: false, Reported: false })
        {
            world.Resources.Remove(known);
            return true;
        }

        if (!IsNumber(index, world) || ExitCheck.IsEmpty(known, world) || !IsOwedStill(known, world))
        {
            return false;
        }

        if (world.Facts.AreEqual(known.Low, index) && !IsAsked(known.Key, index, world) && !IsAsked(known.Key, known.Low, world))
        {
            _escapes.ReportLost(known, single.Site.Call.Syntax, world);
            world.Resources.Remove(known);
            isReported = true;
            return true;
        }

        if (world.Facts.Upper(index, known.Low) <= -2 && !world.Resources.Exists(r => r.Gathered && r.Instance == Left && r.Site == known.Site))
        {
            world.Replace(known, known with { Instance = Left });
            return true;
        }

        return false;
    }

    // The rounds come to where something is left in any case, unless they end before.
    private void CheckLeft(Value array, Value index, Resource single, World world)
    {
        var left = world.Resources.FirstOrDefault(r => r is { Gathered: true, Instance: Left } && r.Site == single.Site && r.Key == array);
        if (left is null || world.Facts.Evaluate(TestOperator.Equal, index, left.Low) == Truth.False)
        {
            return;
        }

        if (IsOwedStill(left, world) && !IsAsked(array, index, world) && !IsAsked(array, left.Low, world))
        {
            _escapes.ReportLost(left, single.Site.Call.Syntax, world);
            world.Resources.Remove(left);
        }
        else
        {
            world.Replace(left, left with { Unsure = true });
        }
    }

    // And no variable names one of the elements.
    private bool IsOwedStill(Resource array, World world) =>
        !array.Visited && _escapes.IsOwed(array, world) &&
        !world.Places.Any(p => !(p.Key.Kind == PlaceKind.Element && p.Key.Base == array.Key) &&
                               _context.Symbols.RestsOn(p.Value.Symbol, s => _context.Symbols[s] is { Origin: Origin.Element } element && element.Base == array.Key));

    private static bool IsNumber(Value index, World world) => world.Facts.Interval(index.Symbol) is { Low: var low, High: var high } && low == high;

    // The code knows that there is nothing.
    private bool IsAsked(Value array, Value index, World world) =>
        world.Facts.AreEqual(new Value(_context.Symbols.Get(Origin.Element, @base: array, index: index), 0), Value.Zero);

    // A call that fills a part of an array in every round: the parts make one.
    private void GatherArrays(int head, int from, World world)
    {
        foreach (var part in world.Resources.Where(r => r is
                     { IsContainer: true, Gathered: false, Escaped: false, Unsure: false, Reported: false, Foreign: false, PendingRelease: null } && r.IsLive).ToList())
        {
            if (world.StatusOf(part) != Status.Held || !IsInside(part.Site, head, from))
            {
                continue;
            }

            world.Resources.Remove(part);
            var gathered = part with { Instance = 0, Gathered = true, Status = Status.Held, Conditions = ImmutableArray<Formula>.Empty };
            var known = world.Resources.FirstOrDefault(r => r.Gathered && r.Site == part.Site && r.Key == part.Key);
            if (known is null || world.Facts.Upper(known.High, known.Low) <= 0)
            {
                world.Resources.RemoveAll(r => r == known);
                world.Resources.Add(gathered);
            }
            else if (world.Facts.AreEqual(known.High, part.Low))
            {
                world.Replace(known, known with { High = part.High, Requested = part.Requested, Content = Content.Together(known.Content, part.Content) });
            }
            else if (world.Facts.AreEqual(known.Low, part.Low) && part.Owned)
            {
                _escapes.ReportLost(known, part.Site.Call.Syntax, world);
                world.Replace(known, gathered with { Reported = true });
            }
            else
            {
                world.Replace(known, known with { Unsure = true });
            }
        }
    }
}
