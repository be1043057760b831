using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Assignments of every sort.
internal sealed partial class Evaluator
{
    private Value EvaluateAssignment(ISimpleAssignmentOperation assignment, World world)
    {
        if (assignment.Target is IDiscardOperation)
        {
            return Evaluate(assignment.Value, world);
        }

        if (assignment.Target is IPropertyReferenceOperation { Property.SetMethod: { } setter } property &&
            _context.Contracts.Of(setter) is { } contract)
        {
            return _calls.Assign(assignment, setter, property, contract, world);
        }

        if (assignment.IsRef)
        {
            if (assignment.Target is ILocalReferenceOperation { Local: var other } && _context.Aliases.ContainsKey(other))
            {
                return Unknown(assignment, world);
            }

            // A ref local names the variable itself; neither is followed.
            Escapes.Escape(assignment.Value, Evaluate(assignment.Value, world), world);
            Pristine.TouchAll(world);
            return Unknown(assignment, world);
        }

        var place = PlaceOf(assignment.Target, world);
        if (place is null && assignment.Target is not (ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation))
        {
            Evaluate(assignment.Target, world);
        }

        var value = Evaluate(assignment.Value, world);
        NoteWritten(assignment.Target, assignment, world);
        if (assignment.Target is IMemberReferenceOperation { Instance: { } owner } && (!IsStruct(owner.Type) || owner.Type is { IsRefLikeType: true }))
        {
            Escapes.Use(Evaluate(owner, world), assignment.Target, null, world);
        }
        else if (assignment.Target is IArrayElementReferenceOperation written)
        {
            Escapes.Use(Evaluate(written.ArrayReference, world), assignment.Target, null, world);
        }

        if (assignment.Target is IInstanceReferenceOperation { Type: { } own })
        {
            ReplaceAll(own, assignment, value, world);
            return value;
        }

        var put = place is null ? _context.Collections?.PutIn(assignment, value, world) : null;
        Assign(place, value, assignment, world);
        if (put is not null)
        {
            _context.Collections!.Note(put, world);
        }

        if (IsStruct(assignment.Target.Type))
        {
            CopyFields(assignment.Target, assignment.Value, value, world);
        }

        return value;
    }

