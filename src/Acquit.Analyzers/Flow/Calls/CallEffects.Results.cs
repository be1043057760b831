using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// What a call yields, and whether it comes back at all.
internal sealed partial class CallEffects
{
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
        world.IsOver |= Conventions.NeverReturns(call.Method);
        world.IsOver |= call.Contract is null && _context.Reach.NeverReturns(call.Method);
        foreach (var argument in call.Arguments)
        {
            if ((Conventions.NeverReturnsFor(argument.Parameter) ?? Demands.NeverReturnsFor(argument.Parameter, _context.Summaries.Graphs, _context.CancellationToken)) is { } fatal)
            {
                world.IsOver |= !world.Assume(_evaluator.FormulaOf(argument.Before), !fatal);
            }
            else if (Conventions.NeverReturnsForNegative(argument.Parameter))
            {
                world.IsOver |= !world.Assume(TestOperator.GreaterOrEqual, argument.Before, Value.Zero);
            }
        }
    }

    private Value SameAs(Call call, SameAsClause clause, World world)
    {
        var source = ValueOf(clause.Source, call);
        var start = clause.Start is { } s ? OperandValue(s, call) : Value.Zero;
        Value? count = clause.Count is { } c ? OperandValue(c, call) : null;
        if (clause.IsView)
        {
            return source.IsConstant ? source : new Value(_context.Symbols.Get(Origin.View, member: call.Method, @base: source), 0);
        }

        return clause.Start is null && clause.Count is null ? source : _evaluator.Slice(source, start, count, world);
    }

    private void LeadInto(Call call, SameAsClause clause, World world)
    {
        var source = ValueOf(clause.Source, call);
        if (IsFollowed(call) && !source.IsConstant && !call.Result.IsConstant)
        {
            world.Leads = world.Leads.SetItem(new Value(call.Result.Symbol, 0), source);
        }
    }

    // Where contents are followed, or where what is held matters and something is held along with what is acquired.
    private bool IsFollowed(Call call) =>
        _context.Contents is not null || (_context.Requirements is not null && call.Contract?.Acquires.Any(a => a.Target.IsReturn && !a.Implies.IsEmpty) == true);

    // A new object's members name what it was given.
    private void NameMembers(Call call, World world)
    {
        foreach (var (member, source) in call.Summary?.Aliases.Where(a => a.Member.Kind != TargetKind.Return) ?? Enumerable.Empty<(Target, Target)>())
        {
            var value = source.Path is null ? ValueOf(source, call) : _evaluator.Navigate(call, source, world);
            world.Places[Place.Member(call.Receiver, _context.Symbols.Intern(member.Path!.Members[0]))] = value;
        }

        foreach (var argument in call.Arguments)
        {
            if (PropertyOf(call, argument.Parameter) is { } property)
            {
                world.Places[Place.Member(call.Receiver, _context.Symbols.Intern(property))] = argument.Before;
            }
        }
    }

    // The elements of a tuple that is returned, which nobody else has.
    private void NameParts(Call call, World world)
    {
        foreach (var (part, source) in call.Summary?.Aliases.Where(a => a.Member.Kind == TargetKind.Return) ?? Enumerable.Empty<(Target Member, Target)>())
        {
            world.Places[PartOf(part)] = ValueOf(source, call);
        }

        foreach (var (part, number, when) in call.Summary?.PartsTold ?? ImmutableArray<(Target, long, Condition)>.Empty)
        {
            if (_conditions.Evaluate(when, call, world).Truth == Truth.True)
            {
                world.Places[PartOf(part)] = Value.Constant(number);
            }
        }

        Place PartOf(Target part) => Place.Member(call.Result, _context.Symbols.Intern(part.Path!.Members[0]));
    }

    // What a record that is made declares with a parameter.
    private static IPropertySymbol? PropertyOf(Call call, IParameterSymbol parameter) =>
        call.Operation is IObjectCreationOperation && call.Method.ContainingType is { IsRecord: true, IsReferenceType: true } record && parameter.DeclaringSyntaxReferences is { Length: 1 } declared
            ? record.GetMembers(parameter.Name).OfType<IPropertySymbol>()
                .FirstOrDefault(p => p.DeclaringSyntaxReferences is { Length: 1 } own && own[0].Span == declared[0].Span && own[0].SyntaxTree == declared[0].SyntaxTree)
            : null;

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

    // A predicate of a library, asked twice about the same, is taken to answer the same, until a loop comes round.
    private Value? Predicate(Call call) =>
        call.Contract is null && IsForeign(call.Method) && call.Method is { ReturnType.SpecialType: SpecialType.System_Boolean, MethodKind: MethodKind.Ordinary } &&
        call.Arguments.Length + (call.Instance is null ? 0 : 1) <= 2 && !call.Arguments.Any(a => a.IsByReference)
            ? new Value(_context.Symbols.Get(
                Origin.Term, "call", call.Method,
                call.Instance is null ? call.Arguments.Length > 0 ? call.Arguments[0].Before : Value.Zero : call.Receiver,
                call.Instance is null ? call.Arguments.Length > 1 ? call.Arguments[1].Before : Value.Zero
                    : call.Arguments.Length > 0 ? call.Arguments[0].Before : Value.Zero), 0)
            : null;

    private void Result(Call call, World world)
    {
        if (Predicate(call) is { } answer)
        {
            call.Result = answer;
            world.Assume(TestOperator.GreaterOrEqual, answer, Value.Zero);
            world.Assume(TestOperator.LessOrEqual, answer, Value.One);
            return;
        }

        if (call.Summary?.SameAs.FirstOrDefault(s => s is { Target.Kind: TargetKind.Return, Start: null, Count: null }) is { } same)
        {
            // What the result tells, what was passed tells as well.
            call.Result = SameAs(call, same, world);
            return;
        }

        if (OnlyAnswer(call) is { } only)
        {
            call.Result = Value.Constant(only);
            return;
        }

        if (call.Contract is null && _context.Summaries.OnlyAnswers.IsOpen(call.Method, _context.CancellationToken))
        {
            call.Result = new Value(_context.Symbols.Get(Origin.Term, "open", call.Method), 0);
            world.Assume(TestOperator.GreaterOrEqual, call.Result, Value.Zero);
            world.Assume(TestOperator.LessOrEqual, call.Result, Value.One);
            return;
        }

        if (call.Contract is null && _context.Summaries.RepeatedAnswers.Of(call.Method, _context.CancellationToken) is { } repeated &&
            (repeated.Number is { } number ? Value.Constant(number) : call[repeated.Ordinal ?? -1]?.Before) is { } passed)
        {
            call.Result = passed;
            return;
        }

        if (world.Resources.Count > 0 && call.Effects is null or { Acquires.IsEmpty: true, Releases.IsEmpty: true } && call.Contract is null &&
            _evaluator.AnswerAbout(call.Method, i => call[i]?.Before, world) is { } asked)
        {
            call.Result = asked;
            return;
        }

        var acquired = call.Effects?.Acquires.Any(a => a.Target.IsReturn) == true;
        var isMade = call.Operation is IObjectCreationOperation || call.Summary?.Acquires.Any(a => a.Target is { Kind: TargetKind.Return, Path.IsNew: true }) == true;
        call.Result = _evaluator.Unknown(call.Operation, world, acquired && !IsNewDisposable(call) ? Origin.Acquired : isMade ? Origin.NewObject : Origin.Result);
        if (call.Operation is IObjectCreationOperation)
        {
            call.Receiver = call.Result;
        }

        TellByResult(call, world);
        Choose(call, Target.Return, call.Result, world);
        AnswerToNothing(call, world);

        var isSettled = acquired && call.Effects!.Acquires.Any(a => a.Target.IsReturn && !a.When.Tests.IsEmpty);
        if (call.Operation is IObjectCreationOperation { Type.IsValueType: false } ||
            (!isSettled && IsDeclaredNotNull(call.Method)) ||
            call.Summary?.Acquires.Any(a => a is { Target: { Kind: TargetKind.Return, Path.IsNew: true }, When.Tests.IsEmpty: true }) == true)
        {
            // New, or declared never to be null, or always made with something held in it. A task stands for what it yields.
            world.Assume(TestOperator.NotEqual, call.Result, Value.Zero);
        }
    }

    // What is given nothing but an answer, and other numbers, may answer in other words.
    private void TellByResult(Call call, World world)
    {
        if (call.Contract is not null || call.Method.ReturnsVoid || !call.Arguments.All(a => Contracts.Binding.OperandTypes.IsPlain(Evaluator.Unwrap(a.Operation).Type)))
        {
            return;
        }

        foreach (var told in call.Arguments.Select(a => a.Before).Append(Contracts.Binding.OperandTypes.IsPlain(call.Instance?.Type) ? call.Receiver : Value.Zero))
        {
            Retellings.Tell(told, call.Result.Symbol, world, _context.Symbols);
        }
    }

    // One of the numbers that the body has for it.
    private static void Choose(Call call, Target target, Value value, World world)
    {
        foreach (var answer in call.Summary?.Answers ?? ImmutableArray<AnswerClause>.Empty)
        {
            if (answer.Target == target)
            {
                world.WritableFacts().Choose(value.Symbol, answer.Numbers);
            }
        }
    }

    // A helper that always fails, say: what would come after its success does not run.
    private long? OnlyAnswer(Call call) => call switch
    {
        { Contract: not null } => null,
        { Summary: { } summary } => summary.OnlyAnswer,
        _ => _context.Summaries.OnlyAnswers.Of(call.Method, _context.CancellationToken),
    };

    // Of a task it is what awaiting it yields that counts.
    private static bool IsDeclaredNotNull(IMethodSymbol method) => Contracts.Binding.OperandTypes.IsTask(method.ReturnType)
        ? method.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } results } task && results[0].IsReferenceType &&
          task.TypeArgumentNullableAnnotations[0] == NullableAnnotation.NotAnnotated
        : method.ReturnType.IsReferenceType && method.ReturnNullableAnnotation == NullableAnnotation.NotAnnotated;

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
