using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>How a message calls a method: as its source does.</summary>
internal static class MethodName
{
    /// <summary>The name in quotes; of an accessor, its property's; of a constructor or a delegate, the type's.</summary>
    public static string Quoted(IMethodSymbol method) => method.MethodKind == MethodKind.AnonymousFunction ? "the lambda" : $"'{Plain(method)}'";

    private static string Plain(IMethodSymbol method) => method switch
    {
        { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } => "this[]",
        { AssociatedSymbol: { } associated } => associated.Name,
        { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.DelegateInvoke } => method.ContainingType.Name,
        _ => method.Name,
    };
}
