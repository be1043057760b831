using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow;

// Releases of what was put into an array one by one, as the arguments of a params parameter are.
internal sealed partial class ReleaseEffects
{
    private bool ReleaseElements(Call call, List<(ReleaseClause Clause, ConditionState State)> clauses, Given given, World world)
    {
        var any = false;
        foreach (var value in world.Places.Where(p => p.Key.Kind == PlaceKind.Element && p.Key.Base == given.Array).Select(p => p.Value).ToList())
        {
            if (Symbols[value.Symbol] is { Origin: Origin.Element, Base: var whole })
            {
                // One of many, in an array of its own.
                Spoil(world.Resources.Where(r => r is { IsContainer: true, IsLive: true } && r.Key == whole && clauses.Exists(c => c.Clause.Kind == r.Kind)), world);
            }

            if (world.Resources.LastOrDefault(r => r.IsLive && !r.IsContainer && r.Key == value && clauses.Exists(c => c.Clause.Kind == r.Kind)) is { } single)
            {
                any = true;
                ReleaseElement(call, clauses.Where(c => c.Clause.Kind == single.Kind).ToList(), given, single, world);
            }
        }

        return any;
    }

    private void ReleaseElement(Call call, List<(ReleaseClause Clause, ConditionState State)> clauses, Given given, Resource single, World world)
    {
        _context.Released(single.Site, call.Operation);
        if (single.PendingRelease is not null)
        {
            if (single.ReleasedAt != call.Operation)
            {
                Spoil(new[] { single }, world);
            }

            // Otherwise it is in the array twice.
            return;
        }

        var state = EitherOf(clauses.Select(c => c.State).ToList(), given);
        var open = state.Open.Where(f => !IsAboutTarget(f, given)).ToImmutableArray();
        if (open.Length > 0 && state.DependsOnArguments)
        {
            Spoil(new[] { single }, world);
            return;
        }

        if (open.Length > 0)
        {
            world.Replace(single, single with { ReleasedAt = call.Operation, PendingRelease = open.Length == 1 ? open[0] : new Conjunction(open) });
            return;
        }

        _context.Contents?.CheckRelease(call, single, world);
        world.Replace(single, single with { Status = Status.Released, ReleasedAt = call.Operation, Conditions = ImmutableArray<Formula>.Empty });
    }
}
