using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// What some rounds of a loop take and others give back, as the remainder of a counter says. Which round comes after which is not followed,
/// so that of such nothing is known.
/// </summary>
internal sealed class TakenInTurns
{
    private readonly FlowContext _context;
    private readonly Dictionary<string, bool> _kinds = new();
    private readonly Dictionary<SyntaxNode, bool> _decided = new();

    public TakenInTurns(FlowContext context) => _context = context;

    /// <summary>Whether a call that takes or gives back something of a kind does so if a remainder says so, as both do by turns in some loop of the body.</summary>
    public bool Has(IOperation call, string kind)
    {
        if (!_decided.TryGetValue(call.Syntax, out var isDecided))
        {
            _decided.Add(call.Syntax, isDecided = DecisionsOver(call.Syntax).Any());
        }

        if (!isDecided)
        {
            return false;
        }

        if (!_kinds.TryGetValue(kind, out var isSo))
        {
            _kinds.Add(kind, isSo = IsInTurns(kind));
        }

        return isSo;
    }

    private bool IsInTurns(string kind)
    {
        var taking = new List<HashSet<(SyntaxNode Loop, SyntaxNode Arm)>>();
        var givingBack = new List<HashSet<(SyntaxNode Loop, SyntaxNode Arm)>>();
        foreach (var call in _context.Root?.Descendants().OfType<IInvocationOperation>() ?? Enumerable.Empty<IInvocationOperation>())
        {
            var rounds = RoundsOf(call.Syntax);
            if (rounds.Count > 0 && (_context.Contracts.Of(call.TargetMethod) ?? _context.Summaries.Of(call.TargetMethod, isTracked: true, _context.CancellationToken)) is { } contract)
            {
                if (contract.Acquires.Any(a => a.Kind == kind))
                {
                    taking.Add(rounds);
                }

                if (contract.Releases.Any(r => r.Kind == kind) || contract.Doubtful.Any(d => d.Item2 == kind))
                {
                    givingBack.Add(rounds);
                }
            }
        }

        // In other rounds of the same loop, and not beside each other.
        return taking.Exists(t => givingBack.Exists(g => t.Except(g).Any(taken => g.Except(t).Any(given => given.Loop == taken.Loop))));
    }

    // The loops in which the remainder that decides about a node is another one in every round.
    private static HashSet<(SyntaxNode Loop, SyntaxNode Arm)> RoundsOf(SyntaxNode node) => new(
        from decision in DecisionsOver(node)
        let names = new HashSet<string>(decision.Remainder.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText))
        from loop in decision.Remainder.Ancestors().Where(IsLoop)
        where loop.Span.Contains(node.Span) && loop.DescendantNodes().Any(n => ChangedBy(n) is { } changed && names.Contains(changed))
        select (loop, decision.Arm));

    private static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax;

    private static string? ChangedBy(SyntaxNode node) => (node switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } unary => unary.Operand,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } unary => unary.Operand,
        AssignmentExpressionSyntax assignment when Counts(assignment) => assignment.Left,
        _ => null,
    } as IdentifierNameSyntax)?.Identifier.ValueText;

    // From what the variable was before.
    private static bool Counts(AssignmentExpressionSyntax assignment) =>
        !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.Right.DescendantNodes().Any(n => n.IsEquivalentTo(assignment.Left));

    // The conditions that decide whether a node is come to, with what of the code each of them decides about.
    private static IEnumerable<(ExpressionSyntax Remainder, SyntaxNode Arm)> DecisionsOver(SyntaxNode node)
    {
        for (var inner = node; inner.Parent is { } outer and not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax); inner = outer)
        {
            foreach (var (condition, arm) in ConditionsBetween(outer, inner))
            {
                foreach (var remainder in RemaindersIn(condition))
                {
                    yield return (remainder, arm);
                }
            }
        }
    }

    private static IEnumerable<(ExpressionSyntax Condition, SyntaxNode Arm)> ConditionsBetween(SyntaxNode outer, SyntaxNode inner) => outer switch
    {
        IfStatementSyntax decision when inner != decision.Condition => new[] { (decision.Condition, inner) },
        ConditionalExpressionSyntax choice when inner != choice.Condition => new[] { (choice.Condition, inner) },
        SwitchStatementSyntax choice when inner != choice.Expression => new[] { (choice.Expression, inner) },
        SwitchExpressionSyntax choice when inner != choice.GoverningExpression => new[] { (choice.GoverningExpression, inner) },
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both when inner == both.Right => new[] { (both.Left, inner) },
        BlockSyntax block => block.Statements.TakeWhile(s => s != inner).OfType<IfStatementSyntax>().Where(Leaves).Select(s => (s.Condition, (SyntaxNode)s)),
        _ => Enumerable.Empty<(ExpressionSyntax, SyntaxNode)>(),
    };

    // What follows is not come to then.
    private static bool Leaves(IfStatementSyntax decision) =>
        decision.Statement.DescendantNodesAndSelf().Any(n => n is ContinueStatementSyntax or BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax);

    private static IEnumerable<ExpressionSyntax> RemaindersIn(ExpressionSyntax condition)
    {
        var names = condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText).ToList();
        var kept = condition.Ancestors().OfType<BlockSyntax>().SelectMany(b => b.Statements).TakeWhile(s => s.SpanStart < condition.SpanStart).OfType<LocalDeclarationStatementSyntax>()
            .SelectMany(d => d.Declaration.Variables).Where(v => v.Initializer is not null && names.Contains(v.Identifier.ValueText)).Select(v => v.Initializer!.Value);
        return kept.Prepend(condition).SelectMany(c => c.DescendantNodesAndSelf()).OfType<BinaryExpressionSyntax>().Where(b => b.IsKind(SyntaxKind.ModuloExpression) || b.IsKind(SyntaxKind.BitwiseAndExpression));
    }
}
