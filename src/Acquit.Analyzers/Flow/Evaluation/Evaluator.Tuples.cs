using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Tuples: put together, and taken apart.
internal sealed partial class Evaluator
{
    private Value EvaluateTuple(ITupleOperation tuple, World world)
    {
        if (tuple.NaturalType is not INamedTypeSymbol { IsTupleType: true } type || type.TupleElements.Length != tuple.Elements.Length)
        {
            return EvaluateParts(tuple, world, escape: true);
        }

        var parts = tuple.Elements.Select(e => (Operation: e, Value: Evaluate(e, world))).ToList();
        var value = Unknown(tuple, world, Origin.NewObject);
        for (var i = 0; i < parts.Count; i++)
        {
            world.Places[Place.Member(value, Symbols.Intern(type.TupleElements[i]))] = parts[i].Value;

            // What lies deeper than one level is not followed.
            Pristine.Touch(parts[i].Value, world, Symbols);
            Escapes.EscapeFields(parts[i].Operation, parts[i].Value, world);
        }

        return value;
    }

    // The elements of a tuple that was put together before; null when it is no tuple.
    private (Value Value, ITypeSymbol Type)[]? Elements(IOperation operation, int count, World world) =>
        IsTuple(operation.Type, count) ? Elements(operation, Evaluate(operation, world), operation.Type!, count, world) : null;

    private (Value Value, ITypeSymbol Type)[]? Elements(IOperation? operation, Value tuple, ITypeSymbol type, int count, World world) =>
        IsTuple(type, count) ? ((INamedTypeSymbol)type).TupleElements.Select(e => (ElementOf(operation, tuple, e, world), e.Type)).ToArray() : null;

    private static bool IsTuple(ITypeSymbol? type, int count) => type is INamedTypeSymbol { IsTupleType: true, TupleElements.Length: var length } && length == count;

    /// <summary>An element of a tuple.</summary>
    /// <param name="operation">What yields the tuple; null for one that lies in another.</param>
    public Value ElementOf(IOperation? operation, Value tuple, ISymbol element, World world)
    {
        var from = operation is not null && Unwrap(operation) is ILocalReferenceOperation or IParameterReferenceOperation ? BaseOf(Unwrap(operation!), world) : tuple;
        return world.Places.TryGetValue(Place.Member(from, Symbols.Intern(element)), out var known) || world.Places.TryGetValue(Place.Member(tuple, Symbols.Intern(element)), out known)
            ? known
            : new Value(Symbols.Get(Origin.Member, member: element, @base: from), 0);
    }

    // A record that is copied: the copy says what the original says.
    private Value EvaluateClone(IOperation copying, IOperation original, World world)
    {
        var value = Evaluate(original, world);
        Escapes.Use(value, copying, null, world);
        Escapes.EscapeFields(value, world);
        var copy = Unknown(copying, world, Origin.NewObject);
        world.Assume(TestOperator.NotEqual, copy, Value.Zero);
        foreach (var member in world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == value).ToArray())
        {
            world.Places[Place.Member(copy, member.Key.Id)] = member.Value;
        }

        return copy;
    }

    /// <summary>A struct variable that is read as a whole, with its fields, as something by itself.</summary>
    /// <param name="isCapture">It may be chosen among others, or get other fields.</param>
    public Value Detached(IOperation operation, Value value, World world, bool isCapture = false)
    {
        var isVariable = Unwrap(operation) is ILocalReferenceOperation or IParameterReferenceOperation || (isCapture && Unwrap(operation) is IFieldReferenceOperation);
        var isAnother = isCapture && operation.Syntax.Parent is WithExpressionSyntax;
        if (!IsStruct(operation.Type) || !(isVariable || isAnother))
        {
            return value;
        }

        var from = isVariable ? BaseOf(Unwrap(operation), world) : value;
        LeaveNested(from, world);
        var fields = world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == from).ToArray();
        if ((fields.Length == 0 && !isAnother) || world.Resources.Any(r => r.Key == value))
        {
            return value;
        }

        var copy = Unknown(operation, world, Origin.NewObject);
        foreach (var field in fields)
        {
            world.Places[Place.Member(copy, field.Key.Id)] = field.Value;
        }

        if (isCapture)
        {
            TakeOver(operation, value, copy, world);
        }

        return copy;
    }

    // Fields that nobody has set are what they were.
    private void TakeOver(IOperation asking, Value original, Value copy, World world)
    {
        foreach (var field in asking.Type!.GetMembers().OfType<IFieldSymbol>())
        {
            var member = field.AssociatedSymbol ?? field;
            var place = Place.Member(copy, Symbols.Intern(member));
            if (!field.IsStatic && !IsStruct(field.Type) && !world.Places.ContainsKey(place))
            {
                world.Places[place] = original == Value.Zero ? Value.Zero : ReadMemberOf(original, member, field.Type, asking, world);
            }
        }
    }
}