    // The whole of a struct, by one of its own methods: whatever its fields named, they name something else.
    private void ReplaceAll(ITypeSymbol own, ISimpleAssignmentOperation assignment, Value value, World world)
    {
        var self = Evaluate(assignment.Target, world);
        var from = Unwrap(assignment.Value) is ILocalReferenceOperation or IParameterReferenceOperation ? BaseOf(Unwrap(assignment.Value), world) : value;
        foreach (var field in own.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic))
        {
            var given = value == Value.Zero ? Value.Zero
                : world.Places.TryGetValue(Place.Member(from, Symbols.Intern(field)), out var known) ? known
                : new Value(Symbols.Get(Origin.Result, assignment, field, self), 0);
            Assign(Place.Member(self, Symbols.Intern(field)), given, assignment, world);
        }
    }

    private Value EvaluateDeconstruction(IDeconstructionAssignmentOperation deconstruction, World world)
    {
        Pristine.TouchAll(world);
        var parts = new List<TakenApart>();
        TakeApart(deconstruction.Target, deconstruction.Value, deconstruction, world, parts);
        var places = parts.ConvertAll(p => p.Target is IDiscardOperation ? null : PlaceOf(p.Target, world));
        var fields = FieldsTakenAlong(parts, places, world);

        // All at once, so that a swap loses nothing.
        var replaced = new List<(Place Place, Value Old)>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (places[i] is { } place)
            {
                if (place.Kind is PlaceKind.Variable or PlaceKind.Member && world.Places.TryGetValue(place, out var old) && !parts.Exists(p => p.Value == old) && !IsSetByCode(place))
                {
                    replaced.Add((place, old));
                }

                NoteKept(place, parts[i].Value, deconstruction, world);
                world.Places[place] = parts[i].Value;
                NotePut(place, deconstruction, world);
                if (IsReachableByOthers(place, world))
                {
                    Escapes.Escape(parts[i].Value, world);
                }
            }
        }

        fields.ForEach(f => world.Places[f.Place] = f.Value);
        replaced.ForEach(r => Escapes.CheckLost(r.Old, r.Place, deconstruction, world));
        return Unknown(deconstruction, world);
    }

    // Part by part, however deep the tuples lie in one another.
    private void TakeApart(IOperation target, IOperation source, IOperation deconstruction, World world, List<TakenApart> parts)
    {
        if (PartsOf(target) is not { } targets)
        {
            parts.Add(new TakenApart(target, Evaluate(source, world), Unwrap(source)));
        }
        else if (Unwrap(source) is ITupleOperation { Elements: var sources } && targets.Length == sources.Length)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                TakeApart(targets[i], sources[i], deconstruction, world, parts);
            }
        }
        else if (Elements(source, targets.Length, world) is { } values)
        {
            TakeApart(targets, values, deconstruction, world, parts);
        }
        else
        {
            Escapes.Escape(Evaluate(source, world), world);
            Unknowns(targets, deconstruction, world, parts);
        }
    }

    private void TakeApart(ImmutableArray<IOperation> targets, IReadOnlyList<(Value Value, ITypeSymbol Type)> values, IOperation deconstruction, World world, List<TakenApart> parts)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            if (PartsOf(targets[i]) is not { } inner)
            {
                parts.Add(new TakenApart(targets[i], values[i].Value, null));
            }
            else if (Elements(null, values[i].Value, values[i].Type, inner.Length, world) is { } elements)
            {
                TakeApart(inner, elements, deconstruction, world, parts);
            }
            else
            {
                Escapes.Escape(values[i].Value, world);
                Unknowns(inner, deconstruction, world, parts);
            }
        }
    }

    // What a method of the type takes apart.
    private void Unknowns(ImmutableArray<IOperation> targets, IOperation deconstruction, World world, List<TakenApart> parts)
    {
        foreach (var target in targets)
        {
            if (PartsOf(target) is { } inner)
            {
                Unknowns(inner, deconstruction, world, parts);
            }
            else
            {
                parts.Add(new TakenApart(target, Unknown(deconstruction, world, variant: parts.Count + 1), null));
            }
        }
    }

    private static ImmutableArray<IOperation>? PartsOf(IOperation target) =>
        (target is IDeclarationExpressionOperation declaration ? declaration.Expression : target) is ITupleOperation tuple ? tuple.Elements : null;

    // Structs that go from variable to variable, with their fields as they were before; those of others are not followed.
    private List<(Place Place, Value Value)> FieldsTakenAlong(List<TakenApart> parts, List<Place?> places, World world)
    {
        var taken = new List<(Place, Value)>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (places[i] is not { Kind: PlaceKind.Variable } place || Symbols.Interned(place.Id) is not { } variable || !IsStruct(parts[i].Target.Type))
            {
                continue;
            }

            var to = AddressOf(variable);
            if (parts[i].Source is ILocalReferenceOperation or IParameterReferenceOperation)
            {
                var from = BaseOf(parts[i].Source!, world);
                taken.AddRange(world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == from).Select(p => (Place.Member(to, p.Key.Id), p.Value)));
            }
            else
            {
                Escapes.EscapeFields(to, world);
            }
        }

        return taken;
    }

    /// <param name="Target">The variable, or nothing.</param>
    /// <param name="Source">What yields the value by itself, without conversions; null when that is only part of something.</param>
    private sealed record TakenApart(IOperation Target, Value Value, IOperation? Source);

    // An element of an array, a span, or what else is indexed by a reference.
    public void NoteWritten(IOperation target, IOperation at, World world)
    {
        if (_context.Contents is { } contents && IndexedBy(target) is { } indexed)
        {
            contents.Write(Evaluate(indexed, world), at, world);
        }
    }

    private IOperation? IndexedBy(IOperation target) => target switch
    {
        IArrayElementReferenceOperation element => element.ArrayReference,
        IPropertyReferenceOperation { Arguments.Length: > 0, Instance: { Type.IsRefLikeType: true } instance } => instance,
        IFlowCaptureReferenceOperation reference when _captured.TryGetValue(reference.Id, out var captured) && captured is not IFlowCaptureReferenceOperation => IndexedBy(captured),
        _ => null,
    };

    private Value EvaluateCompound(ICompoundAssignmentOperation compound, World world)
    {
        var place = PlaceOf(compound.Target, world);
        var old = Evaluate(compound.Target, world);
        var operand = Evaluate(compound.Value, world);
        Value value;
        if (compound.OperatorMethod is { Parameters.Length: 2 } method && (method.IsInSourceOf(_context.Compilation) || _context.Contracts.Of(method) is not null))
        {
            value = Operate(compound, method, ImmutableArray.Create(compound.Target, compound.Value), ImmutableArray.Create(old, operand), world) ?? Binary(compound.OperatorKind, old, operand);
        }
        else if (compound.OperatorMethod is null && compound.OperatorKind == BinaryOperatorKind.Add && IsIntegral(compound.Type))
        {
            value = Sum(old, operand, world);
        }
        else if (compound.OperatorMethod is null && operand.IsConstant && compound.OperatorKind == BinaryOperatorKind.Subtract && IsIntegral(compound.Type))
        {
            value = old - operand.Offset;
        }
        else if (compound is { Type.SpecialType: SpecialType.System_Boolean, OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.Or })
        {
            value = Logical(compound.OperatorKind, old, operand);
        }
        else if (compound.OperatorMethod is null && compound.Type?.SpecialType != SpecialType.System_String)
        {
            value = Binary(compound.OperatorKind, old, operand);
        }
        else
        {
            Escapes.Escape(compound.Target, old, world);
            Escapes.Escape(compound.Value, operand, world);
            value = Unknown(compound, world);
        }

        NoteWritten(compound.Target, compound, world);
        Assign(place, value, compound, world);
        return value;
    }

    private Value EvaluateIncrement(IIncrementOrDecrementOperation increment, World world)
    {
        var place = PlaceOf(increment.Target, world);
        var old = Evaluate(increment.Target, world);
        var step = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var value = increment.OperatorMethod?.IsInSourceOf(_context.Compilation) == true ? Binary(step, old, Value.One)
            : increment.OperatorMethod is not null || !IsIntegral(increment.Type) ? Unknown(increment, world)
            : increment.Kind == OperationKind.Increment ? old + 1
            : old - 1;
        NoteWritten(increment.Target, increment, world);
        Assign(place, value, increment, world);
        return increment.IsPostfix ? old : value;
    }
}
