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
    private readonly HashSet<(int Root, IAssemblySymbol? By)> _inDoubt = new();

    /// <summary>Told apart from the clauses of the call.</summary>
    private const int NotedIndex = -200;

    public Requirements(FlowContext context, Func<IMethodSymbol, CancellationToken, ImmutableArray<Need>> needsOf)
    {
        _context = context;
        _needsOf = needsOf;
    }

    private SymbolTable Symbols => _context.Symbols;

    /// <summary>What is left to the callers: one need of each sort, that with the shortest way to it.</summary>
    public ImmutableArray<Need> Open() => _open
        .Where(o => !IsInDoubt(o.Key, o.Need.Clause.Kind))
        .Select(o => o.Need)
        .GroupBy(n => (n.Target, n.Clause.Kind, n.Clause.Held))
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

            return;
        }

        foreach (var need in _needsOf(call.Method, _context.CancellationToken))
        {
            Check(call, need, world, evaluator);
        }

        if (call.Summary is null && _context.Summaries.Needs.MayTake(call.Method, _context.CancellationToken))
        {
            // It may have taken, or given back, whatever it can name.
            var by = call.Method is { DeclaringSyntaxReferences.IsEmpty: true, MethodKind: not MethodKind.DelegateInvoke } && CallGraph.IsFixed(call.Method) ? call.Method.ContainingAssembly : null;
            _inDoubt.Add((RootOf(call.Receiver), by));
            foreach (var argument in call.Arguments.Where(a => by is null || !IsAnything(a.Parameter.OriginalDefinition.Type)))
            {
                _inDoubt.Add((RootOf(argument.Before), by));
            }
        }
    }

    private static bool IsAnything(ITypeSymbol type) => type.TypeKind == TypeKind.TypeParameter || type.SpecialType == SpecialType.System_Object;

    private void Check(Call call, Need need, World world, Evaluator evaluator)
    {
        if (KeyOf(call, need, world, evaluator) is not { IsConstant: false } key || world.Facts.AreEqual(key, Value.Zero))
        {
            return;
        }

        var at = new Judged(call, need, key, world, evaluator);
        var known = Holding.Of(key, need.Clause, world, _context);
        if (known.Held is { } held)
        {
            if (!need.Clause.Held)
            {
                HeldWrongly(at, held);
            }
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
        else if (IsFixed(at.Key) && !IsPromised(at))
        {
            LeaveToCallers(at);
            if (!_context.IsSummary)
            {
                _context.ReportIf(
                    Finding(at, Standing.NeverTaken, null),
                    () => !IsInDoubt(at.Key, at.Need.Clause.Kind) && _context.Summaries.Callers.IsEntry(_context.Owner, _context.CancellationToken));
                Settle(at);
            }
        }
    }

    private void HeldWrongly(Judged at, Resource held)
    {
        // Taken again in the next round of a loop, it was not given back in the last.
        if (!held.Reported && held.Site.Call != at.Call.Operation)
        {
            Report(at, Standing.Held, held);
            at.World.Replace(held, held with { Reported = true });
        }
    }

    private void NotKnownToBeHeld(Judged at)
    {
        if (IsPromised(at))
        {
            Report(at, Standing.HeldByContract, null);
        }
        else if (IsFixed(at.Key))
        {
            LeaveToCallers(at);
        }
    }

    private void LeaveToCallers(Judged at)
    {
        if (_context.Owner is IMethodSymbol owner && new EffectReader(owner, _context, at.Evaluator).Entered(at.Key) is { } target)
        {
            _open.Add((new Need(target, at.Need.Clause, at.Need.Method, at.Need.Chain.Insert(0, at.Call.Operation.Syntax)), at.Key));
        }
    }

    private void Report(Judged at, Standing standing, Resource? cause)
    {
        var isNotHeld = standing is not (Standing.Held or Standing.HeldByContract);
        _context.ReportIf(Finding(at, standing, cause), () => !isNotHeld || !IsInDoubt(at.Key, at.Need.Clause.Kind));
        if (isNotHeld)
        {
            Settle(at);
        }
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

    // What else goes wrong for want of the same lock is the same mistake.
    private void Settle(Judged at)
    {
        var site = _context.Site(at.Call.Operation, at.Call.Method, new AcquireClause(
            at.Need.Target, at.Need.Clause.Kind, Condition.Always, null, ImmutableArray<string>.Empty, null, ImmutableArray<string>.Empty, false, null), NotedIndex);
        if (!at.World.Resources.Exists(r => r.Site == site))
        {
            at.World.Resources.Add(new Resource(site, 0, at.Key, Status.Held)
            {
                Foreign = true, Escaped = true, Reported = true, Unsure = true, AcquiredAt = at.World.Trail,
            });
        }
    }

    // The contract of the method that is followed says that its callers hold it.
    private bool IsPromised(Judged at) =>
        _context.Owner is IMethodSymbol owner && _context.Contracts.Of(owner) is { Requires.IsEmpty: false } contract &&
        contract.Requires.Any(r => r.Held && (r.Kind == at.Need.Clause.Kind || _context.Contracts.ImpliedBy(r.Kind).Contains(at.Need.Clause.Kind)) &&
            (KeyWithin(owner, r.Target) == at.Key || (r.Target.Kind == TargetKind.Ambient && Symbols[at.Key.Symbol].Origin == Origin.Ambient)));

    private Value? KeyWithin(IMethodSymbol owner, Target target) => target.Kind switch
    {
        TargetKind.Parameter when target.Ordinal < owner.Parameters.Length => new Value(Symbols.Get(Origin.Parameter, member: owner.Parameters[target.Ordinal]), 0),
        TargetKind.Receiver => new Value(Symbols.Get(Origin.This), 0),
        _ => null,
    };

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

    // Whoever describes how a lock is taken describes all that takes it in the same assembly.
    private bool IsInDoubt(Value key, string kind) => _inDoubt.Any(d =>
        d.Root == RootOf(key) &&
        (d.By is null || !_context.Contracts.TakesOf(kind).Any(m => SymbolEqualityComparer.Default.Equals(m.ContainingAssembly, d.By))));

    private int RootOf(Value value)
    {
        while (Symbols[value.Symbol] is { Origin: Origin.Member or Origin.Element or Origin.Slice } part && part.Base.Symbol != 0)
        {
            value = part.Base;
        }

        return value.Symbol;
    }
}
