using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>What in a body depends on how an attempt comes out, by the look of it: rather too much than too little.</summary>
internal sealed class AnswerReach
{
    private readonly SyntaxNode _attempt;
    private readonly SyntaxNode _body;
    private readonly List<SyntaxNode> _jumps;

    // The variables that have the answer, something that was made of it, or what they were given depending on it.
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);

    public AnswerReach(SyntaxNode attempt, SyntaxNode body)
    {
        _attempt = attempt;
        _body = body;
        _jumps = body.DescendantNodes()
            .Where(n => n is ReturnStatementSyntax or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax).ToList();
        var writes = body.DescendantNodes().Select(n => (Node: n, Write: WrittenBy(n))).Where(w => w.Write.Target is not null).ToList();
        int before;
        do
        {
            before = _variables.Count;
            foreach (var (node, (target, value)) in writes)
            {
                if (Asks(value!) || IsUnderCondition(node) || _jumps.Exists(jump => !Leaves(jump) && jump.SpanStart < node.SpanStart && !IsBehindBoth(jump, node) && IsUnderCondition(jump)))
                {
                    _variables.UnionWith(NamesIn(target!));
                }
            }
        }
        while (_variables.Count > before);
    }

    /// <summary>Whether code reads the answer, or what depends on it.</summary>
    public bool IsReadIn(SyntaxNode code) =>
        (code.Span.Contains(_attempt.Span) && code != _attempt) ||
        Identifiers(code).Any(_variables.Contains);

    /// <summary>Whether it depends on the answer that a node is come to.</summary>
    public bool DecidesAbout(SyntaxNode node) =>
        IsUnderCondition(node) || _jumps.Exists(jump => jump.SpanStart < node.SpanStart && !IsBehindBoth(jump, node) && IsUnderCondition(jump));

    // A jump to a label before it comes there, as whoever does not jump does.
    private bool IsBehindBoth(SyntaxNode jump, SyntaxNode node) =>
        jump is GotoStatementSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } &&
        _body.DescendantNodes().OfType<LabeledStatementSyntax>().Any(label => label.Identifier.ValueText == name && label.SpanStart > jump.SpanStart && label.SpanStart <= node.SpanStart);

    // What is written behind that is written after one of the answers only, which is told by the rest's being run at all.
    private static bool Leaves(SyntaxNode jump) => jump is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax;

    private bool IsUnderCondition(SyntaxNode node) =>
        node.Ancestors().TakeWhile(a => a != _body).Any(a => ConditionOf(a) is { } condition && !condition.Span.Contains(node.Span) && Asks(condition));

    private bool Asks(SyntaxNode value) => value == _attempt || IsReadIn(value);

    private static SyntaxNode? ConditionOf(SyntaxNode around) => around switch
    {
        IfStatementSyntax @if => @if.Condition,
        ConditionalExpressionSyntax choice => choice.Condition,
        WhileStatementSyntax loop => loop.Condition,
        DoStatementSyntax loop => loop.Condition,
        ForStatementSyntax loop => loop.Condition,
        SwitchStatementSyntax @switch => @switch.Expression,
        SwitchExpressionSyntax @switch => @switch.GoverningExpression,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } both => both.Left,
        _ => null,
    };

    // What is written to, and where what it is given comes from. What is written to a reference, or through it to a variable, is either's.
    private static (SyntaxNode? Target, SyntaxNode? Value) WrittenBy(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => (assignment.Left, assignment.Right),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } counted => (counted.Operand, counted.Operand),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } counted => (counted.Operand, counted.Operand),
        VariableDeclaratorSyntax { Initializer.Value: RefExpressionSyntax } variable => (variable.Parent, variable.Parent),
        VariableDeclaratorSyntax { Initializer.Value: { } value } variable => (variable, value),
        IsPatternExpressionSyntax test => (test.Pattern, test.Expression),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Parent.Parent: { } call } argument => (argument, call),
        ForEachStatementSyntax loop => (loop, loop.Expression),
        _ => (null, null),
    };

    private static IEnumerable<string> NamesIn(SyntaxNode target) => target switch
    {
        VariableDeclaratorSyntax variable => new[] { variable.Identifier.ValueText },
        ForEachStatementSyntax loop => new[] { loop.Identifier.ValueText },
        _ => Identifiers(target),
    };

    private static IEnumerable<string> Identifiers(SyntaxNode code) =>
        code.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText);
}
