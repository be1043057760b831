using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Whether a call that is made in one round of the loop around it is made in each, whatever else holds: nothing that changes from round
/// to round can keep it from being made twice.
/// </summary>
internal static class InEveryRound
{
    public static bool Is(SyntaxNode call, FlowContext context)
    {
        var conditions = new List<ExpressionSyntax>();
        var node = call;
        for (; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case var _ when LoopStatements.Is(parent):
                    return node is StatementSyntax && conditions.TrueForAll(c => StaysTheSame(c, parent, context));
                case IfStatementSyntax test when node == test.Statement:
                    conditions.Add(test.Condition);
                    break;
                case BlockSyntax block when block.Statements.TakeWhile(s => s != node).Any(MayLeave):
                case not (BlockSyntax or ExpressionStatementSyntax or AssignmentExpressionSyntax or LocalDeclarationStatementSyntax or VariableDeclarationSyntax
                    or VariableDeclaratorSyntax or EqualsValueClauseSyntax):
                    return false;
            }
        }

        return false;
    }

    private static bool MayLeave(StatementSyntax statement) => statement.DescendantNodesAndSelf().Any(n =>
        n is ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax or TryStatementSyntax);

    // A flag that was passed, say, and that the loop leaves alone, by this name and by others.
    private static bool StaysTheSame(ExpressionSyntax condition, SyntaxNode loop, FlowContext context)
    {
        var asked = condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } ? operand : condition;
        return asked is IdentifierNameSyntax { Identifier.ValueText: var name } && context.Root is { } root &&
               VariableOf(root.Descendants().FirstOrDefault(o => o.Syntax == asked)) is { } variable && !context.Unstable.Contains(variable) &&
               !Mentions(loop, name).Any(IsWritten) && !Mentions(root.Syntax, name).Any(n => n.Parent is RefExpressionSyntax);
    }

    private static ISymbol? VariableOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => local,
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => parameter,
        _ => null,
    };

    private static IEnumerable<IdentifierNameSyntax> Mentions(SyntaxNode code, string name) =>
        code.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name);

    private static bool IsWritten(IdentifierNameSyntax name) => name.Parent is
        AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.LogicalNotExpression } or PostfixUnaryExpressionSyntax or
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or ArgumentSyntax { Parent: TupleExpressionSyntax };
}
