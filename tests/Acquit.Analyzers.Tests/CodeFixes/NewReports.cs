using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>
/// Tells what a fix has left from what it has brought about: a report is the same one if its rule and its place are, wherever the edits have
/// moved that; or, where they have moved the code itself, its text and its member.
/// </summary>
internal static class NewReports
{
    // What a mistake hides while it is there.
    private static readonly ImmutableHashSet<(string Mended, string Uncovered)> hidden = [("ACQ101", "ACQ102"), ("ACQ103", "ACQ107"), ("ACQ103", "ACQ403"), ("ACQ104", "ACQ403"), ("ACQ105", "ACQ102"), ("ACQ107", "ACQ403"), ("ACQ301", "ACQ301")];

    /// <summary>What is reported in any document of the mended project, and was not before.</summary>
    /// <param name="before">What was reported, without what had to be mended.</param>
    /// <param name="mending">The rules of what was mended, once for each report; each may have hidden another one.</param>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(
        Project project, IEnumerable<Diagnostic> before, Project mended, IEnumerable<Diagnostic> after, IEnumerable<string> mending)
    {
        var known = new List<(string Id, string Path, int Place, string Text)>();
        foreach (var diagnostic in before)
            known.Add((diagnostic.Id, PathOf(diagnostic), await FollowAsync(project, diagnostic.Location, mended), await CodeAsync(diagnostic)));

        var left = new List<(Diagnostic Diagnostic, string Text)>();
        foreach (var diagnostic in after)
        {
            var index = known.FindIndex(one => one.Id == diagnostic.Id && one.Path == PathOf(diagnostic) && one.Place == diagnostic.Location.SourceSpan.Start);
            if (index >= 0)
                known.RemoveAt(index);
            else
                left.Add((diagnostic, await CodeAsync(diagnostic)));
        }

        var reasons = mending.ToList();
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (diagnostic, text) in left)
        {
            if (known.FindIndex(one => one.Id == diagnostic.Id && one.Text == text) is >= 0 and var moved)
                known.RemoveAt(moved);
            else if (reasons.FindIndex(id => hidden.Contains((id, diagnostic.Id))) is >= 0 and var reason)
                reasons.RemoveAt(reason);
            else
                found.Add(diagnostic);
        }

        return found.ToImmutable();
    }

    /// <summary>Where the start of a place is after a fix.</summary>
    public static async Task<int> FollowAsync(Project project, Location place, Project mended)
    {
        var start = place.SourceSpan.Start;
        if (project.GetDocument(place.SourceTree) is not { } document)
            return start;
        var text = await mended.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken);
        var changes = text.GetTextChanges(await document.GetTextAsync(TestContext.Current.CancellationToken));
        return start + changes.Where(change => change.Span.End <= start).Sum(change => change.NewText!.Length - change.Span.Length);
    }

    private static string PathOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath ?? diagnostic.Location.GetLineSpan().Path;

    private static async Task<string> CodeAsync(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
            return diagnostic.GetMessage();
        var node = (await tree.GetRootAsync(TestContext.Current.CancellationToken)).FindNode(diagnostic.Location.SourceSpan);
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>(one => one is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax);
        return $"{tree.FilePath} {MemberName(member)} {node.WithoutTrivia()}";
    }

    private static string? MemberName(MemberDeclarationSyntax? member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.ToString(),
        _ => member?.Kind().ToString(),
    };

    private static Microsoft.CodeAnalysis.CSharp.SyntaxKind Kind(this SyntaxNode node) => Microsoft.CodeAnalysis.CSharp.CSharpExtensions.Kind(node);
}
