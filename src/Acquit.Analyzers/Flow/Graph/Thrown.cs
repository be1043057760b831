using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What is known of an exception that a statement of the method throws.</summary>
/// <param name="IsExact">It is of this very type, and of none that derives from it.</param>
internal sealed record Thrown(ITypeSymbol Type, bool IsExact)
{
    public static Thrown? By(IOperation exception) =>
        exception.Type is { TypeKind: TypeKind.Class } type ? new Thrown(type, type.IsSealed || exception is IObjectCreationOperation) : null;

    /// <summary>Whether it is of a type, as far as that is known.</summary>
    public Truth Is(ITypeSymbol? asked)
    {
        if (asked is null || DerivesFrom(Type, asked) || Type.AllInterfaces.Contains(asked, SymbolEqualityComparer.Default))
        {
            return Truth.True;
        }

        if (HasUnknownBase(Type) || HasUnknownBase(asked))
        {
            return Truth.Unknown;
        }

        return asked.TypeKind is TypeKind.Class or TypeKind.Interface && (IsExact || (asked.TypeKind == TypeKind.Class && !DerivesFrom(asked, Type)))
            ? Truth.False
            : Truth.Unknown;
    }

    // In code that is being typed, or that lacks a reference.
    private static bool HasUnknownBase(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t.TypeKind == TypeKind.Error)
            {
                return true;
            }
        }

        return false;
    }

    private static bool DerivesFrom(ITypeSymbol type, ITypeSymbol ancestor)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, ancestor))
            {
                return true;
            }
        }

        return false;
    }
}
