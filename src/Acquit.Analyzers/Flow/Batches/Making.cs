using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>What a variable holds: which calls made it, which release it, and that nobody else gets at it.</summary>
internal sealed class Making
{
    private readonly Holder _holder;
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;
    private readonly List<(InvocationExpressionSyntax Call, SyntaxNode At, Holder By)> _made = new();

    public Making(Holder holder, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        (_holder, _model, _contracts, _cancellationToken) = (holder, model, contracts, cancellationToken);
    }

    public List<InvocationExpressionSyntax> Calls => _made.ConvertAll(m => m.Call);

    public List<InvocationExpressionSyntax> Releases { get; } = new();

    /// <summary>False when something is done with it that cannot be told.</summary>
    public bool Read() => Read(_holder, null);

    private bool Read(Holder holder, Holder? into)
    {
        foreach (var (value, at) in holder.Values())
        {
            switch (Bare(value))
            {
                case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }:
                    break;
                case InvocationExpressionSyntax call:
                    _made.Add((call, at, holder));
                    break;
                case IdentifierNameSyntax name when into is null && Holder.Of(name, _model, _cancellationToken) is { IsField: false } local && Read(local, holder):
                    break;
                default:
                    return false;
            }
        }

        return holder.Uses().All(use => IsHarmless(use, into));
    }

    private bool IsHarmless(ExpressionSyntax use, Holder? into) => use.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && (assignment.Left == use || into?.Is(assignment.Left) == true) &&
            assignment.Parent is ExpressionStatementSyntax,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } or IsPatternExpressionSyntax { Pattern: not RecursivePatternSyntax { Designation: not null } } => true,
        MemberAccessExpressionSyntax access => access.Expression == use && access.Parent is not InvocationExpressionSyntax && !IsItself(access),
        ConditionalAccessExpressionSyntax => true,
        ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } arguments } argument =>
            IsHarmless(call, arguments.Arguments.IndexOf(argument)),
        _ => false,
    };

    // Another name for it.
    private bool IsItself(MemberAccessExpressionSyntax access) =>
        _model.GetSymbolInfo(access, _cancellationToken).Symbol is IPropertySymbol { GetMethod: { } getter } && _contracts.Of(getter) is { } contract && contract.SameAs.Any(s => !s.IsView);

    private bool IsHarmless(InvocationExpressionSyntax call, int ordinal)
    {
        if (_model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol { ReducedFrom: null } method || _contracts.Of(method) is not { } contract ||
            call.ArgumentList.Arguments[ordinal].NameColon is not null)
        {
            return false;
        }

        if (contract.Releases.Any(r => r.Target == Target.Parameter(ordinal)))
        {
            Releases.Add(call);
            return true;
        }

        return contract.Borrows.Contains(ordinal);
    }

    /// <summary>Whether it was made whenever the pair is come to: what it is made of is left to others only then.</summary>
    public bool IsThere(OwningPair pair, OwningClauses clauses) =>
        !clauses.MayFail || IsGuarded(pair.Statement) || (_holder.IsField ? _made.TrueForAll(m => IsGivenUpOtherwise(m, pair)) : _made.TrueForAll(m => IsLeftOtherwise(m, pair)) && _made.Count == 1);

    // Within `if (area != null)`, or after `if (area is null) return;`.
    private bool IsGuarded(StatementSyntax statement)
    {
        for (SyntaxNode node = statement; node.Parent is { } parent && node is not MemberDeclarationSyntax; node = parent)
        {
            if (parent is IfStatementSyntax @if && @if.Statement == node && IsNullTest(@if.Condition, _holder) == false)
            {
                return true;
            }

            if (parent is BlockSyntax block && node is StatementSyntax within)
            {
                for (var i = block.Statements.IndexOf(within) - 1; i >= 0 && block.Statements[i] is not LabeledStatementSyntax; i--)
                {
                    if (block.Statements[i] is IfStatementSyntax { Else: null } test && IsNullTest(test.Condition, _holder) == true && Leaves(test.Statement) is not null)
                    {
                        return !within.DescendantNodesAndSelf().OfType<LabeledStatementSyntax>().Any();
                    }
                }
            }

            if (node is LabeledStatementSyntax)
            {
                return false;
            }
        }

        return false;
    }

    // A local: the statement after the call leaves when there is nothing, and nothing leads to the pair around it.
    private bool IsLeftOtherwise((InvocationExpressionSyntax Call, SyntaxNode At, Holder By) made, OwningPair pair)
    {
        if (After(made) is not { } test || test.Parent is not BlockSyntax block || !block.Span.Contains(pair.Statement.SpanStart) || test.SpanStart > pair.Statement.SpanStart ||
            Leaves(test.Statement) is not { } leaving)
        {
            return false;
        }

        var member = test.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        var labels = member.DescendantNodes().OfType<LabeledStatementSyntax>()
            .Where(l => l.SpanStart > test.Span.End && l.SpanStart <= pair.Statement.SpanStart).Select(l => l.Identifier.ValueText).ToList();
        var leads = member.DescendantNodes().OfType<GotoStatementSyntax>()
            .Where(g => g.SpanStart < test.Span.End && labels.Contains((g.Expression as IdentifierNameSyntax)?.Identifier.ValueText ?? "")).ToList();
        return leads.Count == 0 && leaving is not ContinueStatementSyntax;
    }

    // A field: where there is nothing, what it would have been made of is given back there and then.
    private bool IsGivenUpOtherwise((InvocationExpressionSyntax Call, SyntaxNode At, Holder By) made, OwningPair pair) =>
        After(made) is { } test && Leaves(test.Statement) is not null && test.Statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            _model.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol method && _contracts.Of(method) is { } contract &&
            contract.Releases.Any(r => _contracts.Of(pair.Putter)!.Releases.Any(p => p.Kind == r.Kind)));

    private IfStatementSyntax? After((InvocationExpressionSyntax Call, SyntaxNode At, Holder By) made) =>
        made.At.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement && block.Statements.IndexOf(statement) is var at && at + 1 < block.Statements.Count &&
        block.Statements[at + 1] is IfStatementSyntax { Else: null } test && IsNullTest(test.Condition, made.By) == true
            ? test
            : null;

    // True for a test that it is null, false for one that it is not.
    private static bool? IsNullTest(ExpressionSyntax condition, Holder holder) => condition switch
    {
        BinaryExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression } test when holder.Is(test.Left) =>
            test.IsKind(SyntaxKind.EqualsExpression) ? true : test.IsKind(SyntaxKind.NotEqualsExpression) ? false : null,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } test when holder.Is(test.Expression) => true,
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } } test when holder.Is(test.Expression) => false,
        _ => null,
    };

    private static StatementSyntax? Leaves(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements.Count: > 0 } block => Leaves(block.Statements.Last()),
        ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax => statement,
        _ => null,
    };

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Bare(inner.Expression),
        PostfixUnaryExpressionSyntax suppressed when suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression) => Bare(suppressed.Operand),
        _ => expression,
    };
}
