using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>What a call gives back, or takes over.</summary>
internal sealed class ReleaseEffects
{
    private readonly Evaluator _evaluator;
    private readonly FlowContext _context;
    private readonly Conditions _conditions;

    public ReleaseEffects(Evaluator evaluator, FlowContext context, Conditions conditions)
    {
        _evaluator = evaluator;
        _context = context;
        _conditions = conditions;
    }

    private SymbolTable Symbols => _context.Symbols;

    public void Apply(Call call, World world)
    {
        if (call.Contract is not { Releases.IsEmpty: false } contract)
        {
            return;
        }

        foreach (var group in contract.Releases.GroupBy(r => r.Target))
        {
            var clauses = new List<(ReleaseClause Clause, ConditionState State)>();
            var excluded = false;
            foreach (var clause in group)
            {
                var state = _conditions.Evaluate(clause.When, call, world);
                if (state.Truth != Truth.False)
                {
                    clauses.Add((clause, state));
                }
                else
                {
                    excluded = true;
                }
            }

            if (clauses.Count > 0)
            {
                Release(call, group.Key, clauses, world);
            }
            else if (excluded && TargetOf(call, group.Key) is { Value.IsConstant: false } target)
            {
                _evaluator.Escapes.Use(target.Value, call.Operation, call.Method, world);
            }
        }
    }

    private sealed record Given(Value Value, bool IsSequence, Value Array, Value Start, Value? Length, IOperation? Argument);

    private Given? TargetOf(Call call, Target target)
    {
        switch (target.Kind)
        {
            case TargetKind.Ambient:
                return null;
            case TargetKind.Parameter when call[target.Ordinal] is { } argument:
                var (array, start, length) = _evaluator.Resolve(argument.Before);
                return new Given(argument.Before, AcquireEffects.IsSequence(argument.Parameter.Type), array, start, length, argument.Operation);
            case TargetKind.Parameter:
                return null;
            default:
                return new Given(call.Receiver, false, call.Receiver, Value.Zero, null, call.Instance);
        }
    }

    private void Release(Call call, Target target, List<(ReleaseClause Clause, ConditionState State)> clauses, World world)
    {
        var given = target.Kind == TargetKind.Ambient
            ? new Given(new Value(Symbols.Get(Origin.Ambient, clauses[0].Clause.Kind), 0), false, default, Value.Zero, null, null)
            : TargetOf(call, target);
        if (given is null)
        {
            return;
        }

        if (clauses[0].Clause.Count is { } amount && world.Facts.Upper(_conditions.ValueOf(amount, call), Value.Zero) == 0)
        {
            // None at all: no release, and no mistake.
            return;
        }

        world.Settle();
        var named = world.Resources.Where(r => Names(given, r, world)).ToList();
        if (named.Any(r => r is { Unsure: true, IsLive: true }))
        {
            Spoil(named.Where(r => r.IsLive), world);
            return;
        }

        var kinds = clauses.Select(c => c.Clause.Kind).ToList();
        var live = named.LastOrDefault(r => r.IsLive && kinds.Contains(r.Kind) && r.PendingRelease is null);
        if (live is not null)
        {
            var (clause, state) = clauses.First(c => c.Clause.Kind == live.Kind);
            ReleaseLive(call, clause, state, given, live, world);
            return;
        }

        if (named.Any(r => r.Unsure))
        {
            return;
        }

        if (named.Any(r => r.PendingRelease is not null && kinds.Contains(r.Kind)))
        {
            Spoil(named, world);
            return;
        }

        if (clauses.All(c => c.State.Open.Any(f => !IsAboutTarget(f, given))))
        {
            // The call may or may not release, and nothing that it could be is held.
            return;
        }

        ReleaseDead(call, kinds, given, named, clauses, world);
    }

    // "only when not null" is met by whatever is held.
    private static bool IsAboutTarget(Formula formula, Given given) =>
        formula is Comparison { Operator: TestOperator.NotEqual or TestOperator.Greater } comparison &&
        comparison.Left == given.Value && comparison.Right == Value.Zero;

