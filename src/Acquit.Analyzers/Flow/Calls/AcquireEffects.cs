using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What a call acquires.</summary>
internal sealed class AcquireEffects
{
    private const int MaxInstances = 3;

    private readonly Evaluator _evaluator;
    private readonly FlowContext _context;
    private readonly Conditions _conditions;

    public AcquireEffects(Evaluator evaluator, FlowContext context, Conditions conditions)
    {
        _evaluator = evaluator;
        _context = context;
        _conditions = conditions;
    }

    public void Apply(Call call, World world)
    {
        if (call.Effects is not { } contract || (contract.Acquires.IsEmpty && contract.PerhapsGone.IsEmpty && call.Perhaps.IsEmpty))
        {
            return;
        }

        var named = new List<Target>();
        for (var i = 0; i < contract.Acquires.Length; i++)
        {
            var clause = contract.Acquires[i];
            if (call.Untold.Contains(clause))
            {
                continue;
            }

            var state = _conditions.Evaluate(clause.When, call, world);

            // Whether an unknown argument makes it this kind or that one cannot be said, so nothing is.
            if (state.Truth == Truth.False)
            {
                continue;
            }

            if (state.DependsOnArguments)
            {
                // What was given back of the caller's may be held again.
                var key = KeyOf(call, clause, world).Key;
                world.Change(r => r is { Status: Status.Released, Owned: false } && r.Kind == clause.Kind && r.Key == key, r => r with { Unsure = true });
                continue;
            }

            Acquire(call, clause, _context.Site(call.Operation, call.Method, clause, i), state, named.Contains(clause.Target), world);
            named.Add(clause.Target);
        }

        for (var i = 0; i < call.Perhaps.Length; i++)
        {
            TakePerhaps(call, call.Perhaps[i], _context.Site(call.Operation, call.Method, call.Perhaps[i], contract.Acquires.Length + contract.PerhapsGone.Length + i), world);
        }

        for (var i = 0; i < contract.PerhapsGone.Length; i++)
        {
            var clause = contract.PerhapsGone[i];
            var state = _conditions.Evaluate(clause.When, call, world);
            if (state.Truth != Truth.False && !state.DependsOnArguments)
            {
                NamePerhapsGone(clause, _context.Site(call.Operation, call.Method, clause, contract.Acquires.Length + i), KeyOf(call, clause, world, named.Contains(clause.Target)).Key, state, world);
            }
        }
    }

    /// <summary>Whether nobody but this method can give back what a helper takes.</summary>
    public bool IsOfLockMadeHere(Call call, AcquireClause clause, World world)
    {
        var key = KeyOf(call, clause, world).Key;
        return !_context.IsSummary && _context.Symbols[key.Symbol].Origin == Origin.NewObject && !_context.Symbols.Outlives(key) && !world.Published.Contains(key.Symbol) &&
               !LoopStatements.Contain(call.Operation.Syntax) && !world.Resources.Exists(r => r.Key == key && (r.IsLive || r.Unsure));
    }

    // On some of the ways of a helper, and nothing tells on which: if it is never given back, it is left on those.
    private void TakePerhaps(Call call, AcquireClause clause, AcquireSite site, World world)
    {
        world.Step(StepKind.Acquired, call.Operation.Syntax);
        world.Resources.RemoveAll(r => r.Site == site);
        world.Resources.Add(new Resource(site, 0, KeyOf(call, clause, world).Key, Status.Maybe)
        {
            Conditions = ImmutableArray.Create<Formula>(new Comparison(TestOperator.NotEqual, new Value(_context.Symbols.Get(Origin.Join, (call.Operation, clause.Kind)), 0), Value.Zero)),
            Owned = true,
            AcquiredAt = world.Trail,
        });
    }

    // Nothing is known of it but that it may be given back already.
    private static void NamePerhapsGone(AcquireClause clause, AcquireSite site, Value key, ConditionState state, World world)
    {
        world.Resources.RemoveAll(r => r.Site == site);
        if (!key.IsConstant)
        {
            world.Resources.Add(new Resource(site, 0, key, state.Truth == Truth.True ? Status.Held : Status.Maybe)
            {
                Conditions = state.Open, Unsure = true, MayBeGone = true, AcquiredAt = world.Trail, ReleasedAt = site.Call,
            });
        }
    }

