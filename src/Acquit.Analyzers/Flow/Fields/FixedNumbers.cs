using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Fields that are a number, an address or a truth value and stay what they begin with, as <c>static readonly IntPtr Invalid = new(-1)</c>, of which
/// the language has no constants: those that are read-only or private, and that no code of the type puts anything else into. A struct may be
/// there without having been initialized. Safe to use from several threads.
/// </summary>
internal sealed class FixedNumbers
{
    private readonly FieldNames _names;
    private readonly ConcurrentDictionary<IFieldSymbol, long?> _known = new(SymbolEqualityComparer.Default);

    public FixedNumbers(FieldNames names) => _names = names;

    /// <summary>The number that is in the field at all times; null where that is not written at its declaration, or anything else may put something there.</summary>
    public long? Of(IFieldSymbol field, CancellationToken cancellationToken) =>
        (field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private) && IsNumber(field.Type) && field is { IsConst: false, IsVolatile: false }
            ? _known.TryGetValue(field, out var known) ? known : _known.GetOrAdd(field, Find(field.OriginalDefinition, cancellationToken))
            : null;

    private long? Find(IFieldSymbol field, CancellationToken cancellationToken) =>
        (field.IsStatic || field.ContainingType.TypeKind == TypeKind.Class) && _names.Covers(field) && field.DeclaringSyntaxReferences.Length == 1 &&
        field.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } && NumberIn(value) is { } number &&
        !IsFilledInFromOutside(field) && !_names.Of(field, cancellationToken).Any(IsChanged)
            ? number
            : null;

    private static bool IsNumber(ITypeSymbol type) => type is { TypeKind: TypeKind.Pointer or TypeKind.Enum } or
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Boolean };

    // By what reads attributes at run time, or by native code that is passed the object.
    private static bool IsFilledInFromOutside(IFieldSymbol field) => !field.GetAttributes().IsEmpty || (!field.IsStatic && !field.ContainingType.GetAttributes().IsEmpty) || field.ContainingType.IsSerializable;

    private static bool IsChanged(IdentifierNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member
            : name.Parent is MemberBindingExpressionSyntax binding ? binding
            : name;
        return Writing.IsChanged(whole) || IsPassedUnseen(whole);
    }

    // By reference, though nothing says so where it stands: to an extension method, or to what takes a reference that it promises not to write to.
    private static bool IsPassedUnseen(ExpressionSyntax whole) => whole.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax, Name.Identifier.ValueText: not (nameof(ToString) or nameof(Equals) or nameof(GetHashCode) or nameof(IComparable.CompareTo)) } of => of.Expression == whole,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsRef" } } } => true,
        _ => false,
    };

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
