using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ104: removes a release of what was released before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveTheSecondRelease))]
public sealed class RemoveTheSecondRelease : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ReleasedTwice.Id);

    internal override string TitleOfAll => "Remove releases of what was released before";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        var removal = new Removal(file);
        var candidates = new[] { InTheTryOf(finding), finding.Node }
            .OfType<SyntaxNode>()
            .Select(node => (Title: node == finding.Node ? $"Remove the second '{finding.Method!.Name}'" : "Leave the release to the finally block",
                Edit: node.Parent is ExpressionStatementSyntax statement ? removal.Of(statement) : null))
            .Where(candidate => candidate.Edit is not null)
            .Select(candidate => (candidate.Title, (IReadOnlyList<TextChange>)new[] { candidate.Edit!.Value }));
        return SingleRepair.First(file, finding, candidates);
    }

    // A finally releases whatever happens; it is the release within its try block that is one too many.
    private static SyntaxNode? InTheTryOf(Finding finding) =>
        finding.Node.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax @try } &&
        finding.Resource?.ReleasedAt?.Syntax is { } first && @try.Block.Span.Contains(first.Span)
            ? first
            : null;
}
