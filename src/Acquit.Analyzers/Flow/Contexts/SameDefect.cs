using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>Leaves one report of each call in a wrong context: who comes to it through others' calls that are reported adds nothing.</summary>
internal static class SameDefect
{
    /// <param name="found">What was found now.</param>
    /// <param name="before">What was reported before, or is going to be.</param>
    public static IEnumerable<Finding> Without(IEnumerable<Finding> found, IReadOnlyCollection<Finding> before)
    {
        var told = new HashSet<(SyntaxNode, FindingKind, string?)>(before.Select(f => Key(f, f.Node)));
        var onTheWay = new HashSet<(SyntaxNode, FindingKind, string?)>(before.SelectMany(f => f.Chain.Select(call => Key(f, call))));

        // The shorter the way, the nearer the defect: so none is left out for one that leads to it.
        foreach (var finding in found.OrderBy(f => f.Chain.Length))
        {
            if (!onTheWay.Contains(Key(finding, finding.Node)) && !finding.Chain.Any(call => told.Contains(Key(finding, call))) && told.Add(Key(finding, finding.Node)))
            {
                yield return finding;
            }
        }
    }

    private static (SyntaxNode, FindingKind, string?) Key(Finding finding, SyntaxNode call) => (call, finding.Kind, finding.Clause?.Context);
}
