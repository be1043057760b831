using Acquit.Analyzers.Flow.Batches;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Usage;

/// <summary>Releases by what something would be looked up in, instead of looking it up.</summary>
internal static class DirectRelease
{
    /// <summary>Null when the loop does something in between, or says something.</summary>
    public static TextChange? Edit(AnalyzedFile file, LookUpLoop loop)
    {
        if (loop is not { Direct: { } direct, Releases.Count: 1, Steps: { Count: > 0 } steps } || CallSyntax.NameOf(loop.LookUp) is not { } name)
        {
            return null;
        }

        var span = TextSpan.FromBounds(steps[0].SpanStart, steps[steps.Count - 1].Span.End);
        if (steps.Any(s => s.Parent != steps[0].Parent) || loop.Statement.DescendantTrivia().Any(t => span.Contains(t.Span) && !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            return null;
        }

        var called = loop.LookUp.Expression.WithoutTrivia().ToString();
        var receiver = called.Substring(0, called.Length - name.Span.Length);
        return new TextChange(span, $"{receiver}{direct.Name}({loop.Source.WithoutTrivia()});");
    }
}
