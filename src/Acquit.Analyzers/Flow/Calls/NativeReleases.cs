using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Native functions that nobody described, and that may be the release of something by what they are called: <c>LocalFree</c>
/// beside <c>FreeHGlobal</c>, <c>IUnknown_Release</c> beside <c>Release</c>.
/// </summary>
internal static class NativeReleases
{
    /// <summary>Whether the name of a function has the verb of one of the releases in it.</summary>
    /// <remarks>Only releases of libraries count: names of one ported API begin alike, whatever they do.</remarks>
    public static bool IsLikely(IMethodSymbol function, ImmutableArray<IMethodSymbol> releases, Compilation compilation)
    {
        var words = WordsOf(function.GetDllImportData()?.EntryPointName ?? function.Name).Concat(WordsOf(function.Name)).ToList();
        return releases.Any(release => !release.IsInSourceOf(compilation) && !release.Name.Contains('_') && WordsOf(release.Name).FirstOrDefault() is { } verb && words.Exists(w => string.Equals(w, verb, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The same, of releases that go by these names.</summary>
    public static bool IsLikely(IMethodSymbol function, IEnumerable<string> releases)
    {
        var words = WordsOf(function.GetDllImportData()?.EntryPointName ?? function.Name).Concat(WordsOf(function.Name)).ToList();
        return releases.Any(name => !name.Contains('_') && WordsOf(name).FirstOrDefault() is { } verb && words.Exists(w => string.Equals(w, verb, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> WordsOf(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i < name.Length && !char.IsUpper(name[i]) && name[i] != '_')
            {
                continue;
            }

            var word = name.Substring(start, i - start).Trim('_');
            if (word.Length > 0)
            {
                yield return word;
            }

            start = i;
        }
    }
}
