using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Follows a body and every lambda and local function in it.</summary>
internal static class BodyAnalysis
{
    /// <param name="fieldMinders">Gets the type, if the body puts something that is held into a field of its object or releases it from there.</param>
    /// <param name="elsewhere">Gets what other files may add.</param>
    /// <param name="body">A declaration with a body, as <see cref="ControlFlowGraph.Create(SyntaxNode, SemanticModel, CancellationToken)"/> takes it.</param>
    public static IReadOnlyCollection<Finding> Analyze(SyntaxNode body, SemanticModel model, ContractTable contracts, Contexts.ContextReach reach, SummaryTable summaries, CancellationToken cancellationToken, ICollection<INamedTypeSymbol>? fieldMinders = null, List<Finding>? elsewhere = null)
    {
        var findings = new List<Finding>();
        if (summaries.Graphs.Take(body, model, cancellationToken) is { } graph &&
            (model.GetDeclaredSymbol(body, cancellationToken) ?? model.GetEnclosingSymbol(body.SpanStart, cancellationToken)) is { } owner)
        {
            Analyze(graph, body, owner, model, contracts, reach, summaries, findings, fieldMinders, elsewhere, cancellationToken);
        }

        return findings;
    }

    private static void Analyze(
        ControlFlowGraph graph, SyntaxNode body, ISymbol owner, SemanticModel model, ContractTable contracts, Contexts.ContextReach reach, SummaryTable summaries, List<Finding> findings,
        ICollection<INamedTypeSymbol>? fieldMinders, List<Finding>? elsewhere, CancellationToken cancellationToken)
    {
        var context = FlowContext.Of(graph, owner, contracts, model.Compilation, reach, summaries.Ask(reach), null, cancellationToken);
        findings.AddRange(summaries.Graphs.IsGivenUp(body) ? new[] { MethodFlow.GaveUp(body) } : MethodFlow.Analyze(graph, context, body));
        if (context.MindsFields && owner.ContainingType is { } type)
        {
            fieldMinders?.Add(type);
        }

        elsewhere?.AddRange(context.Elsewhere.Values);
        foreach (var local in graph.LocalFunctions)
        {
            var inner = graph.GetLocalFunctionControlFlowGraph(local, cancellationToken);
            Analyze(inner, inner.OriginalOperation.Syntax, local, model, contracts, reach, summaries, findings, fieldMinders, elsewhere, cancellationToken);
        }

        foreach (var lambda in context.HasFunctions ? LambdasIn(graph) : Array.Empty<IFlowAnonymousFunctionOperation>())
        {
            var inner = graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken);
            Analyze(inner, inner.OriginalOperation.Syntax, lambda.Symbol, model, contracts, reach, summaries, findings, fieldMinders, elsewhere, cancellationToken);
        }
    }

    private static IReadOnlyList<IFlowAnonymousFunctionOperation> LambdasIn(ControlFlowGraph graph) => graph.Blocks
        .SelectMany(b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations)
        .SelectMany(o => o.DescendantsAndSelf())
        .OfType<IFlowAnonymousFunctionOperation>()
        .ToList();
}
