using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
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

/// <summary>ACQ101: puts what follows the acquire into a try block whose finally releases.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseInFinally))]
public sealed class ReleaseInFinally : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id);

    internal override string TitleOfAll => "Release what is held in finally blocks";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Resource is not { Gathered: false, Shrunk: false } resource || Acquisition.Of(file, resource) is not { } acquisition ||
            acquisition.Statement is not { Parent: BlockSyntax block } statement)
        {
            return null;
        }

        var candidates = Candidates(file, finding, acquisition, statement, block);
        foreach (var (title, edit) in candidates)
        {
            var after = file.With(edit);
            var site = after.Follow(finding.Node.Span, file);
            if (Trial.IsHarmless(file, after, f => IsAbout(f, finding.Node.Span, resource), f => IsAbout(f, site, resource)) &&
                !after.Findings.Any(f => IsAbout(f, site, resource)))
            {
                return new Repair(title, after);
            }
        }

        return null;
    }

    private static bool IsAbout(Finding finding, TextSpan site, Resource resource) =>
        finding.Kind is FindingKind.HeldAtExit or FindingKind.Lost && finding.Node.Span == site && finding.Resource!.Kind == resource.Kind;

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Candidates(
        AnalyzedFile file, Finding finding, Acquisition acquisition, StatementSyntax statement, BlockSyntax block)
    {
        var end = block.CloseBraceToken.SpanStart;
        var isAmbient = acquisition.Clause.Target.Kind == TargetKind.Ambient;
        var holder = acquisition.Holder is { } written && acquisition.IsStable(written, end) ? written : null;
        var count = acquisition.Count is { } number && acquisition.IsStable(number, end) ? number : null;
        if ((holder is null && !isAmbient) || (holder is not null && !HandOver.IsExcluded(holder, statement.Span.End, end, file)))
        {
            yield break;
        }

        var following = block.Statements.Skip(block.Statements.IndexOf(statement) + 1).ToList();
        var tests = following.TakeWhile(s => IsFailureTest(s, holder, count)).Count();
        var layout = new Layout(file);
        for (var skipped = tests; skipped >= 0; skipped--)
        {
            var region = following.Skip(skipped).ToList();
            if (region.Count == 0 || ScopedReleases.Removed(region, holder ?? acquisition.Call, acquisition.Clause.Kind, file) is not { } removals)
            {
                continue;
            }

            foreach (var call in new ReleaseCalls(file, acquisition, finding.Resource!, end, region.Last().SpanStart).For(new Held(holder, count)))
            {
                var condition = SuccessTest.Of(acquisition, end);
                var plain = finding.IsExitUnsettled && !call.TakesFailure ? null : new[] { call.Statement };
                var guarded = condition is null ? null : layout.Conditional(condition, call.Statement, block);
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

    // `if (page == null) return …` right after the acquire: there is nothing to release yet.
    private static bool IsFailureTest(StatementSyntax statement, ExpressionSyntax? holder, ExpressionSyntax? count) =>
        statement is IfStatementSyntax { Else: null } test &&
        (test.Statement is BlockSyntax { Statements.Count: > 0 } block ? block.Statements.Last() : test.Statement) is
            ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax &&
        test.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n =>
            n.Identifier.ValueText == holder?.ToString() || n.Identifier.ValueText == count?.ToString());
}
