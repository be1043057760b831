using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What a call gives back, or takes over.</summary>
internal sealed partial class ReleaseEffects
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
        if (call.Besides is { } besides)
        {
            Apply(call, besides, world);
        }

        if (call.Effects is { } contract)
        {
            Apply(call, contract, world);
        }
    }

    private void Apply(Call call, MemberContract contract, World world)
    {
        foreach (var (target, kind) in contract.Doubtful)
        {
            if (GivenFor(call, target, kind, world) is { } given)
            {
                Spoil(world.Resources.Where(r => r.Kind == kind && r.IsLive && (Names(given, r, world) || (r.IsContainer && MayBeTheSame(r.Key, given.Array)))), world);
                NoteDoubt(given, world);
                _context.JumpedOver.Doubt(given.Value, kind);
                Spoil(world.Resources.Where(r => r is { Status: Status.Released, Owned: false } && r.Kind == kind && r.Key == given.Value), world);
                world.ChangeEntrusted(r => r.Kind == kind && !AreDistinct(given, r, world), r => r with { Unsure = true });
            }
        }

        foreach (var group in contract.Releases.RemoveAll(call.Vain.Contains).GroupBy(r => (r.Target, r.IsUndeclared)))
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
                Release(call, clauses, world);
                var more = clauses.Where(c => c.Clause.IsTwice).ToList();
                if (more.Count > 0)
                {
                    Release(call, more, world);
                }
            }
            else if (excluded && group.Key.Target.Path is null && TargetOf(call, group.Key.Target) is { Value.IsConstant: false } target)
            {
                _evaluator.Escapes.Use(target.Value, call.Operation, call.Method, world);
            }
        }
    }

    private sealed record Given(Value Value, bool IsSequence, Value Array, Value Start, Value? Length, IOperation? Argument)
    {
        /// <summary>An array that is itself the resource, whatever its elements are.</summary>
        public bool IsArrayItself { get; init; }
    }

    private Given? GivenFor(Call call, ReleaseClause clause, World world) =>
        GivenFor(call, clause.Target, clause.Kind, world) is not { } given ? null
            : clause.IsArrayItself ? given with { IsSequence = false, IsArrayItself = true }
            : given;

    private Given? GivenFor(Call call, Target target, string kind, World world) =>
        target.Path is not null ? new Given(_evaluator.Navigate(call, target, world), false, default, Value.Zero, null, null)
        : target.Kind == TargetKind.Ambient
            ? new Given(new Value(Symbols.Get(Origin.Ambient, kind), 0), false, default, Value.Zero, null, null)
            : TargetOf(call, target);

    private Given? TargetOf(Call call, Target target)
    {
        switch (target.Kind)
        {
            case TargetKind.Ambient:
                return null;
            case TargetKind.Parameter when call[target.Ordinal] is { } argument:
                var (array, start, length) = _evaluator.Resolve(argument.Before);
                var isArrayItself = AcquireEffects.IsArrayItself(argument.Parameter);
                return new Given(argument.Before, AcquireEffects.IsSequence(argument.Parameter.Type) && !isArrayItself, array, start, length, argument.Operation)
                {
                    IsArrayItself = isArrayItself,
                };
            case TargetKind.Parameter:
                return null;
            default:
                return new Given(call.Receiver, false, call.Receiver, Value.Zero, null, call.Instance);
        }
    }

    // By sums and other operators, each part of which is looked at once: in a hash the same stands on both sides of many.
    private bool IsComputedFrom(Value value, Value key)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>();
        open.Push(value.Symbol);
        while (open.Count > 0)
        {
            var symbol = open.Pop();
            if (symbol == 0 || !seen.Add(symbol))
            {
                continue;
            }

            if (symbol == key.Symbol)
            {
                return true;
            }

            if (Symbols[symbol] is { Origin: Origin.Term } term)
            {
                open.Push(term.Base.Symbol);
                open.Push(term.Index.Symbol);
            }
        }

        return false;
    }

    private void Release(Call call, List<(ReleaseClause Clause, ConditionState State)> clauses, World world)
    {
        if (GivenFor(call, clauses[0].Clause, world) is not { } given)
        {
            return;
        }

        if (clauses[0].Clause.Count is { } amount && world.Facts.Upper(_conditions.ValueOf(amount, call), Value.Zero) == 0)
        {
            // None at all: no release, and no mistake.
            return;
        }

        world.Settle();
        var kinds = clauses.Select(c => c.Clause.Kind).ToList();
        ReleaseEntrusted(call, clauses, given, world);
        if (given.IsSequence && clauses.Count == 1)
        {
            PutTogether(call, clauses[0].Clause, given, world);
        }

        // Another release does something else to an object than to end it.
        var named = world.Resources
            .Where(r => Names(given, r, world) && (r.Kind != Disposing.Disposables.Kind || kinds.Contains(r.Kind)))
            .ToList();
        if (named.Exists(r => r.MayBeGone))
        {
            ReleasePerhapsGone(call, clauses, given, named, world);
        }

        if (named.Any(r => r is { Unsure: true, IsLive: true }))
        {
            ReleaseAmongDoubtful(call, kinds, given, named, clauses, world);
            return;
        }

        if (named.Exists(r => r is { Gathered: true, Instance: Loops.Left, IsLive: true }) && named.Count(r => r.IsContainer && r.IsLive) > 1)
        {
            // What was left there, or what is put in its place.
            Spoil(named.Where(r => r.IsLive), world);
            return;
        }

        if (kinds.Exists(kind => _context.TakenInTurns.Has(call.Operation, kind)))
        {
            Spoil(named.Where(r => r.IsLive), world);
            NoteDoubt(given, world);
            return;
        }

        var live = named.LastOrDefault(r => r.IsLive && kinds.Contains(r.Kind) && r.PendingRelease is null);
        if (live is not null)
        {
            foreach (var each in named.Where(r => r == live || (kinds.Contains(r.Kind) && IsTakenTogether(r, live))))
            {
                var alternatives = clauses.Where(c => c.Clause.Kind == each.Kind).ToList();
                ReleaseLive(call, alternatives[0].Clause, EitherOf(alternatives.Select(a => a.State).ToList(), given), given, each, world);
            }

            return;
        }

        if (named.Any(r => r.Unsure))
        {
            return;
        }

        var array = given.IsSequence ? given.Array : Symbols[given.Value.Symbol] is { Origin: Origin.Element } single ? single.Base : Value.Zero;
        if (named.Count == 0 && !array.IsConstant)
        {
            Spoil(world.Resources.Where(r => r.IsContainer && r.IsLive && kinds.Contains(r.Kind) && MayBeTheSame(r.Key, array)), world);
        }

        if (named.Count == 0 && Symbols[given.Value.Symbol].Origin == Origin.Term)
        {
            // An address that was computed may be that of the block again.
            Spoil(world.Resources.Where(r => r.IsLive && kinds.Contains(r.Kind) && IsComputedFrom(given.Value, r.Key)), world);
        }

        if (named.Any(r => r.PendingRelease is not null && kinds.Contains(r.Kind) && !(r.Site.Clause.IsOver && IsFailedOtherwise(r, named))))
        {
            Spoil(named, world);
            return;
        }

        if (clauses[0].Clause.IsUndeclared && named.Any(r => kinds.Contains(r.Kind)))
        {
            return;
        }

        if (given.IsSequence && ReleaseElements(call, clauses, given, world))
        {
            return;
        }

        if (clauses[0].Clause.IsUndeclared || clauses.All(c => c.State.Open.Any(f => !IsAboutTarget(f, given))))
        {
            // The call may or may not release, and nothing that it could be is held.
            kinds.ForEach(kind => _context.JumpedOver.Doubt(given.Value, kind));
            if (clauses.Count == 1)
            {
                Note(call, given, clauses, world);
            }
            else
            {
                NoteDoubt(given, world);
            }

            return;
        }

        if (named.Count == 0 && !clauses.TrueForAll(c => c.Clause.IfHeld) && ReleaseElementAgain(call, kinds, given, world))
        {
            return;
        }

        ReleaseDead(call, kinds, given, named, clauses, world);
    }

    // Of several kinds it is the last taken that a release is about, unless one call took them all.
    private static bool IsTakenTogether(Resource resource, Resource last) =>
        resource.IsLive && resource.PendingRelease is null && resource.Kind != last.Kind && resource.Site.Call == last.Site.Call && resource.Key == last.Key &&
        resource.Instance == last.Instance && resource.Status == last.Status && resource.Conditions.SequenceEqual(last.Conditions);

    // The call that gave it back has not got it otherwise, so that there is nothing to give back whichever it was.
    private static bool IsFailedOtherwise(Resource gone, List<Resource> named) =>
        named.Exists(r => r.Status == Status.Failed && r.Kind == gone.Kind && r.Site.Call == gone.Site.Call);

    // Several conditions for the same release: it happens if one of them holds.
    private static ConditionState EitherOf(List<ConditionState> states, Given given)
    {
        var settled = states.FindIndex(s => s.Open.All(f => IsAboutTarget(f, given)));
        if (states.Count == 1 || settled >= 0)
        {
            return states[Math.Max(settled, 0)];
        }

        var ways = states.Select(s => s.Open.Where(f => !IsAboutTarget(f, given)).ToImmutableArray()).Select(open => open.Length == 1 ? open[0] : new Conjunction(open));
        return new ConditionState(
            Truth.Unknown, ImmutableArray.Create<Formula>(new Disjunction(ways.ToImmutableArray())), states.Exists(s => s.DependsOnArguments));
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

        if (resource.IsContainer && (given.IsSequence || given.IsArrayItself))
        {
            return given.IsSequence && world.Facts.AreEqual(resource.Key, given.Array);
        }

        return Symbols.AreSame(resource.Key, given.Value, world.Facts) || (given.IsSequence && world.Facts.AreEqual(resource.Key, given.Array));
    }

    // Two arrays met in one variable, of which this may be one.
    private bool MayBeTheSame(Value array, Value other) => Symbols[other.Symbol].Origin == Origin.Join || Symbols[array.Symbol].Origin == Origin.Join;

    private void ReleaseLive(Call call, ReleaseClause clause, ConditionState state, Given given, Resource live, World world)
    {
        if (live.Misrelease is not null)
        {
            Spoil(new[] { live }, world);
            return;
        }

        var open = state.Open.Where(f => !IsAboutTarget(f, given)).ToImmutableArray();
        _context.Released(live.Site, call.Operation);
        _context.TakenOver.Released(live, call.Operation, world);
        _context.JumpedOver.Released(live, call.Operation);
        if (open.Length > 0 && state.DependsOnArguments)
        {
            Spoil(new[] { live }, world);
            return;
        }

        if (IsBlind(call, live, world))
        {
            _context.Report(new Finding(FindingKind.ReleasedUnacquired, call.Operation.Syntax, live, Trail.After(world.Trail, live.AcquiredAt))
            {
                Method = call.Method, ReleasedKind = live.Kind,
            });
            world.Replace(live, live with { Reported = true });
            live = live with { Reported = true };
        }

        // Whoever releases takes it that the acquire succeeded.
        foreach (var condition in live.Conditions)
        {
            world.Assume(condition, true);
        }

        CheckOrder(call, live, world);
        if (open.Length == 0 && !clause.Consumes)
        {
            _context.Contents?.CheckRelease(call, live, world);
        }

        world.StepOverRelease(call.Operation.Syntax, live.Site, isPending: open.Length > 0);
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

        world.Replace(live, released with { Status = Status.Released, Conditions = ImmutableArray<Formula>.Empty, CopyLeft = CopyOf(call, live, world) });
    }

    // Another variable of the struct that the call is made on, and that is asked whether it is held.
    private Place? CopyOf(Call call, Resource live, World world) =>
        call.Instance is ILocalReferenceOperation { Local: { RefKind: RefKind.None, Type: { IsValueType: true } type } local } && _context.Contracts.CanBeAsked(live.Kind)
            ? world.Places
                .Where(p => p.Key.Kind == PlaceKind.Variable && p.Value == live.Key && Symbols.Interned(p.Key.Id) is ILocalSymbol { RefKind: RefKind.None } other &&
                            !SymbolEqualityComparer.Default.Equals(other, local) && SymbolEqualityComparer.Default.Equals(other.Type, type) && !_context.Captured.Contains(other))
                .OrderBy(p => p.Key.Id).Select(p => (Place?)p.Key).FirstOrDefault()
            : null;

    private static void Spoil(IEnumerable<Resource> resources, World world)
    {
        foreach (var resource in resources.ToList())
        {
            world.Replace(resource, resource with { Unsure = true });
        }
    }
}
