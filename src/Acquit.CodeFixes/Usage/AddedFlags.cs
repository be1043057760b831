using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Usage;

/// <summary>Flags that a call has to pass besides those that it passes.</summary>
internal static class AddedFlags
{
    /// <summary>The edits of the arguments; null when there is an argument that cannot be changed.</summary>
    public static IReadOnlyList<TextChange>? To(AnalyzedFile file, SimpleNameSyntax name, IMethodSymbol method, Condition passing)
    {
        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || CallSyntax.NameOf(call) != name ||
            file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation)
        {
            return null;
        }

        var edits = new List<TextChange>();
        foreach (var ofParameter in passing.Tests.GroupBy(test => test.Left.Ordinal))
        {
            if (CallSyntax.Argument(operation.Arguments, ofParameter.Key) is not { } argument ||
                OperandTypes.Enum(method.OriginalDefinition.Parameters[ofParameter.Key].Type) is not { } type)
            {
                return null;
            }

            var text = argument.ToString();
            var known = file.Model.GetConstantValue(argument, file.CancellationToken) is { HasValue: true, Value: { } value }
                ? ConstantNumber.Of(value)
                : null;
            var isOperand = IsOperand(argument);
            foreach (var flag in ofParameter.Select(test => test.Right.Constant))
            {
                if (known is { } flags && (flags & flag) == flag)
                {
                    continue;
                }

                if (OperandTypes.Member(type, flag) is not { } member)
                {
                    return null;
                }

                var added = $"{type.ToMinimalDisplayString(file.Model, argument.SpanStart)}.{member}";
                text = known == 0 ? added : $"{(isOperand ? text : $"({text})")} | {added}";
                known |= flag;
                isOperand = true;
            }

            edits.Add(new TextChange(argument.Span, text));
        }

        return edits;
    }

    private static bool IsOperand(ExpressionSyntax expression) =>
        expression is NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or LiteralExpressionSyntax or
            CastExpressionSyntax or PrefixUnaryExpressionSyntax or ParenthesizedExpressionSyntax ||
        expression.IsKind(SyntaxKind.BitwiseOrExpression);
}
