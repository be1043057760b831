using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers;

/// <summary>
/// The names of methods without a contract that need their callers to hold something, or not to hold it: whoever calls these is
/// looked at as well. Nothing is looked for where no contract in sight needs anything.
/// </summary>
internal static class NeedyNames
{
    /// <summary>Helpers of helpers; the names of what calls these are not looked for.</summary>
    private const int MaxRounds = 8;

    /// <returns>The table, or one that follows calls of the names found as well.</returns>
    public static SummaryTable Find(SummaryTable summaries, ContractTable contracts, ImmutableHashSet<string> followed, CancellationToken cancellationToken)
    {
        var needy = contracts.RequiringNames;
        var latest = needy;
        for (var round = 0; round < MaxRounds && !latest.IsEmpty; round++)
        {
            var scanner = new NameScanner(latest);
            var search = "needy " + round;
            var question = FoundBefore.Question(contracts.Origin, latest);
            latest = summaries.Graphs.Compilation.SyntaxTrees
                .SelectMany(tree => FoundBefore.In(tree).Names(search, question, () => In(tree, search, contracts.Origin, scanner, summaries, followed, cancellationToken)))
                .Where(name => !needy.Contains(name))
                .ToImmutableHashSet(StringComparer.Ordinal);
            if (!latest.IsEmpty)
            {
                needy = needy.Union(latest);
                followed = followed.Union(latest);
                summaries = summaries.With(latest, needy);
            }
        }

        return summaries;
    }

    private static IEnumerable<string> In(
        SyntaxTree tree, string search, string basis, NameScanner scanner, SummaryTable summaries, ImmutableHashSet<string> followed, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        scanner.Find(tree.GetText(cancellationToken), hits, cancellationToken);
        if (hits.Count == 0)
        {
            return Array.Empty<string>();
        }

        var before = FoundBefore.In(tree);
        var model = summaries.Graphs.ModelOf(tree);
        return Mentions.NamesByBody(hits, tree.GetRoot(cancellationToken)).SelectMany(body => before.NamesOf(
            body.Key,
            search,
            basis,
            followed,
            body.Select(name => name.Identifier.ValueText).Distinct(StringComparer.Ordinal),
            () => In(body.Key, model, summaries, cancellationToken)));
    }

    private static IEnumerable<string> In(SyntaxNode body, SemanticModel model, SummaryTable summaries, CancellationToken cancellationToken)
    {
        if (model.GetDeclaredSymbol(body, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary } method &&
            !summaries.Needs.Of(method, cancellationToken).IsEmpty)
        {
            yield return method.Name;
        }
    }
}
