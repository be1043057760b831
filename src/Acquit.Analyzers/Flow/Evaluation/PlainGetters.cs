using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>Properties and methods by which an object says what one of its fields is, and that do nothing else: the field by another name.</summary>
internal sealed class PlainGetters
{
    private readonly Dictionary<IMethodSymbol, IFieldSymbol?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>The field that a getter, or a method without parameters, returns; null when it does more, or when another may run in its place.</summary>
    public IFieldSymbol? FieldOf(IMethodSymbol getter, Compilation compilation, CancellationToken cancellationToken)
    {
        if (getter is not { Parameters.IsEmpty: true, ReturnsVoid: false, IsAsync: false, IsVirtual: false, IsAbstract: false, IsOverride: false, MethodKind: MethodKind.PropertyGet or MethodKind.Ordinary } ||
            getter.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } || !getter.IsInSourceOf(compilation))
        {
            return null;
        }

        if (!_known.TryGetValue(getter, out var field))
        {
            _known.Add(getter, field = Find(getter, cancellationToken));
        }

        return field;
    }

    private static IFieldSymbol? Find(IMethodSymbol getter, CancellationToken cancellationToken) =>
        BodyGraphs.DeclarationOf(getter, cancellationToken) is { } declaration && NameIn(Returned(declaration)) is { } name &&
        (getter.AssociatedSymbol is not IPropertySymbol { SetMethod: { } setter } || NameIn(Assigned(setter, cancellationToken)) == name)
            ? getter.ContainingType.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.Type, getter.ReturnType))
            : null;

    /// <summary>What a member returns that does nothing else; null for any other.</summary>
    public static ExpressionSyntax? Returned(SyntaxNode declaration) => BodyOf(declaration) switch
    {
        (null, { } expression) => expression,
        ({ Statements: { Count: 1 } only }, _) => (only[0] as ReturnStatementSyntax)?.Expression,
        _ => null,
    };

    // What a setter that only puts its value somewhere puts it in.
    private static ExpressionSyntax? Assigned(IMethodSymbol setter, CancellationToken cancellationToken)
    {
        var expression = BodyGraphs.DeclarationOf(setter, cancellationToken) is not { } declaration ? null : BodyOf(declaration) switch
        {
            (null, { } only) => only,
            ({ Statements: { Count: 1 } only }, _) => (only[0] as ExpressionStatementSyntax)?.Expression,
            _ => null,
        };
        return expression is AssignmentExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.SimpleAssignmentExpression, Right: IdentifierNameSyntax { Identifier.ValueText: "value" } } assignment
            ? assignment.Left
            : null;
    }

    private static (BlockSyntax? Block, ExpressionSyntax? Expression) BodyOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => (method.Body, method.ExpressionBody?.Expression),
        AccessorDeclarationSyntax accessor => (accessor.Body, accessor.ExpressionBody?.Expression),
        ArrowExpressionClauseSyntax arrow => (null, arrow.Expression),
        _ => (null, null),
    };

    /// <summary>The name of a member of the object itself, where an expression is nothing but that.</summary>
    public static string? NameIn(ExpressionSyntax? expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        RefExpressionSyntax reference => NameIn(reference.Expression),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };
}
