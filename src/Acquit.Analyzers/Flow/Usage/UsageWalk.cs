using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Finds uses of APIs that their contracts advise against, where such an API is mentioned by name.</summary>
internal static class UsageWalk
{
    /// <param name="within">Where to look.</param>
    public static IReadOnlyList<Finding> Find(
        List<NameHit> hits, TextSpan within, SemanticModel model, ContractTable contracts, BodyGraphs graphs, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var judged = new HashSet<SyntaxNode>();
        var arguments = new ForbiddenArguments(contracts, findings, cancellationToken);
        foreach (var name in NamesInCode.Of(hits, contracts.AdvisedNames, within, model.SyntaxTree, cancellationToken))
        {
            if (Mentions.BodyOf(name) is not { } body || model.GetSymbolInfo(name, cancellationToken).Symbol is not { } symbol)
            {
                continue;
            }

            if (OlderNames.Find(name, symbol, model, contracts, cancellationToken) is { } older)
            {
                findings.Add(older);
            }

            if (!judged.Contains(body) && MayForbid(symbol, contracts) && judged.Add(body) &&
                graphs.Look(body, model, cancellationToken) is { } graph &&
                (model.GetDeclaredSymbol(body, cancellationToken) ?? model.GetEnclosingSymbol(body.SpanStart, cancellationToken)) is { } owner)
            {
                arguments.Judge(graph, owner);
            }
        }

        return findings;
    }

    // Which constructor of a type is meant, the call tells.
    private static bool MayForbid(ISymbol symbol, ContractTable contracts) => symbol switch
    {
        IMethodSymbol method => contracts.Of(method) is { Forbids.IsEmpty: false },
        INamedTypeSymbol type => type.InstanceConstructors.Any(c => contracts.Of(c) is { Forbids.IsEmpty: false }),
        _ => false,
    };
}
