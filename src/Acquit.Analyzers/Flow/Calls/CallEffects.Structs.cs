using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Structs of this method that are passed by reference, for helpers to fill and to clear, and its objects, whose methods do that.
internal sealed partial class CallEffects
{
    // A variable, a member of a struct of this method, or of an object that was made here.
    private bool IsNullIn(Call call, Target target, World world) => target.Kind == TargetKind.Receiver
        ? world.Places.TryGetValue(PlaceOf(call, target, world), out var kept)
            ? world.Facts.AreEqual(kept, Value.Zero)
            : world.Pristine.Contains(call.Receiver.Symbol) && IsNullFromBirth(call.Receiver, target.Path!.Members[0])
        : call[target.Ordinal] is { Operation: ILocalReferenceOperation { Local.RefKind: RefKind.None } } argument &&
        (target.Path is null ? world.Facts.AreEqual(argument.Before, Value.Zero) : MemberIn(argument, target, world) is { } value ? world.Facts.AreEqual(value, Value.Zero) : argument.Before == Value.Zero);

    // The body looks whether there is something, and there is not. A member that is a number may be another one once the call is over.
    private bool IsInVain(ReleaseClause clause, Call call, World world) =>
        clause is { IfHeld: true, Target: { Kind: TargetKind.Receiver or TargetKind.Parameter, Path: not null } } &&
        world.Facts.AreEqual(_evaluator.Navigate(call, clause.Target, world), Value.Zero);

    // What is passed has nothing in it: not every answer comes to that.
    private void AnswerToNothing(Call call, World world)
    {
        foreach (var (member, answers) in call.Summary?.AnswersToNothing ?? ImmutableArray<(Target, AnswerRange)>.Empty)
        {
            if (IsNobodyElses(call, member, world) && IsNullIn(call, member, world))
            {
                world.Assume(TestOperator.GreaterOrEqual, call.Result, Value.Constant(answers.Low));
                world.Assume(TestOperator.LessOrEqual, call.Result, Value.Constant(answers.High));
            }
        }
    }

    private bool IsNobodyElses(Call call, Target target, World world) => ObjectOf(call, target) is { } made
        ? _context.Symbols[made.Symbol].Origin == Origin.NewObject && !world.Published.Contains(made.Symbol)
        : OperationOf(call, target) is ILocalReferenceOperation { Local: var local } && !_context.Captured.Contains(local) && !_context.Unstable.Contains(local);

    // What the call puts something else in the place of is lost, unless something else names it.
    private void LoseOverwritten(Call call, World world)
    {
        foreach (var target in call.Summary?.Overwritten ?? ImmutableArray<Target>.Empty)
        {
            if (IsNobodyElses(call, target, world) && PlaceOf(call, target, world) is var place && world.Places.TryGetValue(place, out var held))
            {
                Escapes.CheckLost(held, place, call.Operation, world);
            }
        }
    }

    private Place PlaceOf(Call call, Target target, World world) =>
        Place.Member(ObjectOf(call, target) ?? _evaluator.BaseOf(OperationOf(call, target)!, world), _context.Symbols.Intern(target.Path!.Members[0]));

    private static IOperation? OperationOf(Call call, Target target) => target.Kind != TargetKind.Receiver ? call[target.Ordinal]?.Operation
        : call.Instance is { } instance ? Evaluator.Unwrap(instance)
        : null;

    // That the method is called on, or that is passed as it is, and not the variable in which it is.
    private static Value? ObjectOf(Call call, Target target) => target.Kind == TargetKind.Receiver ? OperationOf(call, target) is ILocalReferenceOperation { Type.IsValueType: true } ? null : call.Receiver
        : call[target.Ordinal] is { Parameter: { RefKind: RefKind.None, Type.IsReferenceType: true } } argument ? argument.Before
        : null;

    // Of an object or struct of this method; null where the call may put something else in any field.
    private ReplacedFields? OnlyReplaced(Call call, Target whole, World world) =>
        call.Contract is null && call.Summary?.OnlyReplaced.TryGetValue(whole.IsReceiver ? MemberContract.ReceiverOrdinal : whole.Ordinal, out var fields) == true &&
        IsNobodyElses(call, whole, world) ? fields : null;

