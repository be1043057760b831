using System.Collections.Immutable;
using System.Globalization;
using Acquit.Analyzers.Rules;
using Acquit.Cli.Baselines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Checking;

/// <summary>Reads the path out of a diagnostic: its additional locations, with the words that its properties have for them.</summary>
/// <param name="additional">The texts of files that are no code, by path.</param>
internal sealed class ReportReader(IReadOnlyDictionary<string, SourceText> additional)
{
    public Report Read(Diagnostic diagnostic)
    {
        var place = PlaceOf(diagnostic.Location);
        var node = diagnostic.Location.SourceTree?.GetRoot().FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var member = node is null ? Path.GetFileName(place.Path) : MemberName.Around(node);
        var code = Squeezed(place.Text.ToString(place.Text.Lines.GetTextSpan(place.Span)));
        return new Report(
            ShippedRules.All[diagnostic.Id], diagnostic.Severity, diagnostic.GetMessage(CultureInfo.InvariantCulture), place, member, code, Steps(diagnostic, place))
        {
            Fingerprint = Baselines.Fingerprint.Of(diagnostic.Id, member, code),
        };
    }

    private ImmutableArray<Step> Steps(Diagnostic diagnostic, Place own)
    {
        var steps = diagnostic.AdditionalLocations
            .Select((location, index) => new Step(PlaceOf(location), Word(diagnostic, DiagnosticProperties.Step(index)), IsReported: false))
            .ToList();
        var before = int.TryParse(Word(diagnostic, DiagnosticProperties.Before), CultureInfo.InvariantCulture, out var number) ? number : steps.Count;
        steps.Insert(Math.Clamp(before, 0, steps.Count), new Step(own, Word(diagnostic, DiagnosticProperties.Here), IsReported: true));
        // A way out that is reported itself is one step, and so is a call that calls.
        for (var at = steps.Count - 1; at > 0; at--)
        {
            if (steps[at].Place.IsAt(steps[at - 1].Place))
            {
                var both = string.Join("; ", new[] { steps[at - 1].Text, steps[at].Text }.Where(text => text.Length > 0).Distinct());
                steps[at - 1] = new Step(steps[at].Place, both, steps[at].IsReported || steps[at - 1].IsReported);
                steps.RemoveAt(at);
            }
        }

        return [.. steps];
    }

    private static string Word(Diagnostic diagnostic, string property) => diagnostic.Properties.GetValueOrDefault(property) ?? "";

    private Place PlaceOf(Location location)
    {
        var span = location.GetLineSpan();
        var text = location.SourceTree?.GetText() ?? (additional.TryGetValue(span.Path, out var known) ? known : SourceText.From(""));
        return new Place(Path.GetFullPath(span.Path), text, span.Span);
    }

    private static string Squeezed(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
