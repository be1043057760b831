using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Which members never change once their object is there.</summary>
internal static class Immutability
{
    public static bool IsImmutable(ISymbol? member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly || field.IsConst || field.ContainingType is { IsReadOnly: true },
        IPropertySymbol { SetMethod.IsInitOnly: true } => true,
        IPropertySymbol { SetMethod: null } property =>
            property.ContainingType is { IsReadOnly: true } or { SpecialType: SpecialType.System_String } ||
            property.ContainingType.GetMembers().Any(m => m is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        _ => false,
    };
}
