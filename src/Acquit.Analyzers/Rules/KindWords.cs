using System.Collections.Immutable;

namespace Acquit.Analyzers.Rules;

/// <summary>What a kind of resource is called in a message: one, with its article, and several.</summary>
internal static class KindWords
{
    private const string Resource = "kinds.txt";

    private static readonly Lazy<ImmutableDictionary<string, (string Noun, string? Plural)>> LazyNames = new(Read);

    /// <summary>"page pin" for "page-pin".</summary>
    public static string Noun(string kind) => LazyNames.Value.TryGetValue(kind, out var known) ? known.Noun : Grammar.Countable(Spoken(kind));

    /// <summary>"a page pin", "an mmap lock".</summary>
    public static string One(string kind) => Grammar.WithArticle(Noun(kind));

    /// <summary>"page pins", "uses of an mm".</summary>
    public static string Several(string kind) =>
        LazyNames.Value.TryGetValue(kind, out var known) && known.Plural is { } plural ? plural : Grammar.Plural(Noun(kind));

    private static string Spoken(string kind)
    {
        var spoken = kind.Replace('-', ' ').Trim();
        return spoken.Length == 0 ? "resource" : spoken;
    }

    // Read once per process: it never changes and holds no symbols.
    private static ImmutableDictionary<string, (string Noun, string? Plural)> Read()
    {
        using var reader = new StreamReader(typeof(KindWords).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd().Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(new[] { " = ", " | " }, StringSplitOptions.None))
            .ToImmutableDictionary(parts => parts[0], parts => (parts[1], parts.Length > 2 ? parts[2] : null), StringComparer.Ordinal);
    }
}
