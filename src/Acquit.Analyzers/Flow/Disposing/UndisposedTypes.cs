using System.Collections.Immutable;

namespace Acquit.Analyzers.Flow.Disposing;

/// <summary>The list of library types that need no disposing, embedded in this assembly.</summary>
internal static class UndisposedTypes
{
    private const string Resource = "undisposed.txt";

    private static readonly Lazy<ImmutableHashSet<string>> LazyIds = new(Read);

    /// <summary>Documentation ids of the types. Read once per process: it never changes and holds no symbols.</summary>
    public static ImmutableHashSet<string> Ids => LazyIds.Value;

    private static ImmutableHashSet<string> Read()
    {
        using var reader = new StreamReader(typeof(UndisposedTypes).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd().Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToImmutableHashSet(StringComparer.Ordinal);
    }
}
