using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>
/// Which methods are seen to throw: a statement of the body throws and nothing in it catches that. Asked about once per method
/// and compilation, and only of calls made while something is held. Safe to use from several threads.
/// </summary>
/// <remarks>An exception that rejects an argument tells of a mistake in the calling code, not of something that happens; it is not counted.</remarks>
internal sealed class ThrowingBodies
{
    /// <summary>Calls within calls; what is thrown deeper down is not seen.</summary>
    private const int MaxDepth = 4;

    /// <summary>Calls looked into in one body.</summary>
    private const int MaxCalls = 40;

    private readonly BodyGraphs _graphs;
    private readonly ConcurrentDictionary<IMethodSymbol, Body> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public ThrowingBodies(BodyGraphs graphs) => _graphs = graphs;

    /// <summary>Whether a method is written here, so that its body can be looked into.</summary>
    public bool AreKnownOf(IMethodSymbol method) => method.IsInSourceOf(_graphs.Compilation);

    /// <summary>Whether the method is called what it throws for. Where there is a body to be seen, the name has to be borne out by it.</summary>
    public bool IsNamedForIt(IMethodSymbol method, CancellationToken cancellationToken) =>
        Conventions.IsNamedForThrowing(method) &&
        (_graphs.OwnDeclarationOf(method, cancellationToken) is not { } body || body.DescendantNodes().Any(SeemsToThrow));

    private static bool SeemsToThrow(SyntaxNode node) => node switch
    {
        ThrowStatementSyntax or ThrowExpressionSyntax => true,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => Conventions.IsNamedForThrowing(name.Identifier.ValueText),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Conventions.IsNamedForThrowing(access.Name.Identifier.ValueText),
        _ => false,
    };

    /// <summary>Whether a task that a call yields is awaited where it is made.</summary>
    public static bool IsAwaited(SyntaxNode call) => call.Parent switch
    {
        AwaitExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(Task.ConfigureAwait), Parent: InvocationExpressionSyntax configured } access =>
            access.Expression == call && configured.Parent is AwaitExpressionSyntax,
        _ => false,
    };

    /// <param name="isAwaited">What an async method throws comes out when it is awaited.</param>
    public bool Throws(IMethodSymbol called, bool isAwaited, CancellationToken cancellationToken)
    {
        if (MethodOf(called, isAwaited) is not { } method)
        {
            return false;
        }

        return _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Search(method, cancellationToken));
    }

    private static IMethodSymbol? MethodOf(IMethodSymbol called, bool isAwaited)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        return CallGraph.IsFixed(called) && (!method.IsAsync || isAwaited) ? method : null;
    }

    // The body, then those it calls, and so on. Each is looked at once, however many ways lead to it.
    private bool Search(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var visited = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var level = new List<IMethodSymbol> { method };
        for (var depth = 0; depth <= MaxDepth && level.Count > 0; depth++)
        {
            var next = new List<IMethodSymbol>();
            foreach (var each in level)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var body = BodyOf(each, cancellationToken);
                if (body.Throws)
                {
                    return true;
                }

                next.AddRange(body.Callees.Where(visited.Add));
            }

            level = next;
        }

        return false;
    }

    private Body BodyOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        _bodies.TryGetValue(method, out var known) ? known : _bodies.GetOrAdd(method, Read(method, cancellationToken));

    private Body Read(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (_graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration || BodyGraphs.IsIterator(declaration))
        {
            return Body.Quiet;
        }

        var model = _graphs.ModelOf(declaration.SyntaxTree);
        var callees = ImmutableArray.CreateBuilder<IMethodSymbol>();
        var calls = 0;
        foreach (var node in declaration.DescendantNodes(n => n == declaration || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            var thrown = node switch
            {
                ThrowStatementSyntax statement => statement.Expression,
                ThrowExpressionSyntax expression => expression.Expression,
                _ => null,
            };
            if (thrown is not null && !IsCaught(node, declaration) && !IsRejection(model.GetTypeInfo(thrown, cancellationToken).Type))
            {
                return new Body(true, ImmutableArray<IMethodSymbol>.Empty);
            }

            if (node is not InvocationExpressionSyntax call || IsCaught(node, declaration) || calls++ >= MaxCalls ||
                model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol callee)
            {
                continue;
            }

            if (AreKnownOf(callee))
            {
                if (MethodOf(callee, IsAwaited(call)) is { } source)
                {
                    callees.Add(source);
                }
            }
            else if (Conventions.IsNamedForThrowing(callee) && !IsRejection(callee.ContainingType))
            {
                return new Body(true, ImmutableArray<IMethodSymbol>.Empty);
            }
        }

        return new Body(false, callees.ToImmutable());
    }

    /// <summary>What one body does by itself, and whom it calls.</summary>
    private sealed record Body(bool Throws, ImmutableArray<IMethodSymbol> Callees)
    {
        public static readonly Body Quiet = new(false, ImmutableArray<IMethodSymbol>.Empty);
    }

    // Whether the handlers around it are for this exception is not asked.
    private static bool IsCaught(SyntaxNode node, SyntaxNode declaration)
    {
        for (var n = node; n != declaration && n.Parent is { } parent; n = parent)
        {
            if (parent is TryStatementSyntax { Catches.Count: > 0 } @try && @try.Block == n)
            {
                return true;
            }
        }

        return false;
    }

    // Of these the caller's code is the reason, or that there is no code yet.
    private static bool IsRejection(ITypeSymbol? exception)
    {
        for (var type = exception; type is not null; type = type.BaseType)
        {
            if (type is { Name: nameof(ArgumentException) or nameof(NotImplementedException) or nameof(NotSupportedException) or "UnreachableException" } &&
                type.ContainingNamespace?.ToDisplayString() is "System" or "System.Diagnostics")
            {
                return true;
            }
        }

        return false;
    }
}
