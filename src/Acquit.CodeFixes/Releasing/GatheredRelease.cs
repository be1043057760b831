using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Releases the elements of an array that were acquired one by one: by one call where there is such, else by a loop.</summary>
internal static class GatheredRelease
{
    private static readonly string[] IndexNames = { "i", "j", "k", "index" };

    /// <param name="place">Where the release is to stand.</param>
    /// <param name="scope">Where names mean what they mean there.</param>
    public static IEnumerable<(ReleaseCall Call, IReadOnlyList<string> Lines)> Of(
        AnalyzedFile file, Finding open, Acquisition acquisition, int place, int scope, SyntaxNode around)
    {
        if (FreeIndex(file, scope, around) is not { } index || Element(acquisition) is not { } element || IsPartlyDone(open, acquisition, element))
        {
            yield break;
        }

        var array = element.Expression.ToString();
        var calls = new ReleaseCalls(file, acquisition, open.Resource!, place, scope);
        foreach (var count in Counts(element, place).Where(c => IsNumber(file, c, scope)))
        {
            foreach (var call in calls.For(new Held(element.Expression, count)))
            {
                yield return (call, new[] { call.Statement });
            }

            // The first element stands for each while it is looked whether the call is one.
            var first = $"{array}[0]";
            foreach (var call in calls.For(new Held(SyntaxFactory.ParseExpression(first), null)))
            {
                yield return (call, new Layout(file).Headed($"for (int {index} = 0; {index} < {count}; {index}++)", call.Statement.Replace(first, $"{array}[{index}]"), around));
            }
        }
    }

    // A loop on the way gives elements back already: the mistake is in it, and all of them would be too many.
    private static bool IsPartlyDone(Finding open, Acquisition acquisition, ElementAccessExpressionSyntax element)
    {
        var array = element.Expression.ToString();
        return open.Path.Any(step => Loop(step.Node) is { } loop && loop != Loop(acquisition.Call) && !loop.Span.Contains(acquisition.Call.Span) &&
                                     loop.DescendantNodes().OfType<ArgumentSyntax>().Any(a => a.Expression is ElementAccessExpressionSyntax given && given.Expression.ToString() == array));
    }

    // What each one is put into: right away, or by way of a variable.
    private static ElementAccessExpressionSyntax? Element(Acquisition acquisition) => acquisition.Holder switch
    {
        ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } } element => element,
        IdentifierNameSyntax holder => Loop(acquisition.Call)?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Where(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression) && a.Right.ToString() == holder.ToString())
            .Select(a => a.Left)
            .OfType<ElementAccessExpressionSyntax>()
            .FirstOrDefault(e => e.ArgumentList.Arguments.Count == 1),
        _ => null,
    };

    // In the loop, those before this round; after it, all of them. The analysis tells which is right.
    private static IEnumerable<ExpressionSyntax> Counts(ElementAccessExpressionSyntax element, int place)
    {
        var index = element.ArgumentList.Arguments[0].Expression.WithoutTrivia();
        if (index is not IdentifierNameSyntax)
        {
            yield break;
        }

        yield return index;
        if (Loop(element) is ForStatementSyntax { Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression } condition } loop && !loop.Span.Contains(place) &&
            condition.Left.ToString() == index.ToString())
        {
            yield return condition.Right.WithoutTrivia();
        }
    }

    private static StatementSyntax? Loop(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>(s => s is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax);

    private static bool IsNumber(AnalyzedFile file, ExpressionSyntax count, int scope) =>
        file.Model.GetSpeculativeTypeInfo(scope, count, SpeculativeBindingOption.BindAsExpression).Type is { SpecialType: SpecialType.System_Int32 };

    private static string? FreeIndex(AnalyzedFile file, int scope, SyntaxNode around)
    {
        var taken = new HashSet<string>(
            (around.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? file.Root).DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText)
                .Concat(file.Model.LookupSymbols(scope).Select(s => s.Name)),
            StringComparer.Ordinal);
        return Array.Find(IndexNames, name => !taken.Contains(name));
    }
}
