using System.Collections.Immutable;
using System.Globalization;
using Acquit.Cli.Opening;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Checking;

/// <summary>Why what is said of code may not be all there is to say.</summary>
/// <param name="Reasons">What is wrong with the code, or went wrong.</param>
/// <param name="Unknown">Names that files without a project leave unknown: what is done with them is not followed.</param>
internal sealed record Gaps(ImmutableArray<string> Reasons, ImmutableArray<string> Unknown)
{
    /// <summary>What any of them means for whoever reads the reports.</summary>
    public const string Upshot = "What is reported may not be all there is.";

    public bool AreThere => !Reasons.IsEmpty;

    /// <summary>The reasons, each as a sentence that another may follow.</summary>
    public IEnumerable<string> Sentences => Reasons.Select(reason => reason.TrimEnd('.') + ".");

    /// <summary>Each once: several projects may have the same file.</summary>
    public static Gaps OfAll(IReadOnlyCollection<Gaps> projects) =>
        new([.. projects.SelectMany(project => project.Reasons).Distinct()], [.. projects.SelectMany(project => project.Unknown).Distinct()]);

    public static async Task<Gaps> OfAsync(Project project, Compilation compilation, Analysis analysis, OpenedCode code, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        if (analysis.Failure is { } failure)
        {
            reasons.Add($"'{project.Name}' could not be followed to the end: {failure.Message}");
        }

        reasons.AddRange(await UnreadFiles.SourcesOfAsync(project, cancellationToken));
        var unknown = ImmutableArray<string>.Empty;
        var errors = CompilerErrors(compilation, cancellationToken);
        if (code.AreLoose)
        {
            // They may name what nobody has brought along, and several programs may lie side by side. What cannot be read is wrong in any case.
            unknown = UnknownNames.In(errors);
            errors = code.IsPart && unknown.IsEmpty ? errors : [.. errors.Where(IsOfSyntax)];
        }

        if (errors.Count > 0)
        {
            reasons.Add($"'{project.Name}' does not compile ({Counted.Of(errors.Count, "error")}): {Shown(errors[0])}");
        }

        return new Gaps([.. reasons], unknown);
    }

    private static List<Diagnostic> CompilerErrors(Compilation compilation, CancellationToken cancellationToken) =>
        [.. compilation.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.IsWarningAsError)];

    private static bool IsOfSyntax(Diagnostic error) => error.Location.SourceTree?.GetDiagnostics().Contains(error) == true;

    private static string Shown(Diagnostic error)
    {
        var place = error.Location.GetLineSpan();
        var where = error.Location.IsInSource ? $"{Path.GetFileName(place.Path)}({place.StartLinePosition.Line + 1}): " : "";
        return $"{where}{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
    }
}
