using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>Judges the calls of code that runs in known contexts, by what they come to as far as that is looked at.</summary>
internal sealed class ContextJudge
{
    /// <summary>Among the contexts of code: it may run in others as well, by what its table is passed to somewhere.</summary>
    public const string AndOthers = "\u2026";

    private readonly ContextReach _reach;
    private readonly Dictionary<(SyntaxNode Call, string Context), Finding> _findings = new();
    private readonly List<Finding> _elsewhere = new();

    public ContextJudge(ContextReach reach) => _reach = reach;

    public IEnumerable<Finding> Findings => _findings.Values;

    /// <summary>What may come to something outside: handlers, and calls in them.</summary>
    public IEnumerable<Finding> Elsewhere => _elsewhere;

    /// <param name="entry">What makes it run there.</param>
    public void Method(IMethodSymbol method, ImmutableArray<string> contexts, SyntaxNode entry)
    {
        method = method.OriginalDefinition;
        _reach.Handlers.Add(method, contexts);
        var bodies = _reach.BodiesOf(method).ToList();
        foreach (var body in bodies)
        {
            Code(body, contexts, entry);
        }

        if (bodies.Count == 0 && _reach.IsOwn(method))
        {
            _elsewhere.Add(Open(FindingKind.HandlerElsewhere, entry, method, contexts, entry));
        }
    }

    /// <param name="entry">What makes it run there.</param>
    public void Lambda(IAnonymousFunctionOperation lambda, ImmutableArray<string> contexts, SyntaxNode entry)
    {
        _reach.Handlers.Add(lambda.Symbol, contexts);
        Code(lambda.Body, contexts, entry);
    }

    /// <param name="entry">What makes it run there.</param>
    private void Code(IOperation body, ImmutableArray<string> contexts, SyntaxNode entry)
    {
        foreach (var (call, method, reached) in _reach.From(body))
        {
            Call(call.Syntax, reached, contexts, entry);
            if (_reach.MayLeadOn(call, method))
            {
                _elsewhere.Add(Open(FindingKind.LeadsElsewhere, call.Syntax, method, contexts, entry));
            }
        }
    }

    /// <summary>A place in a table that is not for code in these contexts, and is filled.</summary>
    /// <param name="call">Hands the table over.</param>
    /// <param name="code">What the place is filled with.</param>
    public void Entry(SyntaxNode call, IMethodSymbol setter, ImmutableArray<ContextClause> clauses, ImmutableArray<string> contexts, SyntaxNode code) =>
        Call(call, clauses.Select(clause => new ReachedCall(setter, clause, ImmutableArray.Create(code))).ToImmutableArray(), contexts, call);

    public void Call(SyntaxNode call, ImmutableArray<ReachedCall> reached, ImmutableArray<string> contexts, SyntaxNode entry)
    {
        foreach (var (method, clause, chain) in reached)
        {
            var broken = clause.Only ? !contexts.Contains(clause.Context) && !contexts.Contains(AndOthers) : contexts.Contains(clause.Context);
            if (!broken || _findings.ContainsKey((call, clause.Context)))
            {
                continue;
            }

            _findings.Add((call, clause.Context), new Finding(
                clause.Only ? FindingKind.OutsideContext : FindingKind.ForbiddenContext, call, null, Array.Empty<Trail>())
            {
                Method = method,
                Clause = clause,
                Context = clause.Only ? contexts[0] : clause.Context,
                Entry = entry,
                Chain = chain,
            });
        }
    }

    private static Finding Open(FindingKind kind, SyntaxNode node, IMethodSymbol method, ImmutableArray<string> contexts, SyntaxNode entry) =>
        new(kind, node, null, Array.Empty<Trail>()) { Method = method, Contexts = contexts, Entry = entry };
}
