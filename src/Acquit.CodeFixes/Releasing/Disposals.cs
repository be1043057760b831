using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Disposing;
using Acquit.Analyzers.Flow.Summaries;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.CodeFixes.Releasing;

/// <summary>A statement that does nothing but end an object.</summary>
/// <param name="IsAwaited">Whether it waits for an end that comes later.</param>
internal sealed record PresentDisposal(ExpressionStatementSyntax Statement, bool IsAwaited);

/// <summary>The ends that an object has without a <c>using</c>, and that one would make superfluous.</summary>
internal sealed class Disposals
{
    private readonly AnalyzedFile _file;
    private readonly IdentifierNameSyntax _holder;
    private readonly string _kind;

    /// <param name="holder">The variable that names the object all the way.</param>
    public Disposals(AnalyzedFile file, IdentifierNameSyntax holder, string kind)
    {
        _file = file;
        _holder = holder;
        _kind = kind;
    }

    private enum End
    {
        None,
        Plain,

        /// <summary>The call does more than to end the object, or nobody sees that it does not.</summary>
        WithMore,
    }

    /// <summary>All of them in some statements. Null where one is not a statement of its own, which nothing can take the place of.</summary>
    public IReadOnlyList<PresentDisposal>? In(IEnumerable<StatementSyntax> region)
    {
        var found = new List<PresentDisposal>();
        foreach (var node in region.SelectMany(s => s.DescendantNodesAndSelf()))
        {
            // `using (lease)` in the midst ends it there, and so does `await using (lease.ConfigureAwait(false))`.
            if (node is UsingStatementSyntax { Expression: { } used } && Names(used))
            {
                return null;
            }

            if (node is not InvocationExpressionSyntax call || EndMadeBy(call, IsHolder) is not (not End.None and var end))
            {
                continue;
            }

            if (end != End.Plain || StatementOf(call) is not { } disposal)
            {
                return null;
            }

            found.Add(disposal);
        }

        return found;
    }

    /// <summary>Whether a statement ends any object, whatever its name.</summary>
    public bool IsPlainEnd(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: var expression } &&
        expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } call &&
        StatementOf(call)?.Statement == statement &&
        (PlainRelease.Is(call, _file) || EndMadeBy(call, ended => ended is not null) == End.Plain);

    private bool Names(SyntaxNode node) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == _holder.Identifier.ValueText);

    private End EndMadeBy(InvocationExpressionSyntax call, Func<ExpressionSyntax?, bool> isMeant)
    {
        if (_file.Model.GetOperation(call, _file.CancellationToken) is not IInvocationOperation { TargetMethod: var method } operation)
        {
            return End.None;
        }

        bool IsMeant(ReleaseClause clause) => clause.Kind == _kind && isMeant(CallSyntax.Target(operation, clause.Target));

        if (_file.Contracts.Of(method) is { } contract)
        {
            return !contract.Releases.Any(IsMeant) ? End.None : PlainRelease.Is(call, _file) ? End.Plain : End.WithMore;
        }

        var isReceiver = isMeant(operation.Instance?.Syntax as ExpressionSyntax);
        if (isReceiver && (_kind == Disposables.Kind && _file.Disposables.Ends(method) || _file.Inferred(method)?.Releases.Any(IsMeant) == true))
        {
            return method.Name is Conventions.Dispose or Conventions.DisposeAsync || IsSameAsDispose(method) ? End.Plain : End.WithMore;
        }

        return !isReceiver && _file.Inferred(method)?.Releases.Any(IsMeant) == true ? End.WithMore : End.None;
    }

    // The Close of a library is Dispose by another name. One that can be read is that if nothing else stands there.
    private bool IsSameAsDispose(IMethodSymbol method)
    {
        if (BodyGraphs.DeclarationOf(method, _file.CancellationToken) is not { } declaration)
        {
            return Conventions.IsNamedLikeAnEnd(method) && !method.Locations.Any(l => l.IsInSource);
        }

        var only = declaration switch
        {
            MethodDeclarationSyntax { Body.Statements: { Count: 1 } statements } => (statements[0] as ExpressionStatementSyntax)?.Expression,
            MethodDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
            _ => null,
        };
        return only is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: var called } &&
               called is IdentifierNameSyntax { Identifier.ValueText: Conventions.Dispose } or
                   MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: Conventions.Dispose };
    }

    // `lease?.Dispose();`, `await lease.DisposeAsync();`
    private static PresentDisposal? StatementOf(InvocationExpressionSyntax call)
    {
        var whole = call.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == call ? conditional : (ExpressionSyntax)call;
        var isLater = CallSyntax.NameOf(call)?.Identifier.ValueText == Conventions.DisposeAsync;
        return whole.Parent switch
        {
            ExpressionStatementSyntax statement when !isLater => new PresentDisposal(statement, IsAwaited: false),
            AwaitExpressionSyntax { Parent: ExpressionStatementSyntax statement } when isLater => new PresentDisposal(statement, IsAwaited: true),
            _ => null,
        };
    }

    private bool IsHolder(ExpressionSyntax? expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == _holder.Identifier.ValueText,
        ParenthesizedExpressionSyntax p => IsHolder(p.Expression),
        CastExpressionSyntax c => IsHolder(c.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } p => IsHolder(p.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } b => IsHolder(b.Left),
        _ => false,
    };
}
