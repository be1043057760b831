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

        Resource? held = null;
        Resource? last = null;
        Resource? weaker = null;
        var isOpen = false;
        var lesser = need.Clause.Held ? _context.Contracts.ImpliedBy(need.Clause.Kind) : ImmutableHashSet<string>.Empty;
        foreach (var resource in world.Resources)
        {
            var meets = resource.Kind == need.Clause.Kind || resource.Site.Clause.Implies.Contains(need.Clause.Kind);
            if (!meets && !lesser.Contains(resource.Kind))
            {
                continue;
            }

            if (!world.Facts.AreEqual(resource.Key, key) && !(IsAmbient(key) && IsAmbient(resource.Key)))
            {
                isOpen |= resource.IsLive && !AreDistinct(resource.Key, key);
                continue;
            }

            switch (resource.Unsure || resource.PendingRelease is not null ? Status.Maybe : world.StatusOf(resource))
            {
                case Status.Maybe:
                    isOpen = true;
                    break;
                case Status.Held when meets:
                    held = resource;
                    break;
                case Status.Held:
                    weaker = resource;
                    break;
                case var over when meets:
                    last = resource;
                    break;
            }
        }

        // What the caller may have held and this method gave up.
        var isGivenUp = held is null && world.GivenBack.Exists(g =>
            (g.Clause.Kind == need.Clause.Kind || _context.Contracts.ImpliedBy(g.Clause.Kind).Contains(need.Clause.Kind)) &&
            (world.Facts.AreEqual(g.Key, key) || (IsAmbient(key) && IsAmbient(g.Key))));
        if (held is not null && !need.Clause.Held)
        {
            HeldWrongly(call, need, key, held, world);
        }
        else if (held is null && !isOpen && need.Clause.Held)
        {
            NotHeld(call, need, key, last, weaker, isGivenUp, world, evaluator);
        }
        else if (held is null && !isOpen && !isGivenUp && last is null)
        {
            NotKnownToBeHeld(call, need, key, world, evaluator);
        }
    }

    private void NotHeld(Call call, Need need, Value key, Resource? last, Resource? weaker, bool isGivenUp, World world, Evaluator evaluator)
    {
        if (weaker is not null)
        {
            Report(call, need, key, Standing.Weaker, weaker, world);
        }
        else if (isGivenUp && last is null)
        {
            Report(call, need, key, Standing.GivenBack, null, world);
        }
        else if (last is not null)
        {
            Report(call, need, key, last.Status == Status.Released ? Standing.GivenBack : Standing.NotGot, last, world);
        }
        else if (Symbols[key.Symbol].Origin == Origin.NewObject && !world.Published.Contains(key.Symbol))
        {
            Report(call, need, key, Standing.NeverTaken, null, world);
        }
        else if (IsFixed(key) && !IsPromised(key, need.Clause.Kind))
        {
            LeaveToCallers(call, need, key, evaluator);
            if (!_context.IsSummary)
            {
                var finding = Finding(call, need, Standing.NeverTaken, null, world);
                _context.ReportIf(finding, () => !IsInDoubt(key, need.Clause.Kind) && _context.Summaries.Callers.IsEntry(_context.Owner, _context.CancellationToken));
                Settle(call, need, key, world);
            }
        }
    }

    private void HeldWrongly(Call call, Need need, Value key, Resource held, World world)
    {
        // Taken again in the next round of a loop, it was not given back in the last.
        if (!held.Reported && held.Site.Call != call.Operation)
        {
            Report(call, need, key, Standing.Held, held, world);
            world.Replace(held, held with { Reported = true });
        }
    }

    private void NotKnownToBeHeld(Call call, Need need, Value key, World world, Evaluator evaluator)
    {
        if (IsPromised(key, need.Clause.Kind))
        {
            Report(call, need, key, Standing.HeldByContract, null, world);
        }
        else if (IsFixed(key))
        {
            LeaveToCallers(call, need, key, evaluator);
        }
    }

    private void LeaveToCallers(Call call, Need need, Value key, Evaluator evaluator)
    {
        if (_context.Owner is IMethodSymbol owner && new EffectReader(owner, _context, evaluator).Entered(key) is { } target)
        {
            _open.Add((new Need(target, need.Clause, need.Method, need.Chain.Insert(0, call.Operation.Syntax)), key));
        }
    }

    private void Report(Call call, Need need, Value key, Standing standing, Resource? cause, World world)
    {
        var finding = Finding(call, need, standing, cause, world);
        _context.ReportIf(finding, () => standing is Standing.Held or Standing.HeldByContract || !IsInDoubt(key, need.Clause.Kind));
        if (standing is not (Standing.Held or Standing.HeldByContract))
        {
            Settle(call, need, key, world);
        }
    }

    private static Finding Finding(Call call, Need need, Standing standing, Resource? cause, World world) =>
        new(need.Clause.Held ? FindingKind.LockNotHeld : FindingKind.LockHeld, call.Operation.Syntax, cause, Trail.After(world.Trail, cause?.AcquiredAt))
        {
            Method = need.Method,
            Requirement = need.Clause,
            Standing = standing,
            Chain = need.Chain,
            Holder = need.Target.Path is null ? HolderOf(call, need.Target)?.ToString() : null,
        };

    private static SyntaxNode? HolderOf(Call call, Target target) => target.Kind switch
    {
        TargetKind.Parameter => call[target.Ordinal]?.Operation.Syntax,
        TargetKind.Receiver when call.Instance is { IsImplicit: false } instance => instance.Syntax,
        _ => null,
    };

    // What else goes wrong for want of the same lock is the same mistake.
    private void Settle(Call call, Need need, Value key, World world)
    {
        var site = _context.Site(call.Operation, call.Method, new AcquireClause(
            need.Target, need.Clause.Kind, Condition.Always, null, ImmutableArray<string>.Empty, null, ImmutableArray<string>.Empty, false, null), NotedIndex);
        if (!world.Resources.Exists(r => r.Site == site))
        {
            world.Resources.Add(new Resource(site, 0, key, Status.Held) { Foreign = true, Escaped = true, Reported = true, Unsure = true, AcquiredAt = world.Trail });
        }
    }

    /// <summary>Told apart from the clauses of the call.</summary>
    private const int NotedIndex = -200;

    // The contract of the method that is followed says that its callers hold it.
    private bool IsPromised(Value key, string kind) =>
        _context.Owner is IMethodSymbol owner && _context.Contracts.Of(owner) is { Requires.IsEmpty: false } contract &&
        contract.Requires.Any(r => r.Held && (r.Kind == kind || _context.Contracts.ImpliedBy(r.Kind).Contains(kind)) &&
            (KeyWithin(owner, r.Target) == key || (r.Target.Kind == TargetKind.Ambient && IsAmbient(key))));

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

    private bool IsAmbient(Value key) => Symbols[key.Symbol].Origin == Origin.Ambient;

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

    // Two parameters, the same member of two, two members of one, a thing and its member: nobody means the same object by these.
    private bool AreDistinct(Value one, Value other)
    {
        var (a, b) = (Symbols[one.Symbol], Symbols[other.Symbol]);
        if ((a.Origin == Origin.Member && a.Base == other) || (b.Origin == Origin.Member && b.Base == one))
        {
            return true;
        }

        if (a.Origin == Origin.NewObject || b.Origin == Origin.NewObject)
        {
            return a.Origin != Origin.Join && b.Origin != Origin.Join;
        }

        if (a.Origin == Origin.Member && b.Origin == Origin.Member)
        {
            return SymbolEqualityComparer.Default.Equals(a.Member, b.Member) ? AreDistinct(a.Base, b.Base) : a.Base == b.Base;
        }

        return a.Origin == Origin.Parameter && b.Origin == Origin.Parameter && a.Id != b.Id;
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
