using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What one argument is: its value before the call, and the place behind it when it is passed by reference.</summary>
internal sealed record Argument(IParameterSymbol Parameter, IOperation Operation, Value Before, Place? Place)
{
    public bool IsByReference => Parameter.RefKind is RefKind.Ref or RefKind.Out;

    /// <summary>The value that conditions on the parameter speak of: after the call, if the call can change it.</summary>
    public Value After { get; set; } = Before;
}

/// <summary>One call, with what it is given and what it yields.</summary>
internal sealed record Call(
    IOperation Operation, IMethodSymbol Method, MemberContract? Contract, IOperation? Instance, Value Receiver, ImmutableArray<Argument> Arguments)
{
    public Value Result { get; set; }

    public Argument? this[int ordinal] => Arguments.FirstOrDefault(a => a.Parameter.Ordinal == ordinal);
}

/// <summary>Applies the contract of a called member to a world; for a member without one, what is safe to assume.</summary>
internal sealed class CallEffects
{
    private readonly Evaluator _evaluator;
    private readonly FlowContext _context;
    private readonly AcquireEffects _acquires;
    private readonly ReleaseEffects _releases;

    public CallEffects(Evaluator evaluator, FlowContext context)
    {
        _evaluator = evaluator;
        _context = context;
        var conditions = new Conditions(evaluator, context);
        _acquires = new AcquireEffects(evaluator, context, conditions);
        _releases = new ReleaseEffects(evaluator, context, conditions);
    }

    private Escapes Escapes => _evaluator.Escapes;

    public Value Invoke(
        IOperation operation, IMethodSymbol method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, World world,
        MemberContract? contract = null)
    {
        _context.CancellationToken.ThrowIfCancellationRequested();
        if (instance?.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T && method.Name == nameof(Nullable<int>.GetValueOrDefault))
        {
            // What a nullable holds is the value itself.
            return _evaluator.Evaluate(instance, world);
        }

        if (Enumeration(operation, method, instance, world) is { } enumeration)
        {
            return enumeration;
        }

        contract ??= ContractOf(operation, method, instance);
        var receiver = instance is null ? Value.Zero : _evaluator.Evaluate(instance, world);
        var evaluated = arguments
            .Where(a => a.Parameter is not null)
            .Select(a => new Argument(
                a.Parameter!, a.Value, EvaluateArgument(a, world), a.Parameter!.RefKind == RefKind.None ? null : _evaluator.PlaceOf(a.Value, world)))
            .ToImmutableArray();
        return Apply(new Call(operation, method, contract, instance, receiver, evaluated), world);
    }

    /// <summary>An assignment to a property whose setter has a contract.</summary>
    public Value Assign(
        ISimpleAssignmentOperation assignment, IMethodSymbol setter, IPropertyReferenceOperation property, MemberContract contract, World world)
    {
        var receiver = property.Instance is null ? Value.Zero : _evaluator.Evaluate(property.Instance, world);
        var value = _evaluator.Evaluate(assignment.Value, world);
        var argument = new Argument(setter.Parameters[setter.Parameters.Length - 1], assignment.Value, value, null);
        Apply(new Call(assignment, setter, contract, property.Instance, receiver, ImmutableArray.Create(argument)), world);
        return value;
    }

    /// <summary>A user-defined conversion with a contract.</summary>
    public Value Convert(IConversionOperation conversion, IMethodSymbol method, MemberContract contract, World world)
    {
        var value = _evaluator.Evaluate(conversion.Operand, world);
        var argument = new Argument(method.Parameters[0], conversion.Operand, value, null);
        return Apply(new Call(conversion, method, contract, null, Value.Zero, ImmutableArray.Create(argument)), world);
    }

    private Value EvaluateArgument(IArgumentOperation argument, World world) =>
        argument.Parameter!.RefKind == RefKind.Out ? Value.Zero : _evaluator.Evaluate(argument.Value, world);

