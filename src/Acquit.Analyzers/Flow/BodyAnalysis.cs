using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Follows a body and every lambda and local function in it.</summary>
internal static class BodyAnalysis
{
    /// <param name="body">A declaration with a body, as <see cref="ControlFlowGraph.Create(SyntaxNode, SemanticModel, CancellationToken)"/> takes it.</param>
    public static IReadOnlyCollection<Finding> Analyze(SyntaxNode body, SemanticModel model, ContractTable contracts, Contexts.ContextReach reach, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        if (ControlFlowGraph.Create(body, model, cancellationToken) is { } graph &&
            (model.GetDeclaredSymbol(body, cancellationToken) ?? model.GetEnclosingSymbol(body.SpanStart, cancellationToken)) is { } owner)
        {
            Analyze(graph, body, owner, model, contracts, reach, findings, cancellationToken);
        }

        return findings;
    }

    private static void Analyze(
        ControlFlowGraph graph, SyntaxNode body, ISymbol owner, SemanticModel model, ContractTable contracts, Contexts.ContextReach reach, List<Finding> findings,
        CancellationToken cancellationToken)
    {
        var lambdas = graph.Blocks
            .SelectMany(b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations)
            .SelectMany(o => o.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .ToList();
        var captured = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var unstable = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var shared = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Closures.Find(graph.OriginalOperation, captured, unstable, shared);
        var context = new FlowContext(contracts, model.Compilation, owner, captured, unstable, shared, reach, cancellationToken);
        findings.AddRange(MethodFlow.Analyze(graph, context, body));
        foreach (var local in graph.LocalFunctions)
        {
            var inner = graph.GetLocalFunctionControlFlowGraph(local, cancellationToken);
            Analyze(inner, inner.OriginalOperation.Syntax, local, model, contracts, reach, findings, cancellationToken);
        }

        foreach (var lambda in lambdas)
        {
            var inner = graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken);
            Analyze(inner, inner.OriginalOperation.Syntax, lambda.Symbol, model, contracts, reach, findings, cancellationToken);
        }
    }
}