    private void Acquire(Call call, AcquireClause clause, AcquireSite site, ConditionState state, bool isNamed, World world)
    {
        var (key, low, isContainer, size) = KeyOf(call, clause, world, isNamed);
        if (key == Value.Zero || IsPutBehindPointer(call, clause))
        {
            return;
        }

        var count = clause.Count is { } operand ? _conditions.ValueOf(operand, call) : size ?? Value.One;
        if (isContainer && clause.Count is not null && size is { } capacity)
        {
            world.Assume(TestOperator.LessOrEqual, count, capacity);
        }

        if (clause.IfNotNull)
        {
            state = new ConditionState(Truth.Unknown, state.Open.Add(new Comparison(TestOperator.NotEqual, key, Value.Zero)), false);
        }

        if (state is { Truth: Truth.Unknown, Open.IsEmpty: false } && IsInVain(clause, key, world) && world.Assume(new Conjunction(state.Open), false))
        {
            return;
        }

        if (state is { Truth: Truth.Unknown, Open.IsEmpty: false } && Locks.LockStatements.IsMadeOf(call.Operation) && world.Assume(new Conjunction(state.Open), true))
        {
            // Whoever comes on has it.
            state = new ConditionState(Truth.True, ImmutableArray<Formula>.Empty, false);
        }

        if (clause.Target.Kind != TargetKind.Ambient && state.Truth == Truth.True && _context.Symbols[key.Symbol].Origin == Origin.Acquired)
        {
            // What is acquired without a condition is there.
            world.Assume(TestOperator.NotEqual, key, Value.Zero);
        }

        if (clause.Target.IsReturn && state.Truth == Truth.True && call.Method.ReturnType is IArrayTypeSymbol)
        {
            // An array without elements is nothing that anybody has to give back.
            world.Assume(TestOperator.Greater, _evaluator.LengthOf(key, world), Value.Zero);
            if (ClassLibrary.LeastLength(call.Method) is { } asked && call[asked.Ordinal] is { } least)
            {
                world.Assume(TestOperator.GreaterOrEqual, _evaluator.LengthOf(key, world), least.Before);
            }
        }

        if (clause.Target is { Kind: TargetKind.Parameter, Path: null } && call[clause.Target.Ordinal] is { IsByReference: false, Parameter.Type.IsReferenceType: true })
        {
            // Nothing can be taken on null.
            world.Assume(TestOperator.NotEqual, key, Value.Zero);
        }

        if (clause.IsNullOtherwise && state.Truth == Truth.True)
        {
            world.Assume(TestOperator.NotEqual, key, Value.Zero);
        }

        if (_context.Symbols[key.Symbol] is { Origin: Origin.Element } element)
        {
            world.Change(r => r.IsContainer && r.Key == element.Base && r.Kind == clause.Kind, r => r with { TakenAgain = true, Whole = null });
        }

        if (isContainer && clause.Target.Kind == TargetKind.Parameter && call.Contract?.Borrows.Contains(clause.Target.Ordinal) == true)
        {
            // What is there is left where it is, and counted with what is put to it.
            world.Resources.RemoveAll(r => r.IsContainer && r.IsLive && r.Kind == clause.Kind && r.Key == key && r.Low == low);
        }

        _context.Requirements?.Doubts.Touch(key, clause.Kind);
        var instance = MakeRoom(site, key, world);
        world.Step(StepKind.Acquired, call.Operation.Syntax);
        var taken = new Resource(site, instance, key, state.Truth == Truth.True ? Status.Held : Status.Maybe)
        {
            IsContainer = isContainer,
            Owned = !clause.IsOptional && !_context.Symbols.Outlives(key) && !world.Published.Contains(key.Symbol) && _context.Symbols[key.Symbol].Origin != Origin.Element,
            Low = low,
            High = _evaluator.Add(low, count),
            Conditions = state.Open,
            IsFilledIn = IsFilledIn(call, clause.Target, key),
            Surely = clause.Surely is { } sure && _conditions.Evaluate(sure, call, world) is { Truth: Truth.Unknown, DependsOnArguments: false } enough ? new Conjunction(enough.Open) : null,
            Requested = Requested(call, clause, size),
            Asked = Asked(call, clause),
            Stored = (clause.Target.Path is not null || IsPassedOut(call, clause.Target)) && _evaluator.IsKeptByOthers(key, world),
            AcquiredAt = world.Trail,
            Unsure = instance >= MaxInstances || _context.TakenInTurns.Has(call.Operation, clause.Kind) || IsToldOutOfSight(call, clause),
            Escaped = IsPutOutOfSight(call, clause.Target, key, world),
        };
        if (taken is { Stored: true, IsContainer: false } && FieldFilledIn(call, clause.Target) is { } filled)
        {
            // Nobody had it before it was put there.
            taken = taken with { StoredIn = filled.Field, StoredAt = filled.At, Owned = !clause.IsOptional && _context.Symbols[key.Symbol].Origin == Origin.Acquired };
            _context.MindsFields = true;
        }

        DoubtWhatIsHeldAlready(taken, world);
        if (!_context.IsSummary && _context.Requirements is not null)
        {
            _context.JumpedOver.Taken(taken, world);
        }

        world.Resources.Add(clause.IsOver ? GivenBack(taken, call) : taken);
    }

