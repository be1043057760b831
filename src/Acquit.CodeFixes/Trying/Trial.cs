using Acquit.Analyzers.Flow;

namespace Acquit.CodeFixes.Trying;

/// <summary>Whether an edit leaves a file better than it was.</summary>
internal static class Trial
{
    /// <summary>
    /// Nothing is found that was not found before, except about the acquire or call that the edit is about and of kinds that one
    /// mistake hides while the other is there; and the compiler has nothing new to say.
    /// </summary>
    public static bool IsHarmless(AnalyzedFile before, AnalyzedFile after, Func<Finding, bool> isAbout, params FindingKind[] uncovered) =>
        IsHarmless(before, after, isAbout, isAbout, uncovered);

    /// <inheritdoc cref="IsHarmless(AnalyzedFile, AnalyzedFile, Func{Finding, bool}, FindingKind[])"/>
    public static bool IsHarmless(
        AnalyzedFile before, AnalyzedFile after, Func<Finding, bool> wasAbout, Func<Finding, bool> isAbout, params FindingKind[] uncovered)
    {
        var touched = after.Touched;
        var touchedAfter = after.Follow(touched, before);
        if (Exceeds(after.Complaints(touchedAfter), before.Complaints(touched)))
        {
            return false;
        }

        var found = Count(after.FindingsAround(touchedAfter), isAbout);
        foreach (var kind in uncovered)
        {
            found.Remove(kind);
        }

        return !Exceeds(found, Count(before.FindingsAround(touched), wasAbout));
    }

    // A loop that is right by now is none the worse for being one.
    private static Dictionary<FindingKind, int> Count(IEnumerable<Finding> findings, Func<Finding, bool> except) =>
        findings.Where(f => f.Kind is not (FindingKind.ReleaseLoop or FindingKind.LookedUpToRelease or FindingKind.ReleasedApart) && !except(f)).GroupBy(f => f.Kind).ToDictionary(g => g.Key, g => g.Count());

    private static bool Exceeds<T>(Dictionary<T, int> now, Dictionary<T, int> then)
        where T : notnull =>
        now.Any(n => n.Value > (then.TryGetValue(n.Key, out var count) ? count : 0));
}
