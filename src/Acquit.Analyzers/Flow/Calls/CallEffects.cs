using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Applies the contract of a called member to a world; for a member without one, what is safe to assume.</summary>
internal sealed partial class CallEffects
{
    private readonly Evaluator _evaluator;
    private readonly FlowContext _context;
    private readonly AcquireEffects _acquires;
    private readonly ReleaseEffects _releases;
    private readonly Conditions _conditions;

    public CallEffects(Evaluator evaluator, FlowContext context)
    {
        _evaluator = evaluator;
        _context = context;
        _conditions = new Conditions(evaluator, context);
        _acquires = new AcquireEffects(evaluator, context, _conditions);
        _releases = new ReleaseEffects(evaluator, context, _conditions);
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
            return _evaluator.ValueOfNullable(_evaluator.Evaluate(instance, world));
        }

        if (method is { Name: nameof(ReferenceEquals), ContainingType.SpecialType: SpecialType.System_Object } && arguments.Length == 2)
        {
            return _evaluator.SameReference(_evaluator.Evaluate(arguments[0].Value, world), _evaluator.Evaluate(arguments[1].Value, world), world);
        }

        if (_evaluator.EqualNumbers(method, instance, arguments, world) is { } areEqual)
        {
            return areEqual;
        }

        if (method is { Name: nameof(GetType), Parameters.IsEmpty: true, ContainingType.SpecialType: SpecialType.System_Object } && instance is not null)
        {
            // The same whenever it is asked.
            var type = new Value(_context.Symbols.Get(Origin.Term, "type", @base: _evaluator.Evaluate(instance, world)), 0);
            world.Assume(TestOperator.NotEqual, type, Value.Zero);
            return type;
        }

        if (Enumeration(operation, method, instance, world) is { } enumeration)
        {
            return enumeration;
        }

