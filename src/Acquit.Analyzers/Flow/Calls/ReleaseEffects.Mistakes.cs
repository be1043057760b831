using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Releases of what is not held.
internal sealed partial class ReleaseEffects
{
    /// <summary>Elements, each at an index of its own, that are remembered as given up.</summary>
    private const int MaxOfMany = 4;

    // Whether it was taken was told by a result that nobody has looked at, so that it is given back either way.
    private bool IsBlind(Call call, Resource live, World world)
    {
        var attempt = live.Site.Call;
        return world.StatusOf(live) == Status.Maybe && !live.Unsure && UnaskedAnswers.Has(attempt, _context) && !world.Settled.Any(s => s.Key == live.Key) &&
               (_context.Contracts.BelongsToHolder(live.Kind) ? !TimeLimits.IsForEver(attempt) : TimeLimits.IsForAWhile(attempt) && IsCleanUp(call, attempt)) &&
               live.Conditions.All(c => c.Symbols.All(s => s == 0 || UnaskedAnswers.Is(Symbols[s], attempt, _context))) &&
               !world.Resources.Exists(r => r != live && r.IsLive && r.Kind == live.Kind && world.Facts.AreEqual(r.Key, live.Key)) &&
               call.Operation.Syntax.FirstAncestorOrSelf<LockStatementSyntax>() is null;
    }

