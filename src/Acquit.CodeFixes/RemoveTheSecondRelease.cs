using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ104: removes a release of what was released before; or empties what held it, where both are needed and the second does nothing then.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveTheSecondRelease))]
public sealed class RemoveTheSecondRelease : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ReleasedTwice.Id);

    internal override string TitleOfAll => "Remove releases of what was released before";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        var name = finding.Method!.Name;
        var candidates = new (SyntaxNode? Node, string Title)[]
        {
            (InTheTryOf(finding), "Leave the release to the finally block"),
            (finding.Node, $"Remove the second '{name}'"),

            // The second one may be where other paths come to, too.
            (finding.Resource?.ReleasedAt?.Syntax, $"Remove the first '{name}', which the other one follows"),
        };
        return SingleRepair.First(
            file, finding,
            candidates.SelectMany(candidate => Removed(candidate.Node, candidate.Title, file))
                .Concat(finding.Resource is { } resource ? EmptiedHolder.After(resource.ReleasedAt?.Syntax, resource.Kind, file) : Enumerable.Empty<(string, IReadOnlyList<TextChange>)>()));
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Removed(SyntaxNode? release, string title, AnalyzedFile file) =>
        release?.Parent is ExpressionStatementSyntax statement && PlainRelease.Is(release, file) &&
        new Removal(file).Of(statement) is { } edit
            ? new[] { (title, (IReadOnlyList<TextChange>)new[] { edit }) }
            : Enumerable.Empty<(string, IReadOnlyList<TextChange>)>();

    // A finally releases whatever happens; it is the release within its try block that is one too many.
    private static SyntaxNode? InTheTryOf(Finding finding) =>
        finding.Node.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax @try } &&
        finding.Resource?.ReleasedAt?.Syntax is { } first && @try.Block.Span.Contains(first.Span)
            ? first
            : null;
}
