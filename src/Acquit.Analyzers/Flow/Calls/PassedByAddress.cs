using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Variables that are passed by their address, as native functions want what they fill in or give back. Where a contract says what becomes of what
/// is in the variable, it is as if it were passed by reference.
/// </summary>
internal static class PassedByAddress
{
    /// <summary>The variable whose address is passed to a parameter that the contract of the called method speaks of; null for all else.</summary>
    public static IOperation? Of(IArgumentOperation argument, MemberContract? contract) =>
        contract is not null && argument.Parameter is { RefKind: RefKind.None, Type.TypeKind: TypeKind.Pointer } parameter &&
        SpeaksOf(contract, Target.Parameter(parameter.Ordinal)) && Variable(argument.Value) is { } variable ? variable : null;

    /// <summary>Whether the call is all that learns the address of the variable: nothing changes it but what the contract says.</summary>
    public static bool IsAll(IAddressOfOperation address, ContractTable contracts)
    {
        IOperation passed = address;
        while (passed.Parent is IConversionOperation { Type.TypeKind: TypeKind.Pointer } conversion)
        {
            passed = conversion;
        }

        return passed.Parent is IArgumentOperation { Parent: IInvocationOperation call } argument &&
               Of(argument, contracts.Of(call.TargetMethod)) is not null && !call.Arguments.Any(a => a != argument && MayBranch(a));
    }

    /// <summary>Whether what is put where a pointer points to is given back by what it is, as a handle, and not by where it is, as a lock.</summary>
    public static bool IsGivenBackByValue(string kind, ITypeSymbol type, ContractTable contracts) => contracts.ReleasesOf(kind).Any(m => contracts.Of(m)?.Releases.Any(r =>
        r.Kind == kind && r.Target is { Kind: TargetKind.Parameter, Path: null } target && IsValue(m.Parameters[target.Ordinal].Type, type)) == true);

    private static bool IsValue(ITypeSymbol given, ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(given, type) ||
        (type.TypeKind == TypeKind.Pointer && given is IPointerTypeSymbol { PointedAtType: var behind } && !SymbolEqualityComparer.Default.Equals(behind, type));

    /// <summary>Whether a call that gives back what is in a variable wants to know where the variable is in order to put nothing in its place.</summary>
    public static bool IsClearedBy(Call call, Argument argument) => argument is { IsByAddress: true, Type: { TypeKind: TypeKind.Pointer } or { SpecialType: not SpecialType.None } } &&
        call.Effects!.Releases.All(r => r.Target != Target.Parameter(argument.Parameter.Ordinal) || r.When.Tests.IsEmpty);

    private static bool SpeaksOf(MemberContract contract, Target target) =>
        contract.Acquires.Any(a => a.Target == target) || contract.Releases.Any(r => r.Target == target);

    private static IOperation? Variable(IOperation passed)
    {
        while (passed is IConversionOperation { Type.TypeKind: TypeKind.Pointer } conversion)
        {
            passed = conversion.Operand;
        }

        return passed is IAddressOfOperation { Reference: ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation } address ? address.Reference : null;
    }

    // What is evaluated on several ways makes the others wait in variables of the graph, an address among them.
    private static bool MayBranch(IOperation argument) => argument.DescendantsAndSelf().Any(o =>
        o is IConditionalOperation or ICoalesceOperation or IConditionalAccessOperation or ISwitchExpressionOperation or IAwaitOperation or IThrowOperation ||
        o is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr });
}
