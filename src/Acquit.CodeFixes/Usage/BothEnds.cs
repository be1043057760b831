using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Usage;

/// <summary>An edit of a call that acquires, and of the calls that release what it acquired.</summary>
internal static class BothEnds
{
    // A release may come to light when another one is right.
    private const int MostRounds = 4;

    /// <summary>
    /// The file after an edit of a call and of those of its releases that became the wrong ones. Null where it acquires something else
    /// after the edit, and is not released at hand: then nobody sees the other end.
    /// </summary>
    public static AnalyzedFile? With(AnalyzedFile file, TextSpan call, IEnumerable<TextChange> edit)
    {
        var after = file.With(edit);
        var mended = Kinds(file, call).SetEquals(Kinds(after, after.Follow(call, file)));
        for (var i = 0; i < MostRounds; i++)
        {
            var edits = Releases(after, after.Follow(call, file)).ToList();
            if (edits.Count == 0)
            {
                break;
            }

            after = after.With(edits);
            mended = true;
        }

        // As one edit, so that it can be judged as a whole.
        return mended ? file.With(after.Tree.GetChanges(file.Tree)) : null;
    }

    private static IEnumerable<TextChange> Releases(AnalyzedFile file, TextSpan acquire)
    {
        var end = 0;
        foreach (var wrong in file.FindingsAround(acquire)
            .Where(f => f.Kind == FindingKind.WrongRelease && f.Resource?.Site.Call.Syntax.Span.Start == acquire.Start)
            .OrderBy(f => f.Node.SpanStart))
        {
            if (wrong.Node.SpanStart >= end && CallTheRightRelease.Release(file, wrong) is { } repair)
            {
                end = wrong.Node.Span.End;
                foreach (var change in repair.After.Tree.GetChanges(file.Tree))
                {
                    yield return change;
                }
            }
        }
    }

    private static HashSet<string> Kinds(AnalyzedFile file, TextSpan call) =>
        file.Model.GetSymbolInfo(file.Root.FindNode(call, getInnermostNodeForTie: true), file.CancellationToken).Symbol is IMethodSymbol method &&
        file.Contracts.Of(method) is { } contract
            ? new HashSet<string>(contract.Acquires.Select(clause => clause.Kind), StringComparer.Ordinal)
            : new HashSet<string>();
}
