using System.Collections.Immutable;
using System.Globalization;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Resolves the names of a condition against a member, and finds tests that can mean nothing.</summary>
internal readonly struct ConditionBinder
{
    private readonly IMethodSymbol _method;

    public ConditionBinder(IMethodSymbol method) => _method = method;

    /// <summary>Reads and resolves a condition; null, and the errors in it, when it cannot be understood.</summary>
    public Condition? Bind(Phrase phrase, List<ContractError> errors)
    {
        if (ConditionParser.Parse(phrase.Text, out var mistake) is not { } syntax)
        {
            errors.Add(phrase.Moved(mistake!.Value));
            return null;
        }

        var tests = ImmutableArray.CreateBuilder<Test>(syntax.Tests.Length);
        foreach (var test in syntax.Tests)
        {
            if (Bind(test, out var error) is { } bound)
            {
                tests.Add(bound);
            }
            else
            {
                errors.Add(phrase.Moved(error));
            }
        }

        return tests.Count == syntax.Tests.Length ? new Condition(tests.ToImmutable()) : null;
    }

    /// <summary>Resolves a count.</summary>
    public Operand? BindCount(Phrase phrase, List<ContractError> errors)
    {
        if (CountSyntax.Parse(phrase.Text, out var mistake) is not { } syntax)
        {
            errors.Add(phrase.Moved(mistake!.Value));
            return null;
        }

        if (syntax.Number is { } number)
        {
            return Operand.Number(number);
        }

        var operand = syntax.OnReturn ? Operand.Return : Parameter(syntax.Parameter!);
        if (operand is null)
        {
            errors.Add(phrase.Error($"'{syntax.Parameter}' is not a parameter of {MethodName.Quoted(_method)}{NearName.Question(syntax.Parameter!, CountNames())}"));
            return null;
        }

        var type = TypeOf(operand.Value);
        if (type is null || !(OperandTypes.IsInteger(type) || type.TypeKind is TypeKind.Error or TypeKind.TypeParameter))
        {
            var has = type is null ? $"{MethodName.Quoted(_method)} returns nothing" : $"'{phrase.Text}' is of type '{OperandTypes.Display(type)}'";
            errors.Add(phrase.Error($"{has}; a count is 'return', a parameter of an integer type, or a number"));
            return null;
        }

        return operand;
    }

    private Test? Bind(TestSyntax test, out ContractError error)
    {
        error = default;
        var left = test.OnReturn ? Operand.Return : Parameter(test.Left.Name);
        if (left is null)
        {
            error = At(test.Left, $"'{test.Left.Name}' is not a parameter of {MethodName.Quoted(_method)}; expected 'return' or {ParameterList()}"
                + NearName.Question(test.Left.Name, OperandNames()));
            return null;
        }

        if (TypeOf(left.Value) is not { } type)
        {
            error = At(test.Left, $"{MethodName.Quoted(_method)} returns nothing that could be tested");
            return null;
        }

        if (Nonsense(test, type) is { } nonsense)
        {
            error = nonsense;
            return null;
        }

        if (test.Right.Kind != ValueKind.Name)
        {
            return new Test(left.Value, test.Operator, Operand.Number(test.Right.Number));
        }

        if (Named(test.Right, type, out error) is not { } right)
        {
            return null;
        }

        return new Test(left.Value, test.Operator, right);
    }

    // An enum member, else a parameter.
    private Operand? Named(ValueSyntax value, ITypeSymbol type, out ContractError error)
    {
        error = default;
        var enumType = OperandTypes.Enum(type);
        if (enumType is not null && Member(enumType, value.Text) is { } number)
        {
            return Operand.Number(number);
        }

        if (Parameter(value.Text) is { } parameter)
        {
            return parameter;
        }

        var place = new WrittenName(value.Text, value.Start, value.Length);
        var lastName = value.Text.Substring(value.Text.LastIndexOf('.') + 1);
        if (enumType is null)
        {
            error = At(place, $"'{value.Text}' is not a parameter of {MethodName.Quoted(_method)}, and '{OperandTypes.Display(type)}' is not an enum"
                + NearName.Question(value.Text, _method.Parameters.Select(p => p.Name).Concat(new[] { "true", "false", "null" })));
        }
        else if (lastName != value.Text && Member(enumType, lastName) is not null)
        {
            error = At(place, $"a member of '{enumType.Name}' is written without the name of its enum: '{lastName}'");
        }
        else
        {
            error = At(place, $"'{value.Text}' is not a member of '{enumType.Name}'"
                + NearName.Question(lastName, Members(enumType).Select(m => m.Name).Concat(_method.Parameters.Select(p => p.Name))));
        }

        return null;
    }

    private ContractError? Nonsense(TestSyntax test, ITypeSymbol type)
    {
        var display = OperandTypes.Display(type);
        if (test.Operator is TestOperator.Has or TestOperator.Lacks)
        {
            if (OperandTypes.Enum(type) is null && !OperandTypes.IsInteger(type) && type.TypeKind is not (TypeKind.Error or TypeKind.TypeParameter))
            {
                return At(test.OperatorText, $"'{test.OperatorText.Name}' tests the flags of an enum or an integer, and '{test.Left.Name}' is of type '{display}'");
            }

            return test.Right.Kind is ValueKind.Null or ValueKind.True or ValueKind.False
                ? At(test.Right, $"'{test.Right.Text}' is not a flag; expected {FlagList(type)}")
                : null;
        }

        var orders = test.Operator is not (TestOperator.Equal or TestOperator.NotEqual);
        if (orders && !OperandTypes.IsOrdered(type))
        {
            return At(test.OperatorText, $"values of type '{display}' have no order; expected '==' or '!='");
        }

        return test.Right.Kind switch
        {
            ValueKind.True or ValueKind.False when orders || !(OperandTypes.IsBoolean(type) || OperandTypes.IsOpaque(type)) =>
                At(test.Right, $"'{test.Left.Name}' is of type '{display}', which is not compared with '{test.Right.Text}'"),
            ValueKind.Null when orders || !(OperandTypes.CanBeNull(type) || OperandTypes.IsOpaque(type)) =>
                At(test.Right, $"'{test.Left.Name}' is of type '{display}', which is never null"),
            ValueKind.Integer when !OperandTypes.IsOrdered(type) =>
                At(test.Right, $"'{test.Left.Name}' is of type '{display}', which is not compared with a number; expected {(OperandTypes.IsBoolean(type) ? "true or false" : "null")}"),
            _ => null,
        };
    }

    private Operand? Parameter(string name)
    {
        foreach (var parameter in _method.Parameters)
        {
            if (parameter.Name == name)
            {
                return Operand.Parameter(parameter.Ordinal);
            }
        }

        return null;
    }

    private ITypeSymbol? TypeOf(Operand operand) =>
        operand.Kind == OperandKind.Return ? OperandTypes.Yielded(_method) : _method.Parameters[operand.Ordinal].Type;

    private static long? Member(INamedTypeSymbol enumType, string name)
    {
        foreach (var member in Members(enumType))
        {
            if (member.Name == name)
            {
                return ConstantNumber.Of(member.ConstantValue);
            }
        }

        return null;
    }

    private static IEnumerable<IFieldSymbol> Members(INamedTypeSymbol enumType) =>
        enumType.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue);

    private IEnumerable<string> OperandNames() => _method.Parameters.Select(p => p.Name).Append("return");

    private IEnumerable<string> CountNames()
    {
        foreach (var parameter in _method.Parameters)
        {
            if (OperandTypes.IsInteger(parameter.Type))
            {
                yield return parameter.Name;
            }
        }

        yield return "return";
    }

    private string ParameterList() => _method.Parameters.Length switch
    {
        0 => "the name of a parameter, and it has none",
        1 => $"'{_method.Parameters[0].Name}'",
        _ => $"one of {string.Join(", ", _method.Parameters.Select(p => $"'{p.Name}'"))}",
    };

    private static string FlagList(ITypeSymbol type) =>
        OperandTypes.Enum(type) is { } enumType ? $"a member of '{enumType.Name}'" : "an integer";

    private static ContractError At(WrittenName place, string message) => new(place.Start, place.Length, message);

    private static ContractError At(ValueSyntax place, string message) => new(place.Start, place.Length, message);
}