    // A Dispose that `using` calls through the interface is the one of the type.
    private MemberContract? ContractOf(IOperation operation, IMethodSymbol method, IOperation? instance)
    {
        if (operation is { IsImplicit: true, Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax } &&
            operation.Syntax.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.LockStatementSyntax)
        {
            // The language pairs these by itself.
            return null;
        }

        if (method.ContainingType?.TypeKind == TypeKind.Interface && instance is not null &&
            Evaluator.Unwrap(instance).Type is { TypeKind: TypeKind.Class or TypeKind.Struct } type &&
            type.FindImplementationForInterfaceMember(method) is IMethodSymbol implementation &&
            _context.Contracts.Of(implementation) is { } own)
        {
            return own;
        }

        return _context.Contracts.Of(method);
    }

    private Value Apply(Call call, World world)
    {
        var contract = call.Contract;
        if (contract is null || (contract.Acquires.IsEmpty && contract.Releases.IsEmpty && contract.TellsHeld is null))
        {
            // What acquires or releases is taken to do so; anything else can throw before it has done anything.
            _evaluator.Throwing?.Invoke(world, call.Operation);
        }

        var releases = contract?.Releases ?? ImmutableArray<ReleaseClause>.Empty;
        Result(call, world);
        foreach (var argument in call.Arguments)
        {
            var target = Target.Parameter(argument.Parameter.Ordinal);
            if (releases.Any(r => r.Target == target))
            {
                continue;
            }

            if (contract?.TellsHeld is { } tells && tells.Target == target)
            {
                continue;
            }

            UseArgument(call, argument, world);
        }

        UseReceiver(call, releases, world);
        if (call.Instance?.Type is { IsReferenceType: true })
        {
            // The call would have thrown.
            world.Assume(TestOperator.NotEqual, call.Receiver, Value.Zero);
        }

        if (call.Method.MethodKind == MethodKind.LocalFunction)
        {
            Escapes.Captured(world);
        }

        CheckContext(call, world);
        _releases.Apply(call, world);
        foreach (var argument in call.Arguments.Where(a => a.IsByReference))
        {
            PassByReference(call, argument, world);
        }

        _acquires.Apply(call, world);
        if (contract is null && !IsForeign(call.Method))
        {
            Escapes.Invalidate(call.Operation, world);
        }

        if (contract?.TellsHeld is { } told)
        {
            var key = told.Target.Kind == TargetKind.Parameter ? call[told.Target.Ordinal]?.Before ?? Value.Zero : call.Receiver;
            return _evaluator.Boolean(new HeldTest(key, told.Kind));
        }

        if (!call.Method.GetAttributes().IsEmpty || call.Arguments.Any(a => a.Parameter.Type.SpecialType == SpecialType.System_Boolean))
        {
            EndIfItDoesNotReturn(call, world);
        }

        if (contract is null && IsAnotherGuise(call, out var address))
        {
            return address;
        }

        foreach (var same in contract?.SameAs ?? ImmutableArray<SameAsClause>.Empty)
        {
            if (same.Target.Kind == TargetKind.Return)
            {
                return SameAs(call, same, world);
            }
        }

        return call.Result;
    }

    // ToInt64, ToPointer, new IntPtr(…): the same address, typed otherwise.
    private static bool IsAnotherGuise(Call call, out Value address)
    {
        var type = call.Method.ContainingType?.SpecialType;
        address = call.Method.MethodKind == MethodKind.Constructor ? call[0]?.Before ?? Value.Zero : call.Receiver;
        return type is SpecialType.System_IntPtr or SpecialType.System_UIntPtr && !address.IsConstant &&
               (call.Method is { MethodKind: MethodKind.Constructor, Parameters.Length: 1 } ||
                call.Method is { IsStatic: false, Parameters.Length: 0, ReturnType: { TypeKind: TypeKind.Pointer } or
                    { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 } });
    }

