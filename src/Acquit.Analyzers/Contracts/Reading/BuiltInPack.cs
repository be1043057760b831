using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>The contracts of .NET's own pairs, embedded in this assembly and read like any other contract file.</summary>
internal static class BuiltInPack
{
    private static readonly Lazy<FileIndex> LazyIndex = new(() => new FileIndex(new[] { ContractFileParser.Parse(Text()) }));

    /// <summary>Read once per process: it never changes and holds no symbols.</summary>
    public static FileIndex Index => LazyIndex.Value;

    public static string Text()
    {
        const string name = "dotnet.acquit.txt";
        using var stream = typeof(BuiltInPack).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
