using Acquit.Cli.Checking;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Proposals;

/// <summary>What is reported about a project: a body that is wrong tells nothing of what was meant.</summary>
internal sealed class Reported
{
    private readonly ILookup<SyntaxTree?, Diagnostic> _byFile;

    private Reported(IEnumerable<Diagnostic> reports) => _byFile = reports.ToLookup(report => report.Location.SourceTree);

    public static Reported Of(Analysis analysis) =>
        new(analysis.Found.Where(report => report.Severity >= DiagnosticSeverity.Warning && report.Descriptor.Category == "Acquit.Pairing"));

    /// <summary>The first report in a method, by rule and line; null when there is none.</summary>
    public string? In(IMethodSymbol method) => method.DeclaringSyntaxReferences
        .SelectMany(declaration => _byFile[declaration.SyntaxTree].Where(report => declaration.Span.Contains(report.Location.SourceSpan)))
        .OrderBy(report => report.Location.SourceSpan)
        .Select(report => $"{report.Id} at line {report.Location.GetLineSpan().StartLinePosition.Line + 1}")
        .FirstOrDefault();
}
