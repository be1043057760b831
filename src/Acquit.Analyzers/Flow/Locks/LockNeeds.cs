using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// What the callers of a method without a contract have to hold, or must not hold, read off its body: what the calls in it need and
/// nothing in it takes. Safe to use from several threads.
/// </summary>
internal sealed class LockNeeds
{
    /// <summary>Helpers that call helpers; what lies deeper is not asked for.</summary>
    private const int MaxDepth = 12;

    private readonly SummaryTable _summaries;
    private readonly ContractTable _contracts;
    private readonly CallGraph _calls;
    private readonly CallGraph _takes;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Need>> _known = new(SymbolEqualityComparer.Default);

    /// <param name="names">A body that mentions none of them needs nothing.</param>
    public LockNeeds(SummaryTable summaries, ContractTable contracts, ImmutableHashSet<string> names)
    {
        _summaries = summaries;
        _contracts = contracts;
        _calls = new CallGraph(summaries.Graphs, new NameScanner(names));
        _takes = new CallGraph(summaries.Graphs, new NameScanner(contracts.AcquiringNames));
        IsEmpty = names.IsEmpty;
    }

    /// <summary>No contract in sight requires anything to be held.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether a method without contract or summary may take or give back a lock on what it can name.</summary>
    public bool MayTake(IMethodSymbol called, CancellationToken cancellationToken)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        return !CallGraph.IsFixed(called) || BodyGraphs.DeclarationOf(method, cancellationToken) is not { } declaration ||
               _takes.Mentions(method, declaration, cancellationToken) || _takes.LeadsToMention(method, cancellationToken);
    }

    /// <param name="called">The method as it is called.</param>
    /// <param name="open">The methods whose needs are being found out, outermost first.</param>
    public ImmutableArray<Need> Of(IMethodSymbol called, ImmutableStack<IMethodSymbol> open, CancellationToken cancellationToken) =>
        Of(called, open, cancellationToken, out _);

    // A method that is being looked into already adds nothing there that it does not add where it was come upon first. What
    // rests on that holds for the outermost method of the circle, and is not kept for the others.
    private ImmutableArray<Need> Of(IMethodSymbol called, ImmutableStack<IMethodSymbol> open, CancellationToken cancellationToken, out bool isWhole)
    {
        isWhole = true;
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (IsEmpty || !CallGraph.IsFixed(called) || method.MethodKind == MethodKind.DelegateInvoke || _contracts.Of(method) is not null ||
            BodyGraphs.DeclarationOf(method, cancellationToken) is not { } declaration || !_calls.Mentions(method, declaration, cancellationToken))
        {
            return ImmutableArray<Need>.Empty;
        }

        if (_known.TryGetValue(method, out var known))
        {
            return known;
        }

        var depth = open.Count();
        if (depth >= MaxDepth || open.Contains(method, SymbolEqualityComparer.Default))
        {
            isWhole = false;
            return ImmutableArray<Need>.Empty;
        }

        var inquiry = new Inner(this, open.Push(method));
        var needs = Follow(method, declaration, inquiry, cancellationToken);
        isWhole = inquiry.IsWhole || depth == 0;
        return isWhole ? _known.GetOrAdd(method, needs) : needs;
    }

    private ImmutableArray<Need> Follow(IMethodSymbol method, SyntaxNode declaration, Inner inquiry, CancellationToken cancellationToken)
    {
        if (BodyGraphs.IsIterator(declaration) || _summaries.Graphs.Of(method, declaration, cancellationToken) is not { } graph)
        {
            return ImmutableArray<Need>.Empty;
        }

        var reach = new ContextReach(_summaries.Graphs.ModelOf(declaration.SyntaxTree), _contracts, cancellationToken);
        var context = FlowContext.Of(
            graph, method, _contracts, _summaries.Graphs.Compilation, reach, _summaries.Ask(reach), new OutcomeRecorder(), cancellationToken);
        context.Requirements = new Requirements(context, inquiry.Of);
        return MethodFlow.Walk(graph, context, declaration)
            ? context.Requirements.Open()
            : ImmutableArray<Need>.Empty;
    }

    private sealed class Inner
    {
        private readonly LockNeeds _needs;
        private readonly ImmutableStack<IMethodSymbol> _open;

        public Inner(LockNeeds needs, ImmutableStack<IMethodSymbol> open)
        {
            _needs = needs;
            _open = open;
        }

        public bool IsWhole { get; private set; } = true;

        public ImmutableArray<Need> Of(IMethodSymbol called, CancellationToken cancellationToken)
        {
            var found = _needs.Of(called, _open, cancellationToken, out var isWhole);
            IsWhole &= isWhole;
            return found;
        }
    }
}
