using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// The order of members as it stands in the files, whichever file the compilation has first: what is found must not depend on
/// that where a type is partial.
/// </summary>
internal static class SourceOrder
{
    public static IOrderedEnumerable<SyntaxReference> Of(IEnumerable<SyntaxReference> references) =>
        references.OrderBy(r => r.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(r => r.Span.Start);

    public static IOrderedEnumerable<T> Of<T>(IEnumerable<T> symbols)
        where T : ISymbol => ThenBy(symbols.OrderBy(_ => 0));

    /// <summary>Among equals, the order of the files.</summary>
    public static IOrderedEnumerable<T> ThenBy<T>(IOrderedEnumerable<T> symbols)
        where T : ISymbol => symbols
            .ThenBy(s => s.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(s => s.Locations.FirstOrDefault()?.SourceSpan.Start);
}
