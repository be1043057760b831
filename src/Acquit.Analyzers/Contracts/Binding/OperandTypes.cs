using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>What a contract can say of values of a type.</summary>
internal static class OperandTypes
{
    /// <summary>The type of what a call yields: what an awaited task yields, if it returns one. Null if it yields nothing.</summary>
    public static ITypeSymbol? Yielded(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.Constructor)
        {
            return method.ContainingType;
        }

        if (method.ReturnsVoid)
        {
            return null;
        }

        return !IsTask(method.ReturnType) ? method.ReturnType
            : ((INamedTypeSymbol)method.ReturnType).TypeArguments is { Length: 1 } results ? results[0]
            : null;
    }

    /// <summary>What awaiting a task of the type yields; the type itself, of anything else and of a task that yields nothing.</summary>
    public static ITypeSymbol Awaited(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments: { Length: 1 } results } && IsTask(type) ? results[0] : type;

    /// <summary>Whether values of a type are for <c>using</c>, also where they only have the method for it.</summary>
    public static bool IsScope(ITypeSymbol type) =>
        IsEnded(type) || type.AllInterfaces.Any(IsEnded) ||
        (type is INamedTypeSymbol { IsRefLikeType: true } && type.GetMembers(nameof(IDisposable.Dispose)).Any(m => m is IMethodSymbol { Parameters.IsEmpty: true }));

    private static bool IsEnded(ITypeSymbol type) =>
        type is { SpecialType: SpecialType.System_IDisposable } or { Name: "IAsyncDisposable", TypeKind: TypeKind.Interface, ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether a copy of a value leads to nothing: a number, a flag, a text.</summary>
    public static bool IsPlain(ITypeSymbol? type) =>
        type is { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or { TypeKind: TypeKind.Enum };

    /// <summary>What a clause speaks of, where that is a value that is passed in or returned.</summary>
    public static ITypeSymbol? Passed(IMethodSymbol method, Target target) => target.Kind switch
    {
        TargetKind.Return when method.MethodKind != MethodKind.Constructor => Yielded(method),
        TargetKind.Parameter when method.Parameters[target.Ordinal] is { RefKind: RefKind.None } parameter => parameter.Type,
        _ => null,
    };

    public static bool IsTask(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks" } space }
        && space.ToDisplayString() == "System.Threading.Tasks";

    public static ITypeSymbol WithoutNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    public static bool IsNullable(ITypeSymbol type) => !ReferenceEquals(type, WithoutNullable(type));

    public static INamedTypeSymbol? Enum(ITypeSymbol type) =>
        WithoutNullable(type) is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType ? enumType : null;

    /// <summary>The member of an enum that has a value; the first, if there are several.</summary>
    public static string? Member(INamedTypeSymbol enumType, long value) => enumType.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field.HasConstantValue && ConstantNumber.Of(field.ConstantValue) == value)?.Name;

    public static bool IsInteger(ITypeSymbol type) => WithoutNullable(type).SpecialType is
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    public static bool IsBoolean(ITypeSymbol type) => WithoutNullable(type).SpecialType == SpecialType.System_Boolean;

    /// <summary>Whether order means something: integers, characters, enums, pointers, and structs that may define it.</summary>
    public static bool IsOrdered(ITypeSymbol type) =>
        IsInteger(type) || Enum(type) is not null || type is IPointerTypeSymbol
        || WithoutNullable(type).SpecialType is SpecialType.System_Char or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal
        || IsOpaque(type);

    /// <summary>Whether a value can be null, a zero address included.</summary>
    public static bool CanBeNull(ITypeSymbol type) =>
        IsNullable(type) || type is IPointerTypeSymbol or IFunctionPointerTypeSymbol
        || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr
        || !type.IsValueType;

    /// <summary>Whether nothing is known of the values: a type parameter, a type that is missing, or a struct with operators of its own.</summary>
    public static bool IsOpaque(ITypeSymbol type) =>
        WithoutNullable(type) is { TypeKind: TypeKind.TypeParameter or TypeKind.Error or TypeKind.Dynamic }
            or { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None };

    public static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
