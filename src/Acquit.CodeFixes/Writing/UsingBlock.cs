using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Makes a declaration that of a using statement, with a block that ends where the object is done with.</summary>
internal static class UsingBlock
{
    /// <summary>Null where the lines cannot be told apart.</summary>
    /// <param name="body">The statements that follow the declaration, up to where the block ends.</param>
    /// <param name="removals">Lines of the statements that go, in the block or behind it.</param>
    public static IReadOnlyList<TextChange>? Of(
        LocalDeclarationStatementSyntax declaration, string keyword, IReadOnlyList<StatementSyntax> body, IReadOnlyList<TextChange> removals, AnalyzedFile file)
    {
        var layout = new Layout(file);
        var first = body[0];
        var last = body[body.Count - 1];
        if (!layout.StartsLine(declaration.SpanStart) || layout.EndOfLineOf(declaration) is null || !layout.StartsLine(first.SpanStart) ||
            layout.EndOfLineOf(last) is not { } end)
        {
            return null;
        }

        var indent = layout.IndentAt(first.SpanStart);
        var eol = layout.LineEnd;
        var indentation = new Indentation(file);
        var isAllman = layout.HasBracesOnOwnLines(first);
        var head = new List<TextChange>
        {
            new(new TextSpan(declaration.SpanStart, 0), keyword + " ("),
            new(declaration.SemicolonToken.Span, isAllman ? ")" : ") {"),
        };

        // A block begins with no blank line.
        var between = TextSpan.FromBounds(declaration.FullSpan.End, indentation.BeginningOf(first));
        var blank = string.IsNullOrWhiteSpace(file.Text.ToString(between)) ? between : new TextSpan(between.Start, 0);
        head.Add(new TextChange(blank, isAllman ? indent + "{" + eol : ""));

        var close = new TextChange(new TextSpan(end, 0), indent + "}" + eol);
        return Indentation.Merged(head.Concat(removals).Concat(indentation.Of(first, end, removals)).Append(close));
    }
}
