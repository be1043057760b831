using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What a value is, where the code that yields it tells more than the variable that it is kept in.</summary>
internal static class MadeTypes
{
    /// <summary>By the body that has made it, or else by what has yielded it.</summary>
    public static ITypeSymbol? Of(Resource resource, SymbolTable symbols) =>
        resource.Site.Clause.Made ?? (Of(resource.Key, symbols) is { } type && IsClosed(type) ? type : null);

    /// <summary>What a call answers; what it fills in is of another type.</summary>
    public static ITypeSymbol? Of(Value value, SymbolTable symbols) =>
        symbols[value.Symbol] is { Origin: Origin.Acquired or Origin.NewObject or Origin.Result, Variant: < Evaluator.Generations, Operation.Type: { } known }
            ? OperandTypes.Awaited(known)
            : null;

    /// <summary>Whether nothing of one type is of the other, too: it is made as another, or no object could be both.</summary>
    public static bool IsNever(ITypeSymbol type, ITypeSymbol matched, IOperation? madeBy, Compilation compilation) =>
        IsClosed(type) && IsClosed(matched) &&
        ((madeBy is IObjectCreationOperation && SymbolEqualityComparer.Default.Equals(madeBy.Type, type)) || !compilation.ClassifyCommonConversion(type, matched).Exists);

    // What a type parameter stands for is not known.
    private static bool IsClosed(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol or IErrorTypeSymbol or IDynamicTypeSymbol => false,
        IArrayTypeSymbol array => IsClosed(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.All(IsClosed) && (named.ContainingType is null || IsClosed(named.ContainingType)),
        _ => true,
    };
}
