using System.Runtime.CompilerServices;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Runs the operations of a block in one world: what they yield, assign, use, acquire and release.</summary>
internal sealed partial class Evaluator
{
    /// <summary>Symbols for what one operation yields at different times; the first ones are for its result.</summary>
    public const int Generations = 4;

    /// <summary>Constants that are told apart from each other.</summary>
    private const int MaxTexts = 24;

    /// <summary>Longer conditions are taken as a whole.</summary>
    private const int MaxFormula = 16;

    // Of a newer compiler than the oldest that is supported, which has no name for it.
    public const OperationKind CollectionExpression = (OperationKind)127;

    // What the compiler makes for `with`.
    private const string CloneOfRecord = "<Clone>$";

    private readonly FlowContext _context;
    private readonly CallEffects _calls;
    private readonly LaterCode _later;
    private readonly Dictionary<CaptureId, IOperation> _captured = new();
    private readonly PlainGetters _getters = new();

    public Evaluator(FlowContext context)
    {
        _context = context;
        Escapes = new Escapes(context);
        Patterns = new Patterns(this, context);
        _calls = new CallEffects(this, context);
        _later = new LaterCode(context);
    }

    public Escapes Escapes { get; }

    public Patterns Patterns { get; }

    /// <summary>Called with the world as it is before an operation that can throw.</summary>
    public Action<World, IOperation>? Throwing { get; set; }

    /// <summary>Called with the world in which a wait has been called off.</summary>
    public Action<World>? CalledOff { get; set; }

    /// <summary>What has been thrown, for the filter that is asked about it.</summary>
    public Thrown? Caught { get; set; }

    /// <summary>What that filter has as it; null before it has looked. An exception that is being handled already is another.</summary>
    public Value? CaughtAs { get; set; }

    public Value This => new(Symbols.Get(Origin.This), 0);

    private SymbolTable Symbols => _context.Symbols;

