using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Collections;

/// <summary>
/// Code may look after a collection only if something else tells that there is anything in it: a variable that is set where it is filled,
/// of which the analysis does not know what it is, or what it is filled from.
/// </summary>
internal static class AskedForContent
{
    /// <summary>Whether the path of a finding goes past such code.</summary>
    public static bool MayBe(Finding finding)
    {
        var keeping = finding.Keeping!;
        var at = keeping.At!;
        HashSet<string>? told = null;
        HashSet<string>? sources = null;
        foreach (var step in finding.Path.SkipWhile(s => s.Node != at))
        {
            if (step is not { Kind: StepKind.Branch, IsOpen: true })
            {
                continue;
            }

            var question = Question(step.Node);
            if (Controlled(step.Node) is { } controlled && Mentions(controlled, question, keeping.Variable.Name) &&
                ((!step.Outcome && IsLoopElsewhere(controlled, at)) || (AskedFor(question) is { } asked && (told ??= ToldBeside(at)).Contains(asked))))
            {
                return true;
            }

            if (IsAboutNone(step.Node) && AskedFor(step.Node) is { } source && (sources ??= Sources(at)).Contains(source))
            {
                return true;
            }
        }

        return false;
    }

    // What is asked: of a case, what the switch goes by.
    private static SyntaxNode Question(SyntaxNode condition) => condition.FirstAncestorOrSelf<SyntaxNode>(a => a is SwitchLabelSyntax or SwitchExpressionArmSyntax or StatementSyntax) switch
    {
        SwitchLabelSyntax { Parent.Parent: SwitchStatementSyntax choice } => choice.Expression,
        SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } arm when arm.Pattern.Span.Contains(condition.Span) => choice.GoverningExpression,
        _ => condition,
    };

    // Whoever wrote it knows that it has a round.
    private static bool IsLoopElsewhere(SyntaxNode controlled, SyntaxNode at) =>
        controlled is ForStatementSyntax or WhileStatementSyntax or CommonForEachStatementSyntax && !controlled.Span.Contains(at.Span);

    // Whether there are any at all of what it is filled from.
    private static bool IsAboutNone(SyntaxNode condition) =>
        condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText is "Any" or "IsEmpty" or "Count" or "Length" or "LongLength") &&
        condition.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().All(l => l.Token.Value is 0 or 0L or 1 or null);

    private static HashSet<string> Sources(SyntaxNode at) => new(
        at.Ancestors().TakeWhile(a => a is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Select(a => a switch
            {
                CommonForEachStatementSyntax loop => loop.Expression,
                ForStatementSyntax loop => loop.Condition,
                WhileStatementSyntax loop => loop.Condition,
                DoStatementSyntax loop => loop.Condition,
                _ => null,
            })
            .OfType<ExpressionSyntax>().SelectMany(e => e.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()).Select(n => n.Identifier.ValueText),
        StringComparer.Ordinal);

    // The statement or expression that a condition decides on.
    private static SyntaxNode? Controlled(SyntaxNode condition) => condition.Ancestors().FirstOrDefault(a => a switch
    {
        IfStatementSyntax test => test.Condition.Span.Contains(condition.Span),
        WhileStatementSyntax loop => loop.Condition.Span.Contains(condition.Span),
        DoStatementSyntax loop => loop.Condition.Span.Contains(condition.Span),
        ForStatementSyntax loop => loop.Condition?.Span.Contains(condition.Span) == true,
        CommonForEachStatementSyntax loop => loop.Expression.Span.Contains(condition.Span),
        ConditionalExpressionSyntax choice => choice.Condition.Span.Contains(condition.Span),
        ConditionalAccessExpressionSyntax access => access.Expression.Span.Contains(condition.Span),
        SwitchStatementSyntax or SwitchExpressionSyntax => true,
        StatementSyntax => true,
        _ => false,
    }) is var decided and not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax) ? decided : null;

    private static bool Mentions(SyntaxNode controlled, SyntaxNode condition, string variable) =>
        controlled.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == variable && !condition.Span.Contains(n.Span));

    // The only thing that a condition speaks of.
    private static string? AskedFor(SyntaxNode condition)
    {
        var roots = condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Where(n => n.Parent is not MemberAccessExpressionSyntax member || member.Expression == n || member.Expression is ThisExpressionSyntax)
            .Select(n => n.Identifier.ValueText).Distinct().Take(2).ToList();
        return roots.Count == 1 ? roots[0] : null;
    }

    // What is written, or called, in every round in which something is put in, or beside the statement that puts it in.
    private static HashSet<string> ToldBeside(SyntaxNode at)
    {
        var around = at.Ancestors().TakeWhile(a => a is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).ToList();
        var beside = around.LastOrDefault(LoopStatements.Is) ?? around.FirstOrDefault(a => a is BlockSyntax) ?? at;
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in beside.DescendantNodes())
        {
            var written = node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left,
                PostfixUnaryExpressionSyntax step when step.IsKind(SyntaxKind.PostIncrementExpression) || step.IsKind(SyntaxKind.PostDecrementExpression) => step.Operand,
                PrefixUnaryExpressionSyntax step when step.IsKind(SyntaxKind.PreIncrementExpression) || step.IsKind(SyntaxKind.PreDecrementExpression) => step.Operand,
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } => called.Expression,
                _ => null,
            };
            if (written is not null)
            {
                told.UnionWith(written.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText));
            }
        }

        return told;
    }
}
