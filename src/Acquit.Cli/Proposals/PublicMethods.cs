using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Proposals;

/// <summary>The methods of an assembly that others can call.</summary>
internal static class PublicMethods
{
    public static IEnumerable<IMethodSymbol> Of(IAssemblySymbol assembly) => In(assembly.GlobalNamespace)
        .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
        .Where(method => method is { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } && IsOpen(method));

    private static IEnumerable<INamedTypeSymbol> In(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol space => In(space),
        INamedTypeSymbol type when IsOpen(type) => In(type).Prepend(type),
        _ => [],
    });

    private static bool IsOpen(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
