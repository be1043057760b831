using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Types that add null to the values of another.</summary>
internal static class Nullables
{
    /// <summary>The type whose values a nullable has beside null; null of any other type.</summary>
    public static ITypeSymbol? ValueType(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } arguments } ? arguments[0] : null;
}
