using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>
/// Whether all that is acquired in a body is given back in a way that shows at a glance: by the <c>finally</c> of the statement
/// after it, with nothing else in the body that could interfere. Most code is of this sort, and to follow it would tell nothing.
/// </summary>
/// <remarks>What is not plain to see counts as not paired: then the body is followed.</remarks>
internal sealed class PairedByShape
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly SummaryTable.Inquiry _summaries;
    private readonly ReleasedInFinally _released;
    private readonly CancellationToken _cancellationToken;

    private PairedByShape(SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _summaries = summaries;
        _released = new ReleasedInFinally(model, contracts, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    /// <summary>For the bodies of one file; null where more is asked of every body than that what is held is given back.</summary>
    public static PairedByShape? In(SemanticModel model, ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken) =>
        contracts.SpeaksOfContent || !summaries.Needs.IsEmpty ? null : new PairedByShape(model, contracts, summaries, cancellationToken);

    /// <param name="body">As the control-flow graph takes it.</param>
    /// <param name="names">Those in the body that may stand for something with a contract.</param>
    public bool Covers(SyntaxNode body, IReadOnlyList<SimpleNameSyntax> names)
    {
        var pairs = new List<FinallyPair>();
        foreach (var name in names)
        {
            if (pairs.Exists(p => p.Release.Span.Contains(name.Span)) || _released.IsOnlyUse(name))
            {
                continue;
            }

            if (_released.PairOf(name) is not { } pair || pairs.Exists(p => p.Name == pair.Name && p.Guarded.Span.IntersectsWith(pair.Guarded.Span)))
            {
                return false;
            }

            pairs.Add(pair);
        }

        return pairs.Count > 0 && IsStraight(body, pairs) && pairs.TrueForAll(p => !p.IsVariable || StaysWithin(body, p)) && !PromisesMore(body);
    }

    // Nothing runs later than it stands, nothing held is replaced, and nothing called may give it back, too.
    private bool IsStraight(SyntaxNode body, List<FinallyPair> pairs)
    {
        foreach (var node in body.DescendantNodes())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or YieldStatementSyntax or QueryExpressionSyntax or GotoStatementSyntax:
                case AssignmentExpressionSyntax { Left: var target } when IsHeld(target, pairs):
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: var reference } when IsHeld(reference, pairs):
                case RefExpressionSyntax { Expression: var aliased } when IsHeld(aliased, pairs):
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.AddressOfExpression, Operand: var moved }
                    when IsHeld(moved, pairs):
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Operand: var stepped }
                    when IsHeld(stepped, pairs):
                case ForEachVariableStatementSyntax:
                case UsingStatementSyntax { Expression: { } used } when IsHeld(used, pairs):
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Declaration.Variables: var variables }
                    when AnyIsHeld(variables, pairs):
                case InvocationExpressionSyntax call when !IsOneOf(call, pairs) && MayGiveBack(call, call.ArgumentList, pairs):
                case BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } creation when MayGiveBack(creation, arguments, pairs):
                    return false;
            }
        }

        return true;
    }

    private static bool AnyIsHeld(SeparatedSyntaxList<VariableDeclaratorSyntax> variables, List<FinallyPair> pairs) =>
        variables.Any(v => v.Initializer is { Value: var value } && IsHeld(value, pairs));

    private static bool IsOneOf(InvocationExpressionSyntax call, List<FinallyPair> pairs) => pairs.Exists(p => p.Acquire == call || p.Release == call);

    private static bool IsHeld(ExpressionSyntax target, List<FinallyPair> pairs) => target switch
    {
        IdentifierNameSyntax name => pairs.Exists(p => Names(p.Held, name.Identifier.ValueText)),
        MemberAccessExpressionSyntax access => pairs.Exists(p => Names(p.Held, access.Name.Identifier.ValueText)),
        TupleExpressionSyntax tuple => tuple.Arguments.Any(a => IsHeld(a.Expression, pairs)),
        _ => false,
    };

    private static bool Names(ExpressionSyntax held, string name) => held switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == name || Names(access.Expression, name),
        _ => false,
    };

    // Code of this compilation that gets hold of it, or finds it in the object.
    private bool MayGiveBack(ExpressionSyntax call, ArgumentListSyntax arguments, List<FinallyPair> pairs)
    {
        if (_model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol method)
        {
            return true;
        }

        if (!method.IsInSourceOf(_model.Compilation) && method.ContainingType?.IsInSourceOf(_model.Compilation) != true)
        {
            return false;
        }

        return MentionsHeld(arguments, pairs)
            ? method.MethodKind == MethodKind.Constructor || !_summaries.IsInert(method, _cancellationToken)
            : _summaries.LeadsToMention(method, _cancellationToken);
    }

    private static bool MentionsHeld(SyntaxNode node, List<FinallyPair> pairs)
    {
        foreach (var descendant in node.DescendantNodes())
        {
            if (descendant is SimpleNameSyntax { Identifier.ValueText: var name } && pairs.Exists(p => Names(p.Held, name)))
            {
                return true;
            }
        }

        return false;
    }

    // What it is put into is not mentioned after it was given back.
    private bool StaysWithin(SyntaxNode body, FinallyPair pair)
    {
        var handing = new Handing(body, _model, _summaries.Graphs, _contracts, _cancellationToken);
        return !handing.MayGetOut(pair.Acquire) &&
               handing.Carriers().All(mention => pair.Guarded.Block.Span.Contains(mention.Span) || pair.Release.Span.Contains(mention.Span) ||
                                                 pair.Guarded.Catches.Span.Contains(mention.Span));
    }

    // What a contract says of the body itself is checked against all that it does.
    private bool PromisesMore(SyntaxNode body) =>
        (_model.GetDeclaredSymbol(body, _cancellationToken) ?? _model.GetEnclosingSymbol(body.SpanStart, _cancellationToken)) is not IMethodSymbol method ||
        _contracts.SpeaksOf(method) || _contracts.Of(method) is not null;
}
