using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>Which objects the garbage collector lets release what they hold: nobody owes that then.</summary>
internal static class Finalization
{
    public static bool IsPossible(ITypeSymbol? type, Compilation compilation)
    {
        if (type is not { TypeKind: TypeKind.Class or TypeKind.Struct })
        {
            return true;
        }

        // What a tuple is made by is known.
        if (type.IsTupleType)
        {
            return false;
        }

        for (var declared = type; declared is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; declared = declared.BaseType)
        {
            // What the constructors of another assembly do with their object is not known.
            if (!declared.IsInSourceOf(compilation) ||
                declared.GetMembers(WellKnownMemberNames.DestructorName).Any(m => m is IMethodSymbol { MethodKind: MethodKind.Destructor }))
            {
                return true;
            }
        }

        return false;
    }
}
