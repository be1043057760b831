using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Finds uses of a member under an older name.</summary>
internal static class OlderNames
{
    public static Finding? Find(SimpleNameSyntax name, ISymbol symbol, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        if (Older(symbol, contracts) is not var (method, successor) || IsOnlyNamed(name) || IsInOlder(name, model, contracts, cancellationToken))
        {
            return null;
        }

        return new Finding(FindingKind.OlderName, name, null, Array.Empty<Trail>()) { Method = method, Successor = successor };
    }

    private static (IMethodSymbol Method, SuccessorClause Successor)? Older(ISymbol symbol, ContractTable contracts)
    {
        var methods = symbol is IPropertySymbol property ? new[] { property.GetMethod, property.SetMethod } : new[] { symbol as IMethodSymbol };
        foreach (var method in methods)
        {
            if (method is not null && contracts.Of(method)?.ReplacedBy is { } successor)
            {
                return (method, successor);
            }
        }

        return null;
    }

    // nameof(…) tells of the name, and calls nothing.
    private static bool IsOnlyNamed(SimpleNameSyntax name)
    {
        SyntaxNode expression = name;
        while (expression.Parent is MemberAccessExpressionSyntax outer)
        {
            expression = outer;
        }

        return expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };
    }

    // One older name may stand on another.
    private static bool IsInOlder(SimpleNameSyntax name, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        for (var symbol = model.GetEnclosingSymbol(name.SpanStart, cancellationToken); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (contracts.Of(method)?.ReplacedBy is not null)
            {
                return true;
            }
        }

        return false;
    }
}
