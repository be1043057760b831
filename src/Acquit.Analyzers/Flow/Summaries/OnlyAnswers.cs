using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What a method says each time it is called, because all its ways end in the same number: what the caller does in any other case
/// never runs. A body that is nothing but its answer stands for one that is yet to be written, or is switched off, and tells nothing.
/// </summary>
internal sealed class OnlyAnswers
{
    private readonly BodyGraphs _graphs;
    private readonly ConcurrentDictionary<IMethodSymbol, long?> _known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _open = new(SymbolEqualityComparer.Default);

    public OnlyAnswers(BodyGraphs graphs) => _graphs = graphs;

    public long? Of(IMethodSymbol called, CancellationToken cancellationToken)
    {
        if (!CallGraph.IsFixed(called) || called.IsAsync || !called.IsInSourceOf(_graphs.Compilation) || !IsNumber(called.ReturnType))
        {
            return null;
        }

        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        return _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Find(method, cancellationToken));
    }

    /// <summary>Whether a method is nothing but its answer, true or false: it tells nothing, and the same each time.</summary>
    public bool IsOpen(IMethodSymbol called, CancellationToken cancellationToken)
    {
        if (called is not { ReturnType.SpecialType: SpecialType.System_Boolean, IsAsync: false } || !CallGraph.IsFixed(called) || !called.IsInSourceOf(_graphs.Compilation))
        {
            return false;
        }

        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        return _open.TryGetValue(method, out var known) ? known : _open.GetOrAdd(method, _graphs.OwnDeclarationOf(method, cancellationToken) switch
        {
            BaseMethodDeclarationSyntax { ExpressionBody.Expression: LiteralExpressionSyntax } or LocalFunctionStatementSyntax { ExpressionBody.Expression: LiteralExpressionSyntax } => true,
            { } declaration => BodyOf(declaration) is { Statements: { Count: 1 } only } && only[0] is ReturnStatementSyntax { Expression: LiteralExpressionSyntax },
            null => false,
        });
    }

    /// <summary>Whether a result is one that callers tell cases apart by.</summary>
    public static bool IsNumber(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Boolean or (>= SpecialType.System_SByte and <= SpecialType.System_UInt64) || type.TypeKind == TypeKind.Enum;

    private long? Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (_graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration || BodyOf(declaration) is not { Statements.Count: > 1 } body)
        {
            return null;
        }

        List<ExpressionSyntax> returned = new();
        // A return without a value stands there while one is being typed.
        return IsLeft(body, returned) && returned.Count > 0 && returned.TrueForAll(r => IsPlain(r, returned[0])) &&
               _graphs.ModelOf(declaration.SyntaxTree).GetConstantValue(returned[0], cancellationToken) is { HasValue: true, Value: { } constant }
            ? NumberOf(constant)
            : null;
    }

    private static BlockSyntax? BodyOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax local => local.Body,
        _ => null,
    };

    private static bool IsPlain(ExpressionSyntax one, ExpressionSyntax first) =>
        SyntaxFactory.AreEquivalent(one, first) && one is LiteralExpressionSyntax or NameSyntax or MemberAccessExpressionSyntax or
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax or NameSyntax or MemberAccessExpressionSyntax };

    // Down to the first statement that leaves in any case. Jumps may lead past it, and are not followed.
    private static bool IsLeft(BlockSyntax block, List<ExpressionSyntax> returned)
    {
        var ways = new SureLeaving(block);
        foreach (var statement in block.Statements)
        {
            foreach (var node in statement.DescendantNodesAndSelf(n => n is not (LambdaExpressionSyntax or AnonymousMethodExpressionSyntax or LocalFunctionStatementSyntax)))
            {
                switch (node)
                {
                    case GotoStatementSyntax or YieldStatementSyntax:
                        return false;
                    case ReturnStatementSyntax { Expression: { } expression }:
                        returned.Add(expression);
                        break;
                }
            }

            if (statement is ReturnStatementSyntax || ways.IsCompleteWith(statement))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A constant as a number; null for one that is none.</summary>
    public static long? NumberOf(object constant) => constant switch
    {
        bool truth => truth ? 1 : 0,
        ulong => null,
        IConvertible number when constant is sbyte or byte or short or ushort or int or uint or long => number.ToInt64(null),
        _ => null,
    };
}
