using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>A release, written so that it marks what it releases as written; or so that it does not.</summary>
internal static class MarkingRelease
{
    /// <summary>Edits of the release that a finding is about, the nearest first. They may still be wrong for other reasons.</summary>
    public static IEnumerable<(string Title, TextChange Edit)> Of(AnalyzedFile file, Finding finding, bool marks)
    {
        if (finding.Node is not InvocationExpressionSyntax call ||
            file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation ||
            file.Contracts.Of(operation.TargetMethod) is not { } contract ||
            contract.Releases.FirstOrDefault(r => r.Kind == finding.Resource!.Kind && !r.Consumes) is not { } clause)
        {
            yield break;
        }

        foreach (var told in Told(operation, contract, clause, marks))
        {
            yield return told;
        }

        if (!marks || CallSyntax.Target(operation, clause.Target) is not { } holder ||
            call.DescendantTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            yield break;
        }

        var count = clause.Count is { Kind: OperandKind.Parameter } operand ? CallSyntax.Argument(operation.Arguments, operand.Ordinal) : null;
        var isSequence = MarkingReleases.IsSequence(operation.TargetMethod, clause.Target);
        foreach (var method in MarkingReleases.InPlaceOf(operation.TargetMethod, clause.Kind, file.Contracts).Select(file.Current).OfType<IMethodSymbol>())
        {
            if (Arguments(method, file.Contracts.Of(method)!, clause.Kind, isSequence, holder, count) is not { } arguments)
            {
                continue;
            }

            foreach (var receiver in Receivers(file, call, method))
            {
                yield return ($"Release by '{method.Name}', which marks it dirty", new TextChange(call.Span, $"{receiver}{method.Name}({string.Join(", ", arguments)})"));
            }
        }
    }

    // The release marks if it is told to, and it was told the opposite.
    private static IEnumerable<(string Title, TextChange Edit)> Told(IInvocationOperation call, MemberContract contract, ReleaseClause clause, bool marks)
    {
        if (contract.MarksDirty.FirstOrDefault(d => d.Target == clause.Target) is not { } dirty || FlagOf(dirty) is not { } flag ||
            CallSyntax.Argument(call.Arguments, flag.Ordinal) is not { } argument)
        {
            yield break;
        }

        var title = marks ? $"Have '{call.TargetMethod.Name}' mark it dirty" : $"Do not have '{call.TargetMethod.Name}' mark what was only read";
        if (argument is LiteralExpressionSyntax)
        {
            yield return (title, new TextChange(argument.Span, flag.Marks == marks ? "true" : "false"));
            yield break;
        }

        var opposite = argument is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negated ? negated.Operand.ToString()
            : argument is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax ? "!" + argument
            : $"!({argument})";
        yield return (title, new TextChange(argument.Span, opposite));
    }

    /// <summary>What a release is passed for what another one released; null when it needs something else besides.</summary>
    public static List<string>? Arguments(
        IMethodSymbol method, MemberContract contract, string kind, bool isSequence, ExpressionSyntax holder, ExpressionSyntax? count)
    {
        var clause = MarkingReleases.ReleaseOf(contract, kind);
        var flag = contract.MarksDirty.FirstOrDefault(d => d.Target == clause.Target) is { } dirty ? FlagOf(dirty) : null;
        var takesSequence = MarkingReleases.IsSequence(method, clause.Target);
        var arguments = new List<string>();
        foreach (var parameter in method.Parameters)
        {
            if (clause.Target == Target.Parameter(parameter.Ordinal))
            {
                if (isSequence && !takesSequence)
                {
                    return null;
                }

                arguments.Add(takesSequence && !isSequence ? $"new[] {{ {holder} }}" : holder.ToString());
            }
            else if (clause.Count is { Kind: OperandKind.Parameter } amount && amount.Ordinal == parameter.Ordinal)
            {
                arguments.Add(count?.ToString() ?? (isSequence ? holder + ".Length" : "1"));
            }
            else if (flag?.Ordinal == parameter.Ordinal)
            {
                arguments.Add(flag.Value.Marks ? "true" : "false");
            }
            else if (!parameter.IsOptional)
            {
                return null;
            }
        }

        return arguments;
    }

    /// <summary>What a release may be called on, where another one is called.</summary>
    public static IEnumerable<string> Receivers(AnalyzedFile file, InvocationExpressionSyntax call, IMethodSymbol method)
    {
        if (call.Expression is MemberAccessExpressionSyntax access)
        {
            yield return access.Expression + ".";
        }
        else
        {
            yield return "";
        }

        if (method.IsStatic)
        {
            yield return method.ContainingType.ToMinimalDisplayString(file.Model, call.SpanStart) + ".";
        }
    }

    /// <summary>The parameter that tells whether to mark, and what it is to be for that; null when the call always marks.</summary>
    private static (int Ordinal, bool Marks)? FlagOf(DirtyClause clause) =>
        clause.When.Tests is { Length: 1 } tests &&
        tests[0] is { Operator: TestOperator.Equal or TestOperator.NotEqual, Left.Kind: OperandKind.Parameter, Right: { Kind: OperandKind.Constant, Constant: 0 or 1 } } test
            ? (test.Left.Ordinal, test.Operator == TestOperator.Equal == (test.Right.Constant == 1))
            : null;
}
