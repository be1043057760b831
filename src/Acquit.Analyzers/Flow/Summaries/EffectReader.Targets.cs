using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

// What the caller calls the things that the body speaks of.
internal sealed partial class EffectReader
{
    /// <summary>Members of members; what lies deeper is not spoken of.</summary>
    private const int MaxPath = 4;

    /// <summary>What the caller knows a value by that was there before the call, or that the call hands out.</summary>
    public Target? TargetOf(Value key, Outcome outcome)
    {
        if (key.IsConstant)
        {
            return null;
        }

        if (outcome.Returned is { } returned && outcome.World.Facts.AreEqual(returned, key))
        {
            return Target.Return;
        }

        if (PassedOutBy(key, outcome) is { } passed)
        {
            return Target.Parameter(passed.Ordinal);
        }

        if (key.Offset != 0)
        {
            return null;
        }

        return Entered(key) ?? MemberSetTo(key, outcome);
    }

    // What is seen through a span is given back by the name of what it is a span of.
    private IParameterSymbol? PassedOutBy(Value key, Outcome outcome) =>
        _method.Parameters.Where(p => p.RefKind is RefKind.Ref or RefKind.Out && Final(p, outcome) is { } final && outcome.World.Facts.AreEqual(final, key))
            .OrderBy(p => p.Type.IsRefLikeType).FirstOrDefault();

