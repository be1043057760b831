using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>A local variable or a private field, what is put into it, and where else it is named.</summary>
internal sealed class Holder
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;

    private Holder(ISymbol symbol, SyntaxNode scope, SemanticModel model, CancellationToken cancellationToken)
    {
        (Symbol, Scope, _model, _cancellationToken) = (symbol, scope, model, cancellationToken);
    }

    public ISymbol Symbol { get; }

    /// <summary>All code that can name it.</summary>
    public SyntaxNode Scope { get; }

    public bool IsField => Symbol is IFieldSymbol;

    /// <summary>Null when others may put something into it.</summary>
    public static Holder? Of(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        if (NameIn(expression) is not { } name)
        {
            return null;
        }

        return model.GetSymbolInfo(name, cancellationToken).Symbol switch
        {
            ILocalSymbol { IsRef: false } local when name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member => new Holder(local, member, model, cancellationToken),
            IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsVolatile: false, RefKind: RefKind.None, ContainingType.DeclaringSyntaxReferences: { Length: 1 } only } field =>
                new Holder(field, only[0].GetSyntax(cancellationToken), model, cancellationToken),
            _ => null,
        };
    }

    /// <summary>The name of a variable, or of a field of this object.</summary>
    public static IdentifierNameSyntax? NameIn(ExpressionSyntax? expression) => expression switch
    {
        IdentifierNameSyntax name => name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name,
        PostfixUnaryExpressionSyntax suppressed when suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression) => NameIn(suppressed.Operand),
        ParenthesizedExpressionSyntax inner => NameIn(inner.Expression),
        _ => null,
    };

    public bool Is(ExpressionSyntax? expression) => NameIn(expression) is { } name && Names(name);

    /// <summary>Where it is named, but for its declaration: the whole of what names it.</summary>
    public IEnumerable<ExpressionSyntax> Uses() =>
        from name in Scope.DescendantNodes().OfType<IdentifierNameSyntax>()
        where name.Identifier.ValueText == Symbol.Name && Names(name)
        select Whole(name);

    /// <summary>What is put into it, each with the place.</summary>
    public IEnumerable<(ExpressionSyntax Value, SyntaxNode At)> Values()
    {
        foreach (var reference in Symbol.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(_cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var initial } declarator)
            {
                yield return (initial, declarator);
            }
        }

        foreach (var use in Uses())
        {
            if (use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
            {
                yield return (assignment.Right, assignment);
            }
        }
    }

    private bool Names(IdentifierNameSyntax name) => SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(name, _cancellationToken).Symbol, Symbol);

    private static ExpressionSyntax Whole(IdentifierNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == name ? access : name;
        while (whole.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            whole = (ExpressionSyntax)whole.Parent;
        }

        return whole;
    }
}
