using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>Judges the calls in one body by what they need to be held, or not to be.</summary>
/// <remarks>
/// What the body took and gave back itself is known. Of what its callers may hold nothing is: that is left to them, if there are any.
/// </remarks>
internal sealed class Requirements
{
    private readonly FlowContext _context;
    private readonly Func<IMethodSymbol, CancellationToken, ImmutableArray<Need>> _needsOf;
    private readonly List<(Need Need, Value Key)> _open = new();

    public Requirements(FlowContext context, Func<IMethodSymbol, CancellationToken, ImmutableArray<Need>> needsOf)
    {
        _context = context;
        _needsOf = needsOf;
        Doubts = new Doubts(context);
        Statements = new LockStatements(context);
    }

    public Doubts Doubts { get; }

    public LockStatements Statements { get; }

    private SymbolTable Symbols => _context.Symbols;

    /// <summary>What is left to the callers: one need of each sort, that with the shortest way to it.</summary>
    public ImmutableArray<Need> Open() => _open
        .Where(o => !Doubts.IsLeftToOthers(o.Key, o.Need.Clause.Kind) && !(o.Need.Clause.Held && Doubts.IsTouched(o.Key, o.Need.Clause.Kind)))
        .Select(o => o.Need)
        .GroupBy(n => (n.Target, n.Clause.Kind, n.Clause.Held, n.Runs?.Context))
        .Select(g => g.OrderBy(n => n.Chain.Length).First())
        .ToImmutableArray();

    /// <summary>Judges a call before it does anything.</summary>
    public void Check(Call call, World world, Evaluator evaluator, Conditions conditions)
    {
        if (call.Contract is { } contract)
        {
            foreach (var clause in contract.Requires)
            {
                if (conditions.Evaluate(clause.When, call, world).Truth == Truth.True)
                {
                    Check(call, new Need(clause.Target, clause, call.Method, ImmutableArray<SyntaxNode>.Empty), world, evaluator);
                }
            }

            foreach (var clause in contract.MayRun)
            {
                if (conditions.Evaluate(clause.When, call, world).Truth == Truth.True)
                {
                    CheckWhatIsRun(call, Need.Of(clause, call.Method), world, evaluator);
                }
            }

            return;
        }

        foreach (var need in _needsOf(call.Method, _context.CancellationToken))
        {
            if (need.Runs is null)
            {
                Check(call, need, world, evaluator);
            }
            else
            {
                CheckWhatIsRun(call, need, world, evaluator);
            }
        }

        Doubts.Run(call);
    }

    // Of locks that are held for sure only: a callback need not be run at all.
    private void CheckWhatIsRun(Call call, Need run, World world, Evaluator evaluator)
    {
        if (_context.IsSummary)
        {
            // What the callers hold, as long as nothing of it is given back before.
            if (world.GivenBack.IsEmpty && Unconditional.Is(call.Operation.Syntax))
            {
                _open.Add((run with { Chain = run.Chain.Insert(0, call.Operation.Syntax) }, Value.Zero));
            }

            return;
        }

        if (world.Resources.Count == 0)
        {
            return;
        }

        var clause = run.Runs!;
        foreach (var (handler, need) in CodeThatIsRun.NeedsOf(clause, _context, _needsOf))
        {
            if (KeyOf(handler, need, call, world, evaluator) is { } key && HoldingAt(call, key, need.Clause, world).Held is { Reported: false } held &&
                !world.Settled.Contains((key, need.Clause.Kind)))
            {
                var at = new Judged(call, need, key, world, evaluator);
                _context.Report(Finding(at, Standing.Held, held) with
                {
                    Method = run.Method, Chain = run.Chain, Runs = handler, RunsThrough = need.Chain, Clause = null, Context = clause.Context, Holder = null,
                });
                Settle(at);
                return;
            }
        }

        var node = call.Operation.Syntax;
        if (!_context.Elsewhere.ContainsKey((node, clause.Context)))
        {
            _context.Elsewhere.Add((node, clause.Context), new Finding(FindingKind.RunsElsewhere, node, null, Array.Empty<Trail>()) { Method = run.Method });
        }
    }