    private bool Names(Given given, Resource resource, World world)
    {
        if (resource.IsContainer && !given.IsSequence && Symbols[given.Value.Symbol] is { Origin: Origin.Element } element)
        {
            return world.Facts.AreEqual(resource.Key, element.Base) &&
                   !(resource.IsLive && (world.Facts.Upper(element.Index, resource.Low) <= -1 || world.Facts.Upper(resource.High, element.Index) <= 0));
        }

        if (resource.IsContainer && given.IsSequence)
        {
            return world.Facts.AreEqual(resource.Key, given.Array);
        }

        return world.Facts.AreEqual(resource.Key, given.Value) || (given.IsSequence && world.Facts.AreEqual(resource.Key, given.Array));
    }

    private void ReleaseLive(Call call, ReleaseClause clause, ConditionState state, Given given, Resource live, World world)
    {
        var open = state.Open.Where(f => !IsAboutTarget(f, given)).ToImmutableArray();
        _context.ReleasedSomewhere.Add(live.Site);
        _context.ProperlyReleased.Add(live.Site);
        if (open.Length > 0 && state.DependsOnArguments)
        {
            Spoil(new[] { live }, world);
            return;
        }

        // Whoever releases takes it that the acquire succeeded.
        foreach (var condition in live.Conditions)
        {
            world.Assume(condition, true);
        }

        CheckOrder(call, live, world);
        world.Step(StepKind.Released, call.Operation.Syntax);
        var released = live with { ReleasedAt = call.Operation };
        if (open.Length > 0)
        {
            Formula pending = open.Length == 1 ? open[0] : new Conjunction(open);
            world.Replace(live, released with { PendingRelease = pending });
            return;
        }

        if (live.IsContainer || clause.Count is not null || live.Site.Clause.Count is not null)
        {
            ReleaseCounted(call, clause, given, live, released, world);
            return;
        }

        world.Replace(live, released with { Status = Status.Released, Conditions = ImmutableArray<Formula>.Empty });
    }

    private void CheckOrder(Call call, Resource resource, World world)
    {
        if (!resource.Site.Clause.Lifo)
        {
            return;
        }

        var inner = world.Resources.LastOrDefault(r => r.Kind == resource.Kind && r.IsLive && world.StatusOf(r) != Status.Failed);
        if (inner is not null && inner != resource && !inner.Unsure && !inner.Escaped && !inner.Reported && !resource.Unsure)
        {
            _context.Report(new Finding(FindingKind.OutOfOrder, call.Operation.Syntax, resource, Trail.After(world.Trail, resource.AcquiredAt))
            {
                Method = call.Method, Inner = inner,
            });
        }
    }

