using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>A loop in which an index takes each value of a range once, upwards or downwards.</summary>
/// <param name="Index">The variable.</param>
/// <param name="From">The smallest value that the body sees.</param>
/// <param name="To">The value after the largest.</param>
/// <param name="Body">What is done for each.</param>
/// <param name="StepInBody">How the index changes where the body reads it: -1 for <c>--i</c>, 1 for <c>i++</c>.</param>
internal sealed record CountingLoop(ISymbol Index, Bound From, Bound To, IReadOnlyList<StatementSyntax> Body, int StepInBody)
{
    public static CountingLoop? Of(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken)
    {
        var (condition, statement) = loop switch
        {
            ForStatementSyntax @for => (@for.Condition, @for.Statement),
            WhileStatementSyntax @while => (@while.Condition, @while.Statement),
            _ => default,
        };
        if (condition is null || Comparison.Of(condition, model, cancellationToken) is not { } test ||
            model.GetSymbolInfo(test.Variable, cancellationToken).Symbol is not { } index)
        {
            return null;
        }

        var body = (statement is BlockSyntax block ? block.Statements.ToList() : new List<StatementSyntax> { statement! });
        if (First(loop, test.Variable, index, model, cancellationToken) is not { } first || Step(loop as ForStatementSyntax, index.Name) is not { } step)
        {
            return null;
        }

        // A step within the body belongs to the loop: the last statement of one that counts up, the first of one that counts down.
        var ownStep = 0;
        if (step == 0 && !test.CountsDownBefore && !test.CountsDownAfter && body.Count > 1)
        {
            if (StepOf(body[body.Count - 1], index.Name) == 1)
            {
                ownStep = 1;
                body.RemoveAt(body.Count - 1);
            }
            else if (StepOf(body[0], index.Name) == -1)
            {
                ownStep = -1;
                body.RemoveAt(0);
            }
        }

        CountingLoop Over(Bound from, Bound to, int inBody) => new(index, from, to, body, inBody);

        // One that ends at another number than 0 leaves something out by mistake, more often than not.
        CountingLoop? Down(Bound from, Bound to, int inBody) => from.Expression is not null || from.IsZero ? Over(from, to, inBody) : null;
        return (step, ownStep, test) switch
        {
            ( > 0, 0, { IsUpper: true, CountsDown: false }) or (0, > 0, { IsUpper: true, CountsDown: false }) => Over(first, test.Limit, 0),
            ( < 0, 0, { IsUpper: false, CountsDown: false }) => Down(test.Limit, first.Plus(1), 0),
            (0, 0, { IsUpper: false, CountsDownBefore: true }) => Down(test.Limit, first, 0),
            (0, 0, { IsUpper: false, CountsDownAfter: true }) => Down(test.Limit.Plus(-1), first, 0),
            (0, < 0, { IsUpper: false, CountsDown: false }) => Down(test.Limit.Plus(-1), first, 0),
            (0, 0, { IsUpper: false, CountsDown: false }) => Down(test.Limit.Plus(-1), first, -1),
            (0, 0, { IsUpper: true, CountsDown: false }) => Over(first, test.Limit, 1),
            _ => null,
        };
    }

    // Where the index begins: what the loop itself sets it to, or what it is.
    private static Bound? First(StatementSyntax loop, ExpressionSyntax variable, ISymbol index, SemanticModel model, CancellationToken cancellationToken)
    {
        ExpressionSyntax? value;
        switch (loop)
        {
            case ForStatementSyntax { Declaration.Variables: { Count: 1 } declared }:
                value = declared[0].Identifier.ValueText == index.Name ? declared[0].Initializer?.Value : variable;
                break;
            case ForStatementSyntax { Declaration: not null }:
                return null;
            case ForStatementSyntax { Initializers: { Count: 1 } set }:
                value = set[0] is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment &&
                    assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && left.Identifier.ValueText == index.Name ? assignment.Right : null;
                break;
            case ForStatementSyntax { Initializers.Count: > 1 }:
                return null;
            default:
                value = variable;
                break;
        }

        return value is null ? null : Comparison.BoundOf(value, model, cancellationToken);
    }

    // How the header of a for statement changes the index; null when it does something else.
    private static int? Step(ForStatementSyntax? @for, string index) => @for?.Incrementors switch
    {
        null or { Count: 0 } => 0,
        { Count: 1 } only when StepOf(only[0], index) is var step and not 0 => step,
        _ => null,
    };

    private static int StepOf(StatementSyntax statement, string index) => statement is ExpressionStatementSyntax { Expression: var step } ? StepOf(step, index) : 0;

    private static int StepOf(ExpressionSyntax step, string index)
    {
        var (changed, kind) = step switch
        {
            PrefixUnaryExpressionSyntax prefix => (prefix.Operand, prefix.Kind()),
            PostfixUnaryExpressionSyntax postfix => (postfix.Operand, postfix.Kind()),
            AssignmentExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: 1 } } assignment => (assignment.Left, assignment.Kind()),
            _ => default,
        };
        return changed is not IdentifierNameSyntax name || name.Identifier.ValueText != index ? 0 : kind switch
        {
            SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression or SyntaxKind.AddAssignmentExpression => 1,
            SyntaxKind.PreDecrementExpression or SyntaxKind.PostDecrementExpression or SyntaxKind.SubtractAssignmentExpression => -1,
            _ => 0,
        };
    }
}
