using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Compares what a body has done, at each way out, with what its own contract says.</summary>
/// <remarks>
/// A body may do what its contract says in a way that no call tells, such as by counting. Something is claimed only where the same body
/// does it by calls on another path.
/// </remarks>
internal sealed partial class PromiseCheck
{
    private readonly OwnContract _own;
    private readonly FlowContext _context;
    private readonly Evaluator _evaluator;
    private readonly Conditions _conditions;
    private readonly KeptForRelease _keeping;
    private readonly List<(Finding Finding, Func<bool> Holds)> _candidates = new();
    private readonly HashSet<AcquireSite> _done = new();
    private readonly HashSet<AcquireClause> _acquired = new();
    private readonly HashSet<(int Ordinal, string Kind)> _takenAgain = new();

    public PromiseCheck(OwnContract own, FlowContext context, Evaluator evaluator)
    {
        _own = own;
        _context = context;
        _evaluator = evaluator;
        _conditions = new Conditions(evaluator, context);
        _keeping = new KeptForRelease(context);
    }

    private MemberContract Contract => _own.Contract;

    private IMethodSymbol Method => _own.Method;

    private SymbolTable Symbols => _context.Symbols;

    /// <summary>A world leaves the method, other than by an exception.</summary>
    public void Leave(World world, MethodExit exit)
    {
        foreach (var entrusted in world.Entrusted.Where(r => r.Status != Status.Failed))
        {
            Released(entrusted, world, exit);
        }

        foreach (var clause in Contract.Acquires.Where(a => a is { Target.Path: null, IsOptional: false }))
        {
            Acquired(clause, world, exit);
        }

        Undeclared(world, exit);
        KeptForRelease(world, exit);
        Borrowed(world, exit);
    }

    /// <summary>Whether the contract tells callers that this is held where the method is left.</summary>
    public bool IsPromised(Resource resource, World world) => Contract.Acquires.Any(a =>
        a.Kind == resource.Kind && a.Target.Path is null && ValueOf(a.Target, a.Kind, world) is { } value && world.Facts.AreEqual(value, resource.Key) &&
        Holds(a.When, a.Target, world) != Truth.False);

    /// <summary>All ways out are known.</summary>
    public void Finish()
    {
        foreach (var (finding, holds) in _candidates.OrderBy(c => c.Finding.Exit!.Node.SpanStart).ThenBy(c => c.Finding.Path.Count))
        {
            if (holds())
            {
                _context.Report(finding);
            }
        }

        foreach (var lost in _own.Lost.Where(l => !_takenAgain.Contains(l.Key)))
        {
            _context.Report(new Finding(FindingKind.BrokenContract, lost.Value.Call.Syntax, null, lost.Value.Path)
            {
                Breach = new Breach(BreachKind.BorrowReleased, Method, Target.Parameter(lost.Key.Ordinal), lost.Key.Kind),
            });
        }
    }

    private void Released(Resource entrusted, World world, MethodExit exit)
    {
        var target = entrusted.Site.Clause.Target;
        var clauses = Contract.Releases.Where(r => r.Target == target && r.Kind == entrusted.Kind).ToList();
        if (entrusted.Status == Status.Released || (clauses[0].Consumes && (entrusted.Escaped || entrusted.Stored)))
        {
            _done.Add(entrusted.Site);
        }

        if (entrusted.Unsure || entrusted.Escaped || entrusted.Stored || entrusted.PendingRelease is not null || entrusted.PendingEscape is not null)
        {
            return;
        }

        if (entrusted.Status == Status.Released)
        {
            ReleasedBeyond(entrusted, clauses, world, exit);
            return;
        }

        var clause = clauses.Find(c => Holds(c.When, target, world) == Truth.True);
        if (clause is null || entrusted.PartlyReleasedAt is not null || entrusted.Shrunk || ExitCheck.IsEmpty(entrusted, world) ||
            (target.Kind == TargetKind.Parameter && world.Facts.AreEqual(entrusted.Key, Value.Zero)))
        {
            return;
        }

        var breach = new Breach(BreachKind.NotReleased, Method, target, entrusted.Kind) { When = clause.When, IsConsumed = clause.Consumes };
        Add(breach, entrusted, world, exit, path =>
            (_done.Contains(entrusted.Site) || _context.ReleasedSomewhere.Contains(entrusted.Site)) && !GoesByItsState(target, path));
    }

