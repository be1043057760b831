using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>Finds the <c>return;</c> that a path runs into. A return without a value leaves no trace in the control-flow graph.</summary>
internal static class Exits
{
    private const int MaxSteps = 200;

    /// <summary>The return statement that follows the last thing that ran; null when the end of the body does.</summary>
    public static SyntaxNode? After(SyntaxNode? last, Trail? trail, SyntaxNode body)
    {
        if (last is null)
        {
            return body.DescendantNodes().OfType<ReturnStatementSyntax>().FirstOrDefault(r => r.Expression is null && r.Parent?.Parent == body);
        }

        // A condition: into the branch that was taken.
        var next = trail is { Kind: StepKind.Branch } && trail.Node == last && Branching.IsCondition(last)
            ? Branching.Taken(last, trail.Outcome)
            : last.FirstAncestorOrSelf<StatementSyntax>() is { } statement ? Following(statement) : null;

        for (var i = 0; next is not null && i < MaxSteps; i++)
        {
            switch (next)
            {
                case ReturnStatementSyntax @return:
                    return @return;
                case BlockSyntax { Statements.Count: > 0 } block:
                    next = block.Statements[0];
                    break;
                case LabeledStatementSyntax labeled:
                    next = labeled.Statement;
                    break;
                case GotoStatementSyntax { Expression: IdentifierNameSyntax label }:
                    next = body.DescendantNodes().OfType<LabeledStatementSyntax>().FirstOrDefault(l => l.Identifier.ValueText == label.Identifier.ValueText);
                    break;
                case BlockSyntax or EmptyStatementSyntax or LocalFunctionStatementSyntax:
                    next = Following(next);
                    break;
                case BreakStatementSyntax:
                    next = next.Ancestors().OfType<StatementSyntax>()
                        .FirstOrDefault(a => LoopStatements.Is(a) || a is SwitchStatementSyntax)
                        is { } left ? Following(left) : null;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The statement that runs after this one has come to its end; null at the end of a loop's body or of the method.</summary>
    public static StatementSyntax? Following(StatementSyntax statement)
    {
        for (SyntaxNode? node = statement; node?.Parent is { } parent; node = parent)
        {
            var siblings = parent switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => default,
            };
            if (node is StatementSyntax self && siblings.Count > 0 && siblings.IndexOf(self) is var index and >= 0 && index + 1 < siblings.Count)
            {
                return siblings[index + 1];
            }

            if (parent is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax or
                MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax)
            {
                return null;
            }
        }

        return null;
    }
}
