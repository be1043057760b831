using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Which values cannot be the same, wherever they came from.
internal sealed partial class Evaluator
{
    /// <summary>Whether two references are the same object, as <c>==</c> and <see cref="object.ReferenceEquals"/> ask.</summary>
    public Value SameReference(Value left, Value right, World world) =>
        IsNoneMadeHere(left, right, world) || IsNoneMadeHere(right, left, world)
            ? Value.Zero
            : Boolean(new Comparison(TestOperator.Equal, left, right));

    /// <summary>What <c>Equals</c> answers about two numbers, addresses or truth values of one type; null of anything else.</summary>
    public Value? EqualNumbers(IMethodSymbol method, IOperation? instance, System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, World world)
    {
        if (method is not { Name: nameof(Equals), ReturnType.SpecialType: SpecialType.System_Boolean } || !ClassLibrary.Has(method.ContainingType))
        {
            return null;
        }

        var both = instance is not null && arguments.Length == 1 ? (Unboxed(instance), Unboxed(arguments[0].Value))
            : method is { IsStatic: true, ContainingType.SpecialType: SpecialType.System_Object } && arguments.Length == 2 ? (Unboxed(arguments[0].Value), Unboxed(arguments[1].Value))
            : default((IOperation Left, IOperation Right)?);
        return both is { } pair && IsPlainNumber(pair.Left.Type) && SymbolEqualityComparer.Default.Equals(pair.Left.Type, pair.Right.Type)
            ? Boolean(new Comparison(TestOperator.Equal, Evaluate(pair.Left, world), Evaluate(pair.Right, world)))
            : null;
    }

    private static IOperation Unboxed(IOperation operation) =>
        operation is IConversionOperation { OperatorMethod: null, Type.IsReferenceType: true, Operand: { Type.IsValueType: true } boxed } ? boxed : operation;

    // What an acquire hands out is no array that was made here, and nothing that was there before.
    private bool IsNoneMadeHere(Value acquired, Value other, World world) =>
        acquired.Offset == 0 && other.Offset == 0 &&
        ((Symbols[acquired.Symbol].Origin == Origin.Acquired && Symbols[other.Symbol].Origin == Origin.NewArray) ||
         (WasThere(other) && world.Resources.Exists(r => IsKnownHereOnly(r, acquired) && world.StatusOf(r) == Status.Held)));

    /// <summary>What may not have been acquired is the same as something that was there before only if there is nothing in either.</summary>
    private Formula? SameIfNothing(Value left, Value right, World world)
    {
        bool MayBeNothing(Value acquired, Value other) => acquired.Offset == 0 && other is { Offset: 0, IsConstant: false } && WasThere(other) && world.Resources.Exists(r =>
            IsKnownHereOnly(r, acquired) && world.StatusOf(r) == Status.Maybe &&
            r.Conditions.All(c => c is Comparison { Operator: TestOperator.NotEqual } test && test.Left == acquired && test.Right == Value.Zero));

        Value? nothing = MayBeNothing(left, right) ? left : MayBeNothing(right, left) ? right : null;
        return nothing is { } none
            ? new Conjunction(ImmutableArray.Create<Formula>(new Comparison(TestOperator.Equal, left, right), new Comparison(TestOperator.Equal, none, Value.Zero)))
            : null;
    }

    private bool IsKnownHereOnly(Resource resource, Value acquired) =>
        resource.Key == acquired && resource is { Owned: true, Escaped: false, Stored: false, Unsure: false, PendingEscape: null } && !_context.Contracts.IsCounted(resource.Kind);

    // What the caller gave, what a field names that this has not been put into, or what a method yields that is given nothing.
    private bool WasThere(Value value) => Symbols[value.Symbol] switch
    {
        { Origin: Origin.Parameter } => true,
        { Origin: Origin.Member } member => member.Base == Value.Zero || Symbols[member.Base.Symbol].Origin is Origin.This or Origin.Parameter || WasThere(member.Base),
        { Origin: Origin.Join, Variant: Escapes.Changed } => true,
        { Origin: Origin.Result, Operation: IInvocationOperation { TargetMethod: { IsStatic: true, Parameters.IsEmpty: true, MethodKind: MethodKind.Ordinary } } } => true,
        _ => false,
    };
}