    private void EndIfItDoesNotReturn(Call call, World world)
    {
        world.IsOver |= call.Method.GetAttributes().Any(a => a.AttributeClass is { Name: "DoesNotReturnAttribute" });
        foreach (var argument in call.Arguments)
        {
            foreach (var attribute in argument.Parameter.GetAttributes())
            {
                if (attribute is { AttributeClass.Name: "DoesNotReturnIfAttribute", ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is bool fatal)
                {
                    world.IsOver |= !world.Assume(_evaluator.FormulaOf(argument.Before), !fatal);
                }
            }
        }
    }

    // While something is held that puts its holder in a context (a spinlock, say), calls are judged by that context.
    private void CheckContext(Call call, World world)
    {
        var entered = world.Resources.Where(r =>
            r.Site.Clause.Enters is not null && r is { Unsure: false, Foreign: false } && world.StatusOf(r) == Status.Held).ToList();
        if (entered.Count == 0)
        {
            return;
        }

        var bound = (call.Contract?.Contexts ?? ImmutableArray<ContextClause>.Empty)
            .Select(c => new Contexts.ReachedCall(call.Method, c, ImmutableArray<SyntaxNode>.Empty))
            .Concat(_context.Reach.Through(call.Method));
        foreach (var reached in bound)
        {
            if (!reached.Clause.Only && entered.Find(r => r.Site.Clause.Enters == reached.Clause.Context) is { } cause)
            {
                _context.Report(new Finding(
                    FindingKind.ForbiddenContext, call.Operation.Syntax, cause, Trail.After(world.Trail, cause.AcquiredAt))
                {
                    Method = reached.Method, Clause = reached.Clause, Context = reached.Clause.Context, Chain = reached.Chain,
                });
            }
        }
    }

    private Value SameAs(Call call, SameAsClause clause, World world)
    {
        var source = ValueOf(clause.Source, call);
        var start = clause.Start is { } s ? OperandValue(s, call) : Value.Zero;
        Value? count = clause.Count is { } c ? OperandValue(c, call) : null;
        return clause.Start is null && clause.Count is null ? source : _evaluator.Slice(source, start, count, world);
    }

    private static Value OperandValue(Operand operand, Call call) => operand.Kind switch
    {
        OperandKind.Constant => Value.Constant(operand.Constant),
        OperandKind.Return => call.Result,
        _ => call[operand.Ordinal]?.Before ?? Value.Zero,
    };

    private static Value ValueOf(Target target, Call call) => target.Kind switch
    {
        TargetKind.Parameter => call[target.Ordinal]?.Before ?? Value.Zero,
        TargetKind.Return => call.Result,
        _ => call.Receiver,
    };

    private void Result(Call call, World world)
    {
        var acquired = call.Contract?.Acquires.Any(a => a.Target.Kind == TargetKind.Return) == true;
        var origin = acquired ? Origin.Acquired : call.Operation is IObjectCreationOperation ? Origin.NewObject : Origin.Result;
        call.Result = _evaluator.Unknown(call.Operation, world, origin);
        var isSettled = acquired && call.Contract!.Acquires.Any(a => a.Target.Kind == TargetKind.Return && !a.When.Tests.IsEmpty);
        if (call.Operation is IObjectCreationOperation { Type.IsValueType: false } ||
            (!isSettled && call.Method.ReturnType.IsReferenceType && call.Method.ReturnNullableAnnotation == NullableAnnotation.NotAnnotated))
        {
            // New, or declared never to be null.
            world.Assume(TestOperator.NotEqual, call.Result, Value.Zero);
        }
    }

    private void PassByReference(Call call, Argument argument, World world)
    {
        var acquired = call.Contract?.Acquires.Any(a => a.Target == Target.Parameter(argument.Parameter.Ordinal)) == true;

        // A reference that is only borrowed, or a lock taken through one, leaves the variable as it is.
        var isContainer = acquired && argument.Parameter.RefKind == RefKind.Ref && argument.Parameter.Type is { IsReferenceType: true };
        if (isContainer || (argument.Parameter.RefKind == RefKind.Ref && acquired && !IsAssigned(call, argument)))
        {
            return;
        }

        if (argument.Parameter.RefKind == RefKind.Ref && call.Contract?.Releases.Any(r => r.Target == Target.Parameter(argument.Parameter.Ordinal)) == true)
        {
            return;
        }

        if (!acquired && argument.Parameter.RefKind == RefKind.Ref && IsNative(call.Method) &&
            argument.Parameter.Type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None })
        {
            // Native code reads the addresses in a struct, and leaves them.
            return;
        }

        argument.After = _evaluator.Unknown(call.Operation, world, acquired ? Origin.Acquired : Origin.Result, argument.Parameter.Ordinal + 1);
        if (argument.Parameter.Type.SpecialType == SpecialType.System_Boolean)
        {
            world.Assume(TestOperator.GreaterOrEqual, argument.After, Value.Zero);
            world.Assume(TestOperator.LessOrEqual, argument.After, Value.One);
        }

        if (argument.Operation is not IDiscardOperation)
        {
            _evaluator.Assign(argument.Place, argument.After, call.Operation, world);
        }
    }