    private void ReleaseCounted(Call call, ReleaseClause clause, Given given, Resource live, Resource released, World world)
    {
        Value from;
        Value? to;
        var info = Symbols[given.Value.Symbol];
        IOperation? countArgument = null;
        if (live.IsContainer && !given.IsSequence && info.Origin == Origin.Element)
        {
            (from, to) = (info.Index, info.Index + 1);
        }
        else
        {
            from = given.Start;
            if (clause.Count is { } operand)
            {
                to = _evaluator.Add(from, _conditions.ValueOf(operand, call));
                countArgument = operand.Kind == OperandKind.Parameter ? call[operand.Ordinal]?.Operation : null;
            }
            else
            {
                to = given.Length is { } length ? _evaluator.Add(from, length)
                    : live.IsContainer ? WholeArray(live, given, world)
                    : from + 1;
                countArgument = given.Argument;
            }
        }

        var done = released with { Status = Status.Released, Conditions = ImmutableArray<Formula>.Empty };
        if (to is not { } end)
        {
            world.Replace(live, done with { Unsure = true });
            return;
        }

        var facts = world.Facts;
        if (facts.AreEqual(from, live.Low))
        {
            if (facts.Upper(live.High, end) <= 0 && facts.Upper(end, live.High) <= 0)
            {
                world.Replace(live, done);
            }
            else if (facts.Upper(end, live.High) <= -1)
            {
                world.Replace(live, live with
                {
                    Low = end, PartlyReleasedAt = countArgument ?? call.Operation, ReleasedAt = call.Operation, Shrunk = countArgument is null,
                });
            }
            else if (countArgument is not null && !IsConsistent(live, end, from, world))
            {
                ReportCount(call, countArgument, live, world);
                world.Replace(live, done with { Reported = true });
            }
            else if (countArgument is null && facts.Upper(end, live.High) <= 0)
            {
                // One element from the front; whether it was the last one, the loop's condition tells.
                world.Replace(live, live with { Low = end, Shrunk = true, Visited = false, ReleasedAt = call.Operation });
            }
            else if (countArgument is null && live.IsContainer)
            {
                world.Replace(live, live with { Low = end, Shrunk = true, Visited = false, ReleasedAt = call.Operation });
            }
            else
            {
                // Some count of which nothing is known, unless it covers all.
                world.Replace(live, done with { Unsure = facts.Upper(live.High, end) > 0 });
            }
        }
        else if (facts.AreEqual(end, live.High) && facts.Upper(live.Low, from) <= 0)
        {
            world.Replace(live, live with { High = from, Shrunk = true, Visited = false, ReleasedAt = call.Operation });
        }
        else
        {
            // Which part this was cannot be told, so neither can what is left.
            world.Replace(live, live with { Unsure = true });
        }
    }

    private Value? WholeArray(Resource live, Given given, World world)
    {
        var length = _evaluator.LengthOf(given.Array, world);

        // A rented array of unknown size that was acquired as a whole is released as a whole.
        return live.Site.Clause.Count is null ? live.High : length;
    }

    // Whether the count may be right: it is, or it is some number about which nothing is known.
    private bool IsConsistent(Resource live, Value end, Value from, World world)
    {
        var facts = world.Facts;
        if (facts.Evaluate(TestOperator.Equal, end, live.High) == Truth.True)
        {
            return true;
        }

        if (facts.Evaluate(TestOperator.Equal, end, live.High) == Truth.False)
        {
            return false;
        }

        if (from == Value.Zero && Symbols[end.Symbol] is
                { Origin: Origin.Term, Subject: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.Multiply, Base: var left, Index: var right } &&
            IsScaled(left, right, live, facts) | IsScaled(right, left, live, facts))
        {
            return false;
        }

        // What was requested, or a number, in place of what was got: right only if a branch made sure that they are equal.
        var isRequested = live.Requested.Any(r => facts.AreEqual(_evaluator.Add(live.Low, r), end)) || end.IsConstant;
        return !isRequested || facts.Upper(end, live.High) <= 0 || live.High.IsConstant;
    }

    // So many bytes where so many pages are meant.
    private static bool IsScaled(Value count, Value scale, Resource live, Facts facts) =>
        scale is { IsConstant: true, Offset: > 1 } && (facts.AreEqual(count, live.High) || live.Requested.Any(r => facts.AreEqual(r, count)));

    private void ReportCount(Call call, IOperation count, Resource live, World world) =>
        _context.Report(new Finding(FindingKind.WrongCount, count.Syntax, live, Trail.After(world.Trail, live.AcquiredAt))
        {
            Method = call.Method, ExpectedCount = NameOf(live.High, world),
        });

    /// <summary>A variable that has the value, by name.</summary>
    private string? NameOf(Value value, World world) => HolderNames.Of(value, world, _context);

