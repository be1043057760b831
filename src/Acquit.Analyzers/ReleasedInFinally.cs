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
    public bool Covers(SimpleNameSyntax acquiring) =>
        NamedCall.By(acquiring) is { } call && ContractOf(call) is { Releases.IsEmpty: true, Acquires: { Length: 1 } acquires } &&
        ObjectOf(acquires[0].Target, call) is { } held && IsPlain(held) && StatementHolding(call, acquires[0]) is { } statement &&
        TryAfter(statement) is { Finally: { } last } && last.Block.Statements.Any(s => ReleaseBy(s, held, acquires[0].Kind) is not null);

    /// <summary>
    /// The call, with what gives back what it acquires, where nothing can come between: the <c>try</c> is the next statement, and
    /// the release the first one of its <c>finally</c>.
    /// </summary>
    public FinallyPair? PairOf(SimpleNameSyntax acquiring)
    {
        if (AcquireBy(acquiring) is not ({ } call, { } clause))
        {
            return null;
        }

        var (held, statement) = clause.Target.IsReturn && clause.When.Tests.IsEmpty
            ? VariableOf(call)
            : (ObjectOf(clause.Target, call), StatementHolding(call, clause));
        return held is not null && IsPlain(held) && statement is not null && (statement is not IfStatementSyntax test || IsWayOut(test.Statement)) &&
               statement.Parent is BlockSyntax block && block.Statements.IndexOf(statement) is var at && at + 1 < block.Statements.Count &&
               block.Statements[at + 1] is TryStatementSyntax { Finally.Block.Statements: { Count: > 0 } last } guarded && ReleaseBy(last[0], held, clause.Kind) is { } release
            ? new FinallyPair(call, held, guarded, release)
            : null;
    }

    /// <summary>The call of a name that yields what it acquires, whatever happens, and the kind of that; null for any other.</summary>
    public (InvocationExpressionSyntax Call, string Kind)? YieldedBy(SimpleNameSyntax acquiring) =>
        AcquireBy(acquiring) is ({ } call, { Target.IsReturn: true, When.Tests.IsEmpty: true } clause) ? (call, clause.Kind) : null;

    // A call that acquires one thing, and does nothing else.
    private (InvocationExpressionSyntax Call, AcquireClause Clause)? AcquireBy(SimpleNameSyntax acquiring) =>
        NamedCall.By(acquiring) is { } call &&
        ContractOf(call) is { Releases.IsEmpty: true, Contexts.IsEmpty: true, MayRun.IsEmpty: true, Acquires: { Length: 1 } acquires } &&
        acquires[0] is { Enters: null, Lifo: false, Count: null, Implies.IsEmpty: true } clause
            ? (call, clause)
            : null;

    /// <summary>Whether a name stands for something that neither acquires nor releases, nor asks for anything: it uses what is held.</summary>
    public bool IsOnlyUse(SimpleNameSyntax name) => _model.GetSymbolInfo(NamedCall.By(name) ?? (SyntaxNode)name, _cancellationToken).Symbol switch
    {
        IMethodSymbol method => IsHarmless(method),
        IPropertySymbol property => (property.GetMethod is null || IsHarmless(property.GetMethod)) && (property.SetMethod is null || IsHarmless(property.SetMethod)),
        INamedTypeSymbol => name.Parent is MemberAccessExpressionSyntax access && access.Expression == name,
        _ => false,
    };

    private bool IsHarmless(IMethodSymbol method) => _contracts.Of(method) is { } contract &&
        contract is
        {
            Acquires.IsEmpty: true, Releases.IsEmpty: true, Contexts.IsEmpty: true, MayRun.IsEmpty: true, RunsIn.IsEmpty: true, ParameterRunsIn.IsEmpty: true,
            Requires.IsEmpty: true, Forbids.IsEmpty: true, LooksUp.IsEmpty: true, ReplacedBy: null,
        };

    // T x = Acquire();
    private static (ExpressionSyntax? Held, StatementSyntax? Statement) VariableOf(InvocationExpressionSyntax call) =>
        call.Parent is EqualsValueClauseSyntax
        {
            Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement } } variable,
        }
            ? (SyntaxFactory.IdentifierName(variable.Identifier.ValueText), statement)
            : (null, null);

    private static bool IsWayOut(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax => true,
        BlockSyntax { Statements: { Count: 1 } only } => IsWayOut(only[0]),
        _ => false,
    };

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

    // After the statement it is held in any case: the call cannot fail, or the body is left where it did.
    private static StatementSyntax? StatementHolding(InvocationExpressionSyntax call, AcquireClause clause)
    {
        SyntaxNode outer = call.Parent is AwaitExpressionSyntax awaited ? awaited : call;
        if (outer.Parent is ExpressionStatementSyntax statement)
        {
            return clause.When.Tests.IsEmpty ? statement : null;
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

    /// <summary>The call that a statement is, if that gives back one of a kind that is held.</summary>
    public InvocationExpressionSyntax? ReleaseBy(StatementSyntax statement, ExpressionSyntax held, string kind) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax release } &&
        ContractOf(release) is { } contract &&
        contract.Releases.Any(clause => clause.Kind == kind && clause.When.Tests.IsEmpty && clause.Count is null or { Kind: OperandKind.Constant, Constant: 1 } &&
                                        ObjectOf(clause.Target, release) is { } given && SyntaxFactory.AreEquivalent(given, held))
            ? release
            : null;
}

/// <summary>A call that acquires, and the release that answers it from the <c>finally</c> of the statement after it.</summary>
/// <param name="Held">What it is held on: a path of names, or the variable that it is put into.</param>
internal sealed record FinallyPair(InvocationExpressionSyntax Acquire, ExpressionSyntax Held, TryStatementSyntax Guarded, InvocationExpressionSyntax Release)
{
    /// <summary>Whether the call yields what is held.</summary>
    public bool IsVariable => Acquire.Parent is EqualsValueClauseSyntax;

    /// <summary>The name that is written for it last.</summary>
    public string Name => Held switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => "this",
    };
}
