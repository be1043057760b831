using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>
/// The names of methods without a contract that give back a lock of their callers': whoever calls these has to hold it, and is looked
/// at as well, though no other name in the body may say so. Nothing is looked for where no contract in sight needs anything.
/// </summary>
internal static class GivingNames
{
    /// <summary>Helpers of helpers; the names of what calls these are not looked for.</summary>
    private const int MaxRounds = 4;

    /// <param name="followed">The names that the table follows calls of; gets those that were found.</param>
    /// <returns>The table, or one that follows calls of the names found as well.</returns>
    public static SummaryTable Find(SummaryTable summaries, ContractTable contracts, ref ImmutableHashSet<string> followed, CancellationToken cancellationToken)
    {
        var latest = contracts.RequiringNames.IsEmpty ? ImmutableHashSet<string>.Empty : contracts.ReleasingNames;
        for (var round = 0; round < MaxRounds && !latest.IsEmpty; round++)
        {
            var (table, all, scanner, search) = (summaries, followed, new NameScanner(latest), "giving " + round);
            var question = FoundBefore.Question(contracts.Origin, latest);
            latest = summaries.Graphs.Compilation.SyntaxTrees
                .SelectMany(tree => FoundBefore.In(tree).Names(search, question, () => In(tree, search, contracts, scanner, table, all, cancellationToken)))
                .Where(name => !all.Contains(name))
                .ToImmutableHashSet(StringComparer.Ordinal);
            if (!latest.IsEmpty)
            {
                followed = followed.Union(latest);
                summaries = summaries.With(latest, contracts.RequiringNames);
            }
        }

        return summaries;
    }

    /// <summary>Whether a method gives back what whoever calls it has taken, on some of its ways at least.</summary>
    public static bool IsOfCallers(MemberContract summary, ContractTable contracts) =>
        summary.Releases.Any(r => contracts.BelongsToHolder(r.Kind)) || summary.PerhapsReleased.Any(r => contracts.BelongsToHolder(r.Kind));

    private static IEnumerable<string> In(
        SyntaxTree tree, string search, ContractTable contracts, NameScanner scanner, SummaryTable summaries, ImmutableHashSet<string> followed, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        scanner.Find(tree.GetText(cancellationToken), hits, cancellationToken);
        if (hits.Count == 0)
        {
            return Array.Empty<string>();
        }

        var before = FoundBefore.In(tree);
        var model = summaries.Graphs.ModelOf(tree);
        var inquiry = new Lazy<SummaryTable.Inquiry>(() => summaries.Ask(new ContextReach(model, contracts, cancellationToken)), false);
        return Mentions.NamesByBody(hits, tree.GetRoot(cancellationToken)).SelectMany(body => before.NamesOf(
            body.Key,
            search,
            contracts.Origin,
            followed,
            body.Select(name => name.Identifier.ValueText).Distinct(StringComparer.Ordinal),
            () => In(body, model, contracts, inquiry, cancellationToken)));
    }

    private static IEnumerable<string> In(
        IGrouping<SyntaxNode, SimpleNameSyntax> names, SemanticModel model, ContractTable contracts, Lazy<SummaryTable.Inquiry> inquiry, CancellationToken cancellationToken)
    {
        if (names.Any(name => Gives(name, model, contracts, inquiry, cancellationToken)) &&
            model.GetDeclaredSymbol(names.Key, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && contracts.Of(method) is null &&
            inquiry.Value.Of(method, false, cancellationToken, isExact: true) is { } summary && IsOfCallers(summary, contracts))
        {
            yield return method.Name;
        }
    }

    private static bool Gives(SimpleNameSyntax name, SemanticModel model, ContractTable contracts, Lazy<SummaryTable.Inquiry> inquiry, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol called &&
        (contracts.Of(called) ?? inquiry.Value.Of(called.ReducedFrom ?? called, false, cancellationToken)) is { } effects && IsOfCallers(effects, contracts);
}