    // A struct lock passed by reference is acquired in place; a handle passed by reference is filled in.
    private static bool IsAssigned(Call call, Argument argument) =>
        call.Contract!.Acquires.Any(a => a.Target == Target.Parameter(argument.Parameter.Ordinal) && a.ReleasedBy.IsEmpty) ||
        argument.Parameter.Type.SpecialType != SpecialType.None || argument.Parameter.Type.TypeKind == TypeKind.Pointer;

    private void UseArgument(Call call, Argument argument, World world)
    {
        if (argument.Parameter.RefKind == RefKind.Out)
        {
            return;
        }

        var isLogged = argument.Parameter.Type.SpecialType is SpecialType.System_Object or SpecialType.System_String ||
                       argument.Parameter.OriginalDefinition.Type is ITypeParameterSymbol && IsForeign(call.Method);
        if (!isLogged)
        {
            Escapes.Use(argument.Before, argument.Operation, call.Method, world);
            if (call.Contract?.Borrows.Contains(argument.Parameter.Ordinal) == true && AcquireEffects.IsSequence(argument.Parameter.OriginalDefinition.Type) &&
                !IsGeneric(argument.Parameter.OriginalDefinition.Type))
            {
                Escapes.UseElements(argument.Before, argument.Operation, call.Method, world);
            }
        }

        if (Keeps(call, argument, world))
        {
            Escapes.Escape(argument.Operation, argument.Before, world);
        }
    }

    private bool IsHeldByElement(Argument argument, World world)
    {
        var array = _evaluator.Resolve(argument.Before).Array;
        return world.Resources.Any(r => r.IsContainer && r.IsLive && r.Key == array);
    }

    private static bool IsGeneric(ITypeSymbol sequence) =>
        sequence is IArrayTypeSymbol { ElementType: ITypeParameterSymbol } ||
        (sequence is INamedTypeSymbol { TypeArguments.Length: 1 } named && named.TypeArguments[0] is ITypeParameterSymbol);

    private static bool IsList(ITypeSymbol type) =>
        AcquireEffects.IsSequence(type) || type.SpecialType == SpecialType.System_Array;

    private static bool Acquires(Call call, Argument argument) =>
        call.Contract is { } contract && contract.Acquires.Any(a => a.Target == Target.Parameter(argument.Parameter.Ordinal));

    // Whether the callee may hold on to what it is given.
    private bool Keeps(Call call, Argument argument, World world)
    {
        // What copies elements into another array leaves them held there as well.
        if (IsHeldByElement(argument, world) && (call.Arguments.Any(a => a != argument && IsList(a.Parameter.Type)) || IsList(call.Method.ReturnType)))
        {
            return call.Contract is null or { Acquires.IsEmpty: true, Releases.IsEmpty: true, SameAs.IsEmpty: true };
        }

        if (call.Contract is { } contract &&
            (contract.Borrows.Contains(argument.Parameter.Ordinal) || Acquires(call, argument) ||
             contract.SameAs.Any(s => s.Source == Target.Parameter(argument.Parameter.Ordinal)) ||
             contract.Accesses.Any(a => a.Ordinal == argument.Parameter.Ordinal) ||
             contract.MarksDirty.Any(d => d.Ordinal == argument.Parameter.Ordinal) ||
             contract.Requires.Any(r => r.Target == Target.Parameter(argument.Parameter.Ordinal))))
        {
            return false;
        }

        // A span cannot be stored, so what is passed as one comes back untouched, unless the result is made of it.
        if (argument.Parameter.Type.IsRefLikeType && !call.Method.ReturnType.IsRefLikeType && call.Operation is not IObjectCreationOperation &&
            !call.Arguments.Any(a => a != argument && a.IsByReference && a.Parameter.Type.IsRefLikeType))
        {
            return false;
        }

        if (IsAnotherGuise(call, out _))
        {
            return false;
        }

        if (IsNative(call.Method))
        {
            // A handle turned into a number has been given to native code to keep; an address is used for the call.
            return IsDisguised(argument);
        }

        return true;

        bool IsDisguised(Argument passed) =>
            _context.Symbols[passed.Before.Symbol] is { Origin: Origin.Acquired, Operation.Type: { } acquired } &&
            acquired.TypeKind == TypeKind.Struct && acquired.SpecialType == SpecialType.None &&
            !SymbolEqualityComparer.Default.Equals(acquired, passed.Parameter.Type);
    }

