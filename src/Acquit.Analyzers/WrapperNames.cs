using System.Collections.Immutable;
using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

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
        var all = new HashSet<string>(contracts.Names, StringComparer.Ordinal);
        var summaries = new SummaryTable(graphs, contracts, declared, contracts.RequiringNames);
        var latest = new NameScanner(contracts.AcquiringNames);
        for (var round = 0; round < MaxRounds; round++)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var tree in compilation.SyntaxTrees)
            {
                Find(tree, latest, contracts, summaries, found, cancellationToken);
            }

            found.ExceptWith(all);
            if (found.Count == 0)
            {
                break;
            }

            // What was summed up without knowing these may have missed something.
            all.UnionWith(found);
            summaries = new SummaryTable(graphs, contracts, new NameScanner(all), contracts.RequiringNames);
            latest = new NameScanner(found);
        }

        summaries = NeedyNames.Find(summaries, contracts, all.ToImmutableHashSet(StringComparer.Ordinal), cancellationToken);
        graphs.SettleGivenUp();
        return summaries;
    }

    private static void Find(
        SyntaxTree tree, NameScanner names, ContractTable contracts, SummaryTable summaries, HashSet<string> found, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        names.Find(tree.GetText(cancellationToken), hits, cancellationToken);
        if (hits.Count == 0)
        {
            return;
        }

        var model = summaries.Graphs.ModelOf(tree);
        var inquiry = summaries.Ask(new ContextReach(model, contracts, cancellationToken));
        foreach (var body in Mentions.FindWrappers(hits, model, contracts, inquiry, cancellationToken).ThatHandOut)
        {
            if (model.GetDeclaredSymbol(body, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.Constructor } method &&
                inquiry.Of(method, false, cancellationToken, isExact: true) is { Acquires.IsEmpty: false })
            {
                found.Add(method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.AssociatedSymbol?.Name ?? method.Name);
            }
        }
    }
}
