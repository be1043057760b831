using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Whether some code gives back what it has not plainly taken itself just before: that may be the other half of a pair, of which a
/// method does the first. Asked only where a method has kept something; whatever is not plain counts as another half.
/// </summary>
internal sealed class OtherHalves
{
    private readonly ContractTable _contracts;
    private readonly BodyGraphs _graphs;
    private readonly CancellationToken _cancellationToken;

    public OtherHalves(FlowContext context)
    {
        _contracts = context.Contracts;
        _graphs = context.Summaries.Graphs;
        _cancellationToken = context.CancellationToken;
    }

    /// <summary>Whether a field or property always has that object in it which it was made with.</summary>
    public static bool IsMadeOnce(ISymbol member, FlowContext context) =>
        IsMadeAlong(member, context.CancellationToken) && !context.Summaries.Fields.IsEvidentlyWrittenBesides(member, _ => false, context.CancellationToken);

    /// <param name="code">All that can name it.</param>
    /// <param name="member">The field or property that it is in; null if it may be in any.</param>
    /// <param name="besides">Methods that are looked at otherwise.</param>
    public bool AreIn(IEnumerable<(SyntaxTree Tree, TextSpan Span)> code, ISymbol? member, string kind, Func<IMethodSymbol, bool>? besides = null)
    {
        var names = new NameScanner(_contracts.ReleasesOf(kind).Select(m => m.Name).Distinct(StringComparer.Ordinal).ToList());
        var hits = new List<NameHit>();
        foreach (var (tree, span) in code)
        {
            hits.Clear();
            names.Find(tree.GetText(_cancellationToken), span, hits, _cancellationToken);
            if (hits.Count == 0)
            {
                continue;
            }

            var root = tree.GetRoot(_cancellationToken);
            var named = hits.Select(hit => root.FindToken(hit.Start).Parent).OfType<SimpleNameSyntax>();
            if (named.GroupBy(BodyOf).Any(body => !(besides is not null && MethodOf(body.Key) is { } method && besides(method)) && IsIn(body.Key, body, member?.OriginalDefinition, kind)))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Act(SyntaxNode Call, ISymbol? Of);

    private IMethodSymbol? MethodOf(SyntaxNode? body) =>
        body is null ? null : _graphs.ModelOf(body.SyntaxTree).GetDeclaredSymbol(body, _cancellationToken) as IMethodSymbol;

    private bool IsIn(SyntaxNode? body, IEnumerable<SimpleNameSyntax> named, ISymbol? member, string kind)
    {
        var releases = new List<Act>();
        foreach (var name in named)
        {
            if (NamedCall.By(name) is { } call)
            {
                releases.AddRange(ReleasesBy(call, kind));
            }
            else if (_graphs.ModelOf(name.SyntaxTree).GetSymbolInfo(name, _cancellationToken).Symbol is IMethodSymbol method && Releases(method, kind))
            {
                // A delegate.
                return true;
            }
        }

        releases.RemoveAll(r => member is not null && IsAnother(r.Of, member));
        if (releases.Count == 0)
        {
            return false;
        }

        var takes = body?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => NamedCall.NameOf(call) is { } name && _contracts.AcquiringNames.Contains(name) && BodyOf(call) == body).SelectMany(call => TakesBy(call, kind)).ToList() ?? new();
        return releases.Exists(release => !IsTakenBefore(release, takes, releases));
    }

    // What another member was made with is another object.
    private bool IsAnother(ISymbol? of, ISymbol member) =>
        of is IFieldSymbol or IPropertySymbol && !SymbolEqualityComparer.Default.Equals(of.OriginalDefinition, member) && IsMadeAlong(of, _cancellationToken);

    private static bool IsMadeAlong(ISymbol member, CancellationToken cancellationToken) =>
        member.DeclaringSyntaxReferences.Length == 1 && member switch
        {
            IFieldSymbol { IsReadOnly: true } => member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax },
            IPropertySymbol { SetMethod: null } => member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax },
            _ => false,
        };

    // By a statement that is run before it whichever way leads to it, and given back by none such in between.
    private static bool IsTakenBefore(Act release, List<Act> takes, List<Act> releases)
    {
        bool IsOnTheWay(Act act) => release.Of is not null && SymbolEqualityComparer.Default.Equals(act.Of, release.Of) && act.Call.Span.End <= release.Call.SpanStart && AreaOf(act.Call).Contains(release.Call.Span);

        return takes.FindAll(IsOnTheWay) is { Count: > 0 } before && before.Max(t => t.Call.SpanStart) is var last && !releases.Exists(other => other.Call.SpanStart > last && IsOnTheWay(other));
    }

    // The statements of which it is one; of what is tried, and of what is done whatever happens, those behind it as well.
    private static TextSpan AreaOf(SyntaxNode call)
    {
        foreach (var node in call.Ancestors())
        {
            switch (node)
            {
                case BlockSyntax { Parent: TryStatementSyntax tried } block when tried.Block == block:
                case BlockSyntax { Parent: BlockSyntax or FinallyClauseSyntax }:
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax:
                case BlockSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or ElseClauseSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                case StatementSyntax { Parent: { } around } when around is IfStatementSyntax || LoopStatements.Is(around):
                    return node.Span;
            }
        }

        return call.Span;
    }

    private IEnumerable<Act> ReleasesBy(InvocationExpressionSyntax call, string kind) =>
        OperationOf(call) is { } operation && _contracts.Of(operation.TargetMethod) is { } contract
            ? contract.Releases.Where(r => r.Kind == kind).Select(r => new Act(call, SymbolOf(operation, r.Target)))
            : Enumerable.Empty<Act>();

    private IEnumerable<Act> TakesBy(InvocationExpressionSyntax call, string kind) =>
        OperationOf(call) is { } operation && _contracts.Of(operation.TargetMethod) is { } contract
            ? contract.Acquires.Where(a => a.Kind == kind).Select(a => new Act(call, SymbolOf(operation, a.Target)))
            : Enumerable.Empty<Act>();

    private IInvocationOperation? OperationOf(InvocationExpressionSyntax call) =>
        _graphs.ModelOf(call.SyntaxTree).GetOperation(call, _cancellationToken) as IInvocationOperation;

    private bool Releases(IMethodSymbol method, string kind) => _contracts.Of(method)?.Releases.Any(r => r.Kind == kind) == true;

    // What it is about, as far as a name stands for it.
    private static ISymbol? SymbolOf(IInvocationOperation call, Target target)
    {
        var value = target switch
        {
            { Path: not null } => null,
            { Kind: TargetKind.Receiver } => call.Instance,
            { Kind: TargetKind.Parameter } => call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == target.Ordinal)?.Value,
            _ => null,
        };
        return target.IsReturn ? ResultOf(call) : value is null ? null : NamedBy(value);
    }

    private static ISymbol? NamedBy(IOperation value) => Evaluator.Unwrap(value) switch
    {
        IMemberReferenceOperation member => member.Member,
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    // What the result is put into.
    private static ISymbol? ResultOf(IOperation call)
    {
        while (call.Parent is IConversionOperation { OperatorMethod: null } conversion)
        {
            call = conversion;
        }

        return call.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation assignment when assignment.Value == call => NamedBy(assignment.Target),
            _ => null,
        };
    }

    private static SyntaxNode? BodyOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax);
}
