using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Which method runs when a virtual or interface method is called on an object of a known type.</summary>
internal static class Overrides
{
    /// <summary>The method that a type has for the one called; null when that cannot be told.</summary>
    public static IMethodSymbol? In(ITypeSymbol type, IMethodSymbol called)
    {
        if (called.ContainingType is { TypeKind: TypeKind.Interface })
        {
            return type.FindImplementationForInterfaceMember(called) is IMethodSymbol { IsAbstract: false } implementation ? Latest(type, implementation) : null;
        }

        return called is { IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet } ? Latest(type, called) : null;
    }

    private static IMethodSymbol? Latest(ITypeSymbol type, IMethodSymbol called)
    {
        if (!(called.IsVirtual || called.IsAbstract || called.IsOverride))
        {
            return called;
        }

        for (var declared = type; declared is not null; declared = declared.BaseType)
        {
            foreach (var member in declared.GetMembers(called.Name))
            {
                if (member is IMethodSymbol { IsAbstract: false } method && IsOrOverrides(method, called))
                {
                    return method;
                }
            }
        }

        return null;
    }

    private static bool IsOrOverrides(IMethodSymbol method, IMethodSymbol called)
    {
        for (var each = method; each is not null; each = each.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(each.OriginalDefinition, called.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method stands for a member of an interface of its type.</summary>
    public static bool ImplementsInterface(IMethodSymbol method) =>
        method.ContainingType is { } type && type.AllInterfaces
            .SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method));
}
