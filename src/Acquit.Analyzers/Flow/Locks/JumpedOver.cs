using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Locks that are given back behind a label, or in a finally block, where a jump leads past their being taken. The caller does not hold
/// them: taking one would wait for him for ever, or he would have it twice; and whoever goes past all that is done under a lock does not
/// do so because it is held already.
/// </summary>
internal sealed class JumpedOver
{
    private readonly FlowContext _context;
    private readonly Dictionary<(IOperation Release, Value Key, string Kind), HashSet<AcquireSite>> _held = new();
    private readonly HashSet<(IOperation Release, Value Key, string Kind)> _unheld = new();
    private readonly HashSet<(Value Key, string Kind)> _doubted = new();

    public JumpedOver(FlowContext context) => _context = context;

    /// <summary>A helper may have taken it, or given it back.</summary>
    public void Doubt(Value key, string kind) => _doubted.Add((key, kind));

    /// <summary>A release runs while what it releases is held.</summary>
    public void Released(Resource live, IOperation release)
    {
        if (_context.IsSummary || live is { Unsure: true } or { Escaped: true } or { Foreign: true } ||
            !(TakenOnce.Is(live, _context) || _context.Contracts.BelongsToHolder(live.Kind)))
        {
            return;
        }

        if (!_held.TryGetValue((release, live.Key, live.Kind), out var sites))
        {
            _held.Add((release, live.Key, live.Kind), sites = new());
        }

        sites.Add(live.Site);
    }

    /// <summary>A release runs while nothing of the kind is known to be held.</summary>
    /// <param name="finding">What is reported if that turns out to be a mistake.</param>
    public void ReleasedUnheld(Value key, string kind, IOperation release, Finding finding, World world)
    {
        _unheld.Add((release, key, kind));
        if (!_context.IsSummary)
        {
            var way = world.Trail;
            _context.ReportIf(finding, () => !_context.IsReported(finding.Kind, finding.Node) && IsMistake(key, kind, release, way));
        }
    }

    // Given back elsewhere as well while it is not held, it is the caller's, who has it given up for a while, say.
    private bool IsMistake(Value key, string kind, IOperation release, Trail? way) =>
        _held.TryGetValue((release, key, kind), out var sites) && !_doubted.Contains((key, kind)) &&
        _unheld.Count(u => u.Key == key && u.Kind == kind) == 1 && _context.Requirements?.Doubts.IsLeftToOthers(key, kind) == false &&
        Jump(way, release.Syntax) is var (start, end) && sites.All(site => start < site.Call.Syntax.SpanStart && site.Call.Syntax.Span.End < end);

    // What lies between the last jump that was decided on the way and where it has led to.
    private (int Start, int End)? Jump(Trail? way, SyntaxNode release)
    {
        while (way is { Kind: StepKind.Released } or { Kind: StepKind.Branch, IsOpen: false })
        {
            way = way.Previous;
        }

        if (way is not { Kind: StepKind.Branch } || ChosenBy(way) is not { } chosen || IsComingAgain(release))
        {
            return null;
        }

        return (chosen is BlockSyntax { Statements: var statements } ? statements.LastOrDefault() : chosen) switch
        {
            GotoStatementSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } @goto when LabelOf(@goto, name) is { } label && label.SpanStart <= release.SpanStart =>
                (@goto.Span.End, label.SpanStart),
            (ReturnStatementSyntax or ThrowStatementSyntax) and var jump when jump.FirstAncestorOrSelf<TryStatementSyntax>() is { Catches.Count: 0, Finally: { } clause } && clause.Span.Contains(release.Span) =>
                (jump.Span.End, clause.SpanStart),
            _ => null,
        };
    }

    // The branch of the if statement that was taken, if its condition is no flag: that might say who holds the lock.
    private StatementSyntax? ChosenBy(Trail branch)
    {
        var (node, outcome) = (branch.Node, branch.Outcome);
        while (node.Parent is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } ||
               node.Parent is BinaryExpressionSyntax both && (both.IsKind(SyntaxKind.LogicalOrExpression) ? outcome : both.IsKind(SyntaxKind.LogicalAndExpression) && !outcome))
        {
            outcome ^= node.Parent is PrefixUnaryExpressionSyntax;
            node = node.Parent;
        }

        return node.Parent is IfStatementSyntax chosen && chosen.Condition == node && !IsFlag(branch.Node) ? outcome ? chosen.Statement : chosen.Else?.Statement : null;
    }

    private bool IsFlag(SyntaxNode condition)
    {
        var model = _context.Summaries.Graphs.ModelOf(condition.SyntaxTree);
        return condition.DescendantNodesAndSelf(node => node is not InvocationExpressionSyntax).Any(node => model.GetSymbolInfo(node, _context.CancellationToken).Symbol switch
        {
            IMethodSymbol asked when node is InvocationExpressionSyntax => _context.Contracts.Of(asked)?.TellsHeld is not null,
            ILocalSymbol local => IsFlag(local.Type) && local.DeclaringSyntaxReferences.Any(r =>
                r.GetSyntax(_context.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: not (InvocationExpressionSyntax or AwaitExpressionSyntax or LiteralExpressionSyntax) }),
            IParameterSymbol parameter => IsFlag(parameter.Type),
            IFieldSymbol { IsConst: false } field => IsFlag(field.Type),
            IPropertySymbol property => IsFlag(property.Type),
            _ => false,
        });
    }

    private static bool IsFlag(ITypeSymbol type) => type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum;

    // In a later round it may give back what an earlier one took for it.
    private static bool IsComingAgain(SyntaxNode release) =>
        release.Ancestors().TakeWhile(n => n is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(n => n is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax) ||
        BodyOf(release).DescendantNodes().OfType<GotoStatementSyntax>().Any(jump =>
            jump.Expression is not IdentifierNameSyntax { Identifier.ValueText: var name } || LabelOf(jump, name) is not { } label || label.SpanStart < jump.SpanStart);

    private static LabeledStatementSyntax? LabelOf(GotoStatementSyntax jump, string name) =>
        BodyOf(jump).DescendantNodes().OfType<LabeledStatementSyntax>().FirstOrDefault(label => label.Identifier.ValueText == name);

    private static SyntaxNode BodyOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(n => n is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) ?? node.SyntaxTree.GetRoot();
}
