using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>The simple name under which contracts of a member are looked for first: nearly all members are settled by it.</summary>
internal static class MemberKey
{
    /// <summary>
    /// The name of the member; of an accessor, its property or event; of a constructor or the Invoke of a delegate, its type;
    /// of an explicit implementation, the last part.
    /// </summary>
    public static string Of(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.DelegateInvoke } special =>
            special.ContainingType.Name,
        IMethodSymbol { AssociatedSymbol: { } associated } => Of(associated),
        INamedTypeSymbol type => type.Name,
        _ => LastPart(symbol.MetadataName),
    };

    public static string LastPart(string name) => name.LastIndexOf('.') is > 0 and var dot ? name.Substring(dot + 1) : name;
}