    // Of the very object.
    private (ISymbol Field, SyntaxNode At)? FieldFilledIn(Call call, Target target) =>
        target.Path is null && IsPassedOut(call, target) && call[target.Ordinal] is { Place: { Kind: PlaceKind.Member } place, Operation: var passed } &&
        _context.Symbols[place.Base.Symbol].Origin == Origin.This && _context.Symbols.Interned(place.Id) is IFieldSymbol field
            ? (field, passed.Syntax)
            : null;

    // Of what is read there afterwards nobody knows that it is the same.
    private bool IsPutBehindPointer(Call call, AcquireClause clause) =>
        clause.Target is { Kind: TargetKind.Parameter, Path: null } && call[clause.Target.Ordinal] is { IsByReference: false, Parameter.Type: IPointerTypeSymbol { PointedAtType: var type } } &&
        PassedByAddress.IsGivenBackByValue(clause.Kind, type, _context.Contracts);

    // In one of many flags, which the code asks again in another round of a loop: which of them tells what is not followed. Nor is what is
    // known of a flag that has several names.
    private bool IsToldOutOfSight(Call call, AcquireClause clause) => clause.When.Tests.Any(test =>
        test.Left.Kind == OperandKind.Parameter && call[test.Left.Ordinal] is { IsByReference: true, Operation: var flag } && (IsOneOfMany(flag) || IsHeldByReference(flag)));

