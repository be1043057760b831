using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Mends the leaking exits of one acquire, one after the other, until none is left.</summary>
internal static class LeakingExits
{
    /// <summary>With more, somebody should look at the method as a whole.</summary>
    private const int MaxExits = 24;

    /// <summary>Releases before each of them; null when a leaking exit is left.</summary>
    public static Repair? Mend(AnalyzedFile file, Finding finding) => Mend(file, finding, static (current, open, acquisition) =>
        ReleasePlaces.Of(current, open, acquisition).Select(p => ($"Release with '{p.Call.Name}' {p.Where}", p.Edit)), isByWays: false);

    /// <summary>The same in other ways.</summary>
    /// <param name="ways">The edits that may mend an exit, the best first.</param>
    /// <param name="isByWays">Several ways may lead to one exit, and an edit mends one of them.</param>
    public static Repair? Mend(AnalyzedFile file, Finding finding, Func<AnalyzedFile, Finding, Acquisition, IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)>> ways, bool isByWays)
    {
        var site = finding.Node.Span;
        var kind = finding.Resource!.Kind;
        var current = file;
        string? title = null;
        for (var i = 0; i < MaxExits; i++)
        {
            if (Open(current, current.Follow(site, file), kind) is not { } open)
            {
                return title is null ? null : new Repair(title, current);
            }

            if (MendOne(current, open, ways, isByWays) is not { } mended)
            {
                return null;
            }

            title ??= mended.Title;
            current = mended.After;
        }

        return null;
    }

    /// <summary>What only an exception leaves behind comes to light when the exits are mended.</summary>
    public static bool IsAbout(Finding finding, TextSpan site, string kind) =>
        finding.Kind is FindingKind.HeldAtExit or FindingKind.Lost or FindingKind.HeldAtThrow && finding.Node.Span == site && finding.Resource!.Kind == kind;

    private static Finding? Open(AnalyzedFile file, TextSpan site, string kind) =>
        file.FindingsAround(site).FirstOrDefault(f => f.Kind != FindingKind.HeldAtThrow && IsAbout(f, site, kind));

    // The first edit after which this exit no longer leaks and nothing else is wrong.
    private static Repair? MendOne(
        AnalyzedFile file, Finding open, Func<AnalyzedFile, Finding, Acquisition, IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)>> ways, bool isByWays)
    {
        // Elements released one by one want another look at the loop; what a call may have taken over, a look at its result.
        // So does what was put into a collection, with others that came before it.
        if (open is not { Keeping: null, Resource: { Shrunk: false, PendingRelease: null } resource } ||
            Acquisition.Of(file, resource) is not { } acquisition)
        {
            return null;
        }

        var site = open.Node.Span;
        foreach (var (title, edit) in ways(file, open, acquisition))
        {
            var after = file.With(edit);
            var siteAfter = after.Follow(site, file);
            if (Trial.IsHarmless(file, after, f => IsAbout(f, site, resource.Kind), f => IsAbout(f, siteAfter, resource.Kind)) &&
                (isByWays || !LeaksAt(after, open, Open(after, siteAfter, resource.Kind), file)))
            {
                return new Repair(title, after);
            }
        }

        return null;
    }

    private static bool LeaksAt(AnalyzedFile after, Finding open, Finding? left, AnalyzedFile file) =>
        left is not null && left.Exit!.Kind == open.Exit!.Kind && left.Exit.Node.Span == after.Follow(open.Exit.Node.Span, file);
}
