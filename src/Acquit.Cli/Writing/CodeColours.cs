using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Writing;

/// <summary>What the pieces of a line of C# are, as far as that can be seen without compiling it.</summary>
internal sealed class CodeColours
{
    private readonly SyntaxNode? _root;

    /// <param name="path">Files that are no C# have no colours.</param>
    public CodeColours(string path, SourceText text) =>
        _root = Path.GetExtension(path) == ".cs" ? CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot() : null;

    /// <summary>A class name for every character of a line; null for what is nothing in particular.</summary>
    public string?[] Of(TextLine line)
    {
        var classes = new string?[line.Span.Length];
        if (_root is null)
        {
            return classes;
        }

        foreach (var token in _root.DescendantTokens(line.SpanIncludingLineBreak, descendIntoTrivia: false))
        {
            foreach (var trivia in token.LeadingTrivia.Concat(token.TrailingTrivia))
            {
                Paint(classes, line, trivia.Span, ClassOf(trivia));
            }

            Paint(classes, line, token.Span, ClassOf(token));
        }

        return classes;
    }

    private static void Paint(string?[] classes, TextLine line, TextSpan span, string? name)
    {
        if (name is not null && line.Span.Intersection(span) is { } part)
        {
            Array.Fill(classes, name, part.Start - line.Start, part.Length);
        }
    }

    private static string? ClassOf(SyntaxTrivia trivia) =>
        trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia) ? "d"
        : trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia ? null
        : "c";

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => "s",
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.IdentifierToken when token.Parent is IdentifierNameSyntax { IsVar: true } => "k",
        SyntaxKind.IdentifierToken when IsCalled(token) => "m",
        _ => SyntaxFacts.IsKeywordKind(token.Kind()) || token.IsContextualKeyword() ? "k" : null,
    };

    private static bool IsCalled(SyntaxToken token) =>
        token.Parent is MethodDeclarationSyntax or LocalFunctionStatementSyntax ||
        token.Parent is SimpleNameSyntax { Parent: InvocationExpressionSyntax } ||
        (token.Parent is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } name && access.Name == name);
}
