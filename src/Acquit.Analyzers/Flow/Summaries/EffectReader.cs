using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Reads from one outcome what the caller is left with, in the caller's terms.</summary>
internal sealed partial class EffectReader
{
    private readonly IMethodSymbol _method;
    private readonly FlowContext _context;
    private readonly Evaluator _evaluator;

    public EffectReader(IMethodSymbol method, FlowContext context, Evaluator evaluator)
    {
        _method = method;
        _context = context;
        _evaluator = evaluator;
    }

    private SymbolTable Symbols => _context.Symbols;

    public IEnumerable<Effect> Read(Outcome outcome)
    {
        foreach (var resource in outcome.World.Resources)
        {
            if (SeedOf(resource) is { } seed)
            {
                if (Released(seed, resource, outcome) is { } part)
                {
                    yield return part;
                }
            }
            else if (resource is { IsLive: true, Foreign: false, MayBeGone: false } && outcome.World.StatusOf(resource) != Status.Failed && TargetOf(resource.Key, outcome) is { } target)
            {
                yield return Acquired(resource, target, outcome);
            }
        }

        foreach (var given in outcome.World.GivenBack)
        {
            if (GivenBackBy(given.Key, outcome) is { } target)
            {
                yield return Released(given, target, outcome);
            }
        }
    }

    // What was given back had its name before the call; that it is returned as well, or put in another variable, comes after that.
    private Target? GivenBackBy(Value key, Outcome outcome) =>
        (key is { IsConstant: false, Offset: 0 } ? Entered(key) : null) ?? (TargetOf(key, outcome) is { IsReturn: false } target ? target : null);

    /// <summary>How many an effect is about, where the caller said so: of none, doing nothing is no difference.</summary>
    public Value? SizeOf(Effect effect, Outcome outcome) => effect switch
    {
        { Count: { Kind: OperandKind.Parameter } count } =>
            _method.Parameters[count.Ordinal] is var p && p.RefKind is RefKind.Ref or RefKind.Out ? Final(p, outcome) : Entry(p),
        { Count: null, Target: { Kind: TargetKind.Parameter, Path: null } target } when AcquireEffects.IsSequence(_method.Parameters[target.Ordinal].Type) =>
            _evaluator.LengthOf(Entry(_method.Parameters[target.Ordinal]), outcome.World),
        _ => null,
    };

    /// <summary>The value that a parameter had when the method was called.</summary>
    public Value Entry(IParameterSymbol parameter) => new(Symbols.Get(Origin.Parameter, member: parameter), 0);

    /// <summary>The value that a by-reference parameter has when the method returns.</summary>
    public Value? Final(IParameterSymbol parameter, Outcome outcome) =>
        outcome.World.Places.TryGetValue(Place.Variable(Symbols.Intern(parameter)), out var value) ? value : null;

    /// <summary>Whether what the method was given leaves it as its result, or as a part of that.</summary>
    public bool IsReturned(Value entry, Outcome outcome) =>
        outcome.Returned is { IsConstant: false } returned && !OperandTypes.IsPlain(_method.ReturnType) &&
        (IsIn(entry, new[] { returned }, outcome) || (Symbols[returned.Symbol].Origin == Origin.Join && TupleParts.Of(_method).Any(part => !OperandTypes.IsPlain(part.Type))));

    /// <summary>Whether what the method was given is what a variable that is passed by reference names in the end, or a part of that.</summary>
    public bool IsPassedOut(Value entry, Outcome outcome) =>
        IsIn(entry, _method.Parameters.Where(p => p.RefKind is RefKind.Ref or RefKind.Out && !OperandTypes.IsPlain(p.Type))
            .SelectMany(p => new[] { _evaluator.AddressOf(p), Final(p, outcome) ?? Value.Zero }), outcome);

    // Itself, or in a tuple, struct or array that was put together here, however deep.
    private bool IsIn(Value entry, IEnumerable<Value> wholes, Outcome outcome)
    {
        var open = new Queue<Value>(wholes.Where(w => !w.IsConstant));
        var seen = new HashSet<Value>();
        while (open.Count > 0)
        {
            var whole = open.Dequeue();
            if (Symbols.RestsOn(whole.Symbol, entry.Symbol))
            {
                return true;
            }

            if (seen.Add(whole))
            {
                foreach (var part in outcome.World.Places.Where(p => p.Key.Kind is PlaceKind.Member or PlaceKind.Element && p.Key.Base == whole && !p.Value.IsConstant))
                {
                    open.Enqueue(part.Value);
                }
            }
        }

        return false;
    }

    /// <summary>What an element of the tuple is that is returned.</summary>
    public Value? Part(IFieldSymbol element, Outcome outcome) =>
        outcome.Returned is { IsConstant: false } tuple && outcome.World.Places.TryGetValue(Place.Member(tuple, Symbols.Intern(element)), out var value) ? value : null;

