using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What the text of a body answers: an expression, or one of two answers as a condition says.</summary>
internal sealed record PredicateText(ExpressionSyntax? Answer, ExpressionSyntax? Condition, PredicateText? Then, PredicateText? Otherwise)
{
    /// <summary>Read off the text, which costs nothing where there is more in the body than questions and answers.</summary>
    public static PredicateText? In(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax { ExpressionBody: { } arrow } => new(arrow.Expression, null, null, null),
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } => new(arrow.Expression, null, null, null),
        MethodDeclarationSyntax { Body: { } block } when IsLeft(block) => In(block.Statements, 0),
        LocalFunctionStatementSyntax { Body: { } block } when IsLeft(block) => In(block.Statements, 0),
        _ => null,
    };

    private static PredicateText? In(SyntaxList<StatementSyntax> statements, int from)
    {
        for (var i = from; i < statements.Count; i++)
        {
            switch (statements[i])
            {
                case ReturnStatementSyntax { Expression: { } answer }:
                    return new PredicateText(answer, null, null, null);
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax }:
                    // Written to a log.
                    break;
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }:
                    break;
                case TryStatementSyntax { Catches.Count: 0, Block: var block }:
                    return In(block.Statements, 0);
                case IfStatementSyntax { Statement: var then } choice:
                    var otherwise = choice.Else is { Statement: var other } ? In(other) : In(statements, i + 1);
                    return In(then) is { } whenTrue && otherwise is not null ? new PredicateText(null, choice.Condition, whenTrue, otherwise) : null;
                default:
                    return null;
            }
        }

        return null;
    }

    private static PredicateText? In(StatementSyntax statement) =>
        statement is BlockSyntax block ? In(block.Statements, 0) : In(SyntaxFactory.SingletonList(statement), 0);

    // No variable is put anything else into.
    private static bool IsLeft(BlockSyntax block) => !block.DescendantNodes().OfType<IdentifierNameSyntax>().Any(Writing.IsChanged);
}
