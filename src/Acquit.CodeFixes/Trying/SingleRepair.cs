using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Trying;

/// <summary>Edits of which one is enough.</summary>
internal static class SingleRepair
{
    /// <summary>The first edit after which the finding is gone and nothing else is wrong.</summary>
    /// <param name="uncovered">Kinds of mistakes that this one hid.</param>
    public static Repair? First(
        AnalyzedFile file, Finding finding, IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> candidates,
        params FindingKind[] uncovered)
    {
        foreach (var (title, edit) in candidates)
        {
            var after = file.With(edit);
            if (Trial.IsHarmless(file, after, f => f == finding, _ => false, uncovered) && !Remains(file, finding, after, uncovered))
            {
                return new Repair(title, after);
            }
        }

        return null;
    }

    // What hides others of its kind is not told from them by their number.
    private static bool Remains(AnalyzedFile file, Finding finding, AnalyzedFile after, FindingKind[] uncovered)
    {
        if (!uncovered.Contains(finding.Kind))
        {
            return false;
        }

        var place = after.Follow(finding.Node.Span, file);
        return after.FindingsAround(place).Any(f => f.Kind == finding.Kind && f.Node.Span == place && f.Requirement?.Kind == finding.Requirement?.Kind);
    }
}