    private Value? KeyOf(IMethodSymbol handler, Need need, Call call, World world, Evaluator evaluator) =>
        need.Target.Kind == TargetKind.Receiver ? KeyWithin(handler, need.Target)
        : need.Target.Path is not null ? evaluator.Navigate(call, need.Target, world)
        : new Value(Symbols.Get(Origin.Ambient, need.Clause.Kind), 0);

    private void Check(Call call, Need need, World world, Evaluator evaluator)
    {
        if (KeyOf(call, need, world, evaluator) is not { IsConstant: false } key || world.Facts.AreEqual(key, Value.Zero))
        {
            return;
        }

        if (world.Settled.Contains((key, need.Clause.Kind)))
        {
            return;
        }

        var at = new Judged(call, need, key, world, evaluator);
        var known = HoldingAt(call, key, need.Clause, world);
        if (known.Held is { } held)
        {
            if (!need.Clause.Held)
            {
                HeldWrongly(at, held);
            }
        }
        else if (known.Tried is { } tried && need.Clause.Held && TakenOnce.Is(tried, _context) && UnaskedAnswers.Has(tried.Site.Call, _context))
        {
            // The call is made whether it was got or not.
            Report(at, Standing.NotAsked, tried);
        }
        else if (!known.IsOpen)
        {
            if (need.Clause.Held)
            {
                NotHeld(at, known);
            }
            else if (!known.IsOver)
            {
                NotKnownToBeHeld(at);
            }
        }
    }

    private Holding HoldingAt(Call call, Value key, RequireClause clause, World world) =>
        Statements.With(Holding.Of(key, clause, world, _context), call.Operation.Syntax, key, clause, world);

    private sealed record Judged(Call Call, Need Need, Value Key, World World, Evaluator Evaluator);

    private void NotHeld(Judged at, Holding known)
    {
        if (known.Weaker is { } weaker)
        {
            Report(at, Standing.Weaker, weaker);
        }
        else if (known.IsOver)
        {
            Report(at, known.Last is { Status: not Status.Released } ? Standing.NotGot : Standing.GivenBack, known.Last);
        }
        else if (Symbols[at.Key.Symbol].Origin == Origin.NewObject && !at.World.Published.Contains(at.Key.Symbol))
        {
            Report(at, Standing.NeverTaken, null);
        }
        else if (IsFixed(at.Key) && Promise(at) is null)
        {
            if (_context.OwnContract is { AsksForLocks: true } own && Unconditional.Is(at.Call.Operation.Syntax))
            {
                // Its contract asks for locks, and callers take it that these are all. Where there is no caller, the call itself is to blame.
                _context.ReportIf(
                    Finding(at, Standing.NeverTaken, null) with { Kind = FindingKind.BrokenContract, Breach = new Breach(BreachKind.NeedsLock, own.Method, Target.Receiver, at.Need.Clause.Kind) },
                    () => !Doubts.IsLeftToOthers(at.Key, at.Need.Clause.Kind) && !Doubts.IsTouched(at.Key, at.Need.Clause.Kind) && !_context.Summaries.Callers.IsEntry(_context.Owner, _context.CancellationToken));
            }

            LeaveToCallers(at);
            if (!_context.IsSummary)
            {
                _context.ReportIf(
                    Finding(at, Standing.NeverTaken, null),
                    () => !Doubts.IsLeftToOthers(at.Key, at.Need.Clause.Kind) && !Doubts.IsTouched(at.Key, at.Need.Clause.Kind) && _context.Summaries.Callers.IsEntry(_context.Owner, _context.CancellationToken));
                Settle(at);
            }
        }
    }

    private void HeldWrongly(Judged at, Resource held)
    {
        var isNextRound = held.Site.Call == at.Call.Operation;
        if (held.Reported || (isNextRound && !InEveryRound.Is(at.Call.Operation.Syntax, _context)))
        {
            return;
        }

        if (isNextRound)
        {
            // It was not given back in the last round, which is what is told, unless it is the caller's to give back.
            _context.ReportIf(Finding(at, Standing.Held, held), () => !_context.IsReported(held.Site));
            Settle(at);
        }
        else
        {
            Report(at, Standing.Held, held);
        }

        at.World.Replace(held, held with { Reported = true });
    }

    private void NotKnownToBeHeld(Judged at)
    {
        if (Promise(at) is { } promise)
        {
            if (promise.When.Tests.IsEmpty)
            {
                Report(at, Standing.HeldByContract, null);
            }
        }
        else if (IsFixed(at.Key))
        {
            LeaveToCallers(at);
        }
    }

