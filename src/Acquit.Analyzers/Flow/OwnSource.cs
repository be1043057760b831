using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Symbols that are declared in the sources of a compilation itself. In an editor, a project that is referred to has sources as well; a
/// build sees an assembly there, and what is reported must not depend on which it is.
/// </summary>
internal static class OwnSource
{
    /// <summary>Whether a symbol is declared in the sources of the compilation.</summary>
    public static bool IsInSourceOf(this ISymbol symbol, Compilation compilation) =>
        !symbol.DeclaringSyntaxReferences.IsEmpty && IsOf(symbol, compilation);

    /// <summary>Where a symbol is declared in the sources of the compilation; nowhere if it is another one's.</summary>
    public static ImmutableArray<SyntaxReference> DeclarationsIn(this ISymbol symbol, Compilation compilation) =>
        IsOf(symbol, compilation) ? symbol.DeclaringSyntaxReferences : ImmutableArray<SyntaxReference>.Empty;

    // An edit of the code makes another compilation of it, and its symbols are others: the assembly goes by the same name.
    private static bool IsOf(ISymbol symbol, Compilation compilation) =>
        symbol.ContainingAssembly is { } assembly &&
        (ReferenceEquals(assembly, compilation.Assembly) || assembly.Identity.Equals(compilation.Assembly.Identity));
}
