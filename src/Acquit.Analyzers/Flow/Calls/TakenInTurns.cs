using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// What some rounds of a loop take and others give back, as the remainder of a counter says, or what is read in each round, one or the
/// other. Which round comes after which is not followed, so that of such nothing is known.
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
        // The code around a function may run it in a loop.
        if (_context.IsStraight && _context.Owner is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            return false;
        }

        if (!_decided.TryGetValue(call.Syntax, out var isDecided))
        {
            _decided.Add(call.Syntax, isDecided = DecisionsOver(call.Syntax).Any() || ChoicesOver(call.Syntax).Any());
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
        var (takingIfRead, givingBackIfRead) = (new HashSet<(SyntaxNode Choice, SyntaxNode Arm)>(), new HashSet<(SyntaxNode Choice, SyntaxNode Arm)>());
        foreach (var call in _context.Root?.Descendants().OfType<IInvocationOperation>() ?? Enumerable.Empty<IInvocationOperation>())
        {
            var rounds = RoundsOf(call.Syntax);
            var choices = ChoicesOver(call.Syntax).ToList();
            if ((rounds.Count > 0 || choices.Count > 0) && (_context.Contracts.Of(call.TargetMethod) ?? _context.Summaries.Of(call.TargetMethod, isTracked: true, _context.CancellationToken)) is { } contract)
            {
                if (contract.Acquires.Any(a => a.Kind == kind))
                {
                    taking.Add(rounds);
                    takingIfRead.UnionWith(choices);
                }

                if (contract.Releases.Any(r => r.Kind == kind) || contract.Doubtful.Any(d => d.Item2 == kind))
                {
                    givingBack.Add(rounds);
                    givingBackIfRead.UnionWith(choices);
                }
            }
        }

        // In other rounds of the same loop, and not beside each other.
        return taking.Exists(t => givingBack.Exists(g => t.Except(g).Any(taken => g.Except(t).Any(given => given.Loop == taken.Loop)))) || AreApart(takingIfRead, givingBackIfRead);
    }

    // In arms of one choice each of which only takes or only gives back.
    private static bool AreApart(HashSet<(SyntaxNode Choice, SyntaxNode Arm)> taking, HashSet<(SyntaxNode Choice, SyntaxNode Arm)> givingBack) =>
        taking.Except(givingBack).Any(taken => givingBack.Except(taking).Any(given => given.Choice == taken.Choice));

    // The choices in loops by what is read in every round, with the arm of each that a node is in.
    private static IEnumerable<(SyntaxNode Choice, SyntaxNode Arm)> ChoicesOver(SyntaxNode node) =>
        from decision in ConditionsOver(node)
        where LoopStatements.OrJumpsAround(decision.Condition).Any(loop => IsReadIn(loop, decision.Condition))
        select ((SyntaxNode)decision.Condition, decision.Arm);

    // By a call or an index that is written there, by what the loop fills in, or by a member of what the loop calls something on.
    private static bool IsReadIn(SyntaxNode loop, ExpressionSyntax asked)
    {
        if (IsCalled(asked))
        {
            return true;
        }

        var names = new HashSet<string>(asked.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText));
        var holders = new HashSet<string>(asked.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().Select(m => m.Expression).OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText));
        return (loop is ForEachStatementSyntax each && names.Contains(each.Identifier.ValueText)) || loop.DescendantNodes().Any(n => n switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var read } => names.Contains(left.Identifier.ValueText) && IsCalled(read),
            VariableDeclaratorSyntax { Initializer.Value: var read } variable => names.Contains(variable.Identifier.ValueText) && IsCalled(read),
            SingleVariableDesignationSyntax designation => names.Contains(designation.Identifier.ValueText),
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword, Expression: IdentifierNameSyntax filled } => names.Contains(filled.Identifier.ValueText),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax holder } } => holders.Contains(holder.Identifier.ValueText),
            _ => false,
        });
    }

    // Nothing that was there before.
    private static bool IsCalled(ExpressionSyntax read) => read.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or ElementAccessExpressionSyntax);

    // The loops in which the remainder that decides about a node is another one in every round.
    private HashSet<(SyntaxNode Loop, SyntaxNode Arm)> RoundsOf(SyntaxNode node) => new(
        from decision in DecisionsOver(node)
        let names = new HashSet<string>(decision.Remainder.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText))
        from loop in LoopStatements.OrJumpsAround(decision.Remainder)
        where loop.Span.Contains(node.Span) && (loop.DescendantNodes().Any(n => ChangedBy(n) is { } changed && names.Contains(changed)) || (loop is ForEachStatementSyntax each && names.Contains(each.Identifier.ValueText) && CountsUp(each)))
        select (loop, decision.Arm));

    // Over numbers, one after the other.
    private bool CountsUp(ForEachStatementSyntax loop) =>
        loop.Expression is InvocationExpressionSyntax && _context.Summaries.Graphs.ModelOf(loop.SyntaxTree).GetSymbolInfo(loop.Expression, _context.CancellationToken).Symbol is
            IMethodSymbol { Name: nameof(Enumerable.Range), ContainingType: { Name: nameof(Enumerable), ContainingNamespace: { Name: nameof(System.Linq), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } } };

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

    // The remainders that decide whether a node is come to, with what of the code each of them decides about.
    private static IEnumerable<(ExpressionSyntax Remainder, SyntaxNode Arm)> DecisionsOver(SyntaxNode node) =>
        from decision in ConditionsOver(node)
        from remainder in RemaindersIn(decision.Condition)
        select (remainder, decision.Arm);

    // The conditions that decide whether a node is come to, with the arm of each that it is in.
    private static IEnumerable<(ExpressionSyntax Condition, SyntaxNode Arm)> ConditionsOver(SyntaxNode node)
    {
        for (var inner = node; inner.Parent is { } outer && !LoopStatements.IsBodyOfItsOwn(outer); inner = outer)
        {
            foreach (var decision in ConditionsBetween(outer, inner))
            {
                yield return decision;
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
