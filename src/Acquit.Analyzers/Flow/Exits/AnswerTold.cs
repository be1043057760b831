using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Whether anybody may hear how an attempt has come out: what is called depending on its answer, or with that, may write it down where
/// others look.
/// </summary>
internal sealed class AnswerTold
{
    private readonly FlowContext _context;

    public AnswerTold(FlowContext context) => _context = context;

    public bool MayBeHeard(IOperation attempt)
    {
        // In another round of a loop it may come out otherwise.
        if (_context.Root is not { } root || attempt.Syntax.Ancestors().TakeWhile(a => a != root.Syntax).Any(a => a is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax))
        {
            return true;
        }

        var answers = VariablesOf(attempt.Syntax, root);
        bool Asks(SyntaxNode condition) => condition.Span.Contains(attempt.Syntax.Span) || Reads(condition, answers);
        foreach (var call in root.Descendants().Where(o => o is IInvocationOperation or IObjectCreationOperation))
        {
            if (!IsDeaf(call) && (Reads(call.Syntax, answers) || call.Syntax.Ancestors().TakeWhile(a => a != root.Syntax).Any(a => Conditions(a, call.Syntax).Any(Asks)) || IsAfterLeaving(call.Syntax, root.Syntax, Asks)))
            {
                return true;
            }
        }

        return false;
    }

    // The variables that have the answer, or something that was made of it.
    private static HashSet<string> VariablesOf(SyntaxNode attempt, IOperation root)
    {
        var answers = new HashSet<string>(StringComparer.Ordinal);
        int before;
        do
        {
            before = answers.Count;
            foreach (var node in root.Syntax.DescendantNodes())
            {
                var (name, value) = node switch
                {
                    AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable, Right: { } right } => (variable.Identifier.ValueText, right),
                    VariableDeclaratorSyntax { Initializer.Value: { } right } variable => (variable.Identifier.ValueText, right),
                    _ => (string.Empty, (ExpressionSyntax?)null),
                };
                if (value is not null && (value.Span.Contains(attempt.Span) || Reads(value, answers)))
                {
                    answers.Add(name);
                }
            }
        }
        while (answers.Count > before);
        return answers;
    }

    private static bool Reads(SyntaxNode code, HashSet<string> variables) =>
        code.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => variables.Contains(n.Identifier.ValueText));

    private static IEnumerable<SyntaxNode> Conditions(SyntaxNode around, SyntaxNode inner)
    {
        SyntaxNode? condition = around switch
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
        return condition is null || condition.Span.Contains(inner.Span) ? Enumerable.Empty<SyntaxNode>() : new[] { condition };
    }

    // What stands behind a jump that depends on the answer runs only if that was not taken.
    private static bool IsAfterLeaving(SyntaxNode call, SyntaxNode body, Func<SyntaxNode, bool> asks) =>
        body.DescendantNodes().Any(jump =>
            jump is ReturnStatementSyntax or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax &&
            jump.SpanStart < call.SpanStart && jump.Ancestors().TakeWhile(a => a != body).Any(a => Conditions(a, jump).Any(asks)));

    // Whose contract says what it does with what it is given, or who is given nothing that lasts.
    private bool IsDeaf(IOperation call) => call switch
    {
        IInvocationOperation { TargetMethod: var method } invocation =>
            _context.Contracts.Of(method) is not null ||
            (method.IsStatic && !method.IsInSourceOf(_context.Compilation) && invocation.Arguments.All(a => a.Parameter is { RefKind: RefKind.None, Type: var type } && OperandTypes.IsPlain(type))),
        IObjectCreationOperation { Syntax.Parent: ThrowStatementSyntax or ThrowExpressionSyntax } => true,
        _ => false,
    };
}
