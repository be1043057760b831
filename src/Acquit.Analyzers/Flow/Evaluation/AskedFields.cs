using System.Collections.Immutable;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Properties and methods by which an object or a struct tells whether one of its fields names anything, as <c>IsCreated</c> does. Read
/// off their text.
/// </summary>
internal sealed class AskedFields
{
    /// <summary>Members that ask others; what lies deeper is not looked at.</summary>
    private const int MaxDepth = 3;

    private readonly Dictionary<IMethodSymbol, (IFieldSymbol, bool)?> _questions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, ImmutableHashSet<string>> _asked = new(SymbolEqualityComparer.Default);

    /// <summary>What a member answers that does nothing but look whether a field is null; null for any other.</summary>
    public (IFieldSymbol Field, bool IsNull)? QuestionOf(IMethodSymbol member, Compilation compilation, CancellationToken cancellationToken)
    {
        if (member is not { Parameters.IsEmpty: true, ReturnType.SpecialType: SpecialType.System_Boolean } || !IsOwnMember(member, compilation) || !CallGraph.IsFixed(member))
        {
            return null;
        }

        if (!_questions.TryGetValue(member, out var question))
        {
            _questions.Add(member, question = BodyGraphs.DeclarationOf(member, cancellationToken) is { } declaration ? Question(member, declaration) : null);
        }

        return question;
    }

    /// <summary>Whether what a member answers may depend on what a field names.</summary>
    public bool MayTell(IMethodSymbol member, ISymbol field, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!IsOwnMember(member, compilation) || (member.ReturnsVoid && member.Parameters.All(p => p.RefKind == RefKind.None)))
        {
            return false;
        }

        if (!_asked.TryGetValue(member, out var asked))
        {
            asked = BodyGraphs.DeclarationOf(member, cancellationToken) is { } declaration ? Asked(member.ContainingType, declaration, 0, cancellationToken) : ImmutableHashSet<string>.Empty;
            _asked.Add(member, asked);
        }

        return asked.Contains(field.Name);
    }

    private static bool IsOwnMember(IMethodSymbol member, Compilation compilation) =>
        member is { IsStatic: false, IsAsync: false, MethodKind: MethodKind.PropertyGet or MethodKind.Ordinary, ContainingType.TypeKind: TypeKind.Class or TypeKind.Struct } &&
        member.IsInSourceOf(compilation);

    private static (IFieldSymbol, bool)? Question(IMethodSymbol member, SyntaxNode declaration)
    {
        var isNull = true;
        var asked = PlainGetters.Returned(declaration);
        while (asked is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression })
        {
            isNull ^= asked is PrefixUnaryExpressionSyntax;
            asked = asked is ParenthesizedExpressionSyntax inner ? inner.Expression : ((PrefixUnaryExpressionSyntax)asked).Operand;
        }

        var name = asked switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } test =>
                IsNothing(test.Right) ? NameIn(test.Left) : IsNothing(test.Left) ? NameIn(test.Right) : null,
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } test when IsNothing(constant) => NameIn(test.Expression),
            IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } } test when IsNothing(constant) => NameIn(test.Expression),
            _ => null,
        };
        isNull ^= asked is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } or IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax };
        return name is not null && member.ContainingType.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault(f => !f.IsStatic) is { Type: var type } field &&
               (type.IsReferenceType || type is { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr })
            ? (field, isNull)
            : null;
    }

    // What is named otherwise than to reach what it leads to, here and in the members that are named.
    private static ImmutableHashSet<string> Asked(INamedTypeSymbol type, SyntaxNode declaration, int depth, CancellationToken cancellationToken)
    {
        var asked = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var name in declaration.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            var member = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == name ? own : (ExpressionSyntax)name;
            if (member.Parent is ElementAccessExpressionSyntax element && element.Expression == member || member.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PointerIndirectionExpression } ||
                !asked.Add(name.Identifier.ValueText) || depth == MaxDepth)
            {
                continue;
            }

            foreach (var other in type.GetMembers(name.Identifier.ValueText).Select(m => m as IMethodSymbol ?? (m as IPropertySymbol)?.GetMethod).OfType<IMethodSymbol>())
            {
                if (BodyGraphs.DeclarationOf(other, cancellationToken) is { } further && further != declaration)
                {
                    asked.UnionWith(Asked(type, further, depth + 1, cancellationToken));
                }
            }
        }

        return asked.ToImmutable();
    }

    private static bool IsNothing(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => IsNothing(inner.Expression),
        CastExpressionSyntax cast => IsNothing(cast.Expression),
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.NullLiteralExpression) || literal.IsKind(SyntaxKind.DefaultLiteralExpression) || literal.Token.Value is 0,
        DefaultExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(IntPtr.Zero) } => true,
        _ => false,
    };

    private static string? NameIn(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => NameIn(inner.Expression),
        CastExpressionSyntax cast => NameIn(cast.Expression),
        _ => PlainGetters.NameIn(expression),
    };
}
