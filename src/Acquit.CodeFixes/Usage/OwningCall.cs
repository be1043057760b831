using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Batches;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Usage;

/// <summary>Makes something so that it owns what it is made of, and gives back both by one call.</summary>
internal static class OwningCall
{
    /// <summary>The edits of both ends; null when one of them cannot be changed.</summary>
    public static IReadOnlyList<TextChange>? Edit(AnalyzedFile file, OwningForm form)
    {
        var passing = new Condition(ImmutableArray.Create(new Test(Operand.Parameter(form.Flags), TestOperator.Has, Operand.Number(form.Flag))));
        var edits = new List<TextChange>();
        foreach (var acquire in form.Acquires)
        {
            if (CallSyntax.NameOf(acquire) is not { } name || AddedFlags.To(file, name, form.Maker, passing) is not { } flags)
            {
                return null;
            }

            edits.AddRange(flags);
        }

        var removal = new Removal(file);
        foreach (var pair in form.Pairs)
        {
            if (Released(file, pair, form.Release) is not { } release || pair.Put.DescendantTrivia().Any(t => t.IsDirective) || removal.Of(pair.Put) is not { } removed)
            {
                return null;
            }

            edits.AddRange(release);
            edits.Add(removed);
        }

        return edits;
    }

    private static IEnumerable<TextChange>? Released(AnalyzedFile file, OwningPair pair, IMethodSymbol release)
    {
        if (CallSyntax.NameOf(pair.Release) is not { } name || file.Model.GetSymbolInfo(pair.Release, file.CancellationToken).Symbol is not IMethodSymbol before ||
            !SymbolEqualityComparer.Default.Equals(before.ContainingType, release.ContainingType) || before.IsStatic != release.IsStatic)
        {
            return null;
        }

        var argument = pair.Release.ArgumentList.Arguments[0];
        var renamed = new TextChange(name.Span, release.Name);
        return argument.NameColon is { } colon
            ? new[] { renamed, new TextChange(TextSpan.FromBounds(colon.SpanStart, argument.Expression.SpanStart), "") }
            : new[] { renamed };
    }
}
