using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ109: releases two resources that nest in the order they nest, where the releases stand one below the other.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapReleases))]
public sealed class SwapReleases : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.OutOfOrder.Id);

    internal override string TitleOfAll => "Release first what was acquired last";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Node.Parent is not ExpressionStatementSyntax first)
        {
            return null;
        }

        var siblings = first.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        var index = siblings.IndexOf(first);
        if (index < 0 || index + 1 >= siblings.Count || siblings[index + 1] is not ExpressionStatementSyntax second)
        {
            return null;
        }

        // The comments behind go along with their statements; those above stay where they are.
        var (above, below) = (LineOf(first), LineOf(second));
        var edit = new[] { new TextChange(above, file.Text.ToString(below)), new TextChange(below, file.Text.ToString(above)) };
        return SingleRepair.First(file, finding, new[] { ("Release first what was acquired last", (IReadOnlyList<TextChange>)edit) });
    }

    private static TextSpan LineOf(StatementSyntax statement)
    {
        var comment = statement.GetTrailingTrivia().LastOrDefault(t => t.ToString().Trim().Length > 0);
        return TextSpan.FromBounds(statement.SpanStart, Math.Max(statement.Span.End, comment.Span.End));
    }
}