    private bool IsHeldByReference(IOperation flag) =>
        _context.HeldByReference.Count > 0 && flag.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation { Local: var local } && _context.HeldByReference.Contains(local));

    private static bool IsOneOfMany(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Instance: { } holder } => IsOneOfMany(holder),
        IArrayElementReferenceOperation element => element.Indices.Any(i => !i.ConstantValue.HasValue),
        IPropertyReferenceOperation { Instance: not null, Property.RefKind: not RefKind.None } element => element.Arguments.Any(a => !a.Value.ConstantValue.HasValue),
        _ => false,
    };

    // Whoever takes once more what he holds may have been told that he does not any more.
    private void DoubtWhatIsHeldAlready(Resource taken, World world)
    {
        bool IsSame(Resource r) => r is { IsLive: true, Unsure: false, IsContainer: false } && r.Kind == taken.Kind && r.Key == taken.Key && r.Site != taken.Site;

        if (_context.Symbols[taken.Key.Symbol] is { Origin: Origin.Member, Member: IFieldSymbol field } && world.Resources.Exists(IsSame) && GivenUpByOthers.Has(field, taken.Kind, _context))
        {
            world.Change(IsSame, r => r with { Unsure = true });
        }
    }

    // By the call that took it: nothing is owed.
    private static Resource GivenBack(Resource taken, Call call) => taken.Status == Status.Held
        ? taken with { Status = Status.Released, ReleasedAt = call.Operation }
        : taken with { Escaped = true, PendingRelease = new Conjunction(taken.Conditions), ReleasedAt = call.Operation };

    // Whoever tries for what he holds already does not get it, where one at a time has it.
    private bool IsInVain(AcquireClause clause, Value key, World world) =>
        !key.IsConstant && world.Resources.Exists(r =>
            r is { IsContainer: false, Escaped: false, Unsure: false, Foreign: false, PendingRelease: null, PendingEscape: null } &&
            (r.Kind == clause.Kind || r.Site.Clause.Implies.Contains(clause.Kind) || clause.Implies.Contains(r.Kind)) &&
            world.Facts.AreEqual(r.Key, key) && world.StatusOf(r) == Status.Held &&
            (_context.Contracts.IsExclusive(r.Kind) || _context.Contracts.IsExclusive(clause.Kind)) &&
            _context.Requirements?.Doubts.IsLeftToOthers(key, r.Kind) != true);

    // An address or object; nought among numbers may be as good as any other.
    private bool IsFilledIn(Call call, Target target, Value key) =>
        target.Path is null && IsPassedOut(call, target) && _context.Symbols[key.Symbol].Origin == Origin.Acquired &&
        call[target.Ordinal]!.Type is { IsReferenceType: true } or { TypeKind: TypeKind.Pointer } or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr };

    // Through a pointer, say, a reference that a call yields, or into an array of somebody else's: who has it now, nobody can tell.
    private bool IsPutOutOfSight(Call call, Target target, Value key, World world) =>
        target.Path is null && IsPassedOut(call, target) && _context.Symbols[key.Symbol].Origin == Origin.Acquired &&
        call[target.Ordinal] is { Operation: not IDiscardOperation } argument &&
        (argument.Place is not { } place || _evaluator.IsElementOfOthers(place, world));

    private static bool IsPassedOut(Call call, Target target) => target.Kind == TargetKind.Parameter && call[target.Ordinal] is { IsByReference: true };

    private (Value Key, Value Low, bool IsContainer, Value? Size) KeyOf(Call call, AcquireClause clause, World world, bool isNamed = false)
    {
        if (clause.Target.Path is not null)
        {
            return (_evaluator.Navigate(call, clause.Target, world, isNamed), Value.Zero, false, null);
        }

        switch (clause.Target.Kind)
        {
            case TargetKind.Return:
                return (call.Result, Value.Zero, clause.Count is not null && IsSequence(call.Method.ReturnType), null);
            case TargetKind.Receiver:
                return (call.Receiver, Value.Zero, false, null);
            case TargetKind.Ambient:
                return (new Value(_context.Symbols.Get(Origin.Ambient, clause.Kind), 0), Value.Zero, false, null);
            default:
                if (call[clause.Target.Ordinal] is not { } argument)
                {
                    return (Value.Zero, Value.Zero, false, null);
                }

                if (!IsSequence(argument.Parameter.Type) || argument.IsByReference)
                {
                    return (argument.After, Value.Zero, false, null);
                }

                var (array, start, length) = _evaluator.Resolve(argument.Before);
                return (array, start, true, length ?? (start == Value.Zero ? _evaluator.LengthOf(array, world) : null));
        }
    }

    /// <summary>Whether a parameter of the type stands for several resources: an array, a span or the like.</summary>
    public static bool IsSequence(ITypeSymbol type) =>
        type is IArrayTypeSymbol || (type is INamedTypeSymbol { TypeArguments.Length: 1 } named &&
            (named.IsRefLikeType || named.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IList_T
                or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_IEnumerable_T
                or SpecialType.System_Collections_Generic_ICollection_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T));

    /// <summary>What takes an array of anything, as a pool does, is given the array and not what its elements stand for.</summary>
    public static bool IsArrayItself(IParameterSymbol parameter) =>
        parameter.OriginalDefinition.Type is IArrayTypeSymbol { ElementType: ITypeParameterSymbol };

    private static ImmutableArray<Value> Requested(Call call, AcquireClause clause, Value? size)
    {
        if (clause.Count is not { Kind: OperandKind.Return })
        {
            return ImmutableArray<Value>.Empty;
        }

        var requested = call.Arguments
            .Where(a => !a.IsByReference && a.Parameter.Type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64)
            .Select(a => a.Before);
        return (size is { } whole ? requested.Append(whole) : requested).Distinct().ToImmutableArray();
    }

    // The only number that is passed of the type in which it is told how many there are.
    private static Value? Asked(Call call, AcquireClause clause)
    {
        if (clause.Count is not { Kind: OperandKind.Return } || call.Contract is null)
        {
            return null;
        }

        var asked = call.Arguments
            .Where(a => !a.IsByReference && SymbolEqualityComparer.Default.Equals(a.Parameter.Type, call.Method.ReturnType) && !IsFilledIn(a.Parameter))
            .Select(a => (Value?)a.Before).Take(2).ToList();
        return asked.Count == 1 ? asked[0] : null;
    }

    // By the compiler, with where the call stands.
    private static bool IsFilledIn(IParameterSymbol parameter) =>
        parameter.IsOptional && parameter.GetAttributes().Any(a => a.AttributeClass?.Name is "CallerLineNumberAttribute");

    // The same call may have run before, in a loop. What it acquired then is either over, lost by now, or held beside this one.
    private int MakeRoom(AcquireSite site, Value key, World world)
    {
        for (var i = world.Resources.Count - 1; i >= 0; i--)
        {
            var old = world.Resources[i];
            if (old.Site != site || old.Gathered)
            {
                continue;
            }

            if (old.IsLive && old.Owned && !world.Places.Values.Any(v => _context.Symbols.IsOver(v, old.Key.Symbol)))
            {
                if (_evaluator.Escapes.IsOwed(old, world))
                {
                    _evaluator.Escapes.ReportLost(old, site.Call.Syntax, world);
                }

                world.Resources.RemoveAt(i);
            }
            else if (!old.IsLive || old is { Escaped: true, LeftTo: null } || old.Unsure || world.StatusOf(old) == Status.Failed)
            {
                world.Resources.RemoveAt(i);
            }
        }

        var taken = world.Resources.Where(r => r.Site == site && !r.Gathered).ToList();
        if (taken.Count >= MaxInstances)
        {
            world.Resources.RemoveAll(taken.Contains);
            return MaxInstances;
        }

        return Enumerable.Range(0, MaxInstances).First(n => taken.All(r => r.Instance != n));
    }
}
