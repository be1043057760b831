using System.Collections.Immutable;
using Acquit.Cli.Opening;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Checking;

/// <summary>What was found in the projects.</summary>
/// <param name="Reports">By file and line; each once, however many projects the file is in.</param>
/// <param name="Gaps">Why there may be more.</param>
internal sealed record Check(ImmutableArray<Report> Reports, Gaps Gaps, int Projects, int Files)
{
    /// <summary>Runs the analyzers over every project.</summary>
    /// <param name="contracts">Contract files in force besides those of the projects.</param>
    /// <param name="tell">Is told what is being looked at.</param>
    public static async Task<Check> RunAsync(
        OpenedCode code, ImmutableArray<ContractText> contracts, ImmutableArray<DiagnosticAnalyzer> analyzers, Selection selection, Action<string> tell, CancellationToken cancellationToken)
    {
        var found = new List<Diagnostic>();
        var gaps = new List<Gaps>();
        var texts = contracts.ToDictionary(file => file.Path, file => file.Text);
        var built = new BuiltReferences();
        foreach (var project in code.Projects)
        {
            tell($"Checking {project.Name}…");
            var compilation = await built.CompileAsync(project, cancellationToken);
            var files = ContractFiles.Of(project, contracts);
            var analysis = await Analysis.RunAsync(project, compilation, files, analyzers, cancellationToken);
            found.AddRange(analysis.Found.Where(diagnostic => ShippedRules.All.ContainsKey(diagnostic.Id) && !(code.IsPart && StrangeBlocks.AreFaultOf(diagnostic, files, compilation))));
            gaps.Add(await Gaps.OfAsync(project, compilation, analysis, code, cancellationToken));
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
        return new Check(Numbered(reports), Gaps.OfAll(gaps), code.Projects.Length, code.Projects.SelectMany(project => project.Documents).Select(file => file.FilePath).Where(path => !GeneratedFiles.Has(path)).Distinct().Count());
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
