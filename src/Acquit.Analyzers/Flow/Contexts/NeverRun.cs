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
    private readonly Dictionary<SyntaxNode, HashSet<SyntaxNode>> _passedBy = new();

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
        if (Around(call) is not { } function)
        {
            return false;
        }

        if (!_passedBy.TryGetValue(function, out var passedBy))
        {
            _passedBy.Add(function, passedBy = PassedBy(function));
        }

        return passedBy.Contains(call);
    }

    // What stands in a function and is come to by no run of it.
    private HashSet<SyntaxNode> PassedBy(SyntaxNode function)
    {
        var none = new HashSet<SyntaxNode>();
        var model = _summaries.Graphs.ModelOf(function.SyntaxTree);
        if (MethodOf(function, model) is not { } method || GraphOf(function, method) is not { } graph)
        {
            return none;
        }

        var reach = new ContextReach(model, _contracts, _cancellationToken);
        var context = FlowContext.Of(
            graph, method, _contracts, _summaries.Graphs.Compilation, reach, _summaries.Ask(reach), new OutcomeRecorder { IsIdle = true }, _cancellationToken);
        context.Contents = null;
        context.CameTo = new HashSet<IOperation>();
        if (!MethodFlow.Walk(graph, context, function))
        {
            return none;
        }

        var all = SyntaxOf(graph.Blocks.SelectMany(b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations));
        all.ExceptWith(SyntaxOf(context.CameTo));
        return all;
    }

    private static HashSet<SyntaxNode> SyntaxOf(IEnumerable<IOperation> operations) => new(operations.SelectMany(o => o.DescendantsAndSelf()).Select(o => o.Syntax));

    private static SyntaxNode? Around(SyntaxNode call) => call.Ancestors().FirstOrDefault(n =>
        n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);

    private IMethodSymbol? MethodOf(SyntaxNode function, SemanticModel model) => function is AnonymousFunctionExpressionSyntax
        ? model.GetSymbolInfo(function, _cancellationToken).Symbol as IMethodSymbol
        : model.GetDeclaredSymbol(function, _cancellationToken) as IMethodSymbol;

    private ControlFlowGraph? GraphOf(SyntaxNode function, IMethodSymbol method) => function is AnonymousFunctionExpressionSyntax lambda
        ? LambdaBodies.GraphOf(lambda, _summaries.Graphs, _cancellationToken)
        : _summaries.Graphs.Of(method, function, _cancellationToken);
}