    private Effect Acquired(Resource resource, Target target, Outcome outcome)
    {
        var count = resource.IsContainer || resource.Site.Clause.Count is not null ? CountOf(resource.Low, resource.High, resource.Key, outcome, out var known) : Known(out known);
        return new Effect(target, resource.Kind, true, count, false)
        {
            Key = resource.Key,
            Acquire = Named(resource.Site.Clause, target) with { Made = MadeTypes.Of(resource, Symbols) },
            IsUnclear = !known || resource is { Unsure: true } or { Sparse: true } or { Reported: true } or { PendingRelease: not null } or { PartlyReleasedAt: not null } or { Misrelease: not null } ||
                        IsUnderTwoNames(resource.Key, target, outcome) || resource.Status == Status.Maybe || IsLeftToScope(resource, outcome) || (resource.Escaped && (!Symbols.Outlives(resource.Key) || IsOfCaller(resource.Key))) || (resource.Stored && target.Path is null && !Symbols.Outlives(resource.Key)),
        };
    }

    // Whoever gets it in two ways may give it back by either name.
    private bool IsUnderTwoNames(Value key, Target target, Outcome outcome) =>
        target is { Kind: TargetKind.Return or TargetKind.Parameter, Path: null } && _method.Parameters.Any(p =>
            p.RefKind is RefKind.Ref or RefKind.Out && target != Target.Parameter(p.Ordinal) && (target.Kind == TargetKind.Return || !p.Type.IsRefLikeType) && Final(p, outcome) == key);

    // What others got hold of here, they may give back.
    private bool IsOfCaller(Value key)
    {
        while (key.Offset == 0 && Symbols[key.Symbol] is { Origin: Origin.Member } member)
        {
            key = member.Base;
        }

        return Symbols[key.Symbol].Origin is Origin.Parameter or Origin.This;
    }

    // Whoever ends what is returned gives back with it what was taken for it.
    private bool IsLeftToScope(Resource resource, Outcome outcome) =>
        outcome.Returned is { IsConstant: false } returned && returned != resource.Key && Symbols.Outlives(resource.Key) && OperandTypes.IsScope(OperandTypes.Awaited(_method.ReturnType));

    /// <summary>What the method has taken and given back again, and a member of what it was passed still names.</summary>
    public IEnumerable<Effect> ReadGone(Outcome outcome)
    {
        foreach (var resource in outcome.World.Resources)
        {
            if (IsGone(resource) && TargetOf(resource.Key, outcome) is { Kind: TargetKind.Parameter, Path.IsNew: true } target)
            {
                yield return new Effect(target, resource.Kind, true, null, false) { Key = resource.Key, Acquire = resource.Site.Clause };
            }
        }
    }

    private bool IsGone(Resource resource) =>
        resource is { Status: Status.Released, Owned: true, Foreign: false, IsContainer: false, Unsure: false, Reported: false, PendingRelease: null, Site.Clause.Count: null } &&
        !_context.Contracts.IsCounted(resource.Kind);

    private Effect Released(GivenBack given, Target target, Outcome outcome)
    {
        var count = given.Count is { } many ? CountOf(given.Low, _evaluator.Add(given.Low, many), given.Key, outcome, out var known) : Known(out known);
        return new Effect(target, given.Clause.Kind, false, count, given.UnlessNull) { Key = given.Key, Release = given.Clause with { IsTwice = given.IsTwice }, IsUnclear = !known || given.IsUnclear || given.Pending is not null };
    }

    private Seed? SeedOf(Resource resource) =>
        _context.Seeds.FirstOrDefault(s => s.Call == resource.Site.Call && resource.Site.Clause.Target == Target.Parameter(s.Array.Ordinal) && resource.Site.Clause.ReleasedBy.IsEmpty);

    // How much is left of what the caller was supposed to hold tells how much was given back.
    private Effect? Released(Seed seed, Resource left, Outcome outcome)
    {
        var facts = outcome.World.Facts;
        var effect = new Effect(Target.Parameter(seed.Array.Ordinal), left.Kind, false, null, false) { Release = seed.Release };
        if (left.Unsure || left.Escaped || left.PendingRelease is not null)
        {
            return effect with { IsUnclear = true };
        }

        var bound = seed.Bound is { } parameter ? Operand.Parameter(parameter.Ordinal) : (Operand?)null;
        if (left.Status == Status.Released || facts.Upper(left.High, left.Low) <= 0)
        {
            return effect with { Count = bound };
        }

        if (left.Low == Value.Zero && !left.Shrunk)
        {
            return null;
        }

        var count = CountOf(Value.Zero, left.Low, left.Key, outcome, out var known);
        return effect with { Count = count, IsUnclear = !known || count is null || bound is not null };
    }

    private static Operand? Known(out bool known)
    {
        known = true;
        return null;
    }

    private Operand? CountOf(Value low, Value high, Value key, Outcome outcome, out bool known)
    {
        known = true;
        if (low != Value.Zero)
        {
            known = false;
            return null;
        }

        var facts = outcome.World.Facts;
        if (high.IsConstant)
        {
            return Operand.Number(high.Offset);
        }

        if (outcome.Returned is { } returned && facts.AreEqual(returned, high))
        {
            return Operand.Return;
        }

        foreach (var parameter in _method.Parameters)
        {
            if (facts.AreEqual(parameter.RefKind is RefKind.Ref or RefKind.Out ? Final(parameter, outcome) ?? Value.Zero : Entry(parameter), high))
            {
                return Operand.Parameter(parameter.Ordinal);
            }
        }

        // An element beyond the last could not have been touched.
        if (facts.Upper(_evaluator.LengthOf(key, outcome.World), high) <= 0)
        {
            return null;
        }

        known = false;
        return null;
    }
}
