using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Disposing;

/// <summary>The bodies of a file in which something is made that is to be disposed of. No name in the text tells: it has to be bound.</summary>
internal static class DisposingBodies
{
    public static IReadOnlyCollection<SyntaxNode> Find(SemanticModel model, Disposables disposables, CancellationToken cancellationToken)
    {
        var bodies = new HashSet<SyntaxNode>();
        foreach (var node in model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax && Mentions.BodyOf(node) is { } body && !bodies.Contains(body) &&
                model.GetSymbolInfo(node, cancellationToken).Symbol is IMethodSymbol method &&
                (disposables.Makes(method, cancellationToken) || disposables.MayHandOut(method, cancellationToken)))
            {
                bodies.Add(body);
            }
        }

        return bodies;
    }
}
