using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>A loop that looks things up again for no other reason than to release them.</summary>
/// <param name="LookUp">The call that finds one.</param>
/// <param name="Looker">What it calls.</param>
/// <param name="Source">What it finds it in.</param>
/// <param name="Releases">The calls that release it: what was held before and, where the look-up takes something itself, that.</param>
/// <param name="Given">How many of these release what was held before.</param>
internal sealed record LookUpLoop(
    StatementSyntax Statement, InvocationExpressionSyntax LookUp, IMethodSymbol Looker, ExpressionSyntax Source,
    IReadOnlyList<InvocationExpressionSyntax> Releases, int Given, IMethodSymbol Single)
{
    /// <summary>The release that takes the source itself; null when there is none for all that may be held.</summary>
    public IMethodSymbol? Direct { get; init; }

    /// <summary>The release of all at once of what is kept; null when there is none.</summary>
    public IMethodSymbol? AllAtOnce { get; init; }

    /// <summary>The statements that do nothing but find one and release it; empty when others are between them.</summary>
    public IReadOnlyList<StatementSyntax> Steps { get; init; } = Array.Empty<StatementSyntax>();

    /// <summary>
    /// Whether what seems wrong about something else is what the loop is for. Where the look-up takes something itself, that is given
    /// back as well as what was held before: twice is right, and what the same look-up took in the same thing elsewhere is not lost.
    /// </summary>
    public bool Explains(Finding finding) => Releases.Count > Given && finding.Kind switch
    {
        FindingKind.ReleasedAgain or FindingKind.UsedAfterRelease => Releases.Any(r => r.Span.Contains(finding.Node.Span)),
        FindingKind.HeldAtExit or FindingKind.Lost => finding.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call &&
            SymbolEqualityComparer.Default.Equals(finding.Resource?.Site.Method, Looker) &&
            LooksInto(call) &&
            call.FirstAncestorOrSelf<TypeDeclarationSyntax>() == Statement.FirstAncestorOrSelf<TypeDeclarationSyntax>(),
        _ => false,
    };

    /// <summary>Whether a call of the looker looks into the same.</summary>
    public bool LooksInto(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Any(a => SyntaxFactory.AreEquivalent(a.Expression, Source)) ||
        (call.Expression is MemberAccessExpressionSyntax access && SyntaxFactory.AreEquivalent(access.Expression, Source));
}
