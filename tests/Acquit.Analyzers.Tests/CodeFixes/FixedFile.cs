using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>
/// A case file, what is reported on it and on all that it uses, and what fixes make of them.
/// </summary>
internal sealed class FixedFile
{
    private readonly Project _project;
    private readonly DocumentId _document;

    private readonly ImmutableArray<Diagnostic> _everywhere;

    private FixedFile(Project project, DocumentId document, ImmutableArray<Diagnostic> everywhere)
    {
        _project = project;
        _document = document;
        _everywhere = everywhere;
        Reported = everywhere.RemoveAll(diagnostic => project.GetDocument(diagnostic.Location.SourceTree)?.Id != document);
    }

    /// <summary>What is reported on the file before anything is fixed, in the order of the text.</summary>
    public ImmutableArray<Diagnostic> Reported { get; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static async Task<FixedFile> OpenAsync(string name)
    {
        var project = CaseProjects.Of(name);
        var document = project.Documents.Single(document => document.FilePath!.EndsWith(name, StringComparison.Ordinal));
        return new FixedFile(project, document.Id, await ReportedAsync(project));
    }

    /// <summary>Every action that any of the fixes offers for anything that is reported.</summary>
    public async Task<IReadOnlyList<(CodeFixProvider Provider, Diagnostic Diagnostic, CodeAction Action)>> OfferedAsync(IEnumerable<CodeFixProvider> fixes)
    {
        var offered = new List<(CodeFixProvider, Diagnostic, CodeAction)>();
        foreach (var fix in fixes)
        {
            foreach (var diagnostic in Reported.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                var actions = await new CodeActionChoice(fix, null, null).OfferedAsync(_project, diagnostic, CancellationToken);
                offered.AddRange(actions.Select(action => (fix, diagnostic, action)));
            }
        }

        return offered;
    }

    public Task<Project> ApplyAsync(CodeFixProvider provider, CodeAction action) =>
        new CodeActionChoice(provider, null, null).ApplyAsync(action, _project, CancellationToken);

    /// <summary>The compiler's errors in what was changed, one per line.</summary>
    public async Task<ImmutableArray<string>> ErrorsAsync(Project mended)
    {
        var errors = ImmutableArray.CreateBuilder<string>();
        foreach (var model in await ModelsAsync(mended, ChangedIn(mended)))
        {
            errors.AddRange(model.GetDiagnostics(null, CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(DiagnosticMatcher.Describe));
        }

        return errors.ToImmutable();
    }

    /// <summary>What a fix leaves to report that was not reported before, and whether it leaves what it is for.</summary>
    public async Task<(ImmutableArray<Diagnostic> New, bool IsLeft)> ReportedAfterAsync(Diagnostic mending, Project mended)
    {
        var after = await ReportedAsync(mended);
        var found = await NewReports.FindAsync(_project, _everywhere.Remove(mending), mended, after, [mending.Id]);

        // A report that goes in one place and comes up in another is not told by the number of them.
        var place = await NewReports.FollowAsync(_project, mending.Location, mended);
        var isLeft = after.Count(diagnostic => IsAt(diagnostic, place)) >= Reported.Count(diagnostic => IsAt(diagnostic, mending.Location.SourceSpan.Start));
        return (found, isLeft);

        bool IsAt(Diagnostic diagnostic, int start) =>
            diagnostic.Id == mending.Id && diagnostic.Location.SourceTree!.FilePath == mending.Location.SourceTree!.FilePath && diagnostic.Location.SourceSpan.Start == start;
    }

    /// <summary>Comments that the fix has taken out along with more than the statement they stand behind.</summary>
    public async Task<ImmutableArray<string>> LostCommentsAsync(Project mended)
    {
        var left = (await CommentsAsync(mended)).Select(comment => comment.Text).ToList();
        return [.. (await CommentsAsync(_project))
            .Where(comment => !left.Remove(comment.Text) && !comment.IsTrailing)
            .Select(comment => comment.Text)];
    }

    private async Task<IEnumerable<(string Text, bool IsTrailing)>> CommentsAsync(Project project)
    {
        var root = (await project.GetDocument(_document)!.GetSyntaxRootAsync(CancellationToken))!;
        return root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            .Select(trivia => (trivia.ToString(), trivia.Token.TrailingTrivia.Contains(trivia)));
    }

    private IEnumerable<DocumentId> ChangedIn(Project mended) => mended.GetChanges(_project).GetChangedDocuments();

    private static async Task<IReadOnlyList<SemanticModel>> ModelsAsync(Project project, IEnumerable<DocumentId> documents)
    {
        var models = new List<SemanticModel>();
        foreach (var id in documents)
            models.Add((await project.GetDocument(id)!.GetSemanticModelAsync(CancellationToken))!);
        return models;
    }

    // As an editor asks for it; what is reported at the end of a compilation is reported by builds only.
    private static async Task<ImmutableArray<Diagnostic>> ReportedAsync(Project project)
    {
        var thrown = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, (exception, _, _) => thrown.Enqueue(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var compilation = (await project.GetCompilationAsync(CancellationToken))!;
        var run = compilation.WithAnalyzers([new PairingAnalyzer()], options);
        var reported = new List<Diagnostic>();
        foreach (var model in await ModelsAsync(project, project.DocumentIds))
            reported.AddRange(await run.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken));
        Assert.Empty(thrown);
        return [.. reported.OrderBy(diagnostic => diagnostic.Location.SourceSpan)];
    }
}
