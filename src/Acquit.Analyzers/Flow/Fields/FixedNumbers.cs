using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Fields that are a number, an address or a truth value and stay what they begin with, as <c>static readonly IntPtr Invalid = new(-1)</c>, of which
/// the language has no constants, and private fields that no code puts anything else into. Safe to use from several threads.
/// </summary>
internal sealed class FixedNumbers
{
    private readonly FieldNames _names;
    private readonly ConcurrentDictionary<IFieldSymbol, long?> _known = new(SymbolEqualityComparer.Default);

    public FixedNumbers(FieldNames names) => _names = names;

    /// <summary>The number that is in the field at all times; null where that is not written at its declaration, or anything else may put something there.</summary>
    public long? Of(IFieldSymbol field, CancellationToken cancellationToken) =>
        field is { IsConst: false, IsVolatile: false, DeclaringSyntaxReferences.Length: 1 } && (field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private) && IsNumber(field.Type)
            ? _known.TryGetValue(field, out var known) ? known : _known.GetOrAdd(field, Find(field.OriginalDefinition, cancellationToken))
            : null;

    private long? Find(IFieldSymbol field, CancellationToken cancellationToken) =>
        field.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } && NumberIn(value) is { } number &&
        !IsFilledInBySerialization(field) && !_names.Of(field, cancellationToken).Any(IsChanged)
            ? number
            : null;

    private static bool IsNumber(ITypeSymbol type) => type is { TypeKind: TypeKind.Pointer or TypeKind.Enum } or
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Boolean };

    // By what reads attributes at run time.
    private static bool IsFilledInBySerialization(IFieldSymbol field) => !field.GetAttributes().IsEmpty || field.ContainingType is { IsSerializable: true };

    private static bool IsChanged(IdentifierNameSyntax name) => Writing.IsChanged(name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name);

    // As it is written, without a look at what names stand for.
    private static long? NumberIn(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax { Token.Value: int number } => number,
        LiteralExpressionSyntax { Token.Value: long number } => number,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => 1,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression or (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } => 0,
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
}
