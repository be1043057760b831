using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Contents;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Usage;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>
/// ACQ406: takes a pin in place of the reference, and releases it as one: all at once where it was done one by one, and marked where it
/// was written. A lock that was taken for the call alone, and that the pin must not be taken under, goes.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakeByPin))]
public sealed class TakeByPin : RepairProvider
{
    // A release may come to light when another one is right.
    private const int MostRounds = 4;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.PinMeant.Id);

    internal override string TitleOfAll => "Pin what a device or a write gets at";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Node is not InvocationExpressionSyntax call || CallSyntax.NameOf(call) is not { } name)
        {
            return null;
        }

        foreach (var pin in PinTwin.Names(finding.Resource!.Site.Clause))
        {
            foreach (var edit in new[] { WithoutTheLock(file, call), Array.Empty<TextChange>() })
            {
                if (edit is null || BothEnds.With(file, call.Span, edit.Append(new TextChange(name.Identifier.Span, pin))) is not { } both)
                {
                    continue;
                }

                var mended = Marked(AllAtOnce(both, file, call), file, call);
                var after = file.With(mended.Tree.GetChanges(file.Tree));
                if (Trial.IsHarmless(file, after, f => f == finding, _ => false))
                {
                    return new Repair($"Take it by '{pin}', and release it as a pin", after);
                }
            }
        }

        return null;
    }

    private static AnalyzedFile AllAtOnce(AnalyzedFile both, AnalyzedFile file, InvocationExpressionSyntax call)
    {
        foreach (var edit in LoopAsCall.Edits(both, both.Follow(call.Span, file)))
        {
            var after = both.With(edit);
            if (Trial.IsHarmless(both, after, _ => false))
            {
                return after;
            }
        }

        return both;
    }

    // What was written is marked by the release of the pin.
    private static AnalyzedFile Marked(AnalyzedFile after, AnalyzedFile file, InvocationExpressionSyntax call)
    {
        for (var i = 0; i < MostRounds; i++)
        {
            var place = after.Follow(call.Span, file);
            if (after.FindingsAround(place).FirstOrDefault(f => f.Kind == FindingKind.NotMarked && f.Resource!.Site.Call.Syntax.Span.Start == place.Start) is not { } unmarked ||
                ReleaseAsWritten.Release(after, unmarked) is not { } repair)
            {
                break;
            }

            after = repair.After;
        }

        return after;
    }

    // Taken in the statement before, and given back in the one after: for this call, and for nothing else.
    private static TextChange[]? WithoutTheLock(AnalyzedFile file, InvocationExpressionSyntax call)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement)
        {
            return null;
        }

        var at = block.Statements.IndexOf(statement);
        if (at < 1 || at + 1 >= block.Statements.Count ||
            ContractOf(block.Statements[at - 1], file)?.Acquires is not { Length: > 0 } taken ||
            ContractOf(block.Statements[at + 1], file)?.Releases is not { Length: > 0 } given ||
            !taken.Any(a => given.Any(g => g.Kind == a.Kind)))
        {
            return null;
        }

        var removal = new Removal(file);
        return removal.Of(block.Statements[at - 1]) is { } first && removal.Of(block.Statements[at + 1]) is { } second ? new[] { first, second } : null;
    }

    private static MemberContract? ContractOf(StatementSyntax statement, AnalyzedFile file) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } &&
        file.Model.GetSymbolInfo(call, file.CancellationToken).Symbol is IMethodSymbol method
            ? file.Contracts.Of(method)
            : null;
}
