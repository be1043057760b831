using System.Globalization;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.CodeFixes.Contracts;

/// <summary>The names and conditions of a contract that was read off a body, in the words that attributes and contract files have in common.</summary>
internal sealed class ContractWords
{
    private readonly IMethodSymbol _method;
    private readonly ContractTable _contracts;

    public ContractWords(IMethodSymbol method, ContractTable contracts)
    {
        _method = method;
        _contracts = contracts;
    }

    /// <summary>Whether there is something to say, and nothing that the language cannot say: half of a contract would deny the other half.</summary>
    public bool CanSay(MemberContract contract) =>
        !(contract.Acquires.IsEmpty && contract.Releases.IsEmpty) && contract.Doubtful.IsEmpty &&
        contract.Acquires.All(clause => CanBeNamed(clause.Target)) && contract.Releases.All(clause => CanBeNamed(clause.Target));

    /// <summary>The condition; null when it always holds.</summary>
    public string? Of(Condition when) => when.Tests.IsEmpty ? null : string.Join(" && ", when.Tests.Select(Of));

    /// <summary>The count; null when there is none.</summary>
    public string? Of(Operand? count) => count is { } many ? Of(many, null) : null;

    /// <summary>The releases of a kind; null when none is named. One that neither the type at hand nor the resource has is named with its type.</summary>
    public string? ReleasesOf(AcquireClause clause) =>
        clause.ReleasedBy.IsEmpty ? null : string.Join(", ", clause.ReleasedBy.Select(name => ReleaseName(clause.Kind, name)));

    /// <summary>Whether a parameter has to be said to be borrowed: nothing else is said of it, and it can name a resource.</summary>
    public bool IsPlainlyBorrowed(MemberContract contract, IParameterSymbol parameter) =>
        contract.Borrows.Contains(parameter.Ordinal) && CanHold(parameter.Type);

    public static bool IsOfMethod(Target target) => target.Kind is TargetKind.Receiver or TargetKind.Ambient;

    public static bool IsOfResult(SameAsClause clause) =>
        clause is { Target.IsReturn: true, Source: { Path: null, Kind: TargetKind.Parameter or TargetKind.Receiver }, Start: null, Count: null };

    public string NameOf(Target source) => source.Kind == TargetKind.Receiver ? "this" : _method.Parameters[source.Ordinal].Name;

    private string ReleaseName(string kind, string name)
    {
        var release = _contracts.ReleasesOf(kind).FirstOrDefault(method => method.Name == name);
        return release is null || SymbolEqualityComparer.Default.Equals(release.ContainingType, _method.ContainingType) ||
               _contracts.Of(release)!.Releases.Any(clause => clause.Kind == kind && clause.Target.IsReceiver)
            ? name
            : $"{release.ContainingType.Name}.{name}";
    }

    private string Of(Test test)
    {
        var type = test.Left.Kind == OperandKind.Return ? OperandTypes.Yielded(_method)
            : test.Left.Kind == OperandKind.Parameter ? _method.Parameters[test.Left.Ordinal].Type
            : null;
        return $"{Of(test.Left, null)} {Of(test.Operator)} {Of(test.Right, type)}";
    }

    private string Of(Operand operand, ITypeSymbol? comparedWith) => operand.Kind switch
    {
        OperandKind.Return => "return",
        OperandKind.Parameter => _method.Parameters[operand.Ordinal].Name is var name && name == "return" ? "@" + name : name,
        _ when comparedWith is not null && OperandTypes.IsBoolean(comparedWith) && operand.Constant is 0 or 1 => operand.Constant == 1 ? "true" : "false",
        _ when comparedWith is not null && operand.Constant == 0 && OperandTypes.CanBeNull(comparedWith) && !OperandTypes.IsInteger(comparedWith) => "null",
        _ => operand.Constant.ToString(CultureInfo.InvariantCulture),
    };

    private static string Of(TestOperator @operator) => @operator switch
    {
        TestOperator.Greater => ">",
        TestOperator.GreaterOrEqual => ">=",
        TestOperator.Less => "<",
        TestOperator.LessOrEqual => "<=",
        TestOperator.Equal => "==",
        TestOperator.NotEqual => "!=",
        TestOperator.Has => "has",
        _ => "lacks",
    };

    private bool CanBeNamed(Target target) => target.Path is null && (target.Kind != TargetKind.Ambient || _method.IsStatic) &&
        (target.Kind != TargetKind.Receiver || !_method.IsStatic);

    private static bool CanHold(ITypeSymbol type) =>
        type.SpecialType is SpecialType.None or SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Object && type.TypeKind != TypeKind.Enum;
}
