using System.Globalization;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Writes the condition under which an acquire succeeded, as code after it would test it.</summary>
internal static class SuccessTest
{
    /// <summary>Null when there is no condition, or when what it speaks of has no name at the place.</summary>
    public static string? Of(Acquisition acquisition, int place)
    {
        var written = new List<string>();
        foreach (var test in acquisition.Clause.When.Tests)
        {
            // What depends on what was passed was settled when the call was made.
            if (IsInput(test.Left, acquisition) && IsInput(test.Right, acquisition))
            {
                continue;
            }

            if (test.Operator is TestOperator.Has or TestOperator.Lacks || test.Right.Kind == OperandKind.Return ||
                acquisition.Written(test.Left) is not { } left || !acquisition.IsStable(left, place) ||
                TypeOf(test.Left, acquisition.Method) is not { } type || Right(test, type, acquisition, place) is not { } right)
            {
                return null;
            }

            written.Add(type.SpecialType == SpecialType.System_Boolean && test.Right.Kind == OperandKind.Constant
                ? (test.Operator == TestOperator.Equal) == (test.Right.Constant != 0) ? left.ToString() : "!" + left
                : right == "null" && acquisition.IsTestedByPattern
                    ? $"{left} is {(test.Operator == TestOperator.Equal ? "" : "not ")}null"
                    : $"{left} {Sign(test.Operator)} {right}");
        }

        return written.Count == 0 ? null : string.Join(" && ", written);
    }

    private static bool IsInput(Operand operand, Acquisition acquisition) => operand.Kind switch
    {
        OperandKind.Return => false,
        OperandKind.Parameter => acquisition.Method.OriginalDefinition.Parameters[operand.Ordinal].RefKind is RefKind.None or RefKind.In,
        _ => true,
    };

    private static ITypeSymbol? TypeOf(Operand operand, IMethodSymbol method)
    {
        var type = operand.Kind == OperandKind.Return
            ? method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType
            : method.Parameters[operand.Ordinal].Type;
        return type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 } task ? task.TypeArguments[0] : type;
    }

    private static string? Right(Test test, ITypeSymbol type, Acquisition acquisition, int place)
    {
        if (test.Right.Kind == OperandKind.Parameter)
        {
            var argument = acquisition.Argument(test.Right.Ordinal);
            return argument is not null && acquisition.IsStable(argument, place) ? argument.ToString() : null;
        }

        var number = test.Right.Constant;
        if (type.TypeKind == TypeKind.Enum)
        {
            return type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && ConstantNumber.Of(f.ConstantValue) == number)
                is { } member ? $"{type.ToMinimalDisplayString(acquisition.Model, place)}.{member.Name}" : null;
        }

        var isNull = number == 0 && (type.IsReferenceType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer ||
                                     type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T);
        return isNull ? "null" : number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Sign(TestOperator op) => op switch
    {
        TestOperator.Greater => ">",
        TestOperator.GreaterOrEqual => ">=",
        TestOperator.Less => "<",
        TestOperator.LessOrEqual => "<=",
        TestOperator.Equal => "==",
        _ => "!=",
    };
}
