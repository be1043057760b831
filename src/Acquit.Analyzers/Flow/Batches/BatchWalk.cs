using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Finds releases that are made in more steps than are needed, where something is released by name.</summary>
internal static class BatchWalk
{
    /// <summary>What makes one call of two goes before what makes one of them better; so they are in order of that.</summary>
    /// <param name="within">Where to look.</param>
    public static IReadOnlyList<Finding> Find(
        IEnumerable<NameHit> hits, TextSpan within, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        var loops = new ReleaseLoops(model, contracts, cancellationToken);
        var lookUps = new LookUpLoops(model, contracts, cancellationToken);
        var forms = new OwningForms(model, contracts, new OwningPairs(model, contracts, loops, lookUps, cancellationToken), cancellationToken);
        var findings = new List<Finding>();
        foreach (var name in NamesInCode.Of(hits, contracts.ReleasingNames, within, model.SyntaxTree, cancellationToken))
        {
            if (NamedCall.By(name) is not { } call)
            {
                continue;
            }

            if (forms.Of(call) is { } form)
            {
                findings.Add(new Finding(FindingKind.ReleasedApart, form.Pairs[0].Put, null, Array.Empty<Trail>()) { Method = form.Pairs[0].Putter, Owning = form });
            }
            else if (lookUps.Around(call, name) is { } lookUp)
            {
                findings.Add(new Finding(FindingKind.LookedUpToRelease, lookUp.Statement, null, Array.Empty<Trail>()) { Method = lookUp.Single, LookUp = lookUp });
            }
            else if (loops.Around(call) is { } loop)
            {
                findings.Add(new Finding(FindingKind.ReleaseLoop, loop.Statement, null, Array.Empty<Trail>()) { Method = loop.Single, Loop = loop });
            }
        }

        return findings.GroupBy(f => f.Node).Select(g => g.OrderBy(Rank).First()).OrderBy(Rank).ToList();
    }

    private static int Rank(Finding finding) => finding.Kind switch
    {
        FindingKind.ReleasedApart => 0,
        FindingKind.LookedUpToRelease => 1,
        _ => 2,
    };
}
