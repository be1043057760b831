using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Calls of the class library that are awaited where they are made. While they run they have what they were given; when the
/// method goes on, they are done with it.
/// </summary>
internal static class Awaiting
{
    /// <summary>Whether an array or memory passed to a call is the caller's alone again as soon as the next operation runs.</summary>
    public static bool IsBackAfter(IOperation call, IMethodSymbol method, IParameterSymbol parameter, Compilation compilation) =>
        !method.IsInSourceOf(compilation) && IsBuffer(parameter.OriginalDefinition.Type) && ClassLibrary.Has(method.ContainingType) && IsAwaited(call);

    // What is passed as any type whatever, as to a queue, is passed to be kept.
    private static bool IsBuffer(ITypeSymbol type) =>
        type is IArrayTypeSymbol { ElementType: not ITypeParameterSymbol } or
            INamedTypeSymbol { Name: "Memory" or "ReadOnlyMemory" or "ArraySegment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    // As it is, or through something that makes no other task of it.
    private static bool IsAwaited(IOperation call) => call.Parent switch
    {
        IAwaitOperation => true,
        IInvocationOperation { Arguments: var arguments, Type: INamedTypeSymbol type } configured when configured.Instance == call =>
            type.Name is not ("Task" or "ValueTask") && arguments.All(a => a.Value.Type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum }) &&
            IsAwaited(configured),
        _ => false,
    };
}
