using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Contents;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ404: releases by the call that marks what was written, and takes out the mark that stood apart; or marks no more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseAsWritten))]
public sealed class ReleaseAsWritten : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotMarked.Id);

    internal override string TitleOfAll => "Mark what was written on its release";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding) => Release(file, finding);

    /// <summary>The file after the release marks what was written, or does not mark what was not.</summary>
    internal static Repair? Release(AnalyzedFile file, Finding finding) =>
        SingleRepair.First(file, finding, finding.Dirty == DirtyMistake.OnlyRead ? Unmarked(file, finding) : Marked(file, finding));

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Marked(AnalyzedFile file, Finding finding)
    {
        var content = finding.Resource!.Content;
        var apart = finding.Dirty switch
        {
            DirtyMistake.MarkedTooLate => finding.Marking,
            DirtyMistake.Unlocked => content!.UnlockedAt!.Syntax,
            DirtyMistake.MarkedTooSoon => content!.MarkedAt!.Syntax,
            _ => null,
        };
        foreach (var (title, release) in MarkingRelease.Of(file, finding, marks: true))
        {
            if (apart is null)
            {
                yield return (title, new[] { release });
            }
            else if (Mark(apart, file) is { } mark)
            {
                yield return (title, new[] { release, mark });
            }
        }
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Unmarked(AnalyzedFile file, Finding finding)
    {
        foreach (var (title, release) in MarkingRelease.Of(file, finding, marks: false))
        {
            yield return (title, new[] { release });
        }

        if (finding.Resource!.Content!.MarkedAt is { } marked && marked.Syntax != finding.Node && Mark(marked.Syntax, file) is { } mark)
        {
            yield return ("Do not mark what was only read", new[] { mark });
        }
    }

    // The statement that marks and does nothing else; of a loop that does no more than that, all.
    private static TextChange? Mark(SyntaxNode call, AnalyzedFile file)
    {
        if (call.Parent is not ExpressionStatementSyntax statement || file.Model.GetSymbolInfo(call, file.CancellationToken).Symbol is not IMethodSymbol method ||
            file.Contracts.Of(method) is not { MarksDirty.IsEmpty: false, Releases.IsEmpty: true, Acquires.IsEmpty: true })
        {
            return null;
        }

        StatementSyntax whole = statement;
        var body = whole.Parent is BlockSyntax { Statements.Count: 1 } block ? block : whole;
        if (body.Parent is ForStatementSyntax or ForEachStatementSyntax)
        {
            whole = (StatementSyntax)body.Parent;
        }

        return new Removal(file).Of(whole);
    }
}