    // What is in those fields is given back, as a clause says, or is somewhere else by now.
    private void LeaveReplaced(Call call, Target whole, ReplacedFields replaced, World world)
    {
        foreach (var field in replaced.Fields)
        {
            if (!(replaced.Surely.Contains(field) && call.Summary!.Releases.Any(r => r.Target.Kind == whole.Kind && r.Target.Ordinal == whole.Ordinal && r.Target.Path is { Members: { Length: 1 } members } && SymbolEqualityComparer.Default.Equals(members[0], field))) &&
                world.Places.TryGetValue(PlaceOf(call, FieldOf(whole, field), world), out var held))
            {
                Escapes.Escape(held, world);
            }
        }
    }

    private void ForgetReplaced(Call call, World world)
    {
        if (call.Summary is null or { OnlyReplaced.IsEmpty: true })
        {
            return;
        }

        foreach (var whole in call.Arguments.Where(a => a.Parameter.RefKind == RefKind.None).Select(a => Target.Parameter(a.Parameter.Ordinal)).Prepend(Target.Receiver))
        {
            foreach (var field in OnlyReplaced(call, whole, world)?.Fields ?? Enumerable.Empty<ISymbol>())
            {
                world.Places.Remove(PlaceOf(call, FieldOf(whole, field), world));
            }
        }
    }

    private static Target FieldOf(Target whole, ISymbol field) => whole with { Path = new MemberPath(ImmutableArray.Create(field), false) };

    // Nobody wrote what the constructor does, nor what the member begins with.
    private bool IsNullFromBirth(Value made, ISymbol member) =>
        _context.Symbols[made.Symbol].Operation is IObjectCreationOperation { Constructor.IsImplicitlyDeclared: true, Initializer: null } &&
        member is IFieldSymbol && member.DeclaringSyntaxReferences.All(r => r.GetSyntax(_context.CancellationToken) is VariableDeclaratorSyntax { Initializer: null });

    private Value? MemberIn(Argument argument, Target target, World world) =>
        world.Places.TryGetValue(Place.Member(_evaluator.BaseOf(argument.Operation, world), _context.Symbols.Intern(target.Path!.Members[0])), out var value) ? value : null;

    // What is there already may be why the call has nothing to take, and what it answers then: which ways it can take is not known.
    private void LeaveUntold(Call call, World world)
    {
        foreach (var clause in call.Untold)
        {
            var before = clause.Target.Kind == TargetKind.Receiver
                ? world.Places.TryGetValue(PlaceOf(call, clause.Target, world), out var kept) ? kept : (Value?)null
                : clause.Target.Path is null ? call[clause.Target.Ordinal]?.Before
                : call[clause.Target.Ordinal] is { Operation: ILocalReferenceOperation } argument ? MemberIn(argument, clause.Target, world) : null;
            if (before is { IsConstant: false } held)
            {
                world.Change(r => r.IsLive && r.Key == held, r => r with { Unsure = true });
            }
        }
    }

    // A struct of this method: numbers in it may be others afterwards, what is held in it is what it was.
    private static bool IsLeftInPlace(Call call, Argument argument) => IsOwnStruct(argument) && call.Summary?.Untouched.Contains(argument.Parameter.Ordinal) == true;

    private static bool IsOwnStruct(Argument argument) =>
        argument is { Parameter.RefKind: RefKind.Ref, Operation: ILocalReferenceOperation { Local.RefKind: RefKind.None } } && Evaluator.IsStruct(argument.Parameter.Type);

    private List<(Place Place, Value Value)> HeldIn(Argument argument, World world, ReplacedFields? replaced = null)
    {
        var address = _evaluator.BaseOf(argument.Operation, world);
        return world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == address && world.Resources.Exists(r => r.Key == p.Value))
            .Where(p => replaced is null || !(_context.Symbols.Interned(p.Key.Id) is { } field && replaced.Fields.Contains(field)))
            .Select(p => (p.Key, p.Value)).ToList();
    }
}
