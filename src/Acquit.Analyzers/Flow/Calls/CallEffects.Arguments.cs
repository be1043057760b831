using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// What happens to what is passed: used, kept by the callee, or filled in.
internal sealed partial class CallEffects
{
    private Value EvaluateArgument(IArgumentOperation argument, World world) =>
        argument.Parameter!.RefKind == RefKind.Out ? Value.Zero : _evaluator.Evaluate(argument.Value, world);

    private void PassByReference(Call call, Argument argument, World world)
    {
        var acquired = call.Effects?.Acquires.Any(a => a.Target == Target.Parameter(argument.Parameter.Ordinal)) == true;

        // A reference that is only borrowed, or a lock taken through one, leaves the variable as it is, unless there is nothing in it yet.
        if (argument.RefKind == RefKind.Ref && acquired && !IsPutThere(call, argument) && !world.Facts.AreEqual(argument.Before, Value.Zero) &&
            (argument.Type is { IsReferenceType: true } || !IsAssigned(call, argument)))
        {
            return;
        }

        if (argument.RefKind == RefKind.Ref && call.Effects?.Releases.Any(r => r.Target == Target.Parameter(argument.Parameter.Ordinal)) == true &&
            call.Summary?.Exchanged.Contains(argument.Parameter.Ordinal) != true && !PassedByAddress.IsClearedBy(call, argument))
        {
            return;
        }

        if (!acquired && argument.RefKind == RefKind.Ref && IsNative(call.Method) &&
            argument.Type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None })
        {
            // Native code reads the addresses in a struct, and leaves them; a handle in it is there for native code to keep.
            LetGoOfHandles(argument, world);
            return;
        }

        if (call.Contract is null && argument.RefKind == RefKind.Ref && IsNative(call.Method))
        {
            // What it puts there may stand for what was there, which it has given back or goes on using.
            Escapes.Escape(argument.Before, world);
        }

        argument.After = call.Summary?.Counts.TryGetValue(argument.Parameter.Ordinal, out var step) == true ? argument.Before + step
            : call.Summary?.AnswersToo.Contains(argument.Parameter.Ordinal) == true ? call.Result
            : _evaluator.Unknown(call.Operation, world, acquired ? Origin.Acquired : Origin.Result, argument.Parameter.Ordinal + 1);
        if (argument.Type.SpecialType == SpecialType.System_Boolean)
        {
            world.Assume(TestOperator.GreaterOrEqual, argument.After, Value.Zero);
            world.Assume(TestOperator.LessOrEqual, argument.After, Value.One);
        }

