using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Whether an expression means the same at two places of a method.</summary>
internal static class Stability
{
    /// <summary>
    /// Whether it is made of names, numbers and members alone, and none of its variables is assigned on the way. Assignments are
    /// judged by where they stand; one whose branch leaves before the later place does not count.
    /// </summary>
    public static bool Holds(ExpressionSyntax expression, SyntaxNode from, int to, AnalyzedFile file)
    {
        var names = expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText).ToList();
        return IsPlain(expression) && from.SpanStart <= to &&
               !Assignments(from, to, file).Any(a => names.Contains(a.Name) && Reaches(a.Node, to, file));
    }

    private static bool IsPlain(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or LiteralExpressionSyntax or ThisExpressionSyntax or BaseExpressionSyntax or
            PredefinedTypeSyntax or GenericNameSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax => true,
        MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } m => IsPlain(m.Expression),
        ElementAccessExpressionSyntax e => IsPlain(e.Expression) && e.ArgumentList.Arguments.All(a => IsPlain(a.Expression)),
        RangeExpressionSyntax r => (r.LeftOperand is null || IsPlain(r.LeftOperand)) && (r.RightOperand is null || IsPlain(r.RightOperand)),
        PrefixUnaryExpressionSyntax p => Counting.Counted(p) is null && IsPlain(p.Operand),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } p => IsPlain(p.Operand),
        BinaryExpressionSyntax b => IsPlain(b.Left) && IsPlain(b.Right),
        ParenthesizedExpressionSyntax p => IsPlain(p.Expression),
        CastExpressionSyntax c => IsPlain(c.Expression),

        // A slice is made anew, of the same elements.
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax m } call =>
            m.Name.Identifier.ValueText is "AsSpan" or "Slice" or "AsMemory" && IsPlain(m.Expression) &&
            call.ArgumentList.Arguments.All(a => IsPlain(a.Expression)),
        _ => false,
    };

    private static IEnumerable<(string Name, SyntaxNode Node)> Assignments(SyntaxNode from, int to, AnalyzedFile file)
    {
        var member = from.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? file.Root;
        var statement = from.FirstAncestorOrSelf<StatementSyntax>(s => s is not BlockSyntax);
        var start = (statement is not null && !HasBody(statement) ? statement : from).Span.End;
        foreach (var node in member.DescendantNodes().Where(n => n.SpanStart >= start && n.SpanStart < to))
        {
            foreach (var target in Targets(node))
            {
                yield return (target, node);
            }
        }
    }

    private static bool HasBody(StatementSyntax statement) => statement.DescendantNodes().Any(n => n is StatementSyntax);

    /// <summary>The names of what a node gives another value.</summary>
    public static IEnumerable<string> Targets(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => Names(assignment.Left),
        ArgumentSyntax { RefKindKeyword: var modifier } argument when modifier.IsKind(SyntaxKind.RefKeyword) || modifier.IsKind(SyntaxKind.OutKeyword) =>
            Names(argument.Expression),
        _ => Counting.Counted(node) is { } counted ? Names(counted) : Enumerable.Empty<string>(),
    };

    private static IEnumerable<string> Names(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => new[] { name.Identifier.ValueText },
        MemberAccessExpressionSyntax member => new[] { member.Name.Identifier.ValueText },
        ParenthesizedExpressionSyntax parenthesized => Names(parenthesized.Expression),
        TupleExpressionSyntax tuple => tuple.Arguments.SelectMany(a => Names(a.Expression)),
        _ => Enumerable.Empty<string>(),
    };

    /// <summary>Whether the later place is reached from a node: not when the rest of a list of statements around it leaves the method.</summary>
    public static bool Reaches(SyntaxNode from, int to, AnalyzedFile file)
    {
        for (var statement = from.FirstAncestorOrSelf<StatementSyntax>(); statement is not null;
             statement = statement.Parent?.FirstAncestorOrSelf<StatementSyntax>())
        {
            if (statement.Parent is not BlockSyntax block)
            {
                continue;
            }

            if (block.Span.Contains(to))
            {
                return true;
            }

            var flow = file.Model.AnalyzeControlFlow(statement, block.Statements.Last());
            if (flow is { Succeeded: true, EndPointIsReachable: false } &&
                flow.ExitPoints.All(e => e is ReturnStatementSyntax or ThrowStatementSyntax))
            {
                return false;
            }
        }

        return true;
    }
}
