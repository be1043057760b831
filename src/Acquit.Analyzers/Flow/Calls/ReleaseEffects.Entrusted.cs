using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// Releases of what the caller holds, as the contract of the body says. They are kept apart from all that the body acquires: what
// is wrong with the body as such is found without them.
internal sealed partial class ReleaseEffects
{
    private void ReleaseEntrusted(Call call, List<(ReleaseClause Clause, ConditionState State)> clauses, Given given, World world)
    {
        if (_context.OwnContract is not { } contract)
        {
            return;
        }

        foreach (var kind in clauses.Select(c => c.Clause.Kind).Distinct())
        {
            // What the body acquired itself goes first.
            if (world.Resources.Exists(r => r.IsLive && r.Kind == kind && Names(given, r, world)))
            {
                continue;
            }

            var alternatives = clauses.Where(c => c.Clause.Kind == kind).ToList();
            if (!alternatives[0].Clause.IsUndeclared && alternatives.Exists(a => a is { Clause.IfHeld: false, State.Truth: Truth.True }))
            {
                contract.Released(kind, given.IsSequence ? given.Array : given.Value, call.Operation, world);
            }

            world.ChangeEntrusted(
                r => r.Kind == kind && r.IsLive && r.PendingRelease is null && !AreDistinct(given, r, world),
                r => Names(given, r, world)
                    ? AfterRelease(call, alternatives[0].Clause, EitherOf(alternatives.Select(a => a.State).ToList(), given), given, r, world)
                    : r with { Unsure = true });
        }
    }

    private Resource AfterRelease(Call call, ReleaseClause clause, ConditionState state, Given given, Resource live, World world)
    {
        var open = state.Open.Where(f => !IsAboutTarget(f, given)).ToImmutableArray();
        if (open.Length > 0 && state.DependsOnArguments)
        {
            return live with { Unsure = true };
        }

        _context.ReleasedSomewhere.Add(live.Site);
        var released = live with { ReleasedAt = call.Operation };
        if (open.Length > 0)
        {
            return released with { PendingRelease = open.Length == 1 ? open[0] : new Conjunction(open) };
        }

        if (!live.IsContainer && clause.Count is null && live.Site.Clause.Count is null)
        {
            return released with { Status = Status.Released };
        }

        var left = Left(call, clause, given, live, released, world, out var wrongCount);
        return left with { Unsure = left.Unsure || wrongCount is not null };
    }

    // Something else: another parameter, a new object, what the body acquired itself. Anything that hangs on what the caller gave,
    // or came from who knows where, may be the same thing.
    private bool AreDistinct(Given given, Resource entrusted, World world)
    {
        if (Names(given, entrusted, world))
        {
            return false;
        }

        var value = given.IsSequence ? given.Array : given.Value;
        return value.IsConstant || Symbols[value.Symbol].Origin is Origin.Parameter or Origin.NewObject or Origin.NewArray or Origin.Ambient or Origin.This ||
               world.Resources.Exists(r => r.Kind == entrusted.Kind && r.Key == value && !r.Foreign);
    }
}
