using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>
/// Whether what a call acquires on an object is given back by the <c>finally</c> of the <c>try</c> that follows, so that it does
/// not get out of the body. Most locks are taken so, and their bodies need not be followed to know it.
/// </summary>
internal sealed class ReleasedInFinally
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;

    public ReleasedInFinally(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    /// <param name="acquiring">The name of the method called.</param>
    public bool Covers(SimpleNameSyntax acquiring)
    {
        if (NamedCall.By(acquiring) is not { } call || ContractOf(call) is not { Releases.IsEmpty: true, Acquires: { Length: 1 } acquires } ||
            ObjectOf(acquires[0].Target, call) is not { } held || !IsPlain(held) || StatementHolding(call, acquires[0]) is not { } statement)
        {
            return false;
        }

        return TryAfter(statement) is { Finally: { } last } &&
               last.Block.Statements.Any(s => s is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax release } && Releases(release, held, acquires[0].Kind));
    }

    private MemberContract? ContractOf(InvocationExpressionSyntax call) =>
        _model.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol method ? _contracts.Of(method) : null;

    private static ExpressionSyntax? ObjectOf(Target target, InvocationExpressionSyntax call) => target switch
    {
        { IsReceiver: true } => call.Expression is MemberAccessExpressionSyntax access ? access.Expression : null,
        { Kind: TargetKind.Parameter, Path: null } => call.ArgumentList.Arguments is var arguments && target.Ordinal < arguments.Count &&
                                                       arguments.All(a => a.NameColon is null && a.RefKindKeyword.IsKind(SyntaxKind.None))
            ? arguments[target.Ordinal].Expression
            : null,
        _ => null,
    };

    // Written twice it names the same thing.
    private static bool IsPlain(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or InstanceExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsPlain(access.Expression),
        _ => false,
    };

    // After the statement it is held in any case: the call stands alone, or the body is left where it failed.
    private static StatementSyntax? StatementHolding(InvocationExpressionSyntax call, AcquireClause clause)
    {
        SyntaxNode outer = call.Parent is AwaitExpressionSyntax awaited ? awaited : call;
        if (outer.Parent is ExpressionStatementSyntax statement)
        {
            return statement;
        }

        return outer.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null } test } &&
               clause.When.Tests is { Length: 1 } tests && tests[0] is { Operator: TestOperator.Equal, Left.Kind: OperandKind.Return, Right: { Kind: OperandKind.Constant, Constant: 1 } }
            ? test
            : null;
    }

    // What stands between them runs to its end, or throws.
    private static TryStatementSyntax? TryAfter(StatementSyntax statement)
    {
        if (statement.Parent is not BlockSyntax block)
        {
            return null;
        }

        for (var i = block.Statements.IndexOf(statement) + 1; i < block.Statements.Count; i++)
        {
            switch (block.Statements[i])
            {
                case TryStatementSyntax found:
                    return found;
                case LocalDeclarationStatementSyntax or ExpressionStatementSyntax:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private bool Releases(InvocationExpressionSyntax release, ExpressionSyntax held, string kind) =>
        ContractOf(release)?.Releases.Any(clause => clause.Kind == kind && clause.When.Tests.IsEmpty && clause.Count is null or { Kind: OperandKind.Constant, Constant: 1 } &&
                                                    ObjectOf(clause.Target, release) is { } given && SyntaxFactory.AreEquivalent(given, held)) == true;
}