    public Value Evaluate(IOperation operation, World world)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue.HasValue && Constant(operation, world) is { } constant)
        {
            return constant;
        }

        switch (operation)
        {
            case IExpressionStatementOperation statement:
                return EvaluateStatement(statement, world);
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand, world);
            case ILocalReferenceOperation local when _context.Aliases.TryGetValue(local.Local, out var named):
                return Evaluate(named, world);
            case ILocalReferenceOperation local:
                _context.Collections?.Read(local, world);
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
            case IFieldReferenceOperation { Field: var unchanging } when _context.Summaries.FixedNumbers.Of(unchanging, _context.CancellationToken) is { } number:
                return Value.Constant(number);
            case IFieldReferenceOperation field when _context.HeldByReference.Contains(field.Field):
                return EvaluateParts(field, world, escape: false);
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
                return Boolean(Patterns.TypeTest(Evaluate(isType.ValueOperand, world), isType.ValueOperand.Type, isType.TypeOperand, world));
            case IInvocationOperation { Arguments.IsEmpty: true } asked when LookOf(asked, world) is { } look:
                return Evaluate(look, world);
            case IInvocationOperation { Arguments.IsEmpty: true } asked when FieldBehind(asked.TargetMethod) is { } behind:
                return ReadMember(asked, behind, asked.Instance, world);
            case IInvocationOperation { TargetMethod: { Name: nameof(Math.Max) or nameof(Math.Min), ContainingType: { Name: nameof(Math), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } } chosen, Arguments: { Length: 2 } both }
                    when IsIntegral(chosen.ReturnType):
                return Limit(Evaluate(both[0].Value, world), Evaluate(both[1].Value, world), chosen.Name == nameof(Math.Max), asked: operation, world);
            case IInvocationOperation { TargetMethod: { Name: nameof(Enum.HasFlag), ContainingType.SpecialType: SpecialType.System_Enum }, Instance: { } flags, Arguments: { Length: 1 } bits }:
                return HasBits(Evaluate(flags, world), Evaluate(bits[0].Value, world));
            case IInvocationOperation { TargetMethod: { Name: CloneOfRecord, ContainingType.IsRecord: true }, Instance: { } original }:
                return EvaluateClone(operation, original, world);
            case IInvocationOperation { Arguments.IsEmpty: true } asked when AnswerAboutField(asked, asked.TargetMethod, asked.Instance, world) is { } told:
                return told;
            case IInvocationOperation invocation:
                LeaveToAnswer(invocation.TargetMethod, invocation.Instance, world);
                return _calls.Invoke(invocation, invocation.TargetMethod, invocation.Instance, invocation.Arguments, world);
            case IObjectCreationOperation creation:
                return EvaluateCreation(creation, world);
            case IAnonymousObjectCreationOperation anonymous:
                return EvaluateAnonymous(anonymous, world);
            case IArrayCreationOperation array:
                return EvaluateArray(array, world);
            case IDefaultValueOperation:
                return Value.Zero;
            case IAwaitOperation await:
                var awaited = Evaluate(await.Operation, world);
                CallOff(await, awaited, world);
                Throwing?.Invoke(WithoutFailed(await.Operation, awaited, world), await);
                Escapes.LetOthersRun(await, world);
                return awaited;
            case IReturnOperation { Kind: OperationKind.YieldReturn }:
                var yielded = EvaluateParts(operation, world, escape: true);
                Escapes.LetOthersRun(operation, world);
                return yielded;
            case IDelegateCreationOperation creation:
                return EvaluateDelegate(creation, world);
            case IFlowAnonymousFunctionOperation lambda:
                return EvaluateLambda(lambda, world);
            case IDeclarationExpressionOperation declaration:
                return Evaluate(declaration.Expression, world);
            case ITypeOfOperation type:
                return new Value(Symbols.Get(Origin.Term, "typeof", type.TypeOperand), 0);
            case ISizeOfOperation size:
                return new Value(Symbols.Get(Origin.Term, "sizeof", size.TypeOperand), 0);
            case ITupleOperation tuple:
                return EvaluateTuple(tuple, world);
            case IInterpolatedStringOperation or IInterpolationOperation or INameOfOperation:
                return EvaluateParts(operation, world, escape: false);
            case IAddressOfOperation address:
                return EvaluateAddress(address, world);
            case { Kind: CollectionExpression, Type: { } collection } when collection is IArrayTypeSymbol || (IsSpan(collection) && IsForContract(operation)):
                return EvaluateElements(operation, world);
            case { Kind: CollectionExpression, Type: INamedTypeSymbol } when _context.Collections is { } collections && Collections.Adders.IsMadeFull(operation):
                return EvaluateFull(operation, collections, world);
            case { Kind: OperationKind.None, Syntax: StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax }:
                return EvaluateOnTheStack(operation, world);
            case ICaughtExceptionOperation:
                var exception = Unknown(operation, world);
                world.Assume(TestOperator.NotEqual, exception, Value.Zero);
                CaughtAs = exception;
                return exception;
            case IInvalidOperation:
                // Half-typed or unbound: whether it yields anything is not asked.
                var invalid = EvaluateParts(operation, world, escape: true);
                if (UnboundCalls.MayRunOwnCode(operation, _context.Owner))
                {
                    UnboundCalls.Leave(operation, world, _context, Escapes);
                }

                world.Assume(TestOperator.NotEqual, invalid, Value.Zero);
                return invalid;
            default:
                // Pointers, fixed sizes and the like have no operation of their own; what they read is used and not kept.
                return EvaluateParts(operation, world, escape: operation.Kind != OperationKind.None);
        }
    }

    // What a function of the body's own answers that only looks at something; null for any other.
    private IOperation? LookOf(IInvocationOperation call, World world) => call.TargetMethod switch
    {
        { MethodKind: MethodKind.LocalFunction } => Looks.In(_context.FunctionOf(call.TargetMethod)),
        { MethodKind: MethodKind.DelegateInvoke } when call.Instance is ILocalReferenceOperation held && Symbols[Evaluate(held, world).Symbol].Operation is IDelegateCreationOperation { Target: IFlowAnonymousFunctionOperation lambda } =>
            Looks.In(_context.FunctionOf(lambda.Symbol)),
        _ => null,
    };

    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    private Value? Constant(IOperation operation, World world) => operation.ConstantValue.Value switch
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
        // Beyond the positive numbers it is only itself; read as a negative one it would be less than all of them.
        ulong n when n <= long.MaxValue => Value.Constant((long)n),
        string s => Text(s, world),
        { } other => Text(other, world),
    };

    // Two different constants are different, and none is null.
    private Value Text(object constant, World world)
    {
        var text = new Value(Symbols.Get(Origin.Text, constant), 0);
        world.Assume(TestOperator.NotEqual, text, Value.Zero);
        foreach (var other in Symbols.Texts.Take(MaxTexts))
        {
            if (other.Id != text.Symbol && other.Subject!.GetType() == constant.GetType())
            {
                world.Assume(TestOperator.NotEqual, text, new Value(other.Id, 0));
            }
        }

        return text;
    }

    private Value EvaluateStatement(IExpressionStatementOperation statement, World world)
    {
        world.LastNode = statement.Syntax;
        if (Locks.LockStatements.LockedBy(statement) is { } locked)
        {
            var key = Evaluate(locked, world);
            _context.Requirements?.Statements.Come(statement, locked, key, world);
            return key;
        }

        return Evaluate(statement.Operation, world);
    }

    private Value EvaluateCapture(IFlowCaptureOperation capture, World world)
    {
        _captured[capture.Id] = capture.Value;
        var value = Detached(capture.Value, Evaluate(capture.Value, world), world, isCapture: true);
        world.Places[Place.Temporary(capture.Id)] = value;
        return value;
    }

    private Value EvaluateParts(IOperation operation, World world, bool escape)
    {
        foreach (var child in operation.ChildOperations)
        {
            // What is reached through a pointer to something unbound is as unknown as the pointer.
            var value = escape && child is { Kind: OperationKind.None, Syntax: not StackAllocArrayCreationExpressionSyntax }
                ? EvaluateParts(child, world, escape)
                : Evaluate(child, world);
            Pristine.Touch(value, world, Symbols);
            if (escape)
            {
                Escapes.Escape(child, value, world);
            }
            else
            {
                if (operation is { Kind: OperationKind.None, Type.TypeKind: TypeKind.Pointer })
                {
                    // A pinned array is still the method's own; the addresses in it are there for whoever gets the pointer.
                    Escapes.EscapeFields(value, world);
                }

                Escapes.Use(value, operation, null, world, quiet: operation.Kind != OperationKind.None);
            }
        }

        return Unknown(operation, world);
    }
}
