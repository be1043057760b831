using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// New objects, arrays and delegates.
internal sealed partial class Evaluator
{
    private Value EvaluateCreation(IObjectCreationOperation creation, World world)
    {
        if (creation.Constructor is null)
        {
            return EvaluateParts(creation, world, escape: true);
        }

        if (creation is { Arguments.Length: 0, Initializer: null, Type: { IsValueType: true, TypeKind: TypeKind.Struct } } &&
            creation.Constructor.IsImplicitlyDeclared)
        {
            // A captured one with an initializer gets its fields next; it must not be mistaken for the default.
            return creation.Syntax is BaseObjectCreationExpressionSyntax { Initializer: not null }
                ? Unknown(creation, world, Origin.NewObject)
                : Value.Zero;
        }

        return _calls.Invoke(creation, creation.Constructor, null, creation.Arguments, world);
    }

    private Value EvaluateAnonymous(IAnonymousObjectCreationOperation creation, World world)
    {
        var put = new List<(ISymbol Member, Value Value)>();
        foreach (var initializer in creation.Initializers)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var member } } assignment)
            {
                var value = Evaluate(assignment.Value, world);
                Escapes.Escape(assignment.Value, value, world);
                put.Add((member, value));
            }
        }

        var made = Unknown(creation, world);
        world.Assume(TestOperator.NotEqual, made, Value.Zero);
        put.ForEach(p => world.Places[Place.Member(made, Symbols.Intern(p.Member))] = p.Value);
        return made;
    }

    private Value EvaluateArray(IArrayCreationOperation array, World world)
    {
        Value? length = null;
        foreach (var size in array.DimensionSizes)
        {
            length = Evaluate(size, world);
        }

        var value = Unknown(array, world, Origin.NewArray);
        world.Assume(TestOperator.NotEqual, value, Value.Zero);
        if (array.DimensionSizes.Length == 1 && length is { } known)
        {
            // A negative size would have thrown.
            world.Assume(TestOperator.GreaterOrEqual, known, Value.Zero);
            world.Assume(TestOperator.Equal, LengthOf(value, world), known);
            if (array is { Initializer: null, Type: IArrayTypeSymbol { ElementType.IsReferenceType: true } })
            {
                world.Pristine = world.Pristine.Add(value.Symbol);
            }
        }

        var index = 0;
        foreach (var element in array.Initializer?.ElementValues ?? System.Collections.Immutable.ImmutableArray<IOperation>.Empty)
        {
            var put = Evaluate(element, world);
            world.Places[Place.Element(value, Value.Constant(index++))] = put;
            Pristine.Touch(put, world, Symbols);
            HandOver(put, world);
            LeaveStruct(element, put, world);
        }

        return value;
    }

    private Value EvaluateOnTheStack(IOperation array, World world)
    {
        // Of elements that are written out the number is not asked.
        var size = array is { Syntax: StackAllocArrayCreationExpressionSyntax { Initializer: null }, ChildOperations.Count: 1 } ? Evaluate(array.ChildOperations.First(), world) : (Value?)null;
        if (size is null)
        {
            EvaluateParts(array, world, escape: false);
        }

        var value = Unknown(array, world, Origin.NewArray);
        world.Assume(TestOperator.NotEqual, value, Value.Zero);
        if (size is { } known)
        {
            world.Assume(TestOperator.GreaterOrEqual, known, Value.Zero);
            world.Assume(TestOperator.Equal, LengthOf(value, world), known);
        }

        return value;
    }

    // [a, b] as an array or span; a spread in it makes positions unknown, and its parts escape.
    private Value EvaluateElements(IOperation collection, World world)
    {
        var values = collection.ChildOperations.Select(child => (Operation: child, Value: Evaluate(child, world))).ToList();
        var array = Unknown(collection, world, Origin.NewArray);
        world.Assume(TestOperator.NotEqual, array, Value.Zero);
        var isPlain = values.TrueForAll(v => (int)v.Operation.Kind <= (int)CollectionExpression);
        if (isPlain)
        {
            world.Assume(TestOperator.Equal, LengthOf(array, world), Value.Constant(values.Count));
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (isPlain)
            {
                world.Places[Place.Element(array, Value.Constant(i))] = values[i].Value;
                Pristine.Touch(values[i].Value, world, Symbols);
                HandOver(values[i].Value, world);
                LeaveStruct(values[i].Operation, values[i].Value, world);
            }
            else
            {
                Escapes.Escape(values[i].Operation, values[i].Value, world);
            }
        }

        return array;
    }

    // A collection with something in it. A spread may bring anything.
    private Value EvaluateFull(IOperation collection, Collections.LocalCollections collections, World world)
    {
        var elements = collection.ChildOperations.Select(child => (Operation: child, Value: Evaluate(child, world))).ToList();
        var put = elements.TrueForAll(e => (int)e.Operation.Kind <= (int)CollectionExpression) ? collections.PutIn(collection, elements, world) : null;
        foreach (var (operation, value) in elements)
        {
            Pristine.Touch(value, world, Symbols);
            Escapes.Escape(operation, value, world);
        }

        var made = Unknown(collection, world);
        world.Assume(TestOperator.NotEqual, made, Value.Zero);
        if (put is not null)
        {
            collections.Note(put with { Collection = made }, world);
        }

        return made;
    }

    // The fields of structs in arrays are not followed.
    private void LeaveStruct(IOperation element, Value value, World world)
    {
        if (IsStruct(element.Type))
        {
            Escapes.EscapeFields(element, value, world);
        }
    }

    private Value EvaluateDelegate(IDelegateCreationOperation creation, World world)
    {
        switch (creation.Target)
        {
            case IMethodReferenceOperation method:
                if (method.Instance is { } instance)
                {
                    Escapes.Escape(Evaluate(instance, world), world);
                }

                _later.MayRelease(method.Method, world);
                if (method.Method.MethodKind == MethodKind.LocalFunction)
                {
                    Escapes.Captured(world);
                }

                break;
            default:
                Evaluate(creation.Target, world);
                break;
        }

        var value = Unknown(creation, world);
        world.Assume(TestOperator.NotEqual, value, Value.Zero);
        return value;
    }

    private Value EvaluateLambda(IFlowAnonymousFunctionOperation lambda, World world)
    {
        var function = IsRunAtOnce(lambda) ? _context.FunctionOf(lambda.Symbol) : null;
        Escapes.Captured(world, function is null ? null : v => _context.Borrowing.LooksAtOnly(function, v));
        _later.MayRelease(lambda.Syntax, world);
        if (!lambda.Symbol.ReturnsVoid && Looks.In(_context.FunctionOf(lambda.Symbol)) is null)
        {
            LoseAnswers(world);
        }

        if (function is not null)
        {
            // What the objects it looks at hold, it may release.
            foreach (var variable in _context.Captured)
            {
                if (world.Places.TryGetValue(Place.Variable(Symbols.Intern(variable)), out var value))
                {
                    Escapes.EscapeFields(value, world);
                }

                Escapes.EscapeFields(AddressOf(variable), world);
            }
        }

        return Unknown(lambda, world);
    }

    // Code that answers something may say by that what a variable tells.
    private void LoseAnswers(World world)
    {
        foreach (var variable in _context.Captured)
        {
            if (world.Places.TryGetValue(Place.Variable(Symbols.Intern(variable)), out var value))
            {
                Escapes.LoseAnswer(value, world);
            }
        }
    }

    // Passed to a call that does nothing with it but run it before it returns.
    private bool IsRunAtOnce(IOperation lambda)
    {
        var passed = lambda.Parent;
        while (passed is IDelegateCreationOperation or IConversionOperation { OperatorMethod: null })
        {
            passed = passed.Parent;
        }

        if (passed is not IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation { TargetMethod: { IsAsync: false } method } } ||
            OperandTypes.IsTask(method.ReturnType))
        {
            return false;
        }

        return _context.Contracts.Of(method) is { } contract
            ? contract.Borrows.Contains(parameter.Ordinal)
            : _context.Summaries.Of(method, isTracked: true, _context.CancellationToken) is { } summary &&
              summary.Borrows.Contains(parameter.Ordinal) && summary.Untouched.Contains(parameter.Ordinal);
    }

    private Value EvaluateAddress(IAddressOfOperation address, World world)
    {
        Escapes.Escape(address.Reference, Evaluate(address.Reference, world), world);
        Pristine.TouchAll(world);
        return Unknown(address, world);
    }
}
