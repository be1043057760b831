using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Rules;

/// <summary>
/// What was acquired in one round of a loop may come to light in the next. The condition to tell is then the one that passed over the
/// release, not one that was asked of what the next round acquired.
/// </summary>
internal static class Rounds
{
    /// <summary>That condition; null where the path does not come round, or nothing on it is seen to pass over a release.</summary>
    public static Trail? LastBefore(Finding finding)
    {
        if (finding.Resource is not { Foreign: false, Site: { Call.Syntax: var acquire, Clause.ReleasedBy: var releases } })
        {
            return null;
        }

        var names = new HashSet<string>(releases.Select(MemberKey.LastPart), StringComparer.Ordinal);
        var seen = new HashSet<SyntaxNode>();
        Trail? passed = null;
        foreach (var step in finding.Path.Where(s => s.Kind == StepKind.Branch))
        {
            if (!seen.Add(step.Node) || IsConditionOfLoopAround(acquire, step.Node))
            {
                return passed;
            }

            passed = PassesOver(step, names) ? step : passed;
        }

        return finding.Kind == FindingKind.Lost ? passed : null;
    }

    private static bool IsConditionOfLoopAround(SyntaxNode acquire, SyntaxNode node) => node.Ancestors().Any(a => a switch
    {
        ForStatementSyntax loop => loop.Condition?.Span.Contains(node.Span) == true && loop.Statement.Span.Contains(acquire.Span),
        WhileStatementSyntax loop => loop.Condition.Span.Contains(node.Span) && loop.Statement.Span.Contains(acquire.Span),
        DoStatementSyntax loop => loop.Condition.Span.Contains(node.Span) && loop.Statement.Span.Contains(acquire.Span),
        CommonForEachStatementSyntax loop => loop.Expression.Span.Contains(node.Span) && loop.Statement.Span.Contains(acquire.Span),
        _ => false,
    });

    // Either it goes on with the next round at once, or leaves out a branch that releases.
    private static bool PassesOver(Trail step, HashSet<string> releases)
    {
        if (step.Node.FirstAncestorOrSelf<IfStatementSyntax>(i => i.Condition.Span.Contains(step.Node.Span)) is not { } @if)
        {
            return false;
        }

        var negations = step.Node.Ancestors().TakeWhile(a => a != @if).Count(a => a.IsKind(SyntaxKind.LogicalNotExpression));
        var isTaken = step.Outcome == (negations % 2 == 0);
        var (run, leftOut) = isTaken ? (@if.Statement, @if.Else?.Statement) : (@if.Else?.Statement, @if.Statement);
        return (run is BlockSyntax { Statements.Count: > 0 } block ? block.Statements.Last() : run) is ContinueStatementSyntax ||
               leftOut?.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && releases.Contains(t.ValueText)) == true;
    }
}
