using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>What comes with .NET itself.</summary>
internal static class ClassLibrary
{
    public static bool Has(INamedTypeSymbol? type)
    {
        var space = type?.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System" };
    }

    /// <summary>Whether a method may put an argument where it can be had again, and be released: into a collection, a place or what it returns.</summary>
    public static bool Stores(IParameterSymbol passed)
    {
        var parameter = passed.OriginalDefinition;
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return false;
        }

        var isElement = parameter.Type is ITypeParameterSymbol or { SpecialType: SpecialType.System_Object };
        return (isElement && (Mentions(method.ReturnType, parameter.Type) || (!method.IsStatic && (IsGeneric(parameter.Type) || IsCollection(method.ContainingType))))) ||
               method.Parameters.Any(p =>
                   !SymbolEqualityComparer.Default.Equals(p, parameter) &&
                   (p.RefKind is RefKind.Ref or RefKind.Out ? SymbolEqualityComparer.Default.Equals(p.Type, parameter.Type)
                       : isElement && IsCollection(p.Type) && Mentions(p.Type, parameter.Type)));

        // Of what the type of the object was made for.
        static bool IsGeneric(ITypeSymbol type) => type is ITypeParameterSymbol { DeclaringMethod: null };
    }

    /// <summary>What is passed to a pool: the array that it hands out has as many elements at least.</summary>
    public static IParameterSymbol? LeastLength(IMethodSymbol method) =>
        method is { Name: "Rent", Parameters: { Length: 1 } asked, ContainingType: { Name: "ArrayPool", Arity: 1 } pool } && Has(pool) ? asked[0] : null;

    /// <summary>Whether others may have been at work when a method is over: it has waited for them, or has run code that it was given.</summary>
    public static bool LetsOthersRun(IMethodSymbol method) =>
        method.Parameters.Any(p => p.Type.TypeKind == TypeKind.Delegate) ||
        (method.ContainingNamespace is { Name: "Threading" or "Tasks" } && Has(method.ContainingType));

    /// <summary>Whether a call that tells by a variable whether it got a lock does not return without.</summary>
    public static bool ReturnsWithTheLock(IMethodSymbol method) =>
        method is { Name: "Enter", ReturnsVoid: true, ContainingType: { Name: "Monitor" or "SpinLock" } type } && Has(type);

    private static bool IsCollection(ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_String &&
        (type.SpecialType == SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable));

    private static bool Mentions(ITypeSymbol type, ITypeSymbol sought) => type switch
    {
        IArrayTypeSymbol array => Mentions(array.ElementType, sought),
        INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments } => arguments.Any(a => Mentions(a, sought)),
        _ => SymbolEqualityComparer.Default.Equals(type, sought),
    };

    public static bool IsException(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: nameof(Exception), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