        contract ??= ContractOf(operation, method, instance);
        var receiver = instance is not null ? _evaluator.Evaluate(instance, world)
            : method is { MethodKind: MethodKind.LocalFunction, IsStatic: false } ? _evaluator.This
            : Value.Zero;
        var evaluated = EvaluateArguments(arguments, contract, world);
        var summary = contract is null
            ? AndDisposal(
                SummaryOf(
                    method, instance, receiver,
                    IsTracked(receiver, evaluated, world) || IsInitializer(method, instance) || IsAmongVariables(method, world) || IsAmongElements(world) ||
                    _context.Disposables?.MayHandOut(method, _context.CancellationToken) == true || IsGivenNewLock(method, evaluated, world)),
                method, instance, receiver, world)
            : null;
        var besides = contract is null ? null : Besides(contract, method, instance, receiver, evaluated, world);
        return Apply(new Call(operation, method, contract, instance, receiver, evaluated) { Summary = summary, Besides = besides }, world);
    }

    private ImmutableArray<Argument> EvaluateArguments(ImmutableArray<IArgumentOperation> arguments, MemberContract? contract, World world)
    {
        if (arguments.IsEmpty)
        {
            return ImmutableArray<Argument>.Empty;
        }

        var evaluated = ImmutableArray.CreateBuilder<Argument>(arguments.Length);
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                evaluated.Add(PassedByAddress.Of(argument, contract) is { } variable
                    ? new Argument(parameter, variable, _evaluator.Evaluate(variable, world), _evaluator.PlaceOf(variable, world)) { IsByAddress = true }
                    : new Argument(parameter, argument.Value, EvaluateArgument(argument, world), parameter.RefKind == RefKind.None ? null : _evaluator.PlaceOf(argument.Value, world)));
            }
        }

        return evaluated.Count == evaluated.Capacity ? evaluated.MoveToImmutable() : evaluated.ToImmutable();
    }

    // What nobody has taken yet, for something that may give it back, or is known to leave it as it is.
    private bool IsGivenNewLock(IMethodSymbol method, ImmutableArray<Argument> arguments, World world) =>
        !world.Pristine.IsEmpty && arguments.Any(a => world.Pristine.Contains(a.Before.Symbol) && a.Parameter.Type.GetMembers().Any(m => _context.Contracts.Names.Contains(m.Name))) &&
        (_context.Summaries.LeadsToMention(method, _context.CancellationToken) || _context.Summaries.IsInert(method, _context.CancellationToken));

    private bool IsAmongVariables(IMethodSymbol method, World world) =>
        method is { MethodKind: MethodKind.LocalFunction, IsStatic: false } && (world.Resources.Count > 0 || !world.Entrusted.IsEmpty || _context.IsSummary) && _context.Captured.Count > 0;

    // A local function sees the variables around it.
    private void RunAmongVariables(Call call, World world)
    {
        var touched = call.Summary?.TouchedVariables;
        Escapes.Captured(world, touched is null ? null : v => !touched.Contains(v));
        _context.Contents?.LoseVariables(_context.Captured, world);
        if (touched is null && !call.Method.IsStatic && _context.IsSummary)
        {
            world.Published = world.Published.Add(CapturedVariables.Anything(_context.Symbols));
        }
    }

    // Another constructor of the same object.
    private static bool IsInitializer(IMethodSymbol method, IOperation? instance) =>
        method.MethodKind == MethodKind.Constructor && instance is IInstanceReferenceOperation;

    private MemberContract? SummaryOf(IMethodSymbol method, IOperation? instance, Value receiver, bool isTracked)
    {
        return RunBy(method, instance, receiver) is { } actual
            ? _context.Summaries.Of(actual, isTracked, _context.CancellationToken, isExact: true)
            : _context.Summaries.Of(method, isTracked, _context.CancellationToken);
    }

    // Of an object that was made here, and of a struct, it is known which method runs.
    private IMethodSymbol? RunBy(IMethodSymbol method, IOperation? instance, Value receiver)
    {
        var type = _context.Symbols[receiver.Symbol] is { Origin: Origin.NewObject, Operation: IObjectCreationOperation { Type: { } made } } ? made
            : instance is not null && Evaluator.Unwrap(instance).Type is { IsSealed: true } or { IsValueType: true } ? Evaluator.Unwrap(instance!).Type
            : null;
        return type is null ? null : Overrides.In(type, method);
    }

    // Something held, or something that has something held in it.
    private bool IsTracked(Value receiver, ImmutableArray<Argument> arguments, World world)
    {
        foreach (var resource in world.Entrusted.IsEmpty ? world.Resources : world.Resources.Concat(world.Entrusted))
        {
            if (IsOf(resource, receiver))
            {
                return true;
            }

            foreach (var argument in arguments)
            {
                if (IsOf(resource, argument.Before))
                {
                    return true;
                }
            }
        }

        return world.Resources.Count > 0 && (HasParts(receiver, world) || arguments.Any(a => HasParts(a.Before, world) || (IsOwnStruct(a) && HeldIn(a, world).Count > 0)));
    }

    private bool IsOf(Resource resource, Value value) => !value.IsConstant &&
        (_context.Symbols.RestsOn(value.Symbol, resource.Key.Symbol) || _context.Symbols.RestsOn(resource.Key.Symbol, value.Symbol));

    // An object made here, and something made here or held in one of its members.
    private bool HasParts(Value value, World world) =>
        _context.Symbols[value.Symbol].Origin == Origin.NewObject &&
        world.Places.Any(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == value &&
                              (_context.Symbols[p.Value.Symbol].Origin == Origin.NewObject || world.Resources.Any(r => r.Key == p.Value)));

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

    /// <summary>A user-defined operator with a contract.</summary>
    public Value Operate(IOperation operation, IMethodSymbol method, MemberContract contract, ImmutableArray<IOperation> operands, ImmutableArray<Value> values, World world) =>
        Apply(
            new Call(
                operation, method, contract, null, Value.Zero,
                method.Parameters.Select((parameter, i) => new Argument(parameter, operands[i], values[i], null)).ToImmutableArray()),
            world);

    // A Dispose that `using` calls through the interface is the one of the type.
    private MemberContract? ContractOf(IOperation operation, IMethodSymbol method, IOperation? instance)
    {
        if (Locks.LockStatements.IsMadeOf(operation))
        {
            // The language pairs these by itself. Whether they are held meanwhile matters to calls that need it only.
            return _context.Requirements is null ? null : _context.Contracts.Of(method);
        }

        if (method.ContainingType?.TypeKind == TypeKind.Interface && instance is not null &&
            Evaluator.Unwrap(instance).Type is { TypeKind: TypeKind.Class or TypeKind.Struct } type &&
            type.FindImplementationForInterfaceMember(method) is IMethodSymbol implementation &&
            _context.Contracts.Of(implementation) is { } own)
        {
            return own;
        }

        return _context.Contracts.Of(method, instance is null ? null : Evaluator.Unwrap(instance).Type);
    }

    private Value Apply(Call call, World world)
    {
        var contract = call.Effects;
        var put = _context.Collections?.PutIn(call, world);
        _context.Collections?.Passed(call, world);
        if (CanThrow(call) || IsAnsweredWhenItThrows(call))
        {
            _evaluator.Throwing?.Invoke(_evaluator.WithoutFailed(call.Receiver, WithoutReleased(call, world)), call.Operation);
        }

        var releases = contract?.Releases ?? ImmutableArray<ReleaseClause>.Empty;
        FindOpenClauses(call, releases, world);
        LoseOverwritten(call, world);
        LeaveUntold(call, world);
        Result(call, world);
        _releases.CheckPerhapsReleased(call, world);
        _context.Contents?.CheckLateMarks(call, world, _conditions, _evaluator);
        foreach (var argument in call.Arguments)
        {
            var target = Target.Parameter(argument.Parameter.Ordinal);
            if (Includes(releases, target))
            {
                if (call.Summary?.Untouched.Contains(argument.Parameter.Ordinal) == false)
                {
                    Escapes.LeaveParts(argument.Operation, argument.Before, world);
                }

                continue;
            }

            if (contract?.TellsHeld is { } tells && tells.Target == target)
            {
                continue;
            }

            UseArgument(call, argument, world);
        }

        UseReceiver(call, releases, world);
        if (call.Instance?.Type is { IsReferenceType: true } receiver && !Contracts.Binding.OperandTypes.IsTask(receiver))
        {
            // The call would have thrown. That a task is there says nothing of what it yields.
            world.Assume(TestOperator.NotEqual, call.Receiver, Value.Zero);
        }

        if (call.Method.MethodKind == MethodKind.LocalFunction)
        {
            RunAmongVariables(call, world);
        }

        CheckContext(call, world);
        _context.Requirements?.Check(call, world, _evaluator, _conditions);

        // A variable that tells whether the call has released something else has to be filled in first.
        foreach (var argument in call.Arguments)
        {
            if (argument.IsByReference && !IsGivenBack(argument, releases))
            {
                PassByReference(call, argument, world);
            }
        }

        foreach (var argument in call.Arguments)
        {
            if (IsToldByAnother(call, argument) && !IsGivenBack(argument, releases))
            {
                Keep(call, argument, world);
            }
        }

        Relate(call, world);
        Lend(call, world);
        _context.Contents?.Apply(call, world, _conditions, _evaluator);
        _context.Collections?.Released(call, world);
        _releases.Apply(call, world);
        foreach (var argument in call.Arguments)
        {
            if (argument.IsByReference && IsGivenBack(argument, releases))
            {
                PassByReference(call, argument, world);
            }
        }

        ForgetReplaced(call, world);
        FollowDisposables(call, world);
        _acquires.Apply(call, world);
        MeetAnew(call, world);
        _evaluator.CallOff(call.Operation, world);
        Pristine.Touch(call, world, _context.Symbols);
        Pristine.Make(call, world);
        ForgetElements(call, world);
        NameMembers(call, world);
        if (put is not null)
        {
            _context.Collections!.Note(put, world);
        }

        if (call.Contract is null && !IsForeign(call.Method))
        {
            Escapes.Invalidate(call.Operation, world, call.Summary?.Untouched.Contains(MemberContract.ReceiverOrdinal) == true ? call.Receiver : default);
        }
        else if (world.Resources.Count > 0 && IsForeign(call.Method) && !IsOfOneAtATime(call) && ClassLibrary.LetsOthersRun(call.Method))
        {
            Escapes.LetOthersRun(call.Operation, world);
        }

        NameParts(call, world);
        if (contract?.TellsHeld is { } told)
        {
            var key = told.Target.Kind == TargetKind.Parameter ? call[told.Target.Ordinal]?.Before ?? Value.Zero : call.Receiver;
            _context.Requirements?.Doubts.Touch(key, told.Kind);
            return told.When == TellClause.IsTrue && SaysSoStill(call, key, told.Kind, world) ? Value.One : _evaluator.Telling(key, told, call.Operation, world);
        }

        EndIfItDoesNotReturn(call, world);

        if (call.Contract is null && IsAnotherGuise(call, out var address))
        {
            return address;
        }

        foreach (var same in contract?.SameAs ?? ImmutableArray<SameAsClause>.Empty)
        {
            if (same.Target.Kind == TargetKind.Return && same.IsView && contract!.Acquires.Any(a => a.Target.IsReturn))
            {
                // Something of its own, that leads into something else.
                LeadInto(call, same, world);
            }
            else if (same.Target.Kind == TargetKind.Return)
            {
                return SameAs(call, same, world);
            }
        }

        return call.Result;
    }

    // Which of its clauses come to nothing here, or only perhaps to something.
    private void FindOpenClauses(Call call, ImmutableArray<ReleaseClause> releases, World world)
    {
        if (!releases.IsEmpty)
        {
            call.Vain = releases.RemoveAll(r => !IsInVain(r, call, world));
        }

        if (call.Summary is { } summary)
        {
            call.Untold = summary.Acquires.RemoveAll(a => !a.IfNullBefore || IsNullIn(call, a.Target, world));
            call.Perhaps = summary.PerhapsAcquired.RemoveAll(a => !_acquires.IsOfLockMadeHere(call, a, world));
        }
    }

    // The argument itself, or something in it.
    private static bool IsGivenBack(Argument argument, ImmutableArray<ReleaseClause> releases)
    {
        foreach (var release in releases)
        {
            if (release.Target.Kind == TargetKind.Parameter && release.Target.Ordinal == argument.Parameter.Ordinal)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Includes(ImmutableArray<ReleaseClause> releases, Target target)
    {
        foreach (var release in releases)
        {
            if (release.Target == target)
            {
                return true;
            }
        }

        return false;
    }

    // Whoever waits for a lock waits for what those do who have it.
    private void MeetAnew(Call call, World world)
    {
        if (world.Resources.Count == 0 || !(Locks.LockStatements.IsMadeOf(call.Operation) || TakesALock(call)))
        {
            return;
        }

        foreach (var asked in _context.AskedAgain.Behind(call.Operation.Syntax))
        {
            if (_evaluator.PlaceOf(asked, world) is { Kind: PlaceKind.Member } place)
            {
                _evaluator.MeetAnew(place, asked, world);
            }
        }
    }

    private bool TakesALock(Call call)
    {
        foreach (var clause in call.Effects?.Acquires ?? ImmutableArray<AcquireClause>.Empty)
        {
            if (!clause.Target.IsReturn && (_context.Contracts.BelongsToHolder(clause.Kind) || _context.Contracts.IsExclusive(clause.Kind) || ClassLibrary.LetsOthersRun(call.Method)))
            {
                return true;
            }
        }

        return false;
    }

    private void Relate(Call call, World world)
    {
        if (call.Summary is { } summary)
        {
            foreach (var when in summary.Acquires.Select(a => a.When).Concat(summary.Releases.Select(r => r.When)))
            {
                _conditions.Relate(when, call, world);
            }
        }
    }

    // Whoever takes or leaves a lock waits for nothing that others do.
    private bool IsOfOneAtATime(Call call) =>
        call.Contract is { } contract && contract.Acquires.Select(a => a.Kind).Concat(contract.Releases.Select(r => r.Kind)).Any(_context.Contracts.BelongsToHolder);

    // A copy of the struct through which it was given back. One that leads to something both share knows better.
    private bool SaysSoStill(Call call, Value key, string kind, World world) =>
        call.Instance is ILocalReferenceOperation { Local: { Type: { IsUnmanagedType: true, IsReadOnly: false } } copy } && Place.Variable(_context.Symbols.Intern(copy)) is var place &&
        world.Resources.Exists(r => r.Status == Status.Released && r.CopyLeft == place && r.Kind == kind && r.Key == key) &&
        !world.Resources.Exists(r => r.IsLive && r.Kind == kind && world.Facts.AreEqual(r.Key, key));

    // While something is held that puts its holder in a context (a spinlock, say), calls are judged by that context.
    private void CheckContext(Call call, World world)
    {
        CheckOwnContexts(call, world);
        if (world.Resources.Count == 0)
        {
            return;
        }

        List<Resource>? entered = null;
        foreach (var resource in world.Resources)
        {
            if (resource.Site.Clause.Enters is not null && resource is { Unsure: false, Foreign: false } && world.StatusOf(resource) == Status.Held)
            {
                (entered ??= new()).Add(resource);
            }
        }

        if (entered is not null)
        {
            CheckEntered(call, entered, world);
        }
    }

    private void CheckEntered(Call call, List<Resource> entered, World world)
    {
        var bound = (call.Contract?.Contexts ?? ImmutableArray<ContextClause>.Empty)
            .Where(c => _conditions.Evaluate(c.When, call, world).Truth == Truth.True)
            .Select(c => new Contexts.ReachedCall(call.Method, c, ImmutableArray<SyntaxNode>.Empty))
            .Concat(_context.Reach.Through(call.Operation, call.Method));
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

        if (!_context.IsSummary && _context.Reach.MayLeadOn(call.Operation, call.Method))
        {
            LeaveOpen(call, world, entered);
        }
    }

    private void LeaveOpen(Call call, World world, List<Resource> entered)
    {
        var node = call.Operation.Syntax;
        foreach (var cause in entered)
        {
            var context = cause.Site.Clause.Enters!;
            if (!_context.Elsewhere.ContainsKey((node, context)))
            {
                _context.Elsewhere.Add((node, context), new Finding(FindingKind.LeadsElsewhere, node, cause, Trail.After(world.Trail, cause.AcquiredAt))
                {
                    Method = call.Method, Contexts = ImmutableArray.Create(context),
                });
            }
        }
    }
}
