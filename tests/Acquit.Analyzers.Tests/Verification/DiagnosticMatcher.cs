using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Acquit.Tests.Verification;

/// <summary>Compares what is expected with what was reported, one to one, in any order.</summary>
internal static class DiagnosticMatcher
{
    public static void Verify(string what, ImmutableArray<DiagnosticResult> expected, ImmutableArray<Diagnostic> actual)
    {
        var left = actual
            .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition)
            .ToList();
        // The choosier an expectation is, the earlier it picks.
        var missing = expected
            .OrderBy(result => result.Id is null)
            .ThenBy(result => result.Message is null)
            .ThenBy(result => result.Locations is null)
            .Where(result => !Take(result, left))
            .ToList();
        if (missing.Count == 0 && left.Count == 0)
            return;

        var report = new StringBuilder(what).AppendLine(" does not report what is expected.");
        foreach (var result in missing)
            report.AppendLine(CultureInfo.InvariantCulture, $"  expected, not reported: {result}");
        foreach (var diagnostic in left)
            report.AppendLine(CultureInfo.InvariantCulture, $"  reported, not expected: {Describe(diagnostic)}");
        throw new VerificationException(report.ToString());
    }

    private static bool Take(DiagnosticResult expected, List<Diagnostic> left)
    {
        var index = left.FindIndex(diagnostic => Matches(expected, diagnostic));
        if (index >= 0)
            left.RemoveAt(index);
        return index >= 0;
    }

    private static bool Matches(DiagnosticResult expected, Diagnostic actual) =>
        (expected.Id is null ? !IsCompilers(actual) : expected.Id == actual.Id) &&
        (expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) || expected.Severity == actual.Severity) &&
        (expected.Message is null || expected.Message == actual.GetMessage(CultureInfo.InvariantCulture)) &&
        LocationsMatch(expected, actual);

    private static bool LocationsMatch(DiagnosticResult expected, Diagnostic actual) => expected.Locations switch
    {
        null => true,
        [] => actual.Location == Location.None,
        [var first, .. var further] =>
            first.Matches(actual.Location) &&
            (expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations) ||
                (further.Length == actual.AdditionalLocations.Count &&
                 further.Zip(actual.AdditionalLocations).All(pair => pair.First.Matches(pair.Second)))),
    };

    private static bool IsCompilers(Diagnostic diagnostic) => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler);

    public static string Describe(Diagnostic diagnostic)
    {
        var text = new StringBuilder(Place(diagnostic.Location)).Append(": ")
            .Append(diagnostic.Severity.ToString().ToLowerInvariant())
            .Append(CultureInfo.InvariantCulture, $" {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        if (diagnostic.Location.SourceTree?.GetText() is { } source)
            text.AppendLine().Append("      ").Append(source.Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim());
        foreach (var location in diagnostic.AdditionalLocations)
            text.AppendLine().Append("      further location: ").Append(Place(location));
        return text.ToString();
    }

    private static string Place(Location location)
    {
        var span = location.GetLineSpan();
        return span.IsValid ? new ExpectedLocation(span.Path, span.Span, StartOnly: false, null).ToString() : "nowhere";
    }
}
