using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Static fields that are numbers or addresses and stay what they begin with, as <c>static readonly IntPtr Invalid = new(-1)</c>: the language has no
/// constants of such types.
/// </summary>
internal static class StaticNumbers
{
    /// <summary>The number that is in the field at all times; null when that is not written where the field is declared.</summary>
    public static long? Of(IFieldSymbol field, CancellationToken cancellationToken) =>
        field is { IsStatic: true, IsReadOnly: true, DeclaringSyntaxReferences.Length: 1 } && IsNumber(field.Type) &&
        field.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } && NumberIn(value) is { } number &&
        !IsSetLater(field, cancellationToken)
            ? number
            : null;

    private static bool IsNumber(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Pointer or TypeKind.Enum } or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Int32 or SpecialType.System_Int64 };

    // As it is written, without a look at what names stand for.
    private static long? NumberIn(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax { Token.Value: int number } => number,
        LiteralExpressionSyntax { Token.Value: long number } => number,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } => 0,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: var operand } => -NumberIn(operand),
        ParenthesizedExpressionSyntax { Expression: var inner } => NumberIn(inner),
        CheckedExpressionSyntax { Expression: var inner } => NumberIn(inner),
        CastExpressionSyntax { Type: var type, Expression: var inner } when KeepsSign(type) => NumberIn(inner),
        BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: { Arguments: { Count: 1 } arguments } } => NumberIn(arguments[0].Expression),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(IntPtr.Zero), Expression: IdentifierNameSyntax { Identifier.ValueText: nameof(IntPtr) or nameof(UIntPtr) } } => 0,
        _ => null,
    };

    private static bool KeepsSign(TypeSyntax type) => type is PointerTypeSyntax or IdentifierNameSyntax or QualifiedNameSyntax ||
        type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.IntKeyword or (int)SyntaxKind.LongKeyword };

    private static bool IsSetLater(IFieldSymbol field, CancellationToken cancellationToken) => field.ContainingType.StaticConstructors.Any(constructor =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellationToken).DescendantTokens().Any(token =>
            token.RawKind == (int)SyntaxKind.IdentifierToken && token.ValueText == field.Name)));
}
