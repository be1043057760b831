using System.Collections.Immutable;
using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>
/// The names to look for in texts: those of members with contracts, and those of methods without one that hand out what they
/// acquire. Their callers owe the release, though no other name in their bodies says so.
/// </summary>
internal static class WrapperNames
{
    /// <summary>Wrappers of wrappers; the names of what wraps these are not looked for.</summary>
    private const int MaxRounds = 4;

    /// <summary>Finds the wrappers in the whole compilation.</summary>
    /// <returns>A table that follows calls of any of the names.</returns>
    public static SummaryTable Find(
        Compilation compilation, TreeOptions options, ContractTable contracts, NameScanner declared, CancellationToken cancellationToken)
    {
        var graphs = new BodyGraphs(compilation, options);
        var all = contracts.Names;
        var summaries = new SummaryTable(graphs, contracts, declared, contracts.RequiringNames);
        var latest = contracts.AcquiringNames;
        for (var round = 0; round < MaxRounds; round++)
        {
            var search = "wrappers " + round;
            var question = FoundBefore.Question(contracts.Origin, latest);
            var sought = latest;
            latest = compilation.SyntaxTrees
                .SelectMany(tree => FoundBefore.In(tree).Names(search, question, () => In(tree, search, sought, contracts, summaries, all, cancellationToken)))
                .Where(name => !all.Contains(name))
                .ToImmutableHashSet(StringComparer.Ordinal);
            if (latest.IsEmpty)
            {
                break;
            }

            all = all.Union(latest);
            summaries = summaries.With(latest, contracts.RequiringNames);
        }

        summaries = GivingNames.Find(summaries, contracts, ref all, cancellationToken);
        summaries = NeedyNames.Find(summaries, contracts, all, cancellationToken);
        graphs.SettleGivenUp();
        return summaries;
    }

    private static IEnumerable<string> In(
        SyntaxTree tree, string search, ImmutableHashSet<string> sought, ContractTable contracts, SummaryTable summaries,
        ImmutableHashSet<string> followed, CancellationToken cancellationToken)
    {
        var hits = summaries.Mentioned.In(tree, cancellationToken).FindAll(hit => sought.Contains(hit.Name));
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
            () => In(body, model, contracts, inquiry.Value, cancellationToken)));
    }

    private static IEnumerable<string> In(
        IGrouping<SyntaxNode, SimpleNameSyntax> names, SemanticModel model, ContractTable contracts, SummaryTable.Inquiry inquiry, CancellationToken cancellationToken)
    {
        if (Mentions.MayHandOut(names.Key, names, model, contracts, inquiry, cancellationToken) &&
            model.GetDeclaredSymbol(names.Key, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.Constructor } method &&
            inquiry.Of(method, false, cancellationToken, isExact: true) is { Acquires.IsEmpty: false } or { PerhapsAcquired.IsEmpty: false })
        {
            yield return method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.AssociatedSymbol?.Name ?? method.Name;
        }
    }
}
