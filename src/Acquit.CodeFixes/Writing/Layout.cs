using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>How a file is laid out. New lines follow what is around them, not an option: untouched lines stay as they are.</summary>
internal sealed class Layout
{
    private readonly SourceText _text;
    private readonly SyntaxNode _root;

    public Layout(AnalyzedFile file)
    {
        _text = file.Text;
        _root = file.Root;
        var first = _text.Lines[0];
        var lineEnd = _text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
        LineEnd = lineEnd.Length > 0 ? lineEnd : "\n";
    }

    public string LineEnd { get; }

    /// <summary>The white space that begins the line.</summary>
    public string IndentAt(int position)
    {
        var line = _text.Lines.GetLineFromPosition(position);
        var end = line.Start;
        while (end < line.End && _text[end] is ' ' or '\t')
        {
            end++;
        }

        return _text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    /// <summary>Whether nothing but white space is before the position on its line.</summary>
    public bool StartsLine(int position)
    {
        var line = _text.Lines.GetLineFromPosition(position);
        return line.Start + IndentAt(position).Length >= position;
    }

    /// <summary>One step of indentation, as the nearest block that has one shows it.</summary>
    public string StepAt(SyntaxNode node)
    {
        foreach (var block in node.AncestorsAndSelf().OfType<BlockSyntax>())
        {
            if (block.Statements.Count > 0 && StartsLine(block.Statements[0].SpanStart))
            {
                var outer = IndentAt(block.CloseBraceToken.SpanStart);
                var inner = IndentAt(block.Statements[0].SpanStart);
                if (inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal))
                {
                    return inner.Substring(outer.Length);
                }
            }
        }

        return "    ";
    }

    /// <summary>Whether an opening brace has a line of its own where the node is. A block on one line tells nothing of that.</summary>
    public bool HasBracesOnOwnLines(SyntaxNode node)
    {
        foreach (var around in node.AncestorsAndSelf())
        {
            var (open, close) = around switch
            {
                BlockSyntax block => (block.OpenBraceToken, block.CloseBraceToken),
                BaseTypeDeclarationSyntax type => (type.OpenBraceToken, type.CloseBraceToken),
                _ => default,
            };
            if (open.IsKind(SyntaxKind.OpenBraceToken) && LineOf(open.SpanStart) != LineOf(close.SpanStart))
            {
                return StartsLine(open.SpanStart);
            }
        }

        return true;
    }

    private int LineOf(int position) => _text.Lines.GetLineFromPosition(position).LineNumber;

    /// <summary>Whether a single statement after a condition goes without braces around here.</summary>
    public bool OmitsBraces(SyntaxNode node) =>
        (node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? _root).DescendantNodes()
            .OfType<IfStatementSyntax>()
            .Any(i => i.Statement is not BlockSyntax);

    /// <summary>The lines of a condition with one statement in it, without indentation.</summary>
    public IReadOnlyList<string> Conditional(string condition, string statement, SyntaxNode around) => Headed($"if ({condition})", statement, around);

    /// <summary>The same of any head: a loop, say.</summary>
    public IReadOnlyList<string> Headed(string head, string statement, SyntaxNode around)
    {
        var step = StepAt(around);
        return OmitsBraces(around) ? new[] { head, step + statement }
            : HasBracesOnOwnLines(around) ? new[] { head, "{", step + statement, "}" }
            : new[] { head + " {", step + statement, "}" };
    }

    /// <summary>The position after the line that the node ends, with its comment; null when something else follows on that line.</summary>
    public int? EndOfLineOf(SyntaxNode node)
    {
        var trailing = node.GetTrailingTrivia();
        return trailing.Count > 0 && trailing[trailing.Count - 1].IsKind(SyntaxKind.EndOfLineTrivia) ? node.FullSpan.End : null;
    }
}
