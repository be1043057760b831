using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ101 and ACQ102: puts what follows the acquire into a try block whose finally releases.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseInFinally))]
public sealed class ReleaseInFinally : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id, Descriptors.NotReleasedOnThrow.Id);

    internal override string TitleOfAll => "Release what is held in finally blocks";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Resource is not { Gathered: false, Shrunk: false, PendingRelease: null } resource ||
            Acquisition.Of(file, resource) is not { } acquisition || acquisition.Statement is not { Parent: BlockSyntax block } statement)
        {
            return null;
        }

        var site = finding.Node.Span;
        foreach (var (title, edit) in Candidates(file, finding, acquisition, statement, block))
        {
            var after = file.With(edit);
            var siteAfter = after.Follow(site, file);
            bool WasAbout(Finding f) => LeakingExits.IsAbout(f, site, resource.Kind);
            bool IsAbout(Finding f) => LeakingExits.IsAbout(f, siteAfter, resource.Kind);
            if (Trial.IsHarmless(file, after, WasAbout, IsAbout) && !after.FindingsAround(siteAfter).Any(IsAbout))
            {
                return new Repair(title, after);
            }
        }

        return null;
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Candidates(
        AnalyzedFile file, Finding finding, Acquisition acquisition, StatementSyntax statement, BlockSyntax block)
    {
        var end = block.CloseBraceToken.SpanStart;
        var holder = acquisition.Holder is { } written && acquisition.IsStable(written, end) ? written : null;
        var count = acquisition.Count is { } number && acquisition.IsStable(number, end) ? number : null;
        if (holder is null || !HandOver.IsExcluded(holder, statement.Span.End, end, file) ||
            finding.Resource is not { } resource || PartByPart.IsTaken(resource, acquisition, file))
        {
            yield break;
        }

        var outcomes = acquisition.Outcomes.ToList();
        var following = block.Statements.Skip(block.Statements.IndexOf(statement) + 1).ToList();
        if (resource.IsContainer && PartByPart.IsGivenBackIn(following, acquisition, file))
        {
            yield break;
        }

        for (var skipped = following.TakeWhile(s => IsFailureTest(s, outcomes)).Count(); skipped >= 0; skipped--)
        {
            var region = following.Skip(skipped).ToList();
            if (region.Count == 0 || !MayReleaseAll(file, finding, region, holder) ||
                ScopedReleases.Removed(region, holder, outcomes, acquisition.Clause.Kind, file) is not { } removals)
            {
                continue;
            }

            var calls = new ReleaseCalls(file, acquisition, resource, end, region.Last().SpanStart);
            var asWritten = ScopedReleases.Written(region, holder, acquisition.Clause.Kind, file);
            foreach (var call in AsWritten(calls.For(new Held(holder, count)).ToList(), asWritten))
            {
                var condition = SuccessTest.Of(acquisition, end);
                var plain = finding.IsExitUnsettled && !call.TakesFailure ? null : new[] { call.Statement };
                var guarded = condition is null ? null : new Layout(file).Conditional(condition, call.Statement, block);
                foreach (var lines in new[] { plain, guarded }.OfType<IReadOnlyList<string>>())
                {
                    if (new TryFinally(file).Around(region, lines, removals) is { } edit)
                    {
                        yield return ($"Release with '{call.Name}' in a finally block", edit);
                    }
                }
            }
        }
    }

    // What a release is given besides – that the array is to be cleared – goes along; where two are given different things, nobody knows.
    private static IEnumerable<ReleaseCall> AsWritten(IReadOnlyList<ReleaseCall> calls, IReadOnlyList<string> written) =>
        written.All(text => calls.Any(call => call.Text == text)) ? calls
        : written.Count > 1 ? Enumerable.Empty<ReleaseCall>()
        : calls.Where(call => written[0].Contains(call.Name + "(")).Take(1).Select(call => call with { Text = written[0] });

    // What the method alone can name is released on every way out, or handed on, which is excluded. Anything else may be kept
    // for the caller on some ways out, unless each of them is seen to release it, or to leak it.
    private static bool MayReleaseAll(AnalyzedFile file, Finding finding, IReadOnlyList<StatementSyntax> region, ExpressionSyntax holder)
    {
        if (finding.Resource!.Owned)
        {
            return true;
        }

        if (finding.Kind == FindingKind.HeldAtThrow)
        {
            // It is released on every way out but that one.
            return ScopedReleases.StandBeforeEveryExit(region, holder, finding.Resource.Kind, file);
        }

        if (LeakingExits.Mend(file, finding) is not { After: var mended })
        {
            return false;
        }

        var acquire = mended.Root.FindNode(mended.Follow(finding.Node.Span, file));
        var block = acquire.FirstAncestorOrSelf<StatementSyntax>()?.Parent as BlockSyntax;
        var start = mended.Follow(region[0].Span, file).Start;
        var inMended = block?.Statements.Where(s => s.Span.End > start).ToList();
        return inMended is { Count: > 0 } && ScopedReleases.StandBeforeEveryExit(inMended, holder, finding.Resource.Kind, mended);
    }

    // `if (page == null) return …` right after the acquire: there is nothing to release yet.
    private static bool IsFailureTest(StatementSyntax statement, IReadOnlyCollection<string> outcomes) =>
        statement is IfStatementSyntax { Else: null } test &&
        (test.Statement is BlockSyntax { Statements.Count: > 0 } block ? block.Statements.Last() : test.Statement) is
            ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax &&
        test.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => outcomes.Contains(n.Identifier.ValueText));
}
