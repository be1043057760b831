using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>Whether an exception from some place meets a release on its way out of the method.</summary>
internal static class Protection
{
    /// <param name="releases">Where it is released or handed on, and whether the language does so by itself, at the end of a using.</param>
    public static bool Covers(SyntaxNode place, IReadOnlyCollection<(SyntaxNode Syntax, bool IsImplicit)> releases)
    {
        if (releases.Any(r => r.IsImplicit && r.Syntax.SpanStart <= place.SpanStart))
        {
            return true;
        }

        for (var node = place; node.Parent is { } parent && parent is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax); node = parent)
        {
            switch (parent)
            {
                case FinallyClauseSyntax or CatchClauseSyntax:
                    // Already cleaning up: an exception there is another matter.
                    return true;
                case TryStatementSyntax @try when @try.Finally is { } @finally && IsIn(@finally, releases):
                    return true;
                case TryStatementSyntax @try when node == @try.Block && @try.Catches.Any(c => !IsPassedOn(c) || IsIn(c, releases)):
                    return true;
            }
        }

        return false;
    }

    // What a clause releases only where something threw may never have been seen released there, but reads the same as elsewhere.
    private static bool IsIn(SyntaxNode clause, IReadOnlyCollection<(SyntaxNode Syntax, bool)> releases) =>
        releases.Any(r => clause.Span.Contains(r.Syntax.Span)) ||
        clause.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => releases.Any(r => SyntaxFactory.AreEquivalent(c, r.Syntax)));

    // The others go on behind the try statement, or throw something of their own, and are followed.
    private static bool IsPassedOn(CatchClauseSyntax handler) =>
        handler.Block.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(n => n is ThrowStatementSyntax { Expression: null });
}
