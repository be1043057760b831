using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>The contracts of .NET's own pairs, embedded in this assembly and read like any other contract files.</summary>
internal static class BuiltInPack
{
    private static readonly Lazy<FileIndex> LazyIndex = new(() => new FileIndex(Files().Select(file => ContractFileParser.Parse(file.Text))));

    /// <summary>Read once per process: it never changes and holds no symbols.</summary>
    public static FileIndex Index => LazyIndex.Value;

    /// <summary>The names and texts of the files.</summary>
    public static ImmutableArray<(string Name, string Text)> Files()
    {
        var assembly = typeof(BuiltInPack).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(ContractFile.Suffix, StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return (name, reader.ReadToEnd());
            })
            .ToImmutableArray();
    }
}
