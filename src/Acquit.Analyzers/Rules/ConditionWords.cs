using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>A condition as its author wrote it: "flags has LongTerm".</summary>
internal static class ConditionWords
{
    public static string Of(Condition condition, IMethodSymbol method)
    {
        var parameters = (method.ReducedFrom ?? method).Parameters;
        return string.Join(" && ", condition.Tests.Select(test => Of(test, OperandTypes.Yielded(method), parameters)));
    }

    /// <summary>What a test compares with: "LongTerm".</summary>
    public static string ValueOf(Test test, IMethodSymbol method)
    {
        var parameters = (method.ReducedFrom ?? method).Parameters;
        return Of(test.Right, test.Left.Kind == OperandKind.Parameter ? parameters[test.Left.Ordinal].Type : null, parameters);
    }

    private static string Of(Test test, ITypeSymbol? returned, IReadOnlyList<IParameterSymbol> parameters)
    {
        var type = test.Left.Kind == OperandKind.Parameter ? parameters[test.Left.Ordinal].Type : returned;
        return $"{Of(test.Left, null, parameters)} {Of(test.Operator)} {Of(test.Right, type, parameters)}";
    }

    private static string Of(Operand operand, ITypeSymbol? type, IReadOnlyList<IParameterSymbol> parameters) => operand.Kind switch
    {
        OperandKind.Parameter => parameters[operand.Ordinal].Name,
        OperandKind.Return => "return",
        _ => type switch
        {
            null => operand.Constant.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ when OperandTypes.Enum(type) is { } enumType && OperandTypes.Member(enumType, operand.Constant) is { } member => member,
            _ when OperandTypes.IsBoolean(type) => operand.Constant == 0 ? "false" : "true",
            { IsReferenceType: true } => "null",
            _ => operand.Constant.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
    };

    private static string Of(TestOperator test) => test switch
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
}
