using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>
/// What single files left open about contexts: calls that lead on into other files, handlers that are written in another file than
/// they are handed over in. Answered when all files have been looked at. Safe to use from several threads while it is filled.
/// </summary>
internal sealed class OpenEnds
{
    private readonly ConcurrentBag<Finding> _open = new();
    private readonly ConcurrentBag<Finding> _reported = new();
    private readonly ConcurrentBag<(string Context, IMethodSymbol Method)> _handlers = new();

    public void Add(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            _open.Add(finding);
        }
    }

    public void Add(HandlerList handlers)
    {
        foreach (var handler in handlers.All)
        {
            _handlers.Add(handler);
        }
    }

    /// <summary>What was reported about a file by itself is not reported again.</summary>
    public void Reported(Finding finding)
    {
        if (finding.Kind is FindingKind.ForbiddenContext or FindingKind.OutsideContext or FindingKind.LockHeld)
        {
            _reported.Add(finding);
        }
    }

    /// <summary>What turns out to be wrong, in an order that does not depend on that of the files.</summary>
    public IEnumerable<Finding> Close(SummaryTable summaries, ContractTable contracts, CancellationToken cancellationToken) => _open.IsEmpty
        ? Array.Empty<Finding>()
        : Calls(summaries, contracts, cancellationToken).Concat(Runs(summaries, contracts, cancellationToken));

    private IEnumerable<Finding> Calls(SummaryTable summaries, ContractTable contracts, CancellationToken cancellationToken)
    {
        if (contracts.PlacedNames.IsEmpty)
        {
            return Array.Empty<Finding>();
        }

        var reach = ContextReach.Everywhere(summaries.Graphs, contracts, cancellationToken);
        var judge = new ContextJudge(reach);
        var found = new List<Finding>();
        foreach (var open in _open
            .Where(f => f.Kind != FindingKind.RunsElsewhere)
            .OrderBy(f => f.Node.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(f => f.Node.SpanStart)
            .ThenBy(f => f.Entry?.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(f => f.Entry?.SpanStart))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (open.Kind == FindingKind.HandlerElsewhere)
            {
                judge.Method(open.Method!, open.Contexts, open.Entry!);
            }
            else if (open.Resource is null)
            {
                judge.Call(open.Node, reach.Through(open.Method!), open.Contexts, open.Entry!);
            }
            else
            {
                found.AddRange(reach.Through(open.Method!)
                    .Where(r => !r.Clause.Only && open.Contexts.Contains(r.Clause.Context))
                    .Select(r => open with
                    {
                        Kind = FindingKind.ForbiddenContext, Method = r.Method, Clause = r.Clause, Context = r.Clause.Context, Chain = r.Chain,
                    }));
            }
        }

        var never = new NeverRun(summaries, contracts, cancellationToken);
        return SameDefect.Without(found.Concat(judge.Findings).Where(finding => !never.Includes(finding)), _reported);
    }

    // The few bodies that may run what other files handed over are followed again.
    private IEnumerable<Finding> Runs(SummaryTable summaries, ContractTable contracts, CancellationToken cancellationToken)
    {
        var told = new HashSet<SyntaxNode>(_reported.Where(f => f.Kind == FindingKind.LockHeld).Select(f => f.Node));
        var handlers = new HandlerList();
        foreach (var (context, method) in _handlers.OrderBy(h => h.Context, StringComparer.Ordinal).ThenBy(h => h.Method.ToDisplayString(), StringComparer.Ordinal)
            .ThenBy(h => h.Method.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(h => h.Method.Locations.FirstOrDefault()?.SourceSpan.Start))
        {
            handlers.Add(method, ImmutableArray.Create(context));
        }

        var bodies = _open.Where(f => f.Kind == FindingKind.RunsElsewhere).Select(f => Mentions.BodyOf(f.Node)).OfType<SyntaxNode>().Distinct()
            .OrderBy(b => b.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(b => b.SpanStart);
        foreach (var body in bodies)
        {
            var model = summaries.Graphs.ModelOf(body.SyntaxTree);
            var reach = new ContextReach(model, contracts, cancellationToken) { Handlers = handlers };
            foreach (var finding in BodyAnalysis.Analyze(body, model, contracts, reach, summaries, cancellationToken))
            {
                if (finding.Runs is not null && told.Add(finding.Node))
                {
                    yield return finding;
                }
            }
        }
    }
}
