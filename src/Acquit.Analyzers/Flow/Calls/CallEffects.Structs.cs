using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Structs of this method that are passed by reference, for helpers to fill and to clear, and its objects, whose methods do that.
internal sealed partial class CallEffects
{
    // A member of a struct of this method, or of an object that was made here.
    private bool IsNullIn(Call call, Target target, World world) => target.Kind == TargetKind.Receiver
        ? world.Places.TryGetValue(Place.Member(call.Receiver, _context.Symbols.Intern(target.Path!.Members[0])), out var kept)
            ? world.Facts.AreEqual(kept, Value.Zero)
            : world.Pristine.Contains(call.Receiver.Symbol) && IsNullFromBirth(call.Receiver, target.Path.Members[0])
        : call[target.Ordinal] is { Operation: ILocalReferenceOperation { Local.RefKind: RefKind.None } } argument &&
        (MemberIn(argument, target, world) is { } value ? world.Facts.AreEqual(value, Value.Zero) : argument.Before == Value.Zero);

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
                ? world.Places.TryGetValue(Place.Member(call.Receiver, _context.Symbols.Intern(clause.Target.Path!.Members[0])), out var kept) ? kept : (Value?)null
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

    private List<(Place Place, Value Value)> HeldIn(Argument argument, World world)
    {
        var address = _evaluator.BaseOf(argument.Operation, world);
        return world.Places.Where(p => p.Key.Kind == PlaceKind.Member && p.Key.Base == address && world.Resources.Exists(r => r.Key == p.Value))
            .Select(p => (p.Key, p.Value)).ToList();
    }
}