    private void UseReceiver(Call call, ImmutableArray<ReleaseClause> releases, World world)
    {
        if (call.Instance is null || releases.Any(r => r.Target.Kind == TargetKind.Receiver))
        {
            return;
        }

        if (call.Contract?.TellsHeld is { Target.Kind: TargetKind.Receiver } || call.Contract?.Acquires.Any(a => a.Target.Kind == TargetKind.Receiver) == true)
        {
            return;
        }

        var isAddress = call.Instance.Type?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr ||
                        call.Method.ContainingType?.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType;
        if (!isAddress)
        {
            Escapes.Use(call.Receiver, call.Operation, call.Method, world);
        }

        if (call.Contract is not null)
        {
            return;
        }

        // A method of the resource itself may release it, if its name or its body says so.
        if (call.Method.MethodKind == MethodKind.DelegateInvoke || MayRelease(call.Method))
        {
            Escapes.Escape(call.Instance, call.Receiver, world);
        }
        else
        {
            Escapes.EscapeFields(call.Receiver, world);
        }
    }

    private bool MayRelease(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return true;
        }

        if (method.DeclaringSyntaxReferences.IsEmpty)
        {
            var disposable = _context.Compilation.GetSpecialType(SpecialType.System_IDisposable);
            return method is { Parameters.IsEmpty: true, ReturnsVoid: true } &&
                   (SymbolEqualityComparer.Default.Equals(method.ContainingType, disposable) ||
                    disposable.GetMembers().OfType<IMethodSymbol>().Any(dispose => SymbolEqualityComparer.Default.Equals(
                        method, method.ContainingType?.FindImplementationForInterfaceMember(dispose))));
        }

        if (method.IsAbstract || method.IsVirtual || method.IsOverride || method.ContainingType?.TypeKind == TypeKind.Interface)
        {
            return true;
        }

        return method.DeclaringSyntaxReferences.Any(r =>
            r.GetSyntax(_context.CancellationToken).DescendantTokens().Any(t =>
                t.RawKind == (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.IdentifierToken && _context.Contracts.Names.Contains(t.ValueText)));
    }

    private static bool IsNative(IMethodSymbol method) =>
        method.IsExtern || method.GetDllImportData() is not null ||
        method.GetAttributes().Any(a => a.AttributeClass is { Name: "LibraryImportAttribute" });

    // A member of another assembly cannot touch the fields of this one's objects.
    private bool IsForeign(IMethodSymbol method) =>
        method.MethodKind != MethodKind.DelegateInvoke && method.DeclaringSyntaxReferences.IsEmpty && !method.IsVirtual && !method.IsAbstract;

    // foreach over an array or span is a loop over its indices, whatever the enumerator looks like.
    private Value? Enumeration(IOperation operation, IMethodSymbol method, IOperation? instance, World world)
    {
        if (instance is null || !operation.IsImplicit)
        {
            return null;
        }

        if (method.Name == "GetEnumerator" && Evaluator.Unwrap(instance) is { Type: { } type } collection &&
            (type is IArrayTypeSymbol || type.IsRefLikeType))
        {
            var enumerator = new Value(_context.Symbols.Get(Origin.Enumerator, operation, @base: _evaluator.Evaluate(collection, world)), 0);
            world.Assume(TestOperator.NotEqual, enumerator, Value.Zero);
            world.Places[Place.Position(enumerator)] = Value.Constant(-1);
            return enumerator;
        }

        if (method.Name == "MoveNext" && _evaluator.Evaluate(instance, world) is var moved &&
            _context.Symbols[moved.Symbol] is { Origin: Origin.Enumerator } info)
        {
            var position = _evaluator.PositionOf(moved, world) + 1;
            world.Places[Place.Position(moved)] = position;
            return _evaluator.Boolean(new Comparison(TestOperator.Less, position, _evaluator.LengthOf(info.Base, world)));
        }

        return null;
    }
}