    private void ReleasedBeyond(Resource entrusted, List<ReleaseClause> clauses, World world, MethodExit exit)
    {
        var target = entrusted.Site.Clause.Target;
        if (entrusted.ReleasedAt is not { } release || !clauses.TrueForAll(c => IsExcluded(c.When, target, world)) ||
            world.Resources.Exists(r => r.IsLive && r.Kind == entrusted.Kind && world.Facts.AreEqual(r.Key, entrusted.Key)))
        {
            return;
        }

        var breach = new Breach(BreachKind.ReleasedBeyond, Method, target, entrusted.Kind) { When = clauses[0].When, IsConsumed = clauses[0].Consumes };
        var path = Trail.After(world.Trail, null);
        _candidates.Add((new Finding(FindingKind.BrokenContract, release.Syntax, entrusted, path) { Breach = breach, Exit = exit }, () => true));
    }

    private void Acquired(AcquireClause clause, World world, MethodExit exit)
    {
        if (Method.MethodKind == MethodKind.Constructor || Holds(clause.When, clause.Target, world) != Truth.True ||
            ValueOf(clause.Target, clause.Kind, world) is not { } value || (clause.Count is { } count && IsNone(count, world)))
        {
            return;
        }

        var of = world.Resources
            .Where(r => !r.Foreign && (r.Kind == clause.Kind || r.Site.Clause.Implies.Contains(clause.Kind)) && world.Facts.AreEqual(r.Key, value))
            .ToList();
        if (of.Exists(r => r.IsLive))
        {
            _acquired.Add(clause);
            return;
        }

        var isResult = clause.Target.IsReturn || (clause.Target.Kind == TargetKind.Parameter && Method.Parameters[clause.Target.Ordinal].RefKind is RefKind.Ref or RefKind.Out);
        var breach = new Breach(BreachKind.NotAcquired, Method, clause.Target, clause.Kind) { When = clause.When };
        if (of.Count > 0)
        {
            if (!isResult && of.TrueForAll(r => r is { Unsure: false, Escaped: false, Reported: false, PendingRelease: null }))
            {
                Add(breach, of[of.Count - 1], world, exit, _ => true);
            }

            return;
        }

        var isVacant = world.Entrusted.Any(r => r is { Status: Status.Failed, Unsure: false, Escaped: false, Stored: false } && r.Site.Clause.Target == clause.Target && r.Kind == clause.Kind);
        if ((isResult && value.IsConstant) || isVacant)
        {
            Add(breach, null, world, exit, path => _acquired.Contains(clause) && !GoesByItsState(clause.Target, path));
        }
    }

    // What the caller gets hold of without being told.
    private void Undeclared(World world, MethodExit exit)
    {
        if (!Contract.RunsIn.IsEmpty || Method.MethodKind == MethodKind.Constructor)
        {
            // Handlers are called by whoever knows what they yield.
            return;
        }

        foreach (var resource in world.Resources.Where(r => r is { IsLive: true, Owned: true, Unsure: false, Reported: false, Foreign: false, PendingRelease: null } && (r.HandedOut || r.Stored)))
        {
            var target = resource.HandedOut && ReturnedBy(world) is { } returned && world.Facts.AreEqual(returned, resource.Key)
                ? Target.Return
                : Method.Parameters.Where(p => p.RefKind is RefKind.Out && Final(p, world) is { } final && world.Facts.AreEqual(final, resource.Key))
                    .Select(p => (Target?)Target.Parameter(p.Ordinal)).FirstOrDefault();
            if (target is { } told && resource.Kind != Disposing.Disposables.Kind && !Contract.Acquires.Any(a => a.Target == told) && !Contract.SameAs.Any(s => s.Target == told))
            {
                Add(new Breach(BreachKind.Undeclared, Method, told, resource.Kind), resource, world, exit, _ => true);
            }
        }
    }

