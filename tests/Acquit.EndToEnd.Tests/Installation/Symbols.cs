using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace Acquit.EndToEnd.Installation;

/// <summary>A source file that the symbols of an assembly name.</summary>
/// <param name="Path">Where it was when it was compiled, as the symbols have it.</param>
/// <param name="IsInside">Its text is in the symbols.</param>
/// <param name="Address">Where it can be had, if they say so.</param>
internal sealed record SourceDocument(string Path, bool IsInside, string? Address);

/// <summary>The symbols inside an assembly.</summary>
internal static class Symbols
{
    private static readonly Guid embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly Guid sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static List<SourceDocument> DocumentsOf(byte[] assembly)
    {
        using var image = new PEReader(new MemoryStream(assembly));
        var inside = image.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(inside);
        var symbols = provider.GetMetadataReader();
        var addresses = Addresses(symbols);
        return [.. symbols.Documents.Select(handle =>
        {
            var path = symbols.GetString(symbols.GetDocument(handle).Name);
            return new SourceDocument(path, Information(symbols, handle, embeddedSource) is not null, AddressOf(path, addresses));
        })];
    }

    // The format knows one * in either, at the end of a path.
    private static string? AddressOf(string path, List<(string Beginning, string Address)> addresses) => addresses
        .Where(known => path.StartsWith(known.Beginning, StringComparison.OrdinalIgnoreCase))
        .Select(known => known.Address.Replace("*", path[known.Beginning.Length..].Replace('\\', '/'), StringComparison.Ordinal))
        .FirstOrDefault();

    private static List<(string, string)> Addresses(MetadataReader symbols)
    {
        if (Information(symbols, EntityHandle.ModuleDefinition, sourceLink) is not { } json)
            return [];

        using var map = JsonDocument.Parse(json);
        return [.. map.RootElement.GetProperty("documents").EnumerateObject().Select(entry => (entry.Name.TrimEnd('*'), entry.Value.GetString()!))];
    }

    private static byte[]? Information(MetadataReader symbols, EntityHandle of, Guid kind) => symbols.GetCustomDebugInformation(of)
        .Select(symbols.GetCustomDebugInformation)
        .Where(information => symbols.GetGuid(information.Kind) == kind)
        .Select(information => symbols.GetBlobBytes(information.Value))
        .SingleOrDefault();
}