    /// <summary>What the caller knows a value by that was there before the call.</summary>
    public Target? Entered(Value key)
    {
        var info = Symbols[key.Symbol];
        return info.Origin switch
        {
            Origin.Parameter when info.Member is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _method) =>
                Target.Parameter(parameter.Ordinal),
            Origin.Parameter or Origin.Variable when info.Subject is null && CapturedVariables.IsOneOf(info, _method) =>
                Target.Ambient with { Path = new MemberPath(ImmutableArray.Create(info.Member!), false) },
            Origin.This => Target.Receiver,
            Origin.Ambient => Target.Ambient,
            Origin.Member when info.Member is not null => Along(info.Base, info.Member, null),
            _ => null,
        };
    }

    /// <summary>Whether a target is a variable of the caller's that the call puts an address or an object in, or null.</summary>
    public bool IsFilledIn(Target target) =>
        target is { Kind: TargetKind.Parameter, Path: null } && _method.Parameters[target.Ordinal] is { RefKind: RefKind.Ref or RefKind.Out, Type: var type } &&
        type is { IsReferenceType: true } or { TypeKind: TypeKind.Pointer } or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr };

    /// <summary>Whether a variable that is passed by reference names something else in the end than in the beginning.</summary>
    public bool IsReplaced(Target target, Outcome outcome) =>
        target is { Kind: TargetKind.Parameter, Path: null } && _method.Parameters[target.Ordinal] is { RefKind: RefKind.Ref } parameter &&
        Final(parameter, outcome) is { } final && final != Entry(parameter);

    /// <summary>Whether a variable that is passed by reference is null in the end.</summary>
    public bool IsNothing(IParameterSymbol parameter, Outcome outcome) =>
        Final(parameter, outcome) is { } final && outcome.World.Facts.AreEqual(final, Value.Zero);

    /// <summary>Whether the member or variable that an effect is about is null in an outcome, so that there is nothing to it.</summary>
    public bool IsNullIn(Outcome outcome, Effect effect) => effect.Target.Path is { IsNew: true }
        ? (MemberAt(effect.Target, outcome) ?? OfNothing(effect.Target, outcome)) is { } value && outcome.World.Facts.AreEqual(value, Value.Zero)
        : IsFilledIn(effect.Target) ? IsNothing(_method.Parameters[effect.Target.Ordinal], outcome)
        : effect.Target.Path is not null && !effect.IsAcquired && outcome.World.Facts.AreEqual(effect.Key, Value.Zero);

    /// <summary>Whether an outcome has put something, or null, in the member that a target names.</summary>
    public bool IsSet(Target target, Outcome outcome) => (MemberAt(target, outcome) ?? OfNothing(target, outcome)) is not null;

    /// <summary>Whether a member of this object, or of one that was passed, still names in the end what was given back.</summary>
    public bool IsLeftNamed(Outcome outcome, Effect effect) =>
        effect.Target is { Path: { IsNew: false, Members: var members } } target && WholeOf(target) is { } whole &&
        (MemberAt(whole, members, outcome) is { } named ? named == effect.Key : members.Length == 1 && IsLeftAlone(members[0], whole, outcome));

    private Value? WholeOf(Target target) => target.Kind switch
    {
        TargetKind.Receiver => new Value(Symbols.Get(Origin.This), 0),
        TargetKind.Parameter when _method.Parameters[target.Ordinal] is { RefKind: RefKind.None, Type.IsReferenceType: true } parameter => Entry(parameter),
        _ => null,
    };

    /// <summary>Whether a variable, or a member of a struct or of the object, that some outcomes set is what the caller had in it in this one.</summary>
    public bool IsAsItWas(Outcome outcome, Effect effect) => effect.Target.Kind == TargetKind.Receiver
        ? IsAsItWas(effect.Target, outcome)
        : effect.Target is { Kind: TargetKind.Parameter, Path: null }
        ? _method.Parameters[effect.Target.Ordinal].RefKind == RefKind.Ref && !IsReplaced(effect.Target, outcome)
        : effect.Target is { Kind: TargetKind.Parameter, Path: { IsNew: true, Members: { Length: 1 } members } } &&
        _method.Parameters[effect.Target.Ordinal] is { RefKind: RefKind.Ref, Type.IsValueType: true } parameter &&
        (Final(parameter, outcome) is not { } final || final == Entry(parameter)) && _evaluator.AddressOf(parameter) is var address &&
        !outcome.World.Places.ContainsKey(Place.Member(address, Symbols.Intern(members[0]))) &&
        IsLeftAlone(members[0], address, outcome);

    /// <summary>Whether the method has seen in an outcome that there is something in it already.</summary>
    public bool WasThere(Outcome outcome, Effect effect)
    {
        Value? before = effect.Target switch
        {
            { Kind: TargetKind.Parameter, Path: null } => Entry(_method.Parameters[effect.Target.Ordinal]),
            { Kind: TargetKind.Parameter, Path.Members: { Length: 1 } members } => MemberOf(_evaluator.AddressOf(_method.Parameters[effect.Target.Ordinal]), members[0]),
            { Kind: TargetKind.Receiver, Path.Members: { Length: 1 } members } => MemberOf(new Value(Symbols.Get(Origin.This), 0), members[0]),
            _ => null,
        };
        return before is { } was && outcome.World.Facts.Evaluate(TestOperator.NotEqual, was, Value.Zero) == Truth.True;

        Value MemberOf(Value whole, ISymbol member) => new(Symbols.Get(Origin.Member, member: member, @base: whole), 0);
    }

    private bool IsAsItWas(Target target, Outcome outcome) =>
        target.Path is { IsNew: true, Members: { Length: 1 } members } && new Value(Symbols.Get(Origin.This), 0) is var self &&
        !outcome.World.Places.ContainsKey(Place.Member(self, Symbols.Intern(members[0]))) &&
        IsLeftAlone(members[0], self, outcome);

    private bool IsLeftAlone(ISymbol member, Value whole, Outcome outcome) =>
        !outcome.World.Published.Contains(whole.Symbol) && !outcome.World.Published.Contains(Symbols.Get(Origin.Member, member: member, @base: whole)) &&
        !outcome.World.Published.Contains(Symbols.Get(Origin.Member, PassedParts.Replacing, member, whole));

    /// <summary>
    /// Whether a variable that is passed by reference or a member may be null, and that tells that nothing is held in it: of what is
    /// passed, and of an object or a struct by a method of it.
    /// </summary>
    public bool MayBeToldByNull(Target target, IEnumerable<Outcome> outcomes) =>
        (target.Path is null ? target.Kind == TargetKind.Parameter && _method.Parameters[target.Ordinal].RefKind == RefKind.Ref && IsFilledIn(target)
            : target.Kind == TargetKind.Parameter || (target.Kind == TargetKind.Receiver && (!target.Path.IsNew || IsOpener || IsOfStruct))) &&
        !SetsNumbersApart(target, outcomes);

    // A method by which an object takes what it keeps, after it was made.
    private bool IsOpener => _method is { MethodKind: MethodKind.Ordinary, IsStatic: false, ContainingType.TypeKind: TypeKind.Class };

    private bool IsOfStruct => _method is { IsStatic: false, ContainingType.TypeKind: TypeKind.Struct };

    // Whether numbers in a struct that is passed by reference, or in the object, are set to one thing or another: callers may tell by
    // them what has happened.
    private bool SetsNumbersApart(Target target, IEnumerable<Outcome> outcomes)
    {
        var address = target.Kind == TargetKind.Receiver ? new Value(Symbols.Get(Origin.This), 0) : _evaluator.AddressOf(_method.Parameters[target.Ordinal]);
        return outcomes
            .SelectMany(o => o.World.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == address && p.Value.IsConstant))
            .Where(p => Symbols.Interned(p.Key.Id) is { } member && Evaluator.TypeOf(member) is { } type && OnlyAnswers.IsNumber(type))
            .GroupBy(p => p.Key.Id)
            .Any(g => g.Select(p => p.Value).Distinct().Skip(1).Any());
    }

    // Of a struct that was set to its default, and filled in since, what was not filled in.
    private Value? OfNothing(Target target, Outcome outcome) =>
        target is { Kind: TargetKind.Parameter, Path.Members.Length: 1 } && _method.Parameters[target.Ordinal] is { RefKind: RefKind.Ref or RefKind.Out, Type.IsValueType: true } parameter
            ? Final(parameter, outcome) is { IsConstant: true } nothing ? nothing : null
            : null;

    // What a member, set by the method, names in the end.
    private Value? MemberAt(Target target, Outcome outcome)
    {
        Value? at = target.Kind switch
        {
            TargetKind.Parameter when _method.Parameters[target.Ordinal] is { Type.IsValueType: true } parameter => _evaluator.AddressOf(parameter),
            TargetKind.Receiver => new Value(Symbols.Get(Origin.This), 0),
            _ => null,
        };
        return MemberAt(at, target.Path!.Members, outcome);
    }

    private Value? MemberAt(Value? at, ImmutableArray<ISymbol> members, Outcome outcome)
    {
        for (var i = 0; at is { } holder && i < members.Length; i++)
        {
            var isStruct = i < members.Length - 1 && Evaluator.TypeOf(members[i]) is { } type && Evaluator.IsStruct(type);
            at = isStruct ? new Value(Symbols.Get(Origin.Member, "address", members[i], holder), 0)
                : outcome.World.Places.TryGetValue(Place.Member(holder, Symbols.Intern(members[i])), out var value) ? value
                : null;
        }

        return at;
    }

    // A member, set by the method, of what the caller has hold of.
    private Target? MemberSetTo(Value key, Outcome outcome)
    {
        Target? found = null;
        foreach (var place in outcome.World.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Value == key).Select(p => p.Key).OrderBy(p => p.Id))
        {
            if (Symbols.Interned(place.Id) is { } member && Along(place.Base, member, outcome) is { } target && CanHold(target, outcome))
            {
                found ??= target;
            }
        }

        return found;
    }

    private bool CanHold(Target target, Outcome outcome) => target.Kind switch
    {
        TargetKind.Parameter => _method.Parameters[target.Ordinal] is { RefKind: RefKind.Ref or RefKind.Out, Type.IsValueType: true },
        TargetKind.Receiver => _method.ContainingType.IsValueType || (IsOpener && Construction.StaysWithMaker(_method.ContainingType, _context.Summaries, _context.CancellationToken) && IsOwn(new Value(Symbols.Get(Origin.This), 0), _method.ContainingType, target, outcome)) || (_context.IsMaking && Construction.IsSilentBefore(_method, _context.Compilation, _context.CancellationToken) && IsOwn(new Value(Symbols.Get(Origin.This), 0), _method.ContainingType, target, outcome)),
        TargetKind.Return => IsOwn(outcome.Returned!.Value, Symbols[outcome.Returned.Value.Symbol].Operation?.Type, target, outcome),
        _ => false,
    };

    // Made by the call, known to nobody else, and not released by anybody but its holder.
    private bool IsOwn(Value made, ITypeSymbol? type, Target target, Outcome outcome) =>
        !outcome.World.Published.Contains(made.Symbol) && !Finalization.IsPossible(type, _context.Compilation) &&
        !_context.Summaries.Fields.IsNeverReleased(target.Path!.Members[target.Path.Members.Length - 1], kind: null, _context.Summaries, _context.CancellationToken);

    // The way to a member from what the caller can name; through what the method set, if it is an outcome that is read.
    private Target? Along(Value @base, ISymbol member, Outcome? made)
    {
        var members = ImmutableArray.CreateBuilder<ISymbol>();
        members.Add(member);
        while (members.Count < MaxPath)
        {
            if (made is { Returned: { IsConstant: false } returned } && returned == @base && Symbols[@base.Symbol].Origin == Origin.NewObject)
            {
                return Path(TargetKind.Return, -1);
            }

            var info = Symbols[@base.Symbol];
            switch (info.Origin)
            {
                case Origin.Member when info.Member is { } outer:
                    members.Insert(0, outer);
                    @base = info.Base;
                    continue;
                case Origin.Parameter or Origin.Variable when info.Member is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _method):
                    return Path(TargetKind.Parameter, parameter.Ordinal);
                case Origin.This:
                    return Path(TargetKind.Receiver, -1);
                case Origin.Zero when @base == Value.Zero && members[0].IsStatic:
                    return Path(TargetKind.Ambient, -1);
                case Origin.NewObject when made is not null && !made.World.Published.Contains(@base.Symbol) && !Finalization.IsPossible(info.Operation?.Type, _context.Compilation) &&
                                           HolderOf(@base, made.World) is { } holder && Symbols.Interned(holder.Id) is { } held:
                    members.Insert(0, held);
                    @base = holder.Base;
                    continue;
                default:
                    return null;
            }
        }

        return null;

        Target Path(TargetKind kind, int ordinal) => new(kind, ordinal, new MemberPath(members.ToImmutable(), made is not null));
    }

    private static Place? HolderOf(Value value, World world)
    {
        Place? found = null;
        foreach (var pair in world.Places)
        {
            if (pair.Value == value && pair.Key.Kind == PlaceKind.Member && (found is null || pair.Key.Id < found.Value.Id))
            {
                found = pair.Key;
            }
        }

        return found;
    }

    // What lies in a member is released by a method of the object, where it has one for that.
    private AcquireClause Named(AcquireClause clause, Target target)
    {
        if (target is not { Kind: TargetKind.Return or TargetKind.Receiver, Path: { IsNew: true } path })
        {
            return clause;
        }

        var isDisposable = path.Members[0].ContainingType is { } type &&
                           (type.GetMembers(Conventions.Dispose).Any(m => m is IMethodSymbol { Parameters.IsEmpty: true }) ||
                            type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_IDisposable));
        return isDisposable ? clause with { ReleasedBy = ImmutableArray.Create(Conventions.Dispose) } : clause;
    }
}
