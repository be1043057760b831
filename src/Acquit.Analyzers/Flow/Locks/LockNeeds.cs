using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
    private readonly Lazy<CallGraph> _calls;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Need>> _known = new(SymbolEqualityComparer.Default);

    /// <param name="names">A body that mentions none of them needs nothing.</param>
    public LockNeeds(SummaryTable summaries, ContractTable contracts, ImmutableHashSet<string> names)
    {
        _summaries = summaries;
        _contracts = contracts;
        _calls = new Lazy<CallGraph>(() => new CallGraph(summaries.Graphs, new NameScanner(names)));
        IsEmpty = names.IsEmpty;
    }

    /// <summary>No contract in sight requires anything to be held.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether a method without a contract may take or give back a lock in a way that is not known of.</summary>
    public bool MayTake(IMethodSymbol called, CancellationToken cancellationToken)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        return !CallGraph.IsFixed(called) || _summaries.Graphs.OwnDeclarationOf(method, cancellationToken) is null ||
               _summaries.Unknown.AreIn(method, cancellationToken);
    }

    /// <param name="called">The method as it is called.</param>
    public ImmutableArray<Need> Of(IMethodSymbol called, CancellationToken cancellationToken) =>
        Of(called, new Question(), cancellationToken, out _);

    // A method that is being looked into already adds nothing there that it does not add where it was come upon first. What
    // rests on that holds for the method that was asked about, and is kept for others only until that is answered.
    private ImmutableArray<Need> Of(IMethodSymbol called, Question question, CancellationToken cancellationToken, out bool isWhole)
    {
        isWhole = true;
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (IsEmpty || !CallGraph.IsFixed(called) || method.MethodKind == MethodKind.DelegateInvoke || _contracts.Of(method) is not null ||
            (_summaries.Graphs.OwnDeclarationOf(method, cancellationToken) ?? LambdaBodies.DeclarationOf(method, cancellationToken)) is not { } declaration || !_calls.Value.Mentions(method, declaration, cancellationToken))
        {
            return ImmutableArray<Need>.Empty;
        }

        if (_known.TryGetValue(method, out var known))
        {
            return known;
        }

        if (question.Partly.TryGetValue(method, out var partly))
        {
            isWhole = false;
            return partly;
        }

        if (question.Depth >= MaxDepth)
        {
            isWhole = false;
            return ImmutableArray<Need>.Empty;
        }

        question.Partly.Add(method, ImmutableArray<Need>.Empty);
        question.Depth++;
        var inquiry = new Inner(this, question);
        var needs = Follow(method, declaration, inquiry, cancellationToken);
        question.Depth--;
        question.Partly[method] = needs;
        isWhole = inquiry.IsWhole || question.Depth == 0;
        return isWhole ? _known.GetOrAdd(method, needs) : needs;
    }

    /// <summary>What is asked from outside, and all that is asked for its sake.</summary>
    private sealed class Question
    {
        public int Depth { get; set; }

        /// <summary>Of methods that are being looked into, or rest on such.</summary>
        public Dictionary<IMethodSymbol, ImmutableArray<Need>> Partly { get; } = new(SymbolEqualityComparer.Default);
    }

    private ImmutableArray<Need> Follow(IMethodSymbol method, SyntaxNode declaration, Inner inquiry, CancellationToken cancellationToken)
    {
        if (BodyGraphs.IsIterator(declaration) ||
            (declaration is AnonymousFunctionExpressionSyntax lambda
                ? LambdaBodies.GraphOf(lambda, _summaries.Graphs, cancellationToken)
                : _summaries.Graphs.Of(method, declaration, cancellationToken)) is not { } graph)
        {
            return ImmutableArray<Need>.Empty;
        }

        var reach = new ContextReach(_summaries.Graphs.ModelOf(declaration.SyntaxTree), _contracts, cancellationToken);
        var context = FlowContext.Of(
            graph, method, _contracts, _summaries.Graphs.Compilation, reach, _summaries.Ask(reach), new OutcomeRecorder { IsIdle = true }, cancellationToken);
        context.Requirements = new Requirements(context, inquiry.Of);

        // What is written meanwhile takes no lock.
        context.Contents = null;
        return MethodFlow.Walk(graph, context, declaration)
            ? context.Requirements.Open()
            : ImmutableArray<Need>.Empty;
    }

    private sealed class Inner
    {
        private readonly LockNeeds _needs;
        private readonly Question _question;

        public Inner(LockNeeds needs, Question question)
        {
            _needs = needs;
            _question = question;
        }

        public bool IsWhole { get; private set; } = true;

        public ImmutableArray<Need> Of(IMethodSymbol called, CancellationToken cancellationToken)
        {
            var found = _needs.Of(called, _question, cancellationToken, out var isWhole);
            IsWhole &= isWhole;
            return found;
        }
    }
}
