using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Variables, fields and elements: what they refer to, and what is put into them.
internal sealed partial class Evaluator
{
    /// <summary>The place an expression names, or null when it names none that is followed.</summary>
    public Place? PlaceOf(IOperation operation, World world)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local when _context.Aliases.TryGetValue(local.Local, out var named):
                return PlaceOf(named, world);
            case ILocalReferenceOperation local:
                return _context.Unstable.Contains(local.Local) ? null : Place.Variable(Symbols.Intern(local.Local));
            case IParameterReferenceOperation parameter:
                return _context.Unstable.Contains(parameter.Parameter) ? null : Place.Variable(Symbols.Intern(parameter.Parameter));
            case IDeclarationExpressionOperation declaration:
                return PlaceOf(declaration.Expression, world);
            case IParenthesizedOperation parenthesized:
                return PlaceOf(parenthesized.Operand, world);
            case IFlowCaptureReferenceOperation reference:
                return _captured.TryGetValue(reference.Id, out var captured) && captured is not IFlowCaptureReferenceOperation
                    ? PlaceOf(captured, world)
                    : null;
            case IFieldReferenceOperation field when _context.HeldByReference.Contains(field.Field):
                return null;
            case IFieldReferenceOperation field:
                return Place.Member(BaseOf(field.Instance, world), Symbols.Intern(field.Field));
            case IPropertyReferenceOperation { Arguments.Length: 0, Property: { RefKind: not RefKind.None, GetMethod: var reference } } when FieldBehind(reference) is null:
                return null;
            case IPropertyReferenceOperation { Arguments.Length: 0 } property:
                return Place.Member(BaseOf(property.Instance, world), Symbols.Intern((ISymbol?)FieldBehind(property.Property.GetMethod) ?? property.Property));
            case IArrayElementReferenceOperation { Indices.Length: 1 } element when IsIndex(element.Indices[0]):
                return ElementPlace(Evaluate(element.ArrayReference, world), Evaluate(element.Indices[0], world), world);
            case IPropertyReferenceOperation { Arguments.Length: 1, Instance: { } instance } indexer when IsIndex(indexer.Arguments[0].Value) && IsList(instance.Type):
                return ElementPlace(Evaluate(instance, world), Evaluate(indexer.Arguments[0].Value, world), world);
            default:
                return null;
        }
    }

    // The field that a member of source is another name for, unless a contract speaks of the member.
    private IFieldSymbol? FieldBehind(IMethodSymbol? getter) =>
        getter is not null && _context.Contracts.Of(getter) is null ? _getters.FieldOf(getter, _context.Compilation, _context.CancellationToken) : null;

    private bool IsSetByCode(Place place) => place.Kind == PlaceKind.Member && Fields.FieldUses.IsByCode(Symbols.Interned(place.Id));

    /// <summary>What the place that an expression names refers to, without its being read; null when it names none that is followed.</summary>
    public Value? ContentOf(IOperation operation, World world) =>
        PlaceOf(operation, world) is not { } place ? null
        : world.Places.TryGetValue(place, out var value) ? value
        : place.Kind == PlaceKind.Member && Symbols.Interned(place.Id) is { } member ? new Value(Symbols.Get(Origin.Member, member: member, @base: place.Base), 0)
        : null;

    /// <summary>Lets a place refer to a value; what only the place referred to before is lost.</summary>
    public void Assign(Place? place, Value value, IOperation at, World world)
    {
        if (place is not { } target)
        {
            Escapes.Escape(value, world);
            Retellings.Tell(value, Retellings.Somewhere, world, Symbols);
            Pristine.TouchAll(world);
            GoneElements.Forget(world, Symbols);
            return;
        }

        Pristine.Put(target, value, world, Symbols);
        NoteKept(target, value, at, world);
        if (world.Places.TryGetValue(target, out var old) && old != value &&
            (old.IsConstant || !Symbols.RestsOn(value.Symbol, old.Symbol)) && target.Kind is PlaceKind.Variable or PlaceKind.Member)
        {
            if (IsSetByCode(target))
            {
                // The setter may give back what was there.
                Escapes.Escape(old, world);
            }
            else
            {
                Escapes.TakeBack(target, old, world);
                Escapes.CheckLost(old, target, at, world);
            }
        }

        world.Places[target] = value;
        NotePut(target, at, world);
        if (target.Kind == PlaceKind.Element && Symbols[value.Symbol].Origin == Origin.NewArray)
        {
            // Arrays in arrays are not followed.
            Escapes.Escape(value, world);
        }

        HandOver(target, value, world);
        if (target.Kind == PlaceKind.Variable)
        {
            _context.OwnContract?.HandOut(value, world);
        }

        if (IsReachableByOthers(target, world))
        {
            if (Symbols[value.Symbol].Origin == Origin.Slice)
            {
                // A part of an array is kept: so is the array.
                Escapes.Escape(value, world);
            }
            else if (target.Kind == PlaceKind.Member && IsMade(target.Base, world))
            {
                // The object is new, and nobody else has it yet: what it holds is held in it. What came from elsewhere is kept.
                if (!value.IsConstant && Symbols[value.Symbol].Origin is not (Origin.NewObject or Origin.NewArray or Origin.Acquired))
                {
                    world.Published = world.Published.Add(value.Symbol);
                    Escapes.EscapeFields(value, world);
                }
            }
            else if (Escapes.IsCallersVariable(target))
            {
                Escapes.LeaveTo(target, value, world);
            }
            else if (target.Kind == PlaceKind.Member && Symbols[target.Base.Symbol].Member is not ILocalSymbol { IsRef: true })
            {
                var keeper = Symbols[target.Base.Symbol].Origin == Origin.This ? Symbols.Interned(target.Id) : null;
                var kept = Symbols.Unwrapped(value);
                _context.MindsFields |= keeper is not null && world.Resources.Exists(r => r.Key == kept);
                world.Change(
                    r => r.Key == kept && !r.IsContainer,
                    r => r with { Stored = true, LeftTo = null, StoredIn = keeper, StoredAt = keeper is null ? null : at.Syntax });
                world.Published = value.IsConstant ? world.Published : world.Published.Add(value.Symbol);
                Escapes.EscapeFields(value, world);
                world.Change(r => r.Key == value && r.IsContainer, r => r with { Escaped = true });
                KeepElement(value, world);
            }
            else
            {
                Escapes.Escape(value, world);
            }
        }
    }

    private void NoteKept(Place target, Value value, IOperation at, World world)
    {
        if (target.Kind == PlaceKind.Variable && !world.Keepings.IsEmpty)
        {
            _context.Collections?.Assigned(target.Id, value, at, world);
        }
    }

    private void NotePutAmongElements(Place target, World world)
    {
        GoneElements.Forget(world, Symbols);
        world.Change(r => r.Whole is not null && r.Key == target.Base, r => r with { Whole = null });
        if (_context.Requirements is not null && !_context.IsSummary)
        {
            var facts = world.Facts;
            Locks.MovedElements.Note(world, Symbols, e => e.Base == target.Base && facts.Evaluate(TestOperator.NotEqual, e.Index, target.Index) != Truth.True);
        }
    }

    // Null where nothing is known of them.
    private List<KeyValuePair<Place, Value>>? FieldsOf(Value address, World world)
    {
        List<KeyValuePair<Place, Value>>? fields = null;
        foreach (var pair in world.Places)
        {
            if (pair.Key.Kind == PlaceKind.Member && (pair.Key.Base == address || Symbols.IsWithin(pair.Key.Base, address)))
            {
                (fields ??= new()).Add(pair);
            }
        }

        return fields;
    }

    private static void ForgetCopy(Place target, World world) => world.Change(r => r.CopyLeft == target, r => r with { CopyLeft = null });

    // What was known by the place is known by it no more.
    private void NotePut(Place target, IOperation at, World world)
    {
        if (!world.IsWithoutResources)
        {
            ForgetCopy(target, world);
        }

        if (target.Kind == PlaceKind.Element)
        {
            NotePutAmongElements(target, world);
        }

        if (target.Kind == PlaceKind.Variable && Symbols.Interned(target.Id) is { } variable && FieldsOf(AddressOf(variable), world) is { } fields)
        {
            // A new struct has new fields.
            foreach (var field in fields)
            {
                world.Places.Remove(field.Key);
                Escapes.TakeBack(field.Key, field.Value, world);
            }

            if (at is ISimpleAssignmentOperation)
            {
                fields.ForEach(f => Escapes.CheckLost(f.Value, f.Key, at, world));
            }
        }

        NoteReplaced(target, at, world);
    }

    // One of several is kept by whoever has the object, and which of the others are left to be given back is not known.
    private void KeepElement(Value value, World world)
    {
        if (Symbols[value.Symbol] is { Origin: Origin.Element, Base: var array })
        {
            world.Change(r => r.IsContainer && r.Key == array, r => r with { Escaped = true });
        }
    }

    // A struct; or an object made here that nobody else has, nor the garbage collector calls.
    private bool IsPrivate(SymbolInfo made, World world) =>
        made.Operation is { Type.IsValueType: true } ||
        (made.Operation is IObjectCreationOperation { Constructor: { } constructor, Type: { } type } && !world.Published.Contains(made.Id) &&
         !Finalization.IsPossible(type, _context.Compilation) && Summaries.Construction.IsPrivate(constructor, _context.Summaries, _context.CancellationToken));

    // The object that the constructor at hand makes, until others get hold of it.
    private bool IsMade(Value value, World world) =>
        _context.IsMaking && Symbols[value.Symbol].Origin == Origin.This && !world.Published.Contains(value.Symbol);

    // For the summary: a part of what the caller gave is another one now. Of a plain number or flag nobody asks.
    private void NoteReplaced(Place target, IOperation at, World world)
    {
        if (!_context.IsSummary || _context.IsMaking || target.Kind is not (PlaceKind.Member or PlaceKind.Element) ||
            at is IIncrementOrDecrementOperation or IAssignmentOperation { Target.Type: { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double } or { TypeKind: TypeKind.Enum } })
        {
            return;
        }

        world.Published = world.Published.Add(target.Kind == PlaceKind.Element
            ? Symbols.Get(Origin.Element, @base: target.Base, index: target.Index)
            : Symbols.Get(Origin.Member, Summaries.PassedParts.Replacing, Symbols.Interned(target.Id), target.Base));
    }

    /// <summary>What a variable of struct type is known by when its fields are asked for.</summary>
    public Value AddressOf(ISymbol variable) => new(Symbols.Get(Origin.Variable, "address", variable), 0);

    private Value ReadVariable(ISymbol variable, IOperation operation, World world)
    {
        if (_context.Unstable.Contains(variable))
        {
            return Unknown(operation, world);
        }

        var place = Place.Variable(Symbols.Intern(variable));
        if (!world.Places.TryGetValue(place, out var value))
        {
            value = new Value(Symbols.Get(variable is IParameterSymbol ? Origin.Parameter : Origin.Variable, member: variable), 0);
            world.Places.Add(place, value);
            AssumeRange(value, operation.Type, world);
        }

        return value;
    }

    /// <summary>What members are told apart by: an object, or what a struct variable or field is known by.</summary>
    public Value BaseOf(IOperation? instance, World world)
    {
        switch (instance)
        {
            case null:
                return Value.Zero;
            case ILocalReferenceOperation local when IsStruct(local.Type):
                return AddressOf(local.Local);
            case IParameterReferenceOperation parameter when IsStruct(parameter.Type):
                return AddressOf(parameter.Parameter);
            case IFieldReferenceOperation field when IsStruct(field.Type):
                return new Value(Symbols.Get(Origin.Member, "address", field.Field, BaseOf(field.Instance, world)), 0);
            default:
                return Evaluate(instance, world);
        }
    }

    private Value ReadMember(IOperation operation, ISymbol member, IOperation? instance, World world)
    {
        var @base = BaseOf(instance, world);
        if (instance is not null && !IsStruct(instance.Type))
        {
            Escapes.Use(@base, operation, null, world);
            if (operation.Type?.SpecialType != SpecialType.System_Boolean)
            {
                _context.Contents?.LookAt(@base, operation, world);
            }

            if (instance.Type is { IsReferenceType: true })
            {
                // The access would have thrown.
                world.Assume(TestOperator.NotEqual, @base, Value.Zero);
            }
        }

        else if (instance is ILocalReferenceOperation or IParameterReferenceOperation && member is IPropertySymbol &&
                 Evaluate(instance, world) is var handle && Symbols[handle.Symbol] is { Origin: Origin.Acquired, Operation.Type: { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } })
        {
            // A property of a handle looks at what it is the handle of.
            Escapes.Use(handle, operation, null, world);
        }

        if (world.Places.TryGetValue(Place.Member(@base, Symbols.Intern(member)), out var value))
        {
            return value;
        }

        if (instance is ILocalReferenceOperation or IParameterReferenceOperation && IsStruct(instance.Type))
        {
            // A field nobody has set belongs to the struct as it came.
            @base = Evaluate(instance, world);
            if (@base == Value.Zero)
            {
                return Value.Zero;
            }

            if (world.Places.TryGetValue(Place.Member(@base, Symbols.Intern(member)), out value))
            {
                return value;
            }
        }

        if (operation.Type is { IsValueType: true } && (IsIntegral(operation.Type) || operation.Type.SpecialType == SpecialType.System_Boolean))
        {
            return ReadNumber(operation, member, operation.Type, @base, world);
        }

        value = new Value(Symbols.Get(Origin.Member, member: member, @base: @base), 0);
        AssumeRange(value, operation.Type, world);
        return value;
    }

    /// <summary>What a member of an object is, that a pattern asks; null when that takes more than a look.</summary>
    public Value? MemberOf(Value holder, ISymbol member, IOperation asking, World world)
    {
        if (member is IPropertySymbol { GetMethod: { } getter } property)
        {
            if (_context.Contracts.Of(getter) is null && FieldBehind(getter) is null && IsLength(property))
            {
                return LengthOf(holder, world);
            }

            if (_context.Contracts.Of(getter) is not null || !(Fields.FieldUses.IsStoredByItself(property) || property.ContainingType.IsAnonymousType || FieldBehind(getter) is not null))
            {
                return null;
            }

            member = (ISymbol?)FieldBehind(getter) ?? property;
        }

        return TypeOf(member) is { } type && member.ContainingType is { IsReferenceType: true } && !IsStruct(type)
            ? ReadMemberOf(holder, member, type, asking, world)
            : null;
    }

    /// <summary>What a member of a struct is, that a pattern asks; null when that takes more than a look.</summary>
    public Value? FieldOf(IOperation asked, Value whole, IMemberReferenceOperation member, World world)
    {
        asked = Unwrap(asked);
        if (!IsStruct(asked.Type) || !SymbolEqualityComparer.Default.Equals(asked.Type, member.Member.ContainingType) || member.Type is null || IsStruct(member.Type) ||
            asked is not (ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation))
        {
            return null;
        }

        if (asked.Type is { IsTupleType: true })
        {
            return ElementOf(asked, whole, member.Member, world);
        }

        if (member.Member is IPropertySymbol { GetMethod: var getter } property &&
            (getter is null || _context.Contracts.Of(getter) is not null || !(Fields.FieldUses.IsStoredByItself(property) || FieldBehind(getter) is not null)))
        {
            return null;
        }

        return BaseOf(asked, world) == Value.Zero
            ? Value.Zero
            : ReadMember(member, (member.Member is IPropertySymbol { GetMethod: { } read } ? FieldBehind(read) : null) ?? member.Member, asked, world);
    }

    private Value ReadMemberOf(Value holder, ISymbol member, ITypeSymbol type, IOperation asking, World world)
    {
        if (world.Places.TryGetValue(Place.Member(holder, Symbols.Intern(member)), out var value))
        {
            return value;
        }

        if (IsIntegral(type) || type.SpecialType == SpecialType.System_Boolean)
        {
            return ReadNumber(asking, member, type, holder, world);
        }

        value = new Value(Symbols.Get(Origin.Member, member: member, @base: holder), 0);
        AssumeRange(value, type, world);
        return value;
    }

    // A number or flag keeps its value until a loop comes round; whoever saved the old one still has that.
    private Value ReadNumber(IOperation operation, ISymbol member, ITypeSymbol type, Value @base, World world)
    {
        var value = Fresh(g => Symbols.Get(Origin.Member, member: member, @base: @base, variant: g), operation, world);
        world.Places[Place.Member(@base, Symbols.Intern(member))] = value;
        AssumeRange(value, type, world);
        if (member is IPropertySymbol { Name: "Count" or "Length" } counted && counted.ContainingType.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            // As the language has it, too.
            world.Assume(TestOperator.GreaterOrEqual, value, Value.Zero);
        }

        return value;
    }

    private Value EvaluateProperty(IPropertyReferenceOperation property, World world)
    {
        if (property is { Instance: { Type: { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } } nullable })
        {
            var underlying = Evaluate(nullable, world);
            return property.Property.Name == nameof(Nullable<int>.HasValue) ? Boolean(new Comparison(TestOperator.NotEqual, underlying, Value.Zero)) : ValueOfNullable(underlying);
        }

        var getter = property.Property.GetMethod;
        if (property.Arguments.Length == 0)
        {
            if (getter is not null && _context.Contracts.Of(getter) is { } contract)
            {
                return _calls.Invoke(property, getter, property.Instance, property.Arguments, world, contract);
            }

            if (FieldBehind(getter) is { } behind)
            {
                return ReadMember(property, behind, property.Instance, world);
            }

            if (AnswerAboutField(property, getter, property.Instance, world) is { } told)
            {
                return told;
            }

            if (property.Instance is { } instance && IsLength(property.Property))
            {
                // Arrays and spans are countable by the language; asking for the length touches no content.
                var counted = Evaluate(instance, world);
                var length = LengthOf(counted, world);
                if (instance.Type is { IsReferenceType: true } && !_context.IsSummary)
                {
                    // The access would have thrown. What callers are told does without that.
                    world.Assume(TestOperator.NotEqual, counted, Value.Zero);
                }

                if (instance.Type is IArrayTypeSymbol { IsSZArray: true } && !length.IsConstant)
                {
                    world.Assume(TestOperator.LessOrEqual, length, LongestArray);
                }

                return length;
            }

            if (property is { Instance: { Type.IsRefLikeType: true } span, Property: { Name: nameof(Span<int>.IsEmpty), Type.SpecialType: SpecialType.System_Boolean } })
            {
                return Boolean(new Comparison(TestOperator.Equal, LengthOf(Evaluate(span, world), world), Value.Zero));
            }

            if (property.Instance is { } enumerator && property.Property.Name == "Current" &&
                Symbols[Evaluate(enumerator, world).Symbol] is { Origin: Origin.Enumerator } info)
            {
                return ElementAt(info.Base, PositionOf(new Value(info.Id, 0), world), property, property.Type, world);
            }

            if (getter is not null && _context.Summaries.Of(getter, false, _context.CancellationToken) is { } summary && !(summary.Acquires.IsEmpty && summary.Releases.IsEmpty))
            {
                return _calls.Invoke(property, getter, property.Instance, property.Arguments, world);
            }

            if (property is { IsImplicit: true, Instance: { } moving })
            {
                // The current element of a foreach, another one each time.
                Evaluate(moving, world);
                return Unknown(property, world);
            }

            LeaveToAnswer(getter, property.Instance, world);
            var read = ReadMember(property, property.Property, property.Instance, world);
            _context.Collections?.Counted(property, read, world);
            return read;
        }

        if (property is { Instance: { } array, Arguments.Length: 1 } && IsIndex(property.Arguments[0].Value) && IsList(array.Type))
        {
            var (whole, at) = (Evaluate(array, world), Evaluate(property.Arguments[0].Value, world));
            Reach(whole, at, array.Type, world);
            return ElementAt(whole, at, property, property.Type, world);
        }

        return getter is null
            ? EvaluateParts(property, world, escape: true)
            : _calls.Invoke(property, getter, property.Instance, property.Arguments, world);
    }

    // A struct takes its fields along.
    private void CopyFields(IOperation target, IOperation source, Value value, World world)
    {
        var from = Unwrap(source) is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation ? BaseOf(Unwrap(source), world) : value;
        if (target is not (ILocalReferenceOperation or IParameterReferenceOperation))
        {
            Escapes.EscapeFields(from, world);
            return;
        }

        LeaveNested(from, world);
        var to = BaseOf(target, world);
        foreach (var pair in world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == from).ToArray())
        {
            var field = Place.Member(to, pair.Key.Id);
            world.Places[field] = pair.Value;
            if (Escapes.IsCallersVariable(field) && IsReachableByOthers(field, world))
            {
                Escapes.LeaveTo(field, pair.Value, world);
            }
            else if (IsReachableByOthers(field, world))
            {
                Escapes.Escape(pair.Value, world);
            }
        }
    }

    // Structs in structs are not taken along.
    private void LeaveNested(Value from, World world)
    {
        foreach (var pair in world.Places.Where(p => p.Key.Kind == PlaceKind.Member && Symbols.IsWithin(p.Key.Base, from)).ToArray())
        {
            Escapes.Escape(pair.Value, world);
        }
    }

    // While the method is summed up, what it passes out is not hidden from its caller.
    private bool IsForTheCaller(ISymbol parameter) => _context.IsSummary && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _context.Owner);

    /// <summary>Whether the value was put where others can name it, as a helper does that fills in a field of this object, or what was passed on by reference.</summary>
    public bool IsKeptByOthers(Value value, World world) =>
        world.Places.Any(p => p.Value == value && IsReachableByOthers(p.Key, world) &&
            (p.Key.Kind == PlaceKind.Variable || (p.Key.Kind == PlaceKind.Member && !IsHeldByNobodyElse(p.Key.Base, world))));

    /// <summary>Whether the place is in an array that somebody else may have, too.</summary>
    public bool IsElementOfOthers(Place place, World world) => place.Kind == PlaceKind.Element && IsReachableByOthers(place, world);

    // What others can name as well: fields of anything but a struct variable, and elements of what came from elsewhere.
    private bool IsReachableByOthers(Place place, World world) => place.Kind switch
    {
        // Passed by reference, or declared by an enclosing function or primary constructor.
        PlaceKind.Variable => Symbols.Interned(place.Id) is { } variable &&
                              ((variable is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } && !IsForTheCaller(variable)) || _context.Shared.Contains(variable) ||
                               (variable is ILocalSymbol or IParameterSymbol && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _context.Owner))),
        PlaceKind.Member => Symbols[place.Base.Symbol] is not { Origin: Origin.Variable or Origin.NewObject } info ||
                            info.Member is ILocalSymbol { IsRef: true } ||
                            (info.Origin == Origin.NewObject && !IsPrivate(info, world)) ||
                            (info.Member is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } passed && !IsForTheCaller(passed)) ||
                            (info.Member is { } variable && (_context.Shared.Contains(variable) || _context.Unstable.Contains(variable))),
        PlaceKind.Element => Symbols[place.Base.Symbol].Origin is Origin.Element or Origin.Result || (Symbols.Outlives(place.Base) && !(Symbols[place.Base.Symbol] is { Origin: Origin.Parameter, Member: { } array } && IsForTheCaller(array))) || world.Published.Contains(place.Base.Symbol),
        _ => false,
    };
}