        Choose(call, Target.Parameter(argument.Parameter.Ordinal), argument.After, world);
        if (argument.Operation is not IDiscardOperation)
        {
            var replaced = IsOwnStruct(argument) ? OnlyReplaced(call, Target.Parameter(argument.Parameter.Ordinal), world) : null;
            var kept = replaced is not null || IsLeftInPlace(call, argument) ? HeldIn(argument, world, replaced) : null;
            _evaluator.Assign(argument.Place, argument.After, call.Operation, world);
            foreach (var (place, value) in kept ?? new())
            {
                world.Places[place] = value;
            }
        }
    }

    private void LetGoOfHandles(Argument argument, World world)
    {
        var fields = argument.Place is { Kind: PlaceKind.Variable } place && _context.Symbols.Interned(place.Id) is { } variable
            ? _evaluator.AddressOf(variable)
            : argument.Before;
        LetGoOfHandles(fields, world);
    }

    private static ISymbol? StructIn(IOperation operation) => Evaluator.Unwrap(operation) switch
    {
        ILocalReferenceOperation { Type.IsValueType: true } local => local.Local,
        IParameterReferenceOperation { Type.IsValueType: true } parameter => parameter.Parameter,
        IAddressOfOperation address => StructIn(address.Reference),
        _ => null,
    };

    private void LetGoOfHandles(Value fields, World world)
    {
        foreach (var value in world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == fields && IsHandle(p.Value)).Select(p => p.Value).ToList())
        {
            Escapes.Escape(value, world);
        }
    }

    // Not an address, but something that only its own type can be asked about.
    private bool IsHandle(Value value) =>
        _context.Symbols[value.Symbol] is { Origin: Origin.Acquired, Operation.Type: { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } };

    private static bool IsPutThere(Call call, Argument argument) =>
        call.Effects!.Acquires.Any(a => a.IsPutThere && a.Target == Target.Parameter(argument.Parameter.Ordinal));

    // A struct lock passed by reference is acquired in place; a handle passed by reference is filled in.
    private bool IsAssigned(Call call, Argument argument) =>
        call.Effects!.Acquires.Any(a => a.Target == Target.Parameter(argument.Parameter.Ordinal) && a.ReleasedBy.IsEmpty) ||
        argument.Type.SpecialType != SpecialType.None || argument.Type.TypeKind == TypeKind.Pointer ||
        (argument.IsByAddress && call.Effects.Acquires.Any(a => a.Target == Target.Parameter(argument.Parameter.Ordinal) && PassedByAddress.IsGivenBackByValue(a.Kind, argument.Type, _context.Contracts)));

    private void UseArgument(Call call, Argument argument, World world)
    {
        if (argument.Parameter.RefKind == RefKind.Out || (argument.IsByAddress && Acquires(call, argument) && IsAssigned(call, argument)))
        {
            return;
        }

        if (call.Contract is null && IsNative(call.Method) && StructIn(argument.Operation) is { } variable)
        {
            // By value or by its address: a handle in it is there for native code to keep.
            LetGoOfHandles(_evaluator.AddressOf(variable), world);
        }

        if (call.Contract is null && IsNative(call.Method) && Escapes.ComputedFrom(argument.Before) is { } holder)
        {
            // A number that an object has for the handle in it.
            LetGoOfHandles(holder, world);
        }

        // What is done with a variable that is passed may begin with a look at whether anything is in it, or with filling it in.
        var isVariable = argument.IsByReference && call.Contract is null;

        var isLogged = argument.Parameter.Type.SpecialType is SpecialType.System_Object or SpecialType.System_String ||
                       argument.Parameter.OriginalDefinition.Type is ITypeParameterSymbol && IsForeign(call.Method);

        // The number of a freed address may still be crossed out in a list.
        var isNoted = call.Contract is null && !IsForeign(call.Method) && !IsNative(call.Method) &&
                      argument.Parameter.Type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr &&
                      !Borrows(call, argument, world);
        if (!isLogged && !isNoted && !isVariable)
        {
            Escapes.Use(argument.Before, argument.Operation, call.Method, world);
            if (call.Effects?.Borrows.Contains(argument.Parameter.Ordinal) == true && AcquireEffects.IsSequence(argument.Parameter.OriginalDefinition.Type) &&
                !IsGeneric(argument.Parameter.OriginalDefinition.Type))
            {
                Escapes.UseElements(argument.Before, argument.Operation, call.Method, world);
            }
        }

        if (IsToldByAnother(call, argument) || IsLeftInPlace(call, argument))
        {
            return;
        }

        if (IsOwnStruct(argument) && OnlyReplaced(call, Target.Parameter(argument.Parameter.Ordinal), world) is { } replaced)
        {
            LeaveReplaced(call, Target.Parameter(argument.Parameter.Ordinal), replaced, world);
            return;
        }

        Keep(call, argument, world);
    }

    // Whether it is kept is told by a variable that the call has yet to fill in.
    private static bool IsToldByAnother(Call call, Argument argument) =>
        call.Summary is not null && call.Summary.Keeps.TryGetValue(argument.Parameter.Ordinal, out var when) &&
        when.Tests.Any(t => IsPassedOut(t.Left, call) || IsPassedOut(t.Right, call));

    private static bool IsPassedOut(Operand operand, Call call) => operand.Kind == OperandKind.Parameter && call[operand.Ordinal] is { IsByReference: true };

    private void Keep(Call call, Argument argument, World world)
    {
        if (call.Contract is null && Evaluator.Unwrap(argument.Operation).Type?.SpecialType != SpecialType.System_String)
        {
            // A text is there to be read by people.
            Retell(call, argument, world);
        }

        if (call.Contract is null)
        {
            Escapes.HandOnTask(argument.Operation, argument.Before, world);
        }

        var replaced = argument.IsByReference ? null : OnlyReplaced(call, Target.Parameter(argument.Parameter.Ordinal), world);
        if (KeepsIf(call, argument, world) is { } condition)
        {
            world.Change(r => r.IsLive && r.Key == argument.Before && !r.Escaped, r => r with { PendingEscape = condition });
            world.Change(r => r.LeftTo is not null && r.Key == argument.Before, r => r with { LeftTo = null });
        }
        else if (Keeps(call, argument, world))
        {
            Escapes.Escape(argument.Operation, argument.Before, world);
        }
        else if (replaced is not null)
        {
            LeaveReplaced(call, Target.Parameter(argument.Parameter.Ordinal), replaced, world);
        }
        else if (call.Contract is null && !IsForeign(call.Method) && !IsNative(call.Method) && call.Summary?.Untouched.Contains(argument.Parameter.Ordinal) != true)
        {
            // Looked at by code that releases things: what hangs on it may be among them.
            LeaveParts(call, argument.Operation, argument.Before, world);
        }

        if (call.Contract is null && !argument.Before.IsConstant)
        {
            Escapes.Forget(argument.Before, world, call.Operation, replaced is not null || call.Summary?.Untouched.Contains(argument.Parameter.Ordinal) == true);
            if (IsForeign(call.Method) && argument.Parameter.OriginalDefinition.Type is not ({ SpecialType: SpecialType.System_Object } or ITypeParameterSymbol))
            {
                Escapes.DoubtReleasedIn(argument.Before, call.Operation, world);
            }
        }
    }

    private void Retell(Call call, Argument argument, World world)
    {
        if (call.Operation is IObjectCreationOperation)
        {
            if (PropertyOf(call, argument.Parameter) is null && !IsException(call.Operation))
            {
                // What an object is made with, it may go by when it is ended.
                Escapes.LoseAnswer(argument.Before, world);
            }
        }
        else if (MayTellLater(call))
        {
            Retellings.Tell(argument.Before, Retellings.Somewhere, world, _context.Symbols);
        }
    }

    // What is put into an object may be asked of that.
    private static bool MayTellLater(Call call) =>
        call.Instance?.Type?.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable) == true ||
        !(call.Method.ReturnsVoid || Contracts.Binding.OperandTypes.IsPlain(call.Method.ReturnType) || Contracts.Binding.OperandTypes.IsTask(call.Method.ReturnType));

    // The condition under which a helper keeps what it is given, when only the result will tell.
    private Formula? KeepsIf(Call call, Argument argument, World world)
    {
        if (call.Summary is null || !call.Summary.Keeps.TryGetValue(argument.Parameter.Ordinal, out var when) || argument.Before.IsConstant ||
            world.Resources.Any(r => r.IsContainer && r.Key == argument.Before))
        {
            return null;
        }

        var state = _conditions.Evaluate(when, call, world);
        return state is not { Truth: Truth.Unknown, DependsOnArguments: false } ? null
            : state.Open.Length == 1 ? state.Open[0]
            : new Conjunction(state.Open);
    }

    private bool Borrows(Call call, Argument argument, World world) => call.Summary is { } summary
        ? summary.Borrows.Contains(argument.Parameter.Ordinal) ||
          (summary.Keeps.TryGetValue(argument.Parameter.Ordinal, out var when) && _conditions.Evaluate(when, call, world).Truth == Truth.False)
        : _context.Borrowing.Borrows(call.Method, argument.Parameter.Ordinal);

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
        call.Effects is { } contract && contract.Acquires.Any(a => a.Target == Target.Parameter(argument.Parameter.Ordinal));

    private static bool Speaks(MemberContract contract, Target target) =>
        contract.SameAs.Any(s => s.Source == target) || contract.Accesses.Any(a => a.Target == target) || contract.MarksDirty.Any(d => d.Target == target);

    // An array or span puts what is in it into another one, or makes another of it. A span of it is no other.
    private static bool CopiesElements(Call call) =>
        call.Instance?.Type is { } type && (IsList(type) || type is { IsValueType: true, OriginalDefinition.Name: "Memory" or "ReadOnlyMemory" }) &&
        (call.Arguments.Any(a => IsList(a.Parameter.Type) || a.Parameter.Type.IsRefLikeType || Evaluator.IsStruct(a.Parameter.Type)) ||
         call.Method.ReturnType is IArrayTypeSymbol or { SpecialType: SpecialType.System_Object });

    // Whether the callee may hold on to what it is given.
    private bool Keeps(Call call, Argument argument, World world)
    {
        // What copies elements into another array leaves them held there as well.
        if (IsHeldByElement(argument, world) && (call.Arguments.Any(a => a != argument && IsList(a.Parameter.Type)) || IsList(call.Method.ReturnType)))
        {
            return call.Effects is null or { Acquires.IsEmpty: true, Releases.IsEmpty: true, SameAs.IsEmpty: true };
        }

        if (call is { Contract: null, Summary: not null } && IsDisguised(argument) && argument.Parameter.Type.IsValueType)
        {
            // What the body sees is a number, which it may well give to native code to keep.
            return true;
        }

        if (call.Effects is { } contract &&
            (contract.Borrows.Contains(argument.Parameter.Ordinal) || Acquires(call, argument) ||
             (call.Contract is not null && Speaks(contract, Target.Parameter(argument.Parameter.Ordinal))) ||
             contract.Requires.Any(r => r.Target == Target.Parameter(argument.Parameter.Ordinal))))
        {
            return false;
        }

        // A span cannot be stored, so what is passed as one comes back untouched, unless the result is made of it. What its
        // elements refer to can be.
        if (!IsHeldByElement(argument, world) && argument.Parameter.Type.IsRefLikeType && !call.Method.ReturnType.IsRefLikeType && call.Operation is not IObjectCreationOperation &&
            !call.Arguments.Any(a => a != argument && a.IsByReference && a.Parameter.Type.IsRefLikeType))
        {
            return false;
        }

        if (IsAnotherGuise(call, out _) || (_context.Disposables is not null && Disposing.Disposables.LeavesOpen(call)))
        {
            return false;
        }

        if (IsNative(call.Method))
        {
            // A handle turned into a number has been given to native code to keep; an address is used for the call, unless the
            // function seems to be another release.
            return IsDisguised(argument) ||
                   world.Resources.Exists(r => r.IsLive && r.Key == argument.Before && NativeReleases.IsLikely(call.Method, _context.Contracts.ReleasesOf(r.Kind), _context.Compilation));
        }

        return call.Contract is not null || !(Awaiting.IsBackAfter(call.Operation, call.Method, argument.Parameter, _context.Compilation) || Borrows(call, argument, world));

        bool IsDisguised(Argument passed) =>
            IsHandle(passed.Before) && !SymbolEqualityComparer.Default.Equals(_context.Symbols[passed.Before.Symbol].Operation!.Type, passed.Parameter.Type);
    }

    // A method that is given code to run on the very object, as what goes on when a task is done.
    private static bool HandsItselfOn(Call call) =>
        call.Instance?.Type is { } type && call.Arguments.Any(a =>
            a.Parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } run } &&
            run.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type, type)));

    private void UseReceiver(Call call, ImmutableArray<ReleaseClause> releases, World world)
    {
        if (call is { Instance: null, Method: { MethodKind: MethodKind.LocalFunction, IsStatic: false } } && _context.IsSummary &&
            call.Summary?.Untouched.Contains(MemberContract.ReceiverOrdinal) != true)
        {
            Escapes.Escape(call.Receiver, world);
        }

        if (call is { Method: { MethodKind: MethodKind.Constructor, ContainingType.SpecialType: not SpecialType.System_Object }, Instance: IInstanceReferenceOperation } &&
            !(call.Method.IsImplicitlyDeclared && Construction.IsSilentBefore(call.Method, _context.Compilation, _context.CancellationToken)) &&
            call.Summary?.Borrows.Contains(MemberContract.ReceiverOrdinal) != true)
        {
            // A base constructor that may let others get hold of the object.
            Escapes.Escape(call.Receiver, world);
        }

        if (call.Instance is null)
        {
            return;
        }

        if (releases.Any(r => r.Target.IsReceiver))
        {
            LeavePartsToBody(call, world);
            return;
        }

        if (call.Effects?.TellsHeld is { Target.Kind: TargetKind.Receiver } || call.Effects?.Acquires.Any(a => a.Target.IsReceiver) == true)
        {
            return;
        }

        var isAddress = call.Instance.Type?.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr ||
                        call.Method.ContainingType?.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType;

        // An object that came from elsewhere and ended by a method of its own knows best which of the others it still allows.
        var isOwnAffair = call.Contract is null && call.Method.IsInSourceOf(_context.Compilation) &&
                          world.Resources.Exists(r => r.Foreign && r.Key == call.Receiver && r.Site.Clause.Target.IsReceiver);
        if (!isAddress && !isOwnAffair)
        {
            Escapes.Use(call.Receiver, call.Operation, call.Method, world);
        }

        if (CopiesElements(call))
        {
            Escapes.HandOnElements(call.Receiver, world);
        }

        if (call.Contract is not null)
        {
            return;
        }

        if (call.Method.MethodKind == MethodKind.DelegateInvoke && _context.IsSummary && _context.Symbols[call.Receiver.Symbol].Origin == Origin.Parameter)
        {
            // Run, which does not keep it.
            return;
        }

        if (call.Method.MethodKind == MethodKind.Ordinary)
        {
            // What could not be taken before may be taken by what else the object does.
            Escapes.ForgetFailures(call.Receiver, world);
            if (call.Instance is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation })
            {
                Escapes.ForgetFailures(_evaluator.BaseOf(call.Instance, world), world);
            }
        }

        var replaced = OnlyReplaced(call, Target.Receiver, world);

        // A method of the resource itself may release it, if its name or its body says so, or some code that it is handed to; of
        // what is only its address, any may.
        if (call.Method.MethodKind == MethodKind.DelegateInvoke || HandsItselfOn(call) || (IsBehindPointer(call.Instance) && !ClassLibrary.Has(call.Method.ContainingType)) || (call.Summary?.Borrows.Contains(MemberContract.ReceiverOrdinal) != true && MayRelease(call.Method)))
        {
            Escapes.Escape(call.Instance, call.Receiver, world);
            if (IsBehindPointer(call.Instance))
            {
                Escapes.Escape(_evaluator.Evaluate(call.Instance.ChildOperations.First(), world), world);
            }
        }
        else if (replaced is not null)
        {
            LeaveReplaced(call, Target.Receiver, replaced, world);
        }
        else if (call.Summary?.Untouched.Contains(MemberContract.ReceiverOrdinal) != true)
        {
            LeaveParts(call, call.Instance, call.Receiver, world);
        }

        if (call.Method is { MethodKind: MethodKind.Constructor, ContainingType.SpecialType: SpecialType.System_Object })
        {
            // What every constructor begins with.
            return;
        }

        Escapes.Forget(call.Receiver, world, call.Operation, replaced is not null || call.Summary?.Untouched.Contains(MemberContract.ReceiverOrdinal) == true);
        if (IsForeign(call.Method))
        {
            // A collection, say, that has taken out what was first.
            Escapes.DoubtReleasedIn(call.Receiver, call.Operation, world);
        }

        if (Evaluator.Unwrap(call.Instance) is ILocalReferenceOperation { Type.IsValueType: true } or IParameterReferenceOperation { Type.IsValueType: true })
        {
            Escapes.Forget(
                _evaluator.BaseOf(Evaluator.Unwrap(call.Instance), world), world, call.Operation,
                replaced is not null || call.Summary?.Untouched.Contains(MemberContract.ReceiverOrdinal) == true);
        }
    }

    private static bool IsBehindPointer(IOperation instance) =>
        instance.Kind == OperationKind.None && instance.ChildOperations.Count == 1 && instance.ChildOperations.First().Type is { TypeKind: TypeKind.Pointer };

    private bool MayRelease(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return true;
        }

        if (!method.IsInSourceOf(_context.Compilation))
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

    public static bool IsNative(IMethodSymbol method) =>
        method.IsExtern || method.GetDllImportData() is not null ||
        method.GetAttributes().Any(a => a.AttributeClass is { Name: "LibraryImportAttribute" });

    // A member of another assembly cannot touch the fields of this one's objects.
    private bool IsForeign(IMethodSymbol method) =>
        method.MethodKind != MethodKind.DelegateInvoke && !method.IsInSourceOf(_context.Compilation) && !method.IsVirtual && !method.IsAbstract;
}