    private void LeaveToCallers(Judged at)
    {
        if (Unconditional.Is(at.Call.Operation.Syntax) && _context.Owner is IMethodSymbol owner && new EffectReader(owner, _context, at.Evaluator).Entered(at.Key) is { } target)
        {
            _open.Add((new Need(target, at.Need.Clause, at.Need.Method, at.Need.Chain.Insert(0, at.Call.Operation.Syntax)), at.Key));
        }
    }

    private void Report(Judged at, Standing standing, Resource? cause)
    {
        _context.ReportIf(Finding(at, standing, cause), () => standing == Standing.Held || !Doubts.IsLeftToOthers(at.Key, at.Need.Clause.Kind));
        Settle(at);
    }

    private static Finding Finding(Judged at, Standing standing, Resource? cause) =>
        new(at.Need.Clause.Held ? FindingKind.LockNotHeld : FindingKind.LockHeld, at.Call.Operation.Syntax, cause, Trail.After(at.World.Trail, cause?.AcquiredAt))
        {
            Method = at.Need.Method,
            Requirement = at.Need.Clause,
            Standing = standing,
            Chain = at.Need.Chain,
            Holder = at.Need.Target.Path is null ? HolderOf(at.Call, at.Need.Target)?.ToString() : null,
        };

    private static SyntaxNode? HolderOf(Call call, Target target) => target.Kind switch
    {
        TargetKind.Parameter => call[target.Ordinal]?.Operation.Syntax,
        TargetKind.Receiver when call.Instance is { IsImplicit: false } instance => instance.Syntax,
        _ => null,
    };

    // What else goes wrong for the same reason is the same mistake.
    private static void Settle(Judged at) => at.World.Settled = at.World.Settled.Add((at.Key, at.Need.Clause.Kind));

    // The contract of the method that is followed says that its callers hold it.
    private RequireClause? Promise(Judged at) =>
        _context.Owner is IMethodSymbol owner && _context.Contracts.Of(owner) is { Requires.IsEmpty: false } contract
            ? contract.Requires.FirstOrDefault(r =>
                r.Held && (r.Kind == at.Need.Clause.Kind || _context.Contracts.ImpliedBy(r.Kind).Contains(at.Need.Clause.Kind)) &&
                (KeyWithin(owner, r.Target) == at.Key || (r.Target.Kind == TargetKind.Ambient && Symbols[at.Key.Symbol].Origin == Origin.Ambient)))
            : null;

    private Value? KeyWithin(IMethodSymbol owner, Target target)
    {
        Value? key = target.Kind switch
        {
            TargetKind.Parameter when target.Ordinal < owner.Parameters.Length => new Value(Symbols.Get(Origin.Parameter, member: owner.Parameters[target.Ordinal]), 0),
            TargetKind.Receiver => new Value(Symbols.Get(Origin.This), 0),
            _ => null,
        };
        foreach (var member in target.Path?.Members ?? ImmutableArray<ISymbol>.Empty)
        {
            key = key is { } whole ? new Value(Symbols.Get(Origin.Member, member: member, @base: whole), 0) : null;
        }

        return key;
    }

    private Value? KeyOf(Call call, Need need, World world, Evaluator evaluator) =>
        need.Target.Path is not null ? evaluator.Navigate(call, need.Target, world)
        : need.Target.Kind switch
        {
            TargetKind.Parameter => call[need.Target.Ordinal]?.Before,
            TargetKind.Receiver => call.Receiver,
            TargetKind.Ambient => new Value(Symbols.Get(Origin.Ambient, need.Clause.Kind), 0),
            _ => null,
        };

    // A parameter, this object, or what hangs on them by fields alone: whoever calls knows it, and nothing else has changed it meanwhile.
    private bool IsFixed(Value key)
    {
        while (Symbols[key.Symbol] is { Origin: Origin.Member } member && key.Offset == 0)
        {
            if (member.Base == Value.Zero)
            {
                return member.Member is { IsStatic: true };
            }

            key = member.Base;
        }

        return key.Offset == 0 && Symbols[key.Symbol].Origin is Origin.Parameter or Origin.This or Origin.Ambient;
    }
}
