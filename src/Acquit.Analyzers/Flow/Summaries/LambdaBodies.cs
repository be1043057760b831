using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>The bodies of lambdas that are handed over as code of contexts: they are asked about by themselves.</summary>
internal static class LambdaBodies
{
    /// <summary>The lambda that a symbol stands for; null for anything else.</summary>
    public static AnonymousFunctionExpressionSyntax? DeclarationOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.MethodKind == MethodKind.AnonymousFunction && method.DeclaringSyntaxReferences.Length == 1
            ? method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) as AnonymousFunctionExpressionSyntax
            : null;

    /// <summary>Its graph, as a part of that of the member around it; null where there is none.</summary>
    public static ControlFlowGraph? GraphOf(AnonymousFunctionExpressionSyntax lambda, BodyGraphs graphs, CancellationToken cancellationToken)
    {
        var model = graphs.ModelOf(lambda.SyntaxTree);
        foreach (var around in lambda.Ancestors())
        {
            switch (around)
            {
                case BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax }:
                    return graphs.Look(around, model, cancellationToken) is { } whole ? Within(whole, lambda, cancellationToken) : null;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } or PropertyDeclarationSyntax }:
                    return ControlFlowGraph.Create(around, model, cancellationToken) is { } initializer ? Within(initializer, lambda, cancellationToken) : null;
            }
        }

        return null;
    }

    private static ControlFlowGraph? Within(ControlFlowGraph graph, AnonymousFunctionExpressionSyntax lambda, CancellationToken cancellationToken)
    {
        foreach (var inner in graph.Blocks
            .SelectMany(b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations)
            .SelectMany(o => o.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .Where(f => f.Syntax.Span.Contains(lambda.Span)))
        {
            var found = graph.GetAnonymousFunctionControlFlowGraph(inner, cancellationToken);
            return inner.Syntax == lambda ? found : Within(found, lambda, cancellationToken);
        }

        return graph.LocalFunctions
            .Where(f => f.DeclaringSyntaxReferences.Any(r => r.Span.Contains(lambda.Span)))
            .Select(f => Within(graph.GetLocalFunctionControlFlowGraph(f, cancellationToken), lambda, cancellationToken))
            .FirstOrDefault();
    }
}
