using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Puts statements at the end of the body of a method, whether it is a block or an expression.</summary>
internal sealed class Body
{
    private readonly AnalyzedFile _file;
    private readonly Layout _layout;
    private readonly Insertion _insertion;

    public Body(AnalyzedFile file)
    {
        _file = file;
        _layout = new Layout(file);
        _insertion = new Insertion(file);
    }

    /// <summary>Without indentation.</summary>
    public IReadOnlyList<string> Lines(IEnumerable<Statement> statements, SyntaxNode around) => statements.SelectMany(s => Lines(s, around)).ToList();

    private IReadOnlyList<string> Lines(Statement statement, SyntaxNode around)
    {
        if (statement.Condition is not { } condition)
        {
            return statement.Lines;
        }

        around = (around as BaseMethodDeclarationSyntax)?.Body ?? around;

        if (statement.Lines.Count == 1)
        {
            return _layout.Conditional(condition, statement.Lines[0], around);
        }

        var step = _layout.StepAt(around);
        var head = HasBracesOnOwnLines(around) ? new[] { $"if ({condition})", "{" } : new[] { $"if ({condition}) {{" };
        return head.Concat(statement.Lines.Select(line => step + line)).Append("}").ToList();
    }

    /// <summary>Before what hands on to the base class, or ends the method; else at the end. Null where there is no room.</summary>
    public IReadOnlyList<TextChange>? AtEnd(SyntaxNode declaration, IReadOnlyList<string> lines) => declaration switch
    {
        BaseMethodDeclarationSyntax { Body: { } block } => AtEnd(block, lines),
        BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } method => InPlaceOf(arrow, method.SemicolonToken, lines, isBefore: false),
        _ => null,
    };

    /// <summary>The lines before the only expression of a method.</summary>
    public IReadOnlyList<TextChange>? BeforeExpression(SyntaxNode declaration, IReadOnlyList<string> lines) => declaration switch
    {
        BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } method => InPlaceOf(arrow, method.SemicolonToken, lines, isBefore: true),
        AccessorDeclarationSyntax { ExpressionBody: { } arrow } accessor => InPlaceOf(arrow, accessor.SemicolonToken, lines, isBefore: true),
        _ => null,
    };

    public IReadOnlyList<TextChange>? AtEnd(BlockSyntax block, IReadOnlyList<string> lines)
    {
        if (block.Statements.Count == 0)
        {
            return InEmpty(block, lines);
        }

        StatementSyntax? first = null;
        foreach (var statement in block.Statements.Reverse().TakeWhile(IsLast))
        {
            first = statement;
        }

        return first is null ? _insertion.AtEnd(block, lines) : _insertion.Before(first, lines);
    }

    // The base class comes to its end after those that build on it.
    private static bool IsLast(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax => true,
        ExpressionStatementSyntax { Expression: var expression } =>
            (expression is AwaitExpressionSyntax awaited ? awaited.Expression : expression).DescendantNodesAndSelf().Any(n => n is BaseExpressionSyntax) ||
            expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(GC.SuppressFinalize) } },
        _ => false,
    };

    private IReadOnlyList<TextChange>? InEmpty(BlockSyntax block, IReadOnlyList<string> lines)
    {
        if (block.CloseBraceToken.IsMissing || block.OpenBraceToken.TrailingTrivia.Concat(block.CloseBraceToken.LeadingTrivia).Any(t => t.IsDirective))
        {
            return null;
        }

        var outer = _layout.IndentAt(block.Parent!.SpanStart);
        var inner = outer + Step(block);
        var text = string.Concat(lines.Select(l => inner + l + _layout.LineEnd)) + outer;
        return _layout.StartsLine(block.CloseBraceToken.SpanStart)
            ? new[] { new TextChange(new TextSpan(block.CloseBraceToken.SpanStart - outer.Length, outer.Length), text) }
            : new[]
            {
                new TextChange(
                    TextSpan.FromBounds(block.OpenBraceToken.GetPreviousToken().Span.End, block.CloseBraceToken.SpanStart),
                    (HasBracesOnOwnLines(block.Parent!) ? _layout.LineEnd + outer + "{" : " {") + _layout.LineEnd + text),
            };
    }

    private IReadOnlyList<TextChange>? InPlaceOf(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, IReadOnlyList<string> lines, bool isBefore)
    {
        if (semicolon.IsMissing || arrow.Expression is ThrowExpressionSyntax ||
            arrow.DescendantTrivia(descendIntoTrivia: true).Any(t => t.IsDirective) ||
            _file.Model.GetSymbolInfo(arrow.Expression, _file.CancellationToken).Symbol is not (IMethodSymbol or null) ||
            _file.Model.GetDeclaredSymbol(arrow.Parent!, _file.CancellationToken) is not IMethodSymbol { ReturnsVoid: true })
        {
            return null;
        }

        var outer = _layout.IndentAt(arrow.Parent!.SpanStart);
        var inner = outer + Step(arrow);
        var all = isBefore ? lines.Append(arrow.Expression + ";") : lines.Prepend(arrow.Expression + ";");
        var open = HasBracesOnOwnLines(arrow) ? _layout.LineEnd + outer + "{" : " {";
        var before = arrow.ArrowToken.GetPreviousToken().Span.End;
        return new[]
        {
            new TextChange(
                TextSpan.FromBounds(before, semicolon.Span.End),
                open + _layout.LineEnd + string.Concat(all.Select(l => inner + l + _layout.LineEnd)) + outer + "}"),
        };
    }

    /// <summary>How far the members of the type around a node are set in, which is how far statements are set in their member.</summary>
    public string Step(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { Members.Count: > 0 } type && _layout.StartsLine(type.Members[0].SpanStart))
        {
            var outer = _layout.IndentAt(type.CloseBraceToken.SpanStart);
            var inner = _layout.IndentAt(type.Members[0].SpanStart);
            if (inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal))
            {
                return inner.Substring(outer.Length);
            }
        }

        return _layout.StepAt(node);
    }

    /// <summary>Whether the braces of what is around a node have lines of their own.</summary>
    public bool HasBracesOnOwnLines(SyntaxNode node) => node is BlockSyntax ? _layout.HasBracesOnOwnLines(node) :
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || _layout.StartsLine(type.OpenBraceToken.SpanStart);
}