    // What is held along with what the caller is told of, and is known by that or by what the caller passed.
    private void KeptForRelease(World world, MethodExit exit)
    {
        if (!Contract.RunsIn.IsEmpty || Method.MethodKind == MethodKind.Constructor || !OnlyAcquired(world, out var clause))
        {
            return;
        }

        foreach (var kept in world.Resources.Where(r => r is { Unsure: false, Stored: false, Reported: false, Foreign: false, Shrunk: false, PendingRelease: null } && world.StatusOf(r) == Status.Held && IsLeftWith(r, world)))
        {
            if (!Contract.Acquires.Any(a => a.Kind == kept.Kind || kept.Site.Clause.Implies.Contains(a.Kind)) && kept.Kind != Disposing.Disposables.Kind && _keeping.LeavingIt(clause, kept.Kind) is { } release)
            {
                var finding = new Finding(FindingKind.BrokenContract, kept.Site.Call.Syntax, kept, Trail.After(world.Trail, kept.AcquiredAt))
                {
                    Breach = new Breach(BreachKind.NotUndone, release, clause.Target, clause.Kind), Method = Method, Exit = exit,
                };
                _candidates.Add((finding, () => true));
            }
        }
    }

    private bool IsLeftWith(Resource resource, World world) => resource.Owned
        ? resource.HandedOut && ReturnedBy(world) is { } returned && world.Facts.AreEqual(returned, resource.Key)
        : !resource.Escaped && Symbols.RestsOn(resource.Key.Symbol, s => Symbols[s].Origin is Origin.Parameter or Origin.This);

    // The one thing that the contract says is held here.
    private bool OnlyAcquired(World world, out AcquireClause clause)
    {
        var held = Contract.Acquires.Where(a => a is { Target.Path: null, IsOptional: false } && Holds(a.When, a.Target, world) != Truth.False).ToList();
        clause = held.FirstOrDefault()!;
        return held.Count == 1 && Holds(clause.When, clause.Target, world) == Truth.True && !Contract.Acquires.Any(a => a.Target.Path is not null || a.IsOptional);
    }

    private void Borrowed(World world, MethodExit exit)
    {
        foreach (var (ordinal, kind) in _own.Lost.Keys.ToList())
        {
            if (world.Resources.Exists(r => r.IsLive && r.Kind == kind && world.Facts.AreEqual(r.Key, _own.Entry(Method.Parameters[ordinal]))))
            {
                _takenAgain.Add((ordinal, kind));
            }
        }

        foreach (var borrowed in world.Entrusted.Where(r => r is { Kind: OwnContract.AnyKind, Unsure: false, Escaped: false, Stored: true, StoredIn: IFieldSymbol }))
        {
            var field = borrowed.StoredIn!;
            if (world.Resources.Exists(r => !r.Foreign && world.Facts.AreEqual(r.Key, borrowed.Key)))
            {
                continue;
            }

            var breach = new Breach(BreachKind.BorrowKept, Method, borrowed.Site.Clause.Target, borrowed.Kind) { Field = field };
            Add(breach, null, world, exit, _ => _context.Root is { } root && OwnState.IsAssignedOnce(field, root) &&
                !OwnState.IsTaken(breach.Target, Method, root, _context.Contracts) && !OwnState.IsWritten(breach.Target, Method, root));
        }
    }

    private void Add(Breach breach, Resource? resource, World world, MethodExit exit, Func<IReadOnlyList<Trail>, bool> holds)
    {
        var path = Trail.After(world.Trail, null);
        _candidates.Add((new Finding(FindingKind.BrokenContract, exit.Node, resource, path) { Breach = breach, Exit = exit }, () => holds(path)));
    }

    private bool GoesByItsState(Target target, IReadOnlyList<Trail> path) =>
        _context.Root is not { } root || OwnState.IsWritten(target, Method, root) ||
        path.Any(step => step.Kind == StepKind.Branch && OwnState.IsAsked(step.Node, target, Method, root, _context.Contracts));
}
