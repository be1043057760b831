using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// Releases of what a helper may have given back already.
internal sealed partial class ReleaseEffects
{
    private void ReleasePerhapsGone(Call call, List<(ReleaseClause Clause, ConditionState State)> clauses, Given given, List<Resource> named, World world)
    {
        foreach (var perhaps in named.Where(r => r.MayBeGone).ToList())
        {
            var others = named.Exists(r => r != perhaps && r.Kind == perhaps.Kind);
            if (IsGivenBackAnyway(call, perhaps, clauses, given, named, world))
            {
                _context.Report(new Finding(FindingKind.ReleasedAgain, call.Operation.Syntax, perhaps, Trail.After(world.Trail, perhaps.AcquiredAt))
                {
                    Method = call.Method, ReleasedKind = perhaps.Kind,
                });
                others = false;
            }

            // What else is known of it holds as it would by itself.
            named.Remove(perhaps);
            if (others)
            {
                world.Resources.Remove(perhaps);
                continue;
            }

            var known = perhaps with { MayBeGone = false };
            world.Replace(perhaps, known);
            named.Add(known);
        }
    }

    // Nothing was asked since by which it could be known which way the helper took. By its answer it may be gone, and may be there.
    private bool IsGivenBackAnyway(
        Call call, Resource perhaps, List<(ReleaseClause Clause, ConditionState State)> clauses, Given given, List<Resource> named, World world) =>
        perhaps is { Escaped: false, Stored: false } && world.StatusOf(perhaps) == Status.Held &&
        !named.Exists(r => r != perhaps && world.StatusOf(r) is not Status.Maybe and not Status.Held) &&
        clauses.TrueForAll(c => c is { Clause: { IfHeld: false, IsUndeclared: false, Count: null, Consumes: false }, State.DependsOnArguments: false } && c.Clause.Kind == perhaps.Kind && c.State.Open.All(f => IsAboutTarget(f, given))) &&
        Trail.After(world.Trail, perhaps.AcquiredAt).All(step => step.Kind switch
        {
            StepKind.Branch => !step.IsOpen || _context.Chances.AreOthersAsked(step, perhaps.Site.Call),
            StepKind.Thrown => false,
            _ => true,
        });
}
