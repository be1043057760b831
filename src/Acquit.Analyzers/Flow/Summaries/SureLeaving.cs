using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// Statements of a block that leave it in any case: two of them, the one if a variable is true and the other if it is not, or a loop that
/// has a first round, and returns in it. Nothing behind them runs.
/// </summary>
internal sealed class SureLeaving
{
    private readonly BlockSyntax _block;
    private readonly HashSet<(string Variable, bool Truth)> _left = new();

    public SureLeaving(BlockSyntax block) => _block = block;

    /// <summary>Whether the block is left by now; its statements are asked in their order.</summary>
    public bool IsCompleteWith(StatementSyntax statement)
    {
        if (statement is ForStatementSyntax loop)
        {
            return HasARound(loop) && IsLeaving(loop.Statement) && !loop.Statement.DescendantNodes().Any(n => n is BreakStatementSyntax or ContinueStatementSyntax);
        }

        if (statement is not IfStatementSyntax { Else: null } guard || !IsLeaving(guard.Statement) || Asked(guard.Condition) is not { } asked || !IsSetOnce(asked.Variable))
        {
            return false;
        }

        _left.Add(asked);
        return _left.Contains((asked.Variable, !asked.Truth));
    }

    private static bool IsLeaving(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or ThrowStatementSyntax || (statement is BlockSyntax block && block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax);

    private static bool HasARound(ForStatementSyntax loop) =>
        loop is
        {
            Declaration.Variables: { Count: 1 } counters,
            Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax counter, Right: LiteralExpressionSyntax { Token.Value: int end } },
        } &&
        counters[0] is { Identifier.ValueText: var declared, Initializer.Value: LiteralExpressionSyntax { Token.Value: int start } } && declared == counter.Identifier.ValueText && start < end;

    private static (string Variable, bool Truth)? Asked(ExpressionSyntax condition) => condition switch
    {
        IdentifierNameSyntax variable => (variable.Identifier.ValueText, true),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: IdentifierNameSyntax variable } => (variable.Identifier.ValueText, false),
        _ => null,
    };

    // Declared in the block or given to the method, and changed by nobody: a field may be another one the second time.
    private bool IsSetOnce(string variable) =>
        (_block.Statements.OfType<LocalDeclarationStatementSyntax>().Any(d => d.Declaration.Variables.Any(v => v.Identifier.ValueText == variable)) ||
         _block.Parent is BaseMethodDeclarationSyntax { ParameterList.Parameters: var parameters } && parameters.Any(p => p.Identifier.ValueText == variable && p.Modifiers.Count == 0)) &&
        !_block.DescendantNodes().Any(n => n switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.ValueText == variable),
            ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument => argument.Expression is IdentifierNameSyntax passed && passed.Identifier.ValueText == variable,
            RefExpressionSyntax { Expression: IdentifierNameSyntax referred } => referred.Identifier.ValueText == variable,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression, Operand: IdentifierNameSyntax addressed } => addressed.Identifier.ValueText == variable,
            _ => false,
        });
}
