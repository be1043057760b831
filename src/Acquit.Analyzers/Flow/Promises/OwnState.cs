using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// A body that keeps account of a resource in its own data, as one that counts references does, knows better than its calls tell
/// whether the resource is held.
/// </summary>
internal static class OwnState
{
    /// <summary>Whether the body writes a number or a flag of the target.</summary>
    public static bool IsWritten(Target target, IMethodSymbol method, IOperation root) =>
        root.DescendantsAndSelf().OfType<IMemberReferenceOperation>().Any(member => IsPlainMember(member) && IsOf(member.Instance, target, method) && IsWritten(member));

    /// <summary>Whether a condition looks at the target, other than for being there at all, or for what a call that takes or releases it has come to.</summary>
    public static bool IsAsked(SyntaxNode condition, Target target, IMethodSymbol method, IOperation root, ContractTable contracts) =>
        target.Kind != TargetKind.Ambient &&
        root.DescendantsAndSelf().Any(o => condition.Span.Contains(o.Syntax.Span) && condition.SyntaxTree == o.Syntax.SyntaxTree && Is(o, target, method) &&
                                           !IsComparedWithNull(o) && !IsHandled(o, contracts));

    /// <summary>Whether the body acquires something on the target for itself, as one that keeps a reference of its own does.</summary>
    public static bool IsTaken(Target target, IMethodSymbol method, IOperation root, ContractTable contracts) =>
        root.DescendantsAndSelf().Any(o => Is(o, target, method) && Handled(o, contracts) is { } handled && handled.Contract.Acquires.Any(a => a.Target == handled.Target));

    private static bool IsHandled(IOperation operation, ContractTable contracts) =>
        Handled(operation, contracts) is var (contract, target) &&
        (contract.Releases.Any(r => r.Target == target) || contract.Acquires.Any(a => a.Target == target));

    private static (MemberContract Contract, Target Target)? Handled(IOperation operation, ContractTable contracts)
    {
        while (operation.Parent is IConversionOperation conversion)
        {
            operation = conversion;
        }

        var (called, target) = operation.Parent switch
        {
            IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } => (call.TargetMethod, Target.Parameter(parameter.Ordinal)),
            IInvocationOperation call when call.Instance == operation => (call.TargetMethod, Target.Receiver),
            _ => (null, default),
        };
        return called is not null && contracts.Of(called) is { } contract ? (contract, target) : null;
    }

    /// <summary>Whether what is put into a field stays there.</summary>
    public static bool IsAssignedOnce(ISymbol field, IOperation root) =>
        root.DescendantsAndSelf().OfType<IMemberReferenceOperation>().Count(member => SymbolEqualityComparer.Default.Equals(member.Member, field) && IsWritten(member)) == 1;

    private static bool IsPlainMember(IMemberReferenceOperation member) => member switch
    {
        IFieldReferenceOperation field => OperandTypes.IsPlain(field.Type),
        IPropertyReferenceOperation property => OperandTypes.IsPlain(property.Type),
        _ => false,
    };

    private static bool IsOf(IOperation? instance, Target target, IMethodSymbol method) =>
        target.Kind == TargetKind.Ambient ? instance is null : instance is not null && Is(Evaluator.Unwrap(instance), target, method);

    private static bool Is(IOperation operation, Target target, IMethodSymbol method) => operation switch
    {
        IParameterReferenceOperation parameter => target.Kind == TargetKind.Parameter && parameter.Parameter.Ordinal == target.Ordinal &&
                                                  SymbolEqualityComparer.Default.Equals(parameter.Parameter.ContainingSymbol, method),
        IInstanceReferenceOperation => target.Kind == TargetKind.Receiver,
        _ => false,
    };

    private static bool IsWritten(IOperation member) => member.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == member,
        IIncrementOrDecrementOperation or IAddressOfOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        _ => false,
    };

    private static bool IsComparedWithNull(IOperation operation)
    {
        var outer = operation.Parent;
        while (outer is IConversionOperation)
        {
            (operation, outer) = (outer, outer.Parent);
        }

        return outer switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
                IsNull(comparison.LeftOperand == operation ? comparison.RightOperand : comparison.LeftOperand),
            IIsPatternOperation { Pattern: var pattern } => (pattern is INegatedPatternOperation negated ? negated.Pattern : pattern) is IConstantPatternOperation constant && IsNull(constant.Value),
            _ => false,
        };
    }

    private static bool IsNull(IOperation operation) => Evaluator.Unwrap(operation).ConstantValue is { HasValue: true, Value: null };
}