    private void ReleaseDead(
        Call call, List<string> kinds, Given given, List<Resource> named, List<(ReleaseClause Clause, ConditionState State)> clauses, World world)
    {
        var node = call.Operation.Syntax;
        var other = named.LastOrDefault(r => r.IsLive && r.PendingRelease is null && world.StatusOf(r) != Status.Failed && !r.Foreign);
        if (other is not null)
        {
            ReleaseOther(call, kinds, other, world);
            return;
        }

        var again = named.LastOrDefault(r => r.Status == Status.Released && kinds.Contains(r.Kind));
        if (again is not null)
        {
            ReleaseAgain(call, given, again, world);
            return;
        }

        var failed = named.LastOrDefault(r => r.Status == Status.Failed && kinds.Contains(r.Kind));
        var isNothing = given.Value == Value.Zero || world.Facts.AreEqual(given.Value, Value.Zero);
        if (failed is not null || (isNothing && !Symbols.Outlives(given.Value)))
        {
            {
                _context.Report(new Finding(FindingKind.ReleasedUnacquired, node, failed, Trail.After(world.Trail, failed?.AcquiredAt))
                {
                    Method = call.Method, ReleasedKind = kinds[0],
                });
                if (failed is not null)
                {
                    world.Replace(failed, failed with { Reported = true });
                }
            }

            return;
        }

        if (named.Any(r => r.Status == Status.Released))
        {
            return;
        }

        // It was acquired elsewhere. What can be held once only is over now.
        if (!given.Value.IsConstant && Symbols[given.Value.Symbol].Origin is not (Origin.Element or Origin.Ambient) && !kinds.Any(_context.Contracts.IsCounted))
        {
            var clause = clauses[0].Clause;
            var site = _context.Site(call.Operation, call.Method, new AcquireClause(
                clause.Target, clause.Kind, Condition.Always, null, ImmutableArray<string>.Empty, null, ImmutableArray<string>.Empty, false, null), -1 - clause.Target.Ordinal);
            if (given.IsSequence && given.Length is not null)
            {
                return;
            }

            world.Resources.RemoveAll(r => r.Site == site);
            world.Step(StepKind.Released, node);
            world.Resources.Add(new Resource(site, 0, given.Array == default ? given.Value : given.Array, Status.Released)
            {
                Foreign = true, ReleasedAt = call.Operation, AcquiredAt = world.Trail,
            });
        }
    }

    private void ReleaseOther(Call call, List<string> kinds, Resource other, World world)
    {
        _context.ReleasedSomewhere.Add(other.Site);
        var finding = new Finding(FindingKind.WrongRelease, call.Operation.Syntax, other, Trail.After(world.Trail, other.AcquiredAt))
        {
            Method = call.Method, ReleasedKind = kinds[0],
        };
        // The other kind was given back on this path, so it is not that which is meant.
        var isOver = world.Resources.Any(r => r.Status == Status.Released && r.Key == other.Key && kinds.Contains(r.Kind) && !r.Foreign);
        if (other.Owned || isOver)
        {
            _context.Report(finding);
            world.Replace(other, other with { Status = Status.Released, Reported = true, ReleasedAt = call.Operation });
            return;
        }

        // On something that was there before, the caller may hold the other kind as well.
        _context.ReportIf(finding, () => !_context.ProperlyReleased.Contains(other.Site));
        world.Replace(other, other with { Unsure = true });
    }

    private void ReleaseAgain(Call call, Given given, Resource again, World world)
    {
        if (again.Reported || again.PendingRelease is not null)
        {
            return;
        }

        if (again.IsContainer && !given.IsSequence && again.Shrunk)
        {
            return;
        }

        var finding = new Finding(FindingKind.ReleasedAgain, call.Operation.Syntax, again, Trail.After(world.Trail, again.AcquiredAt))
        {
            Method = call.Method, ReleasedKind = again.Kind,
        };
        if (again.Owned || (again.Foreign && !_context.Contracts.IsCounted(again.Kind)) || !_context.Contracts.IsCounted(again.Kind))
        {
            _context.Report(finding);
        }
        else
        {
            // The caller may have held one more, for this method to give back; not if some path leaves it alone.
            _context.ReportIf(finding, () => _context.BalancedSomewhere.Contains(again.Site));
        }

        world.Replace(again, again with { Reported = true });
    }

    private static void Spoil(IEnumerable<Resource> resources, World world)
    {
        foreach (var resource in resources.ToList())
        {
            world.Replace(resource, resource with { Unsure = true });
        }
    }
}
