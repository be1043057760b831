using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// Methods that answer with a number that they were passed, as one does that only writes it to a log, or with what such a one answers. It
/// is read off the text: nothing that is held passes through them, so that they are not followed.
/// </summary>
internal sealed class RepeatedAnswers
{
    /// <summary>Helpers of helpers; what lies deeper is not looked at.</summary>
    private const int MaxDepth = 4;

    private readonly BodyGraphs _graphs;
    private readonly ConcurrentDictionary<IMethodSymbol, Repeated?> _known = new(SymbolEqualityComparer.Default);

    public RepeatedAnswers(BodyGraphs graphs) => _graphs = graphs;

    /// <param name="Ordinal">Of the parameter, if it is one.</param>
    /// <param name="Number">That is always answered, if it is none.</param>
    public sealed record Repeated(int? Ordinal, long? Number);

    public Repeated? Of(IMethodSymbol called, CancellationToken cancellationToken) => Of(called, 0, cancellationToken);

    private Repeated? Of(IMethodSymbol called, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaxDepth || !CallGraph.IsFixed(called) || called.IsAsync || !OnlyAnswers.IsNumber(called.ReturnType) || called.ReducedFrom is not null || !called.IsInSourceOf(_graphs.Compilation))
        {
            return null;
        }

        var method = called.OriginalDefinition;
        if (!_known.TryGetValue(method, out var known))
        {
            known = Find(method, depth, cancellationToken);
            if (depth == 0)
            {
                _known.TryAdd(method, known);
            }
        }

        return known;
    }

    private Repeated? Find(IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        if (_graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration || ReturnedBy(declaration) is not { Count: > 0 } returned || !returned.TrueForAll(r => MayRepeat(r, method)))
        {
            return null;
        }

        var model = _graphs.ModelOf(declaration.SyntaxTree);
        var answers = returned.ConvertAll(r => Read(r, method, model, depth, cancellationToken));
        return answers[0] is { } answer && answers.TrueForAll(answer.Equals) && (answer.Ordinal is not { } ordinal || !IsChanged(method.Parameters[ordinal], declaration)) ? answer : null;
    }

    // By the look of it, which costs nothing.
    private static bool MayRepeat(ExpressionSyntax returned, IMethodSymbol method) => returned switch
    {
        IdentifierNameSyntax { Identifier.ValueText: var name } => method.Parameters.Any(p => p.Name == name && p.RefKind == RefKind.None && OnlyAnswers.IsNumber(p.Type)),
        InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } => arguments.Any(a =>
            a.Expression is LiteralExpressionSyntax or MemberAccessExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } ||
            (a.Expression is IdentifierNameSyntax && MayRepeat(a.Expression, method))) ||
            (arguments.Count == 0 && method.Parameters.IsEmpty),
        _ => false,
    };

    private Repeated? Read(ExpressionSyntax expression, IMethodSymbol method, SemanticModel model, int depth, CancellationToken cancellationToken)
    {
        switch (model.GetSymbolInfo(expression, cancellationToken).Symbol)
        {
            case IParameterSymbol { RefKind: RefKind.None } parameter when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) && SymbolEqualityComparer.Default.Equals(parameter.Type, method.ReturnType):
                return new Repeated(parameter.Ordinal, null);
            case IMethodSymbol called when expression is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } && SymbolEqualityComparer.Default.Equals(called.ReturnType, method.ReturnType) &&
                                           Of(called, depth + 1, cancellationToken) is { } inner:
                if (inner.Ordinal is not { } ordinal)
                {
                    return inner;
                }

                if (arguments.Count <= ordinal || arguments.Any(a => a.NameColon is not null))
                {
                    return null;
                }

                var passed = arguments[ordinal].Expression;
                return model.GetConstantValue(passed, cancellationToken) is { HasValue: true, Value: { } constant }
                    ? OnlyAnswers.NumberOf(constant) is { } number ? new Repeated(null, number) : null
                    : passed is IdentifierNameSyntax ? Read(passed, method, model, depth, cancellationToken)
                    : null;
            default:
                return null;
        }
    }

    private static List<ExpressionSyntax>? ReturnedBy(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } => new() { arrow.Expression },
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } => new() { arrow.Expression },
        BaseMethodDeclarationSyntax { Body: { } block } => ReturnedIn(block),
        LocalFunctionStatementSyntax { Body: { } block } => ReturnedIn(block),
        _ => null,
    };

    private static List<ExpressionSyntax>? ReturnedIn(BlockSyntax block)
    {
        var nodes = block.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).ToList();
        return nodes.Exists(n => n is YieldStatementSyntax or ReturnStatementSyntax { Expression: null }) ? null : nodes.OfType<ReturnStatementSyntax>().Select(r => r.Expression!).ToList();
    }

    private static bool IsChanged(IParameterSymbol parameter, SyntaxNode declaration) =>
        declaration.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter.Name && Writing.IsChanged(name));
}
