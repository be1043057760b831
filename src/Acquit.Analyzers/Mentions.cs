using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers;

/// <summary>From names in a text to the bodies that call something with a contract.</summary>
internal sealed class Mentions
{
    private Mentions(IReadOnlyCollection<SyntaxNode> withContracts, IReadOnlyCollection<SyntaxNode> declarations)
    {
        WithContracts = withContracts;
        Declarations = declarations;
    }

    /// <summary>Bodies, as the control-flow graph takes them, in which a name binds to something with a contract.</summary>
    public IReadOnlyCollection<SyntaxNode> WithContracts { get; }

    /// <summary>Declarations of methods by such a name: they may run in a context.</summary>
    public IReadOnlyCollection<SyntaxNode> Declarations { get; }

    public static Mentions Find(List<NameHit> hits, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var bodies = new HashSet<SyntaxNode>();
        var ordered = new List<SyntaxNode>();
        var declarations = new List<SyntaxNode>();
        foreach (var hit in hits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var token = root.FindToken(hit.Start);
            if (token.SpanStart != hit.Start || !token.IsKind(SyntaxKind.IdentifierToken))
            {
                continue;
            }

            if (token.Parent is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            {
                declarations.Add(token.Parent);
                continue;
            }

            if (token.Parent is SimpleNameSyntax name && BodyOf(name) is { } body && !bodies.Contains(body) &&
                HasContract(name, model, contracts, cancellationToken))
            {
                bodies.Add(body);
                ordered.Add(body);
            }
        }

        return new Mentions(ordered, declarations);
    }

    private static bool HasContract(SimpleNameSyntax name, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        switch (model.GetSymbolInfo(name, cancellationToken).Symbol)
        {
            case IMethodSymbol method:
                return contracts.Of(method) is not null;
            case IPropertySymbol property:
                return !contracts.RunsIn(property).IsEmpty ||
                       (property.GetMethod is { } getter && contracts.Of(getter) is not null) ||
                       (property.SetMethod is { } setter && contracts.Of(setter) is not null);
            case IFieldSymbol or IEventSymbol or IParameterSymbol:
                return !contracts.RunsIn(model.GetSymbolInfo(name, cancellationToken).Symbol!).IsEmpty;
            case INamedTypeSymbol:
                // A constructor, an operator, an indexer or a delegate goes by the name of its type.
                return true;
            default:
                return false;
        }
    }

    private static SyntaxNode? BodyOf(SyntaxNode node)
    {
        for (var n = node; n is not null; n = n.Parent)
        {
            switch (n)
            {
                case AttributeSyntax or UsingDirectiveSyntax or BaseListSyntax:
                    return null;
                case BaseMethodDeclarationSyntax method:
                    return method.Body is not null || method.ExpressionBody is not null ? method : null;
                case AccessorDeclarationSyntax accessor:
                    return accessor.Body is not null || accessor.ExpressionBody is not null ? accessor : null;
                case ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } arrow:
                    return arrow;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } or PropertyDeclarationSyntax } initializer:
                    return initializer;
                case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit }:
                    return unit;
                case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }
}
