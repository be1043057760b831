using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>
/// Calls that no run of their method comes to, as a condition before them never comes out otherwise: a variable that is asked about
/// before anything is put into it, say. A context is told of code as it is written; this is asked only of what would be reported.
/// </summary>
internal sealed class NeverRun
{
    private readonly SummaryTable _summaries;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;

    public NeverRun(SummaryTable summaries, ContractTable contracts, CancellationToken cancellationToken)
    {
        _summaries = summaries;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether the call that a finding is about, or one that leads to it, is among them.</summary>
    public bool Includes(Finding finding) => finding.Chain.Insert(0, finding.Node).Any(Includes);

    private bool Includes(SyntaxNode call)
    {
        var model = _summaries.Graphs.ModelOf(call.SyntaxTree);
        if (Around(call) is not { } function || MethodOf(function, model) is not { } method || GraphOf(function, method) is not { } graph)
        {
            return false;
        }

        var reach = new ContextReach(model, _contracts, _cancellationToken);
        var context = FlowContext.Of(
            graph, method, _contracts, _summaries.Graphs.Compilation, reach, _summaries.Ask(reach), new OutcomeRecorder { IsIdle = true }, _cancellationToken);
        context.Contents = null;
        context.CameTo = new HashSet<IOperation>();
        bool IsCall(IOperation operation) => operation.DescendantsAndSelf().Any(o => o.Syntax == call);

        return graph.Blocks.Any(b => b.Operations.Any(IsCall) || (b.BranchValue is { } value && IsCall(value))) &&
               MethodFlow.Walk(graph, context, function) && !context.CameTo.Any(IsCall);
    }

    private static SyntaxNode? Around(SyntaxNode call) => call.Ancestors().FirstOrDefault(n =>
        n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);

    private IMethodSymbol? MethodOf(SyntaxNode function, SemanticModel model) => function is AnonymousFunctionExpressionSyntax
        ? model.GetSymbolInfo(function, _cancellationToken).Symbol as IMethodSymbol
        : model.GetDeclaredSymbol(function, _cancellationToken) as IMethodSymbol;

    private ControlFlowGraph? GraphOf(SyntaxNode function, IMethodSymbol method) => function is AnonymousFunctionExpressionSyntax lambda
        ? LambdaBodies.GraphOf(lambda, _summaries.Graphs, _cancellationToken)
        : _summaries.Graphs.Of(method, function, _cancellationToken);
}
