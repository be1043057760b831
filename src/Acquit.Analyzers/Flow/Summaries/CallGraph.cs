using System.Collections.Concurrent;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Which methods call which, as far as that decides whether a body is worth following.</summary>
internal sealed class CallGraph
{
    /// <summary>Methods looked into for one question.</summary>
    private const int MaxVisited = 40;

    private readonly BodyGraphs _graphs;
    private readonly NameScanner _names;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _mentions = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _leads = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _inert = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, Callees> _callees;

    public CallGraph(BodyGraphs graphs, NameScanner names)
        : this(graphs, names, new ConcurrentDictionary<IMethodSymbol, Callees>(SymbolEqualityComparer.Default))
    {
    }

    private CallGraph(BodyGraphs graphs, NameScanner names, ConcurrentDictionary<IMethodSymbol, Callees> callees)
    {
        _graphs = graphs;
        _names = names;
        _callees = callees;
    }

    /// <summary>The same graph, asked about other names.</summary>
    public CallGraph With(NameScanner names) => new(_graphs, names, _callees);

    /// <summary>What runs is what is named: nothing that another type could have put in its place.</summary>
    public static bool IsFixed(IMethodSymbol method) =>
        !method.IsAbstract && !method.IsExtern &&
        (!(method.IsVirtual || method.IsOverride) || method.IsSealed || method.ContainingType is { IsSealed: true } or { IsValueType: true });

    /// <summary>Whether the text of a body has one of the names in it.</summary>
    public bool Mentions(IMethodSymbol method, SyntaxNode declaration, CancellationToken cancellationToken) =>
        _mentions.TryGetValue(method, out var known)
            ? known
            : _mentions.GetOrAdd(method, _names.Any(declaration.SyntaxTree.GetText(cancellationToken), declaration.Span, cancellationToken));

    /// <param name="Known">Those whose bodies are in the source, and are the ones that run.</param>
    /// <param name="HasOthers">
    /// Something else of this compilation's may run: a delegate, an override, a constructor. Or something is kept that may be reached by such.
    /// </param>
    /// <param name="RunsUnknown">A delegate is called, or what another type may have put something in the place of.</param>
    public readonly record struct Callees(IReadOnlyCollection<IMethodSymbol> Known, bool HasOthers, bool RunsUnknown);

    /// <summary>
    /// Whether nothing that runs in a method can do anything to what it is given but use it: all code of this compilation that it comes to
    /// is known, and has none of the names in it.
    /// </summary>
    public bool IsInert(IMethodSymbol called, CancellationToken cancellationToken)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (_inert.TryGetValue(method, out var known))
        {
            return known;
        }

        var visited = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var pending = new Queue<IMethodSymbol>(visited);
        var inert = IsFixed(called);
        while (inert && pending.Count > 0)
        {
            var next = pending.Dequeue();
            if (visited.Count > MaxVisited || _graphs.OwnDeclarationOf(next, cancellationToken) is not { } declaration ||
                Mentions(next, declaration, cancellationToken) || CalleesOf(next, cancellationToken) is not { HasOthers: false, Known: var callees })
            {
                inert = false;
                break;
            }

            foreach (var callee in callees)
            {
                if (visited.Add(callee))
                {
                    pending.Enqueue(callee);
                }
            }
        }

        return _inert.GetOrAdd(method, inert);
    }

    /// <summary>Whether a body, or one that it calls, and so on, has one of the names in it.</summary>
    public bool LeadsToMention(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (_leads.TryGetValue(method, out var known))
        {
            return known;
        }

        var visited = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var pending = new Queue<IMethodSymbol>();
        pending.Enqueue(method);
        var found = false;
        while (!found && pending.Count > 0 && visited.Count <= MaxVisited)
        {
            foreach (var callee in CalleesOf(pending.Dequeue(), cancellationToken).Known)
            {
                if (visited.Add(callee) && _graphs.OwnDeclarationOf(callee, cancellationToken) is { } declaration)
                {
                    found |= Mentions(callee, declaration, cancellationToken);
                    pending.Enqueue(callee);
                }
            }
        }

        return _leads.GetOrAdd(method, found);
    }

    /// <summary>What is called in a body; bodies of other compilations are not looked into.</summary>
    public Callees CalleesOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        _callees.TryGetValue(method, out var known) ? known : _callees.GetOrAdd(method, FindCallees(method, cancellationToken));

    // What is put into a variable of the body goes when it does, unless it is handed on from there.
    private static bool Keeps(AssignmentExpressionSyntax assignment, IMethodSymbol method) =>
        assignment is { Left: IdentifierNameSyntax or MemberAccessExpressionSyntax, Right: not LiteralExpressionSyntax } &&
        assignment.Right.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => method.Parameters.Any(p => p.Name == n.Identifier.ValueText));

    private Callees FindCallees(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (_graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration)
        {
            return new(Array.Empty<IMethodSymbol>(), HasOthers: true, RunsUnknown: false);
        }

        var callees = new List<IMethodSymbol>();
        var hasOthers = false;
        var runsUnknown = false;
        var model = _graphs.ModelOf(declaration.SyntaxTree);
        foreach (var node in declaration.DescendantNodes())
        {
            switch (node)
            {
                case InvocationExpressionSyntax invocation:
                    var called = model.GetSymbolInfo(invocation, cancellationToken).Symbol as IMethodSymbol;
                    if (called is null or { MethodKind: MethodKind.DelegateInvoke })
                    {
                        runsUnknown |= called is not null;
                        hasOthers |= invocation.Expression is not IdentifierNameSyntax { Identifier.ValueText: "nameof" };
                    }
                    else if (called.IsInSourceOf(_graphs.Compilation))
                    {
                        if (IsFixed(called))
                        {
                            callees.Add((called.ReducedFrom ?? called).OriginalDefinition);
                        }
                        else
                        {
                            hasOthers = true;
                            runsUnknown |= !called.IsExtern;
                        }
                    }

                    break;
                case BaseObjectCreationExpressionSyntax or AnonymousFunctionExpressionSyntax or ConstructorInitializerSyntax:
                case AssignmentExpressionSyntax assignment when Keeps(assignment, method):
                    hasOthers = true;
                    break;
            }
        }

        return new(callees, hasOthers, runsUnknown);
    }
}
