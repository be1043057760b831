using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Cli.Opening;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Checking;

/// <summary>What was found in the projects.</summary>
/// <param name="Reports">By file and line; each once, however many projects the file is in.</param>
/// <param name="Gaps">Why there may be more.</param>
internal sealed record Check(ImmutableArray<Report> Reports, ImmutableArray<string> Gaps, int Projects, int Files)
{
    /// <summary>Names that files without a project leave unknown: what is done with them is not followed.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    public bool IsIncomplete => !Gaps.IsEmpty;

    /// <summary>Runs the analyzers over every project.</summary>
    /// <param name="contracts">Contract files in force besides those of the projects.</param>
    /// <param name="tell">Is told what is being looked at.</param>
    public static async Task<Check> RunAsync(
        OpenedCode code, ImmutableArray<ContractText> contracts, Selection selection, Action<string> tell, CancellationToken cancellationToken)
    {
        var found = new List<Diagnostic>();
        var gaps = new List<string>();
        var unknown = ImmutableArray<string>.Empty;
        var texts = contracts.ToDictionary(file => file.Path, file => file.Text);
        var built = new BuiltReferences();
        foreach (var project in code.Projects)
        {
            tell($"Checking {project.Name}…");
            var compilation = await built.CompileAsync(project, cancellationToken);
            var files = ContractFiles.Of(project, contracts);
            var thrown = new ConcurrentQueue<Exception>();
            var options = new CompilationWithAnalyzersOptions(
                new AnalyzerOptions(files, project.AnalyzerOptions.AnalyzerConfigOptionsProvider),
                (exception, _, _) => thrown.Enqueue(exception),
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false);
            var diagnostics = await compilation.WithAnalyzers(ShippedRules.Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
            found.AddRange(diagnostics.Where(diagnostic => ShippedRules.All.ContainsKey(diagnostic.Id) && !(code.IsPart && StrangeBlocks.AreFaultOf(diagnostic, files, compilation))));
            if (thrown.TryPeek(out var exception))
            {
                gaps.Add($"'{project.Name}' could not be followed to the end: {exception.Message}");
            }

            var errors = CompilerErrors(compilation, cancellationToken);
            if (code.AreLoose)
            {
                // They may name what nobody has brought along, and several programs may lie side by side. What cannot be read is wrong in any case.
                unknown = UnknownNames.In(errors);
                errors = code.IsPart && unknown.IsEmpty ? errors : [.. errors.Where(IsOfSyntax)];
            }

            if (errors.Count > 0)
            {
                gaps.Add($"'{project.Name}' does not compile ({Counted.Of(errors.Count, "error")}): {Shown(errors[0])}");
            }

            foreach (var file in files.Where(file => !texts.ContainsKey(file.Path)))
            {
                texts.Add(file.Path, file.GetText(cancellationToken) ?? SourceText.From(""));
            }
        }

        var reader = new ReportReader(texts);
        var reports = Unresolved(found, contracts, code.Projects.Length).Where(selection.Wants).Select(reader.Read)
            .OrderBy(report => report.Place.Path, StringComparer.Ordinal)
            .ThenBy(report => report.Place.Span.Start)
            .ThenBy(report => report.Id, StringComparer.Ordinal)
            .DistinctBy(report => (report.Place.Path, report.Place.Span, report.Id, report.Message))
            .ToList();
        return new Check(Numbered(reports), [.. gaps], code.Projects.Length, code.Projects.SelectMany(project => project.Documents).Select(file => file.FilePath).Where(path => !GeneratedFiles.Has(path)).Distinct().Count()) { Unknown = unknown };
    }

    private static List<Diagnostic> CompilerErrors(Compilation compilation, CancellationToken cancellationToken) =>
        [.. compilation.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.IsWarningAsError)];

    private static bool IsOfSyntax(Diagnostic error) => error.Location.SourceTree?.GetDiagnostics().Contains(error) == true;

    private static string Shown(Diagnostic error)
    {
        var place = error.Location.GetLineSpan();
        var where = error.Location.IsInSource ? $"{Path.GetFileName(place.Path)}({place.StartLinePosition.Line + 1}): " : "";
        return $"{where}{error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    // A file that is in force for all projects may speak of what only one of them knows.
    private static IEnumerable<Diagnostic> Unresolved(List<Diagnostic> found, ImmutableArray<ContractText> contracts, int projects)
    {
        var shared = contracts.Select(file => file.Path).ToHashSet();
        return found
            .GroupBy(diagnostic => diagnostic.Location.GetLineSpan() is var span && shared.Contains(span.Path) ? (object)(span, diagnostic.GetMessage()) : diagnostic)
            .Where(same => same.Key is Diagnostic || same.Count() == projects)
            .Select(same => same.First());
    }

    private static ImmutableArray<Report> Numbered(List<Report> reports)
    {
        var seen = new Dictionary<string, int>();
        return [.. reports.Select(report =>
        {
            seen[report.Fingerprint] = seen.GetValueOrDefault(report.Fingerprint) + 1;
            return report with { Occurrence = seen[report.Fingerprint] - 1 };
        })];
    }
}
