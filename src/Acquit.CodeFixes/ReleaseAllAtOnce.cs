using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Batches;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Usage;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ403: makes the one call that releases what a loop releases one by one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseAllAtOnce))]
public sealed class ReleaseAllAtOnce : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ReleasedOneByOne.Id);

    internal override string TitleOfAll => "Release all at once";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Owning is { } owning)
        {
            return OwningCall.Edit(file, owning) is { } both
                ? SingleRepair.First(file, finding, new[] { ($"Let it own them, and call '{owning.Release.Name}'", both.Concat(UnusedIndexes(file, owning)).ToList() as IReadOnlyList<TextChange>) })
                : null;
        }

        if (finding.LookUp is { } lookUp)
        {
            return DirectRelease.Edit(file, lookUp) is { } direct
                ? SingleRepair.First(file, finding, new[] { ($"Call '{lookUp.Direct!.Name}'", (IReadOnlyList<TextChange>)new[] { direct }) })
                : null;
        }

        if (finding.Loop is not { } loop || Replacement(file, loop) is not { } replacement)
        {
            return null;
        }

        var edit = new List<TextChange> { replacement };
        if (UnusedIndex(file, loop.Statement) is { } unused)
        {
            edit.Add(unused);
        }

        return SingleRepair.First(file, finding, new[] { ($"Call '{loop.Batch.Method.Name}' instead of the loop", (IReadOnlyList<TextChange>)edit) });
    }

    private static TextChange? Replacement(AnalyzedFile file, ReleaseLoop loop)
    {
        var statement = loop.Statement;
        var comments = statement.DescendantTrivia().Where(t => statement.Span.Contains(t.Span) && (t.IsDirective || IsComment(t))).ToList();
        if (comments.Any(t => t.IsDirective))
        {
            return null;
        }

        var call = BatchCall.Of(loop, file.Model);
        var layout = new Layout(file);
        var lines = comments.Select(c => c.ToString()).ToList();
        if (BatchCall.Guard(loop) is { } guard)
        {
            if (statement.Parent is IfStatementSyntax)
            {
                return null;
            }

            lines.AddRange(layout.Conditional(guard, call, statement));
        }
        else
        {
            lines.Add(call);
        }

        return new TextChange(statement.Span, string.Join(layout.LineEnd + layout.IndentAt(statement.SpanStart), lines));
    }

    private static IEnumerable<TextChange> UnusedIndexes(AnalyzedFile file, OwningForm form) =>
        form.Pairs.Where(p => p.Put is not ExpressionStatementSyntax).Select(p => UnusedIndex(file, p.Put)).OfType<TextChange>();

    // The variable that counted, when it does nothing else.
    private static TextChange? UnusedIndex(AnalyzedFile file, StatementSyntax loop)
    {
        var member = loop.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        foreach (var name in loop.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Parent is not MemberAccessExpressionSyntax))
        {
            if (file.Model.GetSymbolInfo(name, file.CancellationToken).Symbol is ILocalSymbol { Type.SpecialType: SpecialType.System_Int32 } local &&
                local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(file.CancellationToken) is VariableDeclaratorSyntax
                {
                    Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax declaration } list,
                } declarator &&
                !loop.Span.Contains(declarator.Span) && declarator.Initializer?.Value is null or LiteralExpressionSyntax &&
                IsWrittenIn(loop, local.Name) &&
                !member!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name && !loop.Span.Contains(n.Span)))
            {
                return list.Variables.Count == 1 ? new Removal(file).Of(declaration) : WithoutOne(list, declarator);
            }
        }

        return null;
    }

    private static bool IsWrittenIn(StatementSyntax loop, string name) =>
        loop.DescendantNodes().Any(n => Counting.Counted(n) is IdentifierNameSyntax counted && counted.Identifier.ValueText == name);

    private static TextChange WithoutOne(VariableDeclarationSyntax list, VariableDeclaratorSyntax declarator)
    {
        var index = list.Variables.IndexOf(declarator);
        return index == 0
            ? new TextChange(TextSpan.FromBounds(declarator.SpanStart, list.Variables[1].SpanStart), "")
            : new TextChange(TextSpan.FromBounds(list.Variables[index - 1].Span.End, declarator.Span.End), "");
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
}
