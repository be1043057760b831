using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public ThrowingBodies(BodyGraphs graphs) => _graphs = graphs;

    /// <summary>Whether the method is called what it throws for: <c>ThrowIfCancellationRequested</c>, <c>ThrowInvalidState</c>.</summary>
    public static bool IsNamedForIt(IMethodSymbol method)
    {
        const string Throw = nameof(Throw);
        return method is { MethodKind: MethodKind.Ordinary, ReturnsVoid: true } && method.Name.StartsWith(Throw, StringComparison.Ordinal) &&
               (method.Name.Length == Throw.Length || char.IsUpper(method.Name[Throw.Length]));
    }

    /// <param name="isAwaited">What an async method throws comes out when it is awaited.</param>
    public bool Throws(IMethodSymbol method, bool isAwaited, CancellationToken cancellationToken) => Throws(method, isAwaited, 0, cancellationToken);

    private bool Throws(IMethodSymbol called, bool isAwaited, int depth, CancellationToken cancellationToken)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (!CallGraph.IsFixed(called) || (method.IsAsync && !isAwaited) || depth > MaxDepth)
        {
            return false;
        }

        if (_known.TryGetValue(method, out var known))
        {
            return known;
        }

        if (BodyGraphs.DeclarationOf(method, cancellationToken) is not { } declaration || BodyGraphs.IsIterator(declaration))
        {
            return false;
        }

        // What was not looked into for its depth may be, another time; a circle throws only if one of its bodies does.
        var isCut = false;
        var throws = Throws(declaration, depth, ref isCut, cancellationToken);
        return isCut && !throws ? throws : _known.GetOrAdd(method, throws);
    }

    private bool Throws(SyntaxNode declaration, int depth, ref bool isCut, CancellationToken cancellationToken)
    {
        var calls = new List<InvocationExpressionSyntax>();
        SemanticModel? model = null;
        foreach (var node in declaration.DescendantNodes(n => n == declaration || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            var thrown = node switch
            {
                ThrowStatementSyntax statement => statement.Expression,
                ThrowExpressionSyntax expression => expression.Expression,
                _ => null,
            };
            if (thrown is not null && !IsCaught(node, declaration))
            {
                model ??= _graphs.ModelOf(declaration.SyntaxTree);
                if (!IsRejection(model.GetTypeInfo(thrown, cancellationToken).Type))
                {
                    return true;
                }
            }
            else if (node is InvocationExpressionSyntax call && !IsCaught(node, declaration))
            {
                calls.Add(call);
            }
        }

        if (depth == MaxDepth || calls.Count > MaxCalls)
        {
            isCut |= calls.Count > 0;
            return false;
        }

        foreach (var call in calls)
        {
            model ??= _graphs.ModelOf(declaration.SyntaxTree);
            if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol callee)
            {
                continue;
            }

            if (callee.DeclaringSyntaxReferences.IsEmpty
                ? IsNamedForIt(callee) && !IsRejection(callee.ContainingType)
                : Throws(callee, call.Parent is AwaitExpressionSyntax, depth + 1, cancellationToken))
            {
                return true;
            }

            isCut |= depth + 1 >= MaxDepth && !callee.DeclaringSyntaxReferences.IsEmpty;
        }

        return false;
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
