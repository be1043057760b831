using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Releases that can be left out where another one is made.</summary>
internal static class PlainRelease
{
    /// <summary>Whether the call gives back and does nothing else, like marking as written, taking over or acquiring.</summary>
    public static bool Is(SyntaxNode call, AnalyzedFile file) =>
        file.Model.GetSymbolInfo(call, file.CancellationToken).Symbol is IMethodSymbol method &&
        file.Contracts.Of(method) is { MarksDirty.IsEmpty: true, Acquires.IsEmpty: true, Releases.IsEmpty: false } contract &&
        contract.Releases.All(r => !r.Consumes);
}