    // What anybody may give back may also be given to somebody who waits. In a finally, it is what was waited for before; whoever is ready for
    // exceptions there knows that it may not have been had.
    private static bool IsCleanUp(Call call, IOperation attempt) =>
        attempt is IInvocationOperation { TargetMethod.ReturnsVoid: false } &&
        call.Operation.Syntax.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax around } cleanUp &&
        (around.SpanStart > attempt.Syntax.SpanStart || around.Block.Span.Contains(attempt.Syntax.Span)) &&
        !(call.Operation.Syntax.FirstAncestorOrSelf<TryStatementSyntax>() is { Catches.Count: > 0 } guarded && cleanUp.Span.Contains(guarded.Span));

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

    // The code has asked whether a variable that a call had to fill in has anything in it, and not whether the call succeeded.
    private bool IsFilledInAfterAll(Resource failed, World world) =>
        failed.Site.Clause.Target is { Kind: TargetKind.Parameter, Path: null } && Symbols[failed.Key.Symbol].Origin == Origin.Acquired &&
        world.Facts.Evaluate(TestOperator.NotEqual, failed.Key, Value.Zero) == Truth.True;

    // A helper asks that of a member itself, in which a call that failed may have left nothing.
    private bool IsAskedWhetherFilledIn(Resource failed, List<(ReleaseClause Clause, ConditionState State)> clauses) =>
        failed.Site.Clause.Target is { Kind: TargetKind.Parameter, Path: null } && Symbols[failed.Key.Symbol].Origin == Origin.Acquired &&
        clauses.TrueForAll(c => c.Clause is { IfHeld: true, Target.Path: not null });

    private void ReleaseDead(
        Call call, List<string> kinds, Given given, List<Resource> named, List<(ReleaseClause Clause, ConditionState State)> clauses, World world)
    {
        var node = call.Operation.Syntax;
        var other = named.LastOrDefault(r => r.IsLive && r.PendingRelease is null && world.StatusOf(r) != Status.Failed && !r.Foreign);
        var failed = named.LastOrDefault(r => r.Status == Status.Failed && kinds.Contains(r.Kind));
        if (other is not null && (other.Owned || failed is null))
        {
            ReleaseOther(call, given, kinds, other, world);
            return;
        }

        if (clauses.TrueForAll(c => c.Clause.IfHeld) && (world.Facts.AreEqual(given.Value, Value.Zero) || named.Exists(r => r.Status == Status.Failed && kinds.Contains(r.Kind)) || (named.Exists(r => !r.IsLive && kinds.Contains(r.Kind)) && !clauses.TrueForAll(c => c.Clause.LeavesNamed))))
        {
            // It does nothing then.
            return;
        }

        var again = named.LastOrDefault(r => r.Status == Status.Released && kinds.Contains(r.Kind));
        if (again is not null)
        {
            ReleaseAgain(call, given, again, world);
            return;
        }

        if (clauses.TrueForAll(c => c.Clause.Target is { Kind: TargetKind.Parameter, Path: null } target && call[target.Ordinal] is { } passed && PassedByAddress.IsClearedBy(call, passed)))
        {
            // It leaves nothing in the variable, and takes it that there may be nothing in it.
            return;
        }

        if (failed is not null && (IsFilledInAfterAll(failed, world) || IsAskedWhetherFilledIn(failed, clauses)))
        {
            world.Replace(failed, failed with { Unsure = true });
            return;
        }

        if (failed is { CalledOffAt: not null } && !WaitsCalledOff.IsAnswered(failed, node, world.Trail))
        {
            world.Replace(failed, failed with { Unsure = true });
            return;
        }

        // A struct that is a lock is one from the beginning: its default is no absence.
        var isNothing = (given.Value == Value.Zero || world.Facts.AreEqual(given.Value, Value.Zero)) &&
                        !(given.Argument?.Type is { IsValueType: true } && kinds.TrueForAll(_context.Contracts.IsCounted));
        isNothing |= given.Value.IsConstant && given.Value != Value.Zero && kinds.TrueForAll(kind => _context.Contracts.IsFailure(kind, given.Value.Offset));
        if (failed is not null || (isNothing && !Symbols.Outlives(given.Value)))
        {
            _context.Report(new Finding(FindingKind.ReleasedUnacquired, node, failed, Trail.After(world.Trail, failed?.AcquiredAt))
            {
                Method = call.Method, ReleasedKind = kinds[0],
            });
            if (failed is not null)
            {
                world.Replace(failed, failed with { Reported = true });
            }

            return;
        }

        if (named.LastOrDefault(r => r.Status == Status.Released) is { } ended)
        {
            _context.ReleasedUnheld.UnionWith(clauses.Where(c => !c.Clause.IfHeld).Select(c => (c.Clause.Kind, given.Value)));
            if ((IsNoMore(ended, kinds) || IsOtherForm(ended, kinds)) && !clauses.Exists(c => c.Clause.IfHeld))
            {
                ReleaseAgain(call, given, ended, world);
            }

            return;
        }

        if (named.Count == 0 && IsNeverTaken(given, kinds, clauses, world))
        {
            _context.Report(new Finding(FindingKind.ReleasedUnacquired, node, null, Trail.After(world.Trail, null)) { Method = call.Method, ReleasedKind = kinds[0] });
            return;
        }

        if (named.Count == 0 && !_context.IsSummary && _context.Requirements is not null && !given.IsSequence && !given.Value.IsConstant && clauses.TrueForAll(c => c is { Clause: { IfHeld: false, Count: null }, State.Truth: Truth.True }))
        {
            _context.JumpedOver.ReleasedUnheld(given.Value, kinds[0], call, world);
        }

        _context.ReleasedUnheld.UnionWith(kinds.Select(kind => (kind, given.Value)));
        Note(call, given, clauses, world);
        _context.MindsFields |= Symbols[given.Value.Symbol] is { Origin: Origin.Member } member && Symbols[member.Base.Symbol].Origin == Origin.This && !kinds.Any(_context.Contracts.IsCounted);

        if (Symbols[given.Value.Symbol].Origin != Origin.Element || GoneElements.CanBeKnown(given.Value, call, _context))
        {
            EndForeign(call, kinds, given, clauses[0].Clause, world);
        }
    }

    // It was acquired elsewhere. What can be held once only is over now. Of some elements of an array that came from elsewhere nothing is
    // noted: the array can go on being used, and the rest released.
    private void EndForeign(Call call, List<string> kinds, Given given, ReleaseClause clause, World world)
    {
        if (given.IsSequence || given.Value.IsConstant || Symbols[given.Value.Symbol].Origin == Origin.Ambient || kinds.Any(_context.Contracts.IsCounted))
        {
            return;
        }

        var site = _context.Site(call.Operation, call.Method, new AcquireClause(
            clause.Target, clause.Kind, Condition.Always, null, ImmutableArray<string>.Empty, null, ImmutableArray<string>.Empty, false, null), -1 - clause.Target.Ordinal);
        world.Resources.RemoveAll(r => r.Site == site);
        world.StepOverRelease(call.Operation.Syntax, site);
        world.Resources.Add(new Resource(site, 0, given.Array == default ? given.Value : given.Array, Status.Released)
        {
            Foreign = true, ReleasedAt = call.Operation, AcquiredAt = world.Trail,
        });
    }

    // Which elements of the array are held is not known any more, but that this one is not.
    private void ReleaseAmongDoubtful(Call call, List<string> kinds, Given given, List<Resource> named, List<(ReleaseClause Clause, ConditionState State)> clauses, World world)
    {
        if (named.Find(r => GoneElements.Has(r, Symbols) && kinds.Contains(r.Kind)) is { } gone)
        {
            ReleaseAgain(call, given, gone, world);
            return;
        }

        Spoil(named.Where(r => r.IsLive), world);
        if (clauses.TrueForAll(c => c is { Clause: { IfHeld: false, IsUndeclared: false, Count: null }, State.Truth: Truth.True }) && GoneElements.CanBeKnown(given.Value, call, _context))
        {
            EndForeign(call, kinds, given, clauses[0].Clause, world);
        }
    }

    // For the summary: the caller held it.
    private void Note(Call call, Given given, List<(ReleaseClause Clause, ConditionState State)> clauses, World world)
    {
        if (!_context.IsSummary)
        {
            NoteForRequirements(given, clauses, world);
            return;
        }

        var root = given.Value;
        var isElement = false;
        while (Symbols[root.Symbol] is { Origin: Origin.Element or Origin.Member or Origin.Slice } part && part.Base.Symbol != 0)
        {
            isElement |= part.Origin == Origin.Element;
            root = part.Base;
        }

        if (isElement && !given.IsSequence)
        {
            // A part of what was given.
            if (clauses.Count == 1 && Symbols[root.Symbol] is { Origin: Origin.Parameter, Member: IParameterSymbol array } &&
                AcquireEffects.IsSequence(array.Type) && !_context.ElementReleases.Exists(e => SymbolEqualityComparer.Default.Equals(e.Array, array)))
            {
                _context.ElementReleases.Add(new Summaries.Seed(array, clauses[0].Clause, call.Operation, call.Method, null));
            }

            _evaluator.Escapes.Escape(root, world);
            return;
        }

        // Which of several it is, only the caller knows.
        foreach (var (clause, state) in clauses)
        {
            Note(call, given, clause, state, world);
        }
    }

    private void Note(Call call, Given given, ReleaseClause clause, ConditionState state, World world)
    {
        var open = state.Open.Where(f => !IsAboutTarget(f, given)).ToImmutableArray();
        var amount = clause.Count is { } operand ? _conditions.ValueOf(operand, call) : given.IsSequence ? given.Length : null;
        var entry = new Summaries.GivenBack(
            clause with { IsArrayItself = given.IsArrayItself }, given.IsSequence && !given.Array.IsConstant ? given.Array : given.Value, given.IsSequence ? given.Start : Value.Zero, amount,
            state.Open.Any(f => IsAboutTarget(f, given)))
        {
            Pending = open.Length switch { 0 => null, 1 => open[0], _ => new Conjunction(open) },
        };
        var earlier = world.GivenBack.Find(g => g.Clause.Kind == entry.Clause.Kind && g.Key == entry.Key);
        world.GivenBack = earlier is null
            ? world.GivenBack.Add(entry)
            : world.GivenBack.Replace(earlier, IsOnceMore(entry, earlier) ? earlier with { IsTwice = true } : earlier with { IsUnclear = true });
    }

    // Where nobody looks at the body for itself, as nothing in it has a contract of its own, its callers are told.
    private void NoteTwice(Given given, Resource again, World world)
    {
        if (!_context.IsSummary || !again.Foreign || _context.Contracts.IsCounted(again.Kind) || !world.GivenBack.Exists(IsGivenBackOnce) ||
            _context.Owner is not IMethodSymbol method || _context.Root is not { Syntax: var body } || _context.Summaries.Mentions(method, body, _context.CancellationToken))
        {
            return;
        }

        foreach (var once in world.GivenBack.FindAll(IsGivenBackOnce))
        {
            world.GivenBack = world.GivenBack.Replace(once, once with { IsTwice = true });
        }

        bool IsGivenBackOnce(Summaries.GivenBack g) =>
            g.Key == given.Value && g is { IsTwice: false, IsUnclear: false, Pending: null, Count: null, Clause: { IfHeld: false, IsUndeclared: false } };
    }

    private bool IsOnceMore(Summaries.GivenBack entry, Summaries.GivenBack earlier) =>
        IsPlain(entry) && IsPlain(earlier) && !earlier.IsTwice && _context.Contracts.IsCounted(entry.Clause.Kind);

    // One, whatever happens.
    private static bool IsPlain(Summaries.GivenBack given) =>
        given is { IsUnclear: false, Pending: null, UnlessNull: false, Count: null, Clause: { IfHeld: false, IsUndeclared: false } } && given.Low == Value.Zero;

    // A lock of the caller's that was given up here is not held from then on. Which one of many it is would be another with every round of
    // a loop: of such only the first are remembered.
    private void NoteForRequirements(Given given, List<(ReleaseClause Clause, ConditionState State)> clauses, World world)
    {
        if (_context.Requirements is not { } requirements)
        {
            return;
        }

        var isOneTooMany = IsOneOfMany(given.Value) && world.GivenBack.Count(g => IsOneOfMany(g.Key)) >= MaxOfMany;
        foreach (var (clause, state) in clauses)
        {
            requirements.Doubts.Touch(given.Value, clause.Kind);
            if (!given.IsSequence && !isOneTooMany && _context.Contracts.IsRequired(clause.Kind) && !world.GivenBack.Exists(g => g.Clause.Kind == clause.Kind && g.Key == given.Value))
            {
                world.GivenBack = world.GivenBack.Add(new Summaries.GivenBack(clause, given.Value, Value.Zero, null, false)
                {
                    Pending = state.Open.IsEmpty ? null : new Conjunction(state.Open),
                });
            }
        }
    }

    // Or what hangs on one.
    private bool IsOneOfMany(Value value) => Symbols.RestsOn(value.Symbol, s => Symbols[s] is { Origin: Origin.Element, Index.IsConstant: false });

    private void NoteDoubt(Given given, World world)
    {
        if (_context.IsSummary)
        {
            _evaluator.Escapes.Escape(given.Value, world);
        }
    }

    private void ReleaseOther(Call call, Given given, List<string> kinds, Resource other, World world)
    {
        _context.ReleasedSomewhere.Add(other.Site);
        if (kinds.TrueForAll(_context.Contracts.MayBeAcquiredUnseen))
        {
            // What it is the release of is not known, and the other may well be held still.
            NoteDoubt(given, world);
            world.Replace(other, other with { Unsure = true });
            return;
        }

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

        // On something that was there before, the caller may hold the other kind as well: unless nowhere what was taken is given back
        // rightly, it is a mistake where this way out keeps it.
        NoteDoubt(given, world);
        _context.ReportIf(finding, () => (!_context.ProperlyReleased.Contains(other.Site) || ShutsOut(other, kinds)) && !(_context.Contracts.IsCounted(kinds[0]) && LeftByCallers.Has(kinds[0], _context)));
        world.Replace(other, other.Misrelease is null ? other with { Misrelease = new Misrelease(call.Operation, call.Method, kinds[0]) } : other with { Unsure = true });
    }

    // A lock that was taken in its stronger form, by a call that needs the weaker one not to be held: the caller does not hold that either.
    // Nor does he hold the stronger one where the weaker was taken like that.
    private bool ShutsOut(Resource held, List<string> kinds) =>
        IsOtherForm(held, kinds) && _context.Requirements?.Doubts is { } doubts && !doubts.IsLeftToOthers(held.Key, held.Kind);

    // Whoever has the stronger form has both, so that who needs not to have the one has neither.
    private bool IsOtherForm(Resource taken, List<string> kinds) =>
        taken is { Unsure: false, IsContainer: false } && Locks.TakenOnce.Is(taken, _context) &&
        (kinds.TrueForAll(taken.Site.Clause.Implies.Contains) || kinds.TrueForAll(kind => _context.Contracts.ImpliedBy(kind).Contains(taken.Kind)));

    // With what was given back the thing itself, which was made here, ended: there is nothing left of it to give back in another way.
    private bool IsNoMore(Resource released, List<string> kinds) =>
        released is { Owned: true, IsContainer: false, Escaped: false, Stored: false, Unsure: false } && Symbols[released.Key.Symbol].Origin == Origin.Acquired &&
        !_context.Contracts.IsCounted(released.Kind) && released.Kind != Disposing.Disposables.Kind && !kinds.Contains(Disposing.Disposables.Kind);

    // The same of elements that were put into an array one by one.
    private bool AreNoMore(Resource released, List<string> kinds) =>
        released is { Owned: true, Gathered: true, Stored: false, Site.Clause: { Count: null, Target.IsReturn: true } } &&
        !_context.Contracts.IsCounted(released.Kind) && released.Kind != Disposing.Disposables.Kind && !kinds.Contains(Disposing.Disposables.Kind);

    // One of the elements that were given back one by one, and of which none has been another one since.
    private bool IsGone(Resource array, Given given, World world)
    {
        if (array is not { IsContainer: true, Escaped: false, Whole: { } whole } || given.IsSequence || Symbols[given.Value.Symbol] is not { Origin: Origin.Element } element)
        {
            return false;
        }

        var facts = world.Facts;
        return facts.Upper(whole.Low, element.Index) <= 0 && facts.Upper(element.Index, whole.High) <= -1 &&
               (!array.IsLive || facts.Upper(element.Index, array.Low) <= -1 || facts.Upper(array.High, element.Index) <= 0);
    }

    // An element that was given back before, in the same round of a loop, say.
    private bool ReleaseElementAgain(Call call, List<string> kinds, Given given, World world)
    {
        if (given.IsSequence || Symbols[given.Value.Symbol] is not { Origin: Origin.Element } element ||
            world.Resources.Find(r => r is { IsContainer: true, Escaped: false, Unsure: false, Reported: false, TakenAgain: false } && r.Key == element.Base && (kinds.Contains(r.Kind) || AreNoMore(r, kinds))) is not { } array ||
            !((array.LastReleased is { } last && world.Facts.AreEqual(element.Index, last)) || IsGone(array, given, world)) ||
            !(array.Owned || !_context.Contracts.IsCounted(array.Kind)) ||
            world.Resources.Exists(r => r != array && r.IsLive && kinds.Contains(r.Kind) && MayBeIn(array.Key, r, world)))
        {
            return false;
        }

        ReportAgain(call, array, world);
        world.Replace(array, array with { Reported = true });
        return true;
    }

    private void ReportAgain(Call call, Resource array, World world) =>
        _context.Report(new Finding(FindingKind.ReleasedAgain, call.Operation.Syntax, array, Trail.After(world.Trail, array.AcquiredAt))
        {
            Method = call.Method, ReleasedKind = array.Kind,
        });

    // What has a name of its own is not meant by that of an element.
    private bool MayBeIn(Value array, Resource resource, World world) =>
        resource.Key == array || !world.Places.Any(p => p.Key.Kind is PlaceKind.Variable or PlaceKind.Member && p.Value == resource.Key) ||
        Symbols.RestsOn(resource.Key.Symbol, s => Symbols[s] is { Origin: Origin.Element } other && other.Base == array);

    // A finally block gives back what the block before it has given back already, unless something threw before: then it does so once.
    // Where a catch or another finally block gives back too, all ways may come to the same number.
    private static bool IsLeftByThrow(SyntaxNode release, Resource again) =>
        release.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax { Catches.Count: 0, Block: var block } } &&
        again.ReleasedAt?.Syntax is { } first && block.Span.Contains(first.Span) &&
        !first.Ancestors().TakeWhile(n => n != block).Any(n => n is TryStatementSyntax) &&
        block.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not TryStatementSyntax)
            .Any(n => n.Span.End <= first.SpanStart && n is BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or InvocationExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    // Not if it is success that takes the caller's over, and failure that leaves it alone.
    private bool IsLeftAlone(Resource again)
    {
        var (once, more) = (OutcomesIn(_context.Ends.Once), OutcomesIn(_context.Ends.OnceMore));
        return once.Count > 0 && !(once.TrueForAll(o => o == Outcome.Failure) && more.Count > 0 && more.TrueForAll(o => o == Outcome.Success));

        List<Outcome> OutcomesIn(IEnumerable<(AcquireSite Site, Outcome Outcome)> ends) => ends.Where(e => e.Site == again.Site).Select(e => e.Outcome).ToList();
    }

    private void ReleaseAgain(Call call, Given given, Resource again, World world)
    {
        if (again.Reported || again.PendingRelease is not null)
        {
            return;
        }

        NoteTwice(given, again, world);
        if (again.IsContainer && !given.IsSequence && again.Shrunk && !IsGone(again, given, world))
        {
            return;
        }

        if (_context.Contracts.IsCounted(again.Kind) && !again.IsContainer && LoopStatements.AreApart(again.Site.Call.Syntax, call.Operation.Syntax))
        {
            // How often each of the loops goes round is not compared.
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
        else if (_context.Requirements is { } requirements && Locks.TakenOnce.Is(again, _context))
        {
            _context.ReportIf(finding, () => !requirements.Doubts.IsLeftToOthers(again.Key, again.Kind));
        }
        else
        {
            // The caller may have held one more, for this method to give back; not if some path that he cannot tell from this one leaves it alone.
            var isLeftByThrow = IsLeftByThrow(call.Operation.Syntax, again);
            _context.ReportIf(finding, () => isLeftByThrow || ((IsLeftAlone(again) || _context.AlikeWhereNotTaken.Contains(again.Site)) && !LeftByCallers.Has(again.Kind, _context)));
        }

        world.Replace(again, again with { Reported = true });
    }
}
