using System.Collections.Immutable;
using System.Globalization;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.CodeFixes.Contracts;

/// <summary>Says a contract that was read off a body in attributes, if attributes can say all of it.</summary>
internal sealed class AttributeWriter
{
    private readonly IMethodSymbol _method;
    private readonly ContractTable _contracts;
    private readonly string _prefix;

    /// <param name="prefix">What has to stand before the names of the attributes where they are written.</param>
    public AttributeWriter(IMethodSymbol method, ContractTable contracts, string prefix)
    {
        _method = method;
        _contracts = contracts;
        _prefix = prefix;
    }

    /// <summary>Whether there is something to say, and nothing that attributes cannot say: half of a contract would deny the other half.</summary>
    public bool CanSay(MemberContract contract) =>
        !(contract.Acquires.IsEmpty && contract.Releases.IsEmpty) && contract.Doubtful.IsEmpty &&
        contract.Acquires.All(clause => CanBeNamed(clause.Target)) && contract.Releases.All(clause => CanBeNamed(clause.Target));

    /// <summary>The attributes of the method and its result, each a list of its own.</summary>
    public IEnumerable<string> OfMethod(MemberContract contract) =>
        contract.Acquires.Where(clause => clause.Target.IsReturn).Select(clause => $"[return: {Text(clause)}]")
            .Concat(contract.SameAs.Where(IsOfResult).Select(clause => $"[return: {_prefix}SameAs({NameOf(clause.Source)})]"))
            .Concat(contract.Acquires.Where(clause => IsOfMethod(clause.Target)).Select(clause => $"[{Text(clause)}]"))
            .Concat(contract.Releases.Where(clause => IsOfMethod(clause.Target)).Select(clause => $"[{Text(clause)}]"));

    /// <summary>The attributes of one parameter.</summary>
    public IEnumerable<string> OfParameter(MemberContract contract, IParameterSymbol parameter)
    {
        var target = Target.Parameter(parameter.Ordinal);
        var own = contract.Acquires.Where(clause => clause.Target == target).Select(Text)
            .Concat(contract.Releases.Where(clause => clause.Target == target).Select(Text))
            .Select(text => $"[{text}]")
            .ToList();
        return own.Count == 0 && contract.Borrows.Contains(parameter.Ordinal) && CanHold(parameter.Type) ? new[] { $"[{_prefix}Borrows]" } : own;
    }

    private string Text(AcquireClause clause) => Attribute(
        "Acquires", clause.Kind, clause.When, clause.Count,
        Named("ReleasedBy", clause.ReleasedBy.IsEmpty ? null : string.Join(", ", clause.ReleasedBy.Select(name => ReleaseName(clause.Kind, name)))),
        Named("Enters", clause.Enters),
        Named("Implies", clause.Implies.IsEmpty ? null : string.Join(", ", clause.Implies)),
        Named("Order", clause.Lifo ? "lifo" : null),
        clause.IsOptional ? "Optional = true" : null);

    private string Text(ReleaseClause clause) => Attribute(
        clause.Consumes ? "Consumes" : "Releases", clause.Kind, clause.When, clause.Count,
        clause is { IfHeld: true, Consumes: false } ? "IfHeld = true" : null);

    private string Attribute(string name, string kind, Condition when, Operand? count, params string?[] others)
    {
        var condition = when.Tests.IsEmpty ? null : string.Join(" && ", when.Tests.Select(Text));
        var arguments = new[] { Literal(kind), Named("When", condition), Named("Count", count is { } many ? Text(many, null) : null) }.Concat(others);
        return $"{_prefix}{name}({string.Join(", ", arguments.OfType<string>())})";
    }

    // A release that neither the type at hand nor the resource has is named with its type.
    private string ReleaseName(string kind, string name)
    {
        var release = _contracts.ReleasesOf(kind).FirstOrDefault(method => method.Name == name);
        return release is null || SymbolEqualityComparer.Default.Equals(release.ContainingType, _method.ContainingType) ||
               _contracts.Of(release)!.Releases.Any(clause => clause.Kind == kind && clause.Target.IsReceiver)
            ? name
            : $"{release.ContainingType.Name}.{name}";
    }

    private string Text(Test test)
    {
        var type = test.Left.Kind == OperandKind.Return ? OperandTypes.Yielded(_method)
            : test.Left.Kind == OperandKind.Parameter ? _method.Parameters[test.Left.Ordinal].Type
            : null;
        return $"{Text(test.Left, null)} {Text(test.Operator)} {Text(test.Right, type)}";
    }

    private string Text(Operand operand, ITypeSymbol? comparedWith) => operand.Kind switch
    {
        OperandKind.Return => "return",
        OperandKind.Parameter => _method.Parameters[operand.Ordinal].Name is var name && name == "return" ? "@" + name : name,
        _ when comparedWith is not null && OperandTypes.IsBoolean(comparedWith) && operand.Constant is 0 or 1 => operand.Constant == 1 ? "true" : "false",
        _ when comparedWith is not null && operand.Constant == 0 && OperandTypes.CanBeNull(comparedWith) && !OperandTypes.IsInteger(comparedWith) => "null",
        _ => operand.Constant.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(TestOperator @operator) => @operator switch
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

    private static bool IsOfMethod(Target target) => target.Kind is TargetKind.Receiver or TargetKind.Ambient;

    private static bool IsOfResult(SameAsClause clause) =>
        clause is { Target.IsReturn: true, Source: { Path: null, Kind: TargetKind.Parameter or TargetKind.Receiver }, Start: null, Count: null };

    private string NameOf(Target source) => Literal(source.Kind == TargetKind.Receiver ? "this" : _method.Parameters[source.Ordinal].Name);

    private static bool CanHold(ITypeSymbol type) =>
        type.SpecialType is SpecialType.None or SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Object && type.TypeKind != TypeKind.Enum;

    private static string? Named(string property, string? value) => value is null ? null : $"{property} = {Literal(value)}";

    private static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
