using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Runs the operations of a block in one world: what they yield, assign, use, acquire and release.</summary>
internal sealed class Evaluator
{
    private const int Generations = 4;

    // Of a newer compiler than the oldest that is supported, which has no name for it.
    private const OperationKind CollectionExpression = (OperationKind)127;

    private readonly FlowContext _context;
    private readonly CallEffects _calls;
    private readonly Dictionary<CaptureId, IOperation> _captured = new();

    public Evaluator(FlowContext context)
    {
        _context = context;
        Escapes = new Escapes(context);
        Patterns = new Patterns(this, context);
        _calls = new CallEffects(this, context);
    }

    public Escapes Escapes { get; }

    public Patterns Patterns { get; }

    /// <summary>Called with the world as it is before an operation that can throw.</summary>
    public Action<World, IOperation>? Throwing { get; set; }

    private SymbolTable Symbols => _context.Symbols;

    public Value Evaluate(IOperation operation, World world)
    {
        if (operation.ConstantValue.HasValue && Constant(operation) is { } constant)
        {
            return constant;
        }

        switch (operation)
        {
            case IExpressionStatementOperation statement:
                return EvaluateStatement(statement, world);
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand, world);
            case ILocalReferenceOperation local:
                return ReadVariable(local.Local, local, world);
            case IParameterReferenceOperation parameter:
                return ReadVariable(parameter.Parameter, parameter, world);
            case IInstanceReferenceOperation:
                return new Value(Symbols.Get(Origin.This), 0);
            case IFlowCaptureOperation capture:
                return EvaluateCapture(capture, world);
            case IFlowCaptureReferenceOperation reference:
                return world.Places.TryGetValue(Place.Temporary(reference.Id), out var captured)
                    ? captured
                    : _captured.TryGetValue(reference.Id, out var target) && target is not IFlowCaptureReferenceOperation ? Evaluate(target, world)
                    : Unknown(reference, world);
            case IFieldReferenceOperation { Field: { IsStatic: true, Name: nameof(IntPtr.Zero) } zero } when IsAddress(zero.ContainingType):
                return Value.Zero;
            case IFieldReferenceOperation field:
                return ReadMember(field, field.Field, field.Instance, world);
            case IPropertyReferenceOperation property:
                return EvaluateProperty(property, world);
            case IArrayElementReferenceOperation element:
                return EvaluateElement(element, element.ArrayReference, element.Indices, world);
            case IImplicitIndexerReferenceOperation indexer:
                return EvaluateElement(indexer, indexer.Instance, System.Collections.Immutable.ImmutableArray.Create(indexer.Argument), world);
            case ISimpleAssignmentOperation assignment:
                return EvaluateAssignment(assignment, world);
            case IDeconstructionAssignmentOperation deconstruction:
                return EvaluateDeconstruction(deconstruction, world);
            case ICompoundAssignmentOperation compound:
                return EvaluateCompound(compound, world);
            case IIncrementOrDecrementOperation increment:
                return EvaluateIncrement(increment, world);
            case IBinaryOperation binary:
                return EvaluateBinary(binary, world);
            case IUnaryOperation unary:
                return EvaluateUnary(unary, world);
            case IConversionOperation conversion:
                return EvaluateConversion(conversion, world);
            case IIsNullOperation isNull:
                return Boolean(new Comparison(TestOperator.Equal, Evaluate(isNull.Operand, world), Value.Zero));
            case IIsPatternOperation pattern:
                return Patterns.Evaluate(pattern, world);
            case IIsTypeOperation isType:
                var tested = Evaluate(isType.ValueOperand, world);
                return new Value(Symbols.Get(Origin.Term, "is", isType.TypeOperand, tested), 0);
            case IInvocationOperation invocation:
                return _calls.Invoke(invocation, invocation.TargetMethod, invocation.Instance, invocation.Arguments, world);
            case IObjectCreationOperation creation:
                return EvaluateCreation(creation, world);
            case IArrayCreationOperation array:
                return EvaluateArray(array, world);
            case IDefaultValueOperation:
                return Value.Zero;
            case IAwaitOperation await:
                var awaited = Evaluate(await.Operation, world);
                Throwing?.Invoke(world, await);
                return awaited;
            case IDelegateCreationOperation creation:
                return EvaluateDelegate(creation, world);
            case IFlowAnonymousFunctionOperation:
                Escapes.Captured(world);
                return Unknown(operation, world);
            case IDeclarationExpressionOperation declaration:
                return Evaluate(declaration.Expression, world);
            case ITupleOperation or IInterpolatedStringOperation or INameOfOperation or ITypeOfOperation or ISizeOfOperation:
                return EvaluateParts(operation, world, escape: operation is ITupleOperation);
            case IAddressOfOperation address:
                return EvaluateAddress(address, world);
            case { Kind: CollectionExpression, Type: IArrayTypeSymbol }:
                return EvaluateElements(operation, world);
            case ICaughtExceptionOperation:
                return Unknown(operation, world);
            default:
                // Pointers, fixed sizes and the like have no operation of their own; what they read is used and not kept.
                return EvaluateParts(operation, world, escape: operation.Kind != OperationKind.None);
        }
    }

    /// <summary>The place an expression names, or null when it names none that is followed.</summary>
    public Place? PlaceOf(IOperation operation, World world)
    {
        switch (operation)
        {
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
            case IFieldReferenceOperation field:
                return Place.Member(BaseOf(field.Instance, world), Symbols.Intern(field.Field));
            case IPropertyReferenceOperation { Arguments.Length: 0 } property:
                return Place.Member(BaseOf(property.Instance, world), Symbols.Intern(property.Property));
            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                return ElementPlace(Evaluate(element.ArrayReference, world), Evaluate(element.Indices[0], world));
            case IPropertyReferenceOperation { Arguments.Length: 1, Instance: { } instance } indexer when IsIndex(indexer.Arguments[0].Value):
                return ElementPlace(Evaluate(instance, world), Evaluate(indexer.Arguments[0].Value, world));
            default:
                return null;
        }
    }

    /// <summary>Lets a place refer to a value; what only the place referred to before is lost.</summary>
    public void Assign(Place? place, Value value, IOperation at, World world)
    {
        if (place is not { } target)
        {
            Escapes.Escape(value, world);
            return;
        }

        if (world.Places.TryGetValue(target, out var old) && old != value && target.Kind is PlaceKind.Variable or PlaceKind.Member)
        {
            Escapes.CheckLost(old, target, at, world);
        }

        world.Places[target] = value;
        if (target.Kind == PlaceKind.Variable && Symbols.Interned(target.Id) is { } variable)
        {
            // A new struct has new fields.
            var address = AddressOf(variable);
            foreach (var field in world.Places.Keys.Where(p => p.Kind == PlaceKind.Member && p.Base == address).ToArray())
            {
                world.Places.Remove(field);
            }
        }

        if (IsReachableByOthers(target, world))
        {
            if (target.Kind == PlaceKind.Member)
            {
                world.Change(r => r.Key == value && !r.IsContainer, r => r with { Stored = true });
                world.Published = value.IsConstant ? world.Published : world.Published.Add(value.Symbol);
                Escapes.EscapeFields(value, world);
                world.Change(r => r.Key == value && r.IsContainer, r => r with { Escaped = true });
            }
            else
            {
                Escapes.Escape(value, world);
            }
        }
    }

    /// <summary>A symbol for what an operation yields, different from any that the world still speaks of.</summary>
    public Value Unknown(IOperation operation, World world, Origin origin = Origin.Result, int variant = 0)
    {
        var value = Fresh(g => Symbols.Get(origin, operation, variant: (variant * Generations) + g), operation, world);
        AssumeRange(value, variant == 0 ? operation.Type : null, world);
        return value;
    }

    // One of a few symbols for the same thing at different times, that nothing speaks of any more.
    private Value Fresh(Func<int, int> symbol, IOperation operation, World world)
    {
        for (var generation = 0; ; generation++)
        {
            var id = symbol(generation);
            if (generation == Generations - 1)
            {
                Sever(id, operation, world);
            }
            else if (Mentions(world, id))
            {
                continue;
            }

            if (world.Facts.Size > 0)
            {
                world.WritableFacts().Forget(s => Symbols.RestsOn(s, p => p == id));
            }

            return new Value(id, 0);
        }
    }

    public Value Boolean(Formula formula) => new(Symbols.Boolean(formula), 0);

    /// <summary>The formula of a truth value.</summary>
    public Formula FormulaOf(Value value) =>
        value is { Offset: 0, IsConstant: false } && Symbols[value.Symbol].Formula is { } formula
            ? formula
            : new Comparison(TestOperator.NotEqual, value, Value.Zero);

    /// <summary>The number of elements of an array, span or slice.</summary>
    public Value LengthOf(Value array, World world)
    {
        var info = Symbols[array.Symbol];
        if (info.Length is { } length)
        {
            return length;
        }

        var value = new Value(Symbols.Get(Origin.Member, "length", @base: array), 0);
        world.Assume(TestOperator.GreaterOrEqual, value, Value.Zero);
        return value;
    }

    /// <summary>The array behind a slice, and where the slice starts in it.</summary>
    public (Value Array, Value Start, Value? Length) Resolve(Value value)
    {
        var info = Symbols[value.Symbol];
        if (info.Origin != Origin.Slice)
        {
            return (value, Value.Zero, null);
        }

        var (array, start, _) = Resolve(info.Base);
        return (array, Add(start, info.Index), info.Length);
    }

    public Value Slice(Value array, Value start, Value? length, World world)
    {
        if (start == Value.Zero && length is null)
        {
            return array;
        }

        if (length is null && start.IsConstant && Symbols[array.Symbol].Length is { } whole)
        {
            length = whole - start.Offset;
        }

        // The length takes part in the identity: two slices of different length are different values.
        var id = Symbols.Get(Origin.Slice, length is { } l ? (object)l : "open", @base: array, index: start, length: length);
        world.Assume(TestOperator.NotEqual, new Value(id, 0), Value.Zero);
        return new Value(id, 0);
    }

    public Value Add(Value left, Value right) =>
        right.IsConstant ? left + right.Offset
        : left.IsConstant ? right + left.Offset
        : new Value(Symbols.Get(Origin.Term, "+", @base: left, index: right), 0);

    /// <summary>What a variable of struct type is known by when its fields are asked for.</summary>
    public Value AddressOf(ISymbol variable) => new(Symbols.Get(Origin.Variable, "address", variable), 0);

    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    private static bool IsIndex(IOperation operation) =>
        operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64;

    private static bool IsStruct(ITypeSymbol? type) => type is { IsValueType: true, SpecialType: SpecialType.None, TypeKind: TypeKind.Struct };

    private Value? Constant(IOperation operation) => operation.ConstantValue.Value switch
    {
        null => Value.Zero,
        bool b => b ? Value.One : Value.Zero,
        char c => Value.Constant(c),
        sbyte n => Value.Constant(n),
        byte n => Value.Constant(n),
        short n => Value.Constant(n),
        ushort n => Value.Constant(n),
        int n => Value.Constant(n),
        uint n => Value.Constant(n),
        long n => Value.Constant(n),
        ulong n => Value.Constant(unchecked((long)n)),
        string s => new Value(Symbols.Get(Origin.Text, s), 0),
        { } other => new Value(Symbols.Get(Origin.Text, other), 0),
    };

    private Value EvaluateStatement(IExpressionStatementOperation statement, World world)
    {
        world.LastNode = statement.Syntax;
        return Evaluate(statement.Operation, world);
    }

    private Value EvaluateCapture(IFlowCaptureOperation capture, World world)
    {
        _captured[capture.Id] = capture.Value;
        var value = Evaluate(capture.Value, world);
        world.Places[Place.Temporary(capture.Id)] = value;
        return value;
    }

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

    private Value BaseOf(IOperation? instance, World world)
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
            if (instance.Type is { IsReferenceType: true })
            {
                // The access would have thrown.
                world.Assume(TestOperator.NotEqual, @base, Value.Zero);
            }
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
        }

        if (operation.Type is { IsValueType: true } && (IsIntegral(operation.Type) || operation.Type.SpecialType == SpecialType.System_Boolean))
        {
            // A number or flag keeps its value until a loop comes round; whoever saved the old one still has that.
            value = Fresh(g => Symbols.Get(Origin.Member, member: member, @base: @base, variant: g), operation, world);
            world.Places[Place.Member(@base, Symbols.Intern(member))] = value;
            AssumeRange(value, operation.Type, world);
            return value;
        }

        value = new Value(Symbols.Get(Origin.Member, member: member, @base: @base), 0);
        AssumeRange(value, operation.Type, world);
        return value;
    }

    private Value EvaluateProperty(IPropertyReferenceOperation property, World world)
    {
        if (property is { Instance: { Type: { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } } nullable })
        {
            var underlying = Evaluate(nullable, world);
            return property.Property.Name == nameof(Nullable<int>.HasValue) ? Boolean(new Comparison(TestOperator.NotEqual, underlying, Value.Zero)) : underlying;
        }

        var getter = property.Property.GetMethod;
        if (property.Arguments.Length == 0)
        {
            if (getter is not null && _context.Contracts.Of(getter) is { } contract)
            {
                return _calls.Invoke(property, getter, property.Instance, property.Arguments, world, contract);
            }

            if (property.Instance is { } instance && property.Property is { Name: "Length", Type.SpecialType: SpecialType.System_Int32 } &&
                (instance.Type is IArrayTypeSymbol || instance.Type is { IsRefLikeType: true } || property.Property.ContainingType.SpecialType == SpecialType.System_Array))
            {
                // Arrays and spans are countable by the language; asking for the length touches no content.
                return LengthOf(Evaluate(instance, world), world);
            }

            if (property.Instance is { } enumerator && property.Property.Name == "Current" &&
                Symbols[Evaluate(enumerator, world).Symbol] is { Origin: Origin.Enumerator } info)
            {
                return ElementAt(info.Base, PositionOf(new Value(info.Id, 0), world), property, world);
            }

            if (property is { IsImplicit: true, Instance: { } moving })
            {
                // The current element of a foreach, another one each time.
                Evaluate(moving, world);
                return Unknown(property, world);
            }

            return ReadMember(property, property.Property, property.Instance, world);
        }

        if (property is { Instance: { } array, Arguments.Length: 1 } && IsIndex(property.Arguments[0].Value))
        {
            return ElementAt(Evaluate(array, world), Evaluate(property.Arguments[0].Value, world), property, world);
        }

        return getter is null
            ? EvaluateParts(property, world, escape: true)
            : _calls.Invoke(property, getter, property.Instance, property.Arguments, world);
    }

    private Value EvaluateElement(
        IOperation operation, IOperation array, System.Collections.Immutable.ImmutableArray<IOperation> indices, World world)
    {
        var @base = Evaluate(array, world);
        if (indices.Length == 1 && indices[0] is IRangeOperation range)
        {
            return EvaluateRange(operation, @base, range, world);
        }

        if (indices.Length == 1 && IsIndex(indices[0]))
        {
            return ElementAt(@base, Evaluate(indices[0], world), operation, world);
        }

        foreach (var index in indices)
        {
            Evaluate(index, world);
        }

        return Unknown(operation, world);
    }

    // a[start..end], with either end counted from the start or left out.
    private Value EvaluateRange(IOperation operation, Value array, IRangeOperation range, World world)
    {
        var start = range.LeftOperand is null ? Value.Zero : End(range.LeftOperand);
        var end = range.RightOperand is null ? null : (Value?)End(range.RightOperand);
        if (start is not { } from || (range.RightOperand is not null && end is null))
        {
            return Unknown(operation, world);
        }

        Value? length = end is not { } to ? null
            : from.IsConstant ? to - from.Offset
            : new Value(Symbols.Get(Origin.Term, "-", @base: to, index: from), 0);
        return Slice(array, from, length, world);

        Value? End(IOperation index) => index switch
        {
            IConversionOperation { Operand.Type.SpecialType: SpecialType.System_Int32 } conversion => Evaluate(conversion.Operand, world),
            { Type.SpecialType: SpecialType.System_Int32 } => Evaluate(index, world),
            _ => null,
        };
    }

    private Place ElementPlace(Value array, Value index)
    {
        var (whole, start, _) = Resolve(array);
        return Place.Element(whole, Add(start, index));
    }

    private Value ElementAt(Value array, Value index, IOperation operation, World world)
    {
        Escapes.Use(array, operation, null, world);
        var place = ElementPlace(array, index);
        if (world.Places.TryGetValue(place, out var value))
        {
            return value;
        }

        value = new Value(Symbols.Get(Origin.Element, @base: place.Base, index: place.Index), 0);
        AssumeRange(value, operation.Type, world);
        world.Change(
            r => r.IsContainer && r.IsLive && r.Key == place.Base && (r.Low == place.Index || r.High == place.Index + 1),
            r => r with { Visited = true });

        // What is held is not null.
        if (operation.Type is { IsReferenceType: true } && world.Resources.Any(r =>
                r.IsContainer && world.StatusOf(r) == Status.Held && !r.Unsure && r.Key == place.Base &&
                world.Facts.Upper(r.Low, place.Index) <= 0 && world.Facts.Upper(place.Index, r.High) <= -1))
        {
            world.Assume(TestOperator.NotEqual, value, Value.Zero);
        }

        return value;
    }

    public Value PositionOf(Value enumerator, World world) =>
        world.Places.TryGetValue(Place.Position(enumerator), out var position) ? position : Value.Constant(-1);

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
            // A ref local names the variable itself; neither is followed.
            Escapes.Escape(Evaluate(assignment.Value, world), world);
            return Unknown(assignment, world);
        }

        var place = PlaceOf(assignment.Target, world);
        if (place is null && assignment.Target is not (ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation))
        {
            Evaluate(assignment.Target, world);
        }

        var value = Evaluate(assignment.Value, world);
        if (assignment.Target is IMemberReferenceOperation { Instance: { } owner } && (!IsStruct(owner.Type) || owner.Type is { IsRefLikeType: true }))
        {
            Escapes.Use(Evaluate(owner, world), assignment.Target, null, world);
        }
        else if (assignment.Target is IArrayElementReferenceOperation written)
        {
            Escapes.Use(Evaluate(written.ArrayReference, world), assignment.Target, null, world);
        }

        Assign(place, value, assignment, world);
        if (IsStruct(assignment.Target.Type))
        {
            CopyFields(assignment.Target, assignment.Value, value, world);
        }

        return value;
    }

    // A struct takes its fields along.
    private void CopyFields(IOperation target, IOperation source, Value value, World world)
    {
        var from = Unwrap(source) is ILocalReferenceOperation or IParameterReferenceOperation ? BaseOf(Unwrap(source), world) : value;
        if (target is not (ILocalReferenceOperation or IParameterReferenceOperation))
        {
            Escapes.EscapeFields(from, world);
            return;
        }

        var to = BaseOf(target, world);
        foreach (var pair in world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == from).ToArray())
        {
            world.Places[Place.Member(to, pair.Key.Id)] = pair.Value;
        }
    }

    private Value EvaluateDeconstruction(IDeconstructionAssignmentOperation deconstruction, World world)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        if (target is ITupleOperation targets && Unwrap(deconstruction.Value) is ITupleOperation sources &&
            targets.Elements.Length == sources.Elements.Length)
        {
            var values = sources.Elements.Select(e => Evaluate(e, world)).ToArray();
            var places = targets.Elements.Select(e => e is IDiscardOperation ? null : PlaceOf(e, world)).ToArray();

            // All at once, so that a swap loses nothing.
            for (var i = 0; i < values.Length; i++)
            {
                if (places[i] is { } place)
                {
                    world.Places[place] = values[i];
                    if (IsReachableByOthers(place, world))
                    {
                        Escapes.Escape(values[i], world);
                    }
                }
            }

            return Unknown(deconstruction, world);
        }

        Escapes.Escape(Evaluate(deconstruction.Value, world), world);
        if (target is ITupleOperation parts)
        {
            for (var i = 0; i < parts.Elements.Length; i++)
            {
                if (parts.Elements[i] is not IDiscardOperation && PlaceOf(parts.Elements[i], world) is { } place)
                {
                    Assign(place, Unknown(deconstruction, world, variant: i + 1), deconstruction, world);
                }
            }
        }

        return Unknown(deconstruction, world);
    }

    private Value EvaluateCompound(ICompoundAssignmentOperation compound, World world)
    {
        var place = PlaceOf(compound.Target, world);
        var old = Evaluate(compound.Target, world);
        var operand = Evaluate(compound.Value, world);
        Value value;
        if (compound.OperatorMethod is null && compound.OperatorKind == BinaryOperatorKind.Add && IsIntegral(compound.Type))
        {
            value = Add(old, operand);
        }
        else if (compound.OperatorMethod is null && operand.IsConstant && compound.OperatorKind == BinaryOperatorKind.Subtract && IsIntegral(compound.Type))
        {
            value = old - operand.Offset;
        }
        else if (compound.OperatorMethod is null && compound.Type?.SpecialType != SpecialType.System_String)
        {
            value = Binary(compound.OperatorKind, old, operand);
        }
        else
        {
            Escapes.Escape(operand, world);
            value = Unknown(compound, world);
        }

        Assign(place, value, compound, world);
        return value;
    }

    private Value EvaluateIncrement(IIncrementOrDecrementOperation increment, World world)
    {
        var place = PlaceOf(increment.Target, world);
        var old = Evaluate(increment.Target, world);
        var value = increment.OperatorMethod is not null || !IsIntegral(increment.Type) ? Unknown(increment, world)
            : increment.Kind == OperationKind.Increment ? old + 1
            : old - 1;
        Assign(place, value, increment, world);
        return increment.IsPostfix ? old : value;
    }

    private static bool IsIntegral(ITypeSymbol? type) =>
        type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_Char } or { TypeKind: TypeKind.Enum or TypeKind.Pointer } ||
        type?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private Value EvaluateBinary(IBinaryOperation binary, World world)
    {
        var left = Evaluate(binary.LeftOperand, world);
        var right = Evaluate(binary.RightOperand, world);
        var isReference = binary.LeftOperand.Type is { IsReferenceType: true } or null || binary.RightOperand.Type is { IsReferenceType: true } or null;
        var comparable = isReference || IsIntegral(binary.LeftOperand.Type) || IsHandle(binary.LeftOperand.Type) ||
                         binary.LeftOperand.Type?.SpecialType == SpecialType.System_Boolean ||
                         binary.LeftOperand.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        TestOperator? test = binary.OperatorKind switch
        {
            BinaryOperatorKind.Equals => TestOperator.Equal,
            BinaryOperatorKind.NotEquals => TestOperator.NotEqual,
            BinaryOperatorKind.LessThan => TestOperator.Less,
            BinaryOperatorKind.LessThanOrEqual => TestOperator.LessOrEqual,
            BinaryOperatorKind.GreaterThan => TestOperator.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => TestOperator.GreaterOrEqual,
            _ => null,
        };
        if (test is { } op)
        {
            if (!comparable || (isReference && op is not (TestOperator.Equal or TestOperator.NotEqual)))
            {
                return Binary(binary.OperatorKind, left, right);
            }

            if (binary.LeftOperand.Type?.SpecialType == SpecialType.System_Boolean && right.IsConstant)
            {
                var same = op == TestOperator.Equal == (right == Value.One);
                return same ? left : Boolean(new Negation(FormulaOf(left)));
            }

            var formula = new Comparison(op, left, right);
            return Boolean(Unsigned(formula) is { } bounds ? bounds : formula);
        }

        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.Add when binary.OperatorMethod is null && IsIntegral(binary.Type):
                return Add(left, right);
            case BinaryOperatorKind.Subtract when binary.OperatorMethod is null && IsIntegral(binary.Type) && right.IsConstant:
                return left - right.Offset;
            case BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd when binary.Type?.SpecialType == SpecialType.System_Boolean:
                return Boolean(new Conjunction(System.Collections.Immutable.ImmutableArray.Create(FormulaOf(left), FormulaOf(right))));
            case BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr when binary.Type?.SpecialType == SpecialType.System_Boolean:
                return Boolean(new Disjunction(System.Collections.Immutable.ImmutableArray.Create(FormulaOf(left), FormulaOf(right))));
            case BinaryOperatorKind.And when left.IsConstant && right.IsConstant:
                return Value.Constant(left.Offset & right.Offset);
            case BinaryOperatorKind.Or when left.IsConstant && right.IsConstant:
                return Value.Constant(left.Offset | right.Offset);
            default:
                return Binary(binary.OperatorKind, left, right);
        }
    }

    // (uint)i < n says that i is not negative either.
    private Formula? Unsigned(Comparison comparison)
    {
        if (comparison.Operator is TestOperator.Equal or TestOperator.NotEqual)
        {
            // Equal bits are equal either way they are read.
            return new Comparison(comparison.Operator, Signed(comparison.Left), Signed(comparison.Right));
        }

        var (low, high) = comparison.Operator is TestOperator.Less or TestOperator.LessOrEqual
            ? (comparison.Left, comparison.Right)
            : (comparison.Right, comparison.Left);
        if (low.Offset != 0 || Symbols[low.Symbol] is not { Origin: Origin.Unsigned } info)
        {
            return null;
        }

        var strict = comparison.Operator is TestOperator.Less or TestOperator.Greater;
        return new Conjunction(System.Collections.Immutable.ImmutableArray.Create<Formula>(
            new Comparison(TestOperator.GreaterOrEqual, info.Base, Value.Zero),
            new Comparison(strict ? TestOperator.Less : TestOperator.LessOrEqual, info.Base, Signed(high))));

        Value Signed(Value value) => value.Offset == 0 && Symbols[value.Symbol] is { Origin: Origin.Unsigned } unsigned ? unsigned.Base : value;
    }

    private Value Binary(BinaryOperatorKind kind, Value left, Value right) =>
        new(Symbols.Get(Origin.Term, kind, @base: left, index: right, variant: 1), 0);

    private static bool IsHandle(ITypeSymbol? type) => type is { IsValueType: true, TypeKind: TypeKind.Struct or TypeKind.FunctionPointer };

    private Value EvaluateUnary(IUnaryOperation unary, World world)
    {
        var operand = Evaluate(unary.Operand, world);
        switch (unary.OperatorKind)
        {
            case UnaryOperatorKind.Not when unary.Type?.SpecialType == SpecialType.System_Boolean:
                return operand.IsConstant ? Value.Constant(operand.Offset == 0 ? 1 : 0) : Boolean(new Negation(FormulaOf(operand)));
            case UnaryOperatorKind.Minus when operand.IsConstant:
                return Value.Constant(-operand.Offset);
            case UnaryOperatorKind.Plus:
                return operand;
            default:
                return new Value(Symbols.Get(Origin.Term, unary.OperatorKind, @base: operand), 0);
        }
    }

    private Value EvaluateConversion(IConversionOperation conversion, World world)
    {
        if (conversion.OperatorMethod is { } method && _context.Contracts.Of(method) is { } contract)
        {
            return _calls.Convert(conversion, method, contract, world);
        }

        var operand = Evaluate(conversion.Operand, world);
        if (conversion.OperatorMethod is { } operatorMethod)
        {
            // An array or string that becomes a span, and an address in another guise, are still the same thing.
            if (conversion.Type is { IsRefLikeType: true } ||
                (IsAddress(conversion.Type) && IsAddress(conversion.Operand.Type)) ||
                operatorMethod.ContainingType?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            {
                return operand;
            }

            Escapes.Escape(operand, world);
            return Unknown(conversion, world);
        }

        if (IsIntegral(conversion.Type) && IsIntegral(conversion.Operand.Type) && !operand.IsConstant &&
            IsUnsigned(conversion.Type) && !IsUnsigned(conversion.Operand.Type) && !IsAddress(conversion.Operand.Type) && !IsAddress(conversion.Type) &&
            world.Facts.Evaluate(TestOperator.GreaterOrEqual, operand, Value.Zero) != Truth.True)
        {
            var unsigned = new Value(Symbols.Get(Origin.Unsigned, @base: operand), 0);
            world.Assume(TestOperator.GreaterOrEqual, unsigned, Value.Zero);
            return unsigned;
        }

        return operand;
    }

    private static bool IsUnsigned(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64;

    private static bool IsAddress(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || type?.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;

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
            return creation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.BaseObjectCreationExpressionSyntax { Initializer: not null }
                ? Unknown(creation, world, Origin.NewObject)
                : Value.Zero;
        }

        return _calls.Invoke(creation, creation.Constructor, null, creation.Arguments, world);
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
        }

        var index = 0;
        foreach (var element in array.Initializer?.ElementValues ?? System.Collections.Immutable.ImmutableArray<IOperation>.Empty)
        {
            world.Places[Place.Element(value, Value.Constant(index++))] = Evaluate(element, world);
        }

        return value;
    }

    // [a, b] as an array; a spread in it makes positions unknown, and its parts escape.
    private Value EvaluateElements(IOperation collection, World world)
    {
        var values = collection.ChildOperations.Select(child => (Operation: child, Value: Evaluate(child, world))).ToList();
        var array = Unknown(collection, world, Origin.NewArray);
        world.Assume(TestOperator.NotEqual, array, Value.Zero);
        var isPlain = values.TrueForAll(v => (int)v.Operation.Kind <= (int)CollectionExpression);
        for (var i = 0; i < values.Count; i++)
        {
            if (isPlain)
            {
                world.Places[Place.Element(array, Value.Constant(i))] = values[i].Value;
            }
            else
            {
                Escapes.Escape(values[i].Operation, values[i].Value, world);
            }
        }

        return array;
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

    private Value EvaluateAddress(IAddressOfOperation address, World world)
    {
        Escapes.Escape(Evaluate(address.Reference, world), world);
        return Unknown(address, world);
    }

    private Value EvaluateParts(IOperation operation, World world, bool escape)
    {
        foreach (var child in operation.ChildOperations)
        {
            var value = Evaluate(child, world);
            if (escape)
            {
                Escapes.Escape(child, value, world);
            }
            else
            {
                Escapes.Use(value, operation, null, world, quiet: operation.Kind != OperationKind.None);
            }
        }

        return Unknown(operation, world);
    }

    // What others can name as well: fields of anything but a struct variable, and elements of what came from elsewhere.
    private bool IsReachableByOthers(Place place, World world) => place.Kind switch
    {
        // Passed by reference, or declared by an enclosing function or primary constructor.
        PlaceKind.Variable => Symbols.Interned(place.Id) is { } variable &&
                              (variable is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } ||
                               (variable is ILocalSymbol or IParameterSymbol && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _context.Owner))),
        PlaceKind.Member => Symbols[place.Base.Symbol] is not { Origin: Origin.Variable or Origin.NewObject } info ||
                            (info.Origin == Origin.NewObject && info.Operation?.Type is not { IsValueType: true }) ||
                            info.Member is IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out },
        PlaceKind.Element => Symbols.Outlives(place.Base) || world.Published.Contains(place.Base.Symbol),
        _ => false,
    };

    private void AssumeRange(Value value, ITypeSymbol? type, World world)
    {
        switch (type?.SpecialType)
        {
            case SpecialType.System_Boolean:
                world.Assume(TestOperator.GreaterOrEqual, value, Value.Zero);
                world.Assume(TestOperator.LessOrEqual, value, Value.One);
                break;
            case SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_Char:
                world.Assume(TestOperator.GreaterOrEqual, value, Value.Zero);
                break;
        }
    }

    private bool Mentions(World world, int id)
    {
        bool Is(int symbol) => symbol == id;
        foreach (var pair in world.Places)
        {
            if (Symbols.RestsOn(pair.Value.Symbol, Is) || Symbols.RestsOn(pair.Key.Base.Symbol, Is) || Symbols.RestsOn(pair.Key.Index.Symbol, Is))
            {
                return true;
            }
        }

        return world.Resources.Any(r => r.Symbols.Any(s => Symbols.RestsOn(s, Is)));
    }

    // The last generation is used again: whatever still speaks of its old meaning is no longer known.
    private void Sever(int id, IOperation operation, World world)
    {
        bool Is(int symbol) => symbol == id;
        foreach (var pair in world.Places.ToArray())
        {
            if (Symbols.RestsOn(pair.Key.Base.Symbol, Is) || Symbols.RestsOn(pair.Key.Index.Symbol, Is))
            {
                world.Places.Remove(pair.Key);
            }
            else if (Symbols.RestsOn(pair.Value.Symbol, Is))
            {
                world.Places[pair.Key] = new Value(Symbols.Get(Origin.Join, operation, @base: new Value(0, pair.Key.Id), variant: (int)pair.Key.Kind), 0);
            }
        }

        world.Resources.RemoveAll(r => r.Symbols.Any(s => Symbols.RestsOn(s, Is)));
    }
}
