using System.IO.Compression;
using System.Xml.Linq;

namespace Acquit.EndToEnd.Installation;

/// <summary>What is inside a package.</summary>
/// <param name="path">The file that it is.</param>
internal sealed class PackageFile(string path)
{
    /// <summary>The files in it, in order.</summary>
    public List<string> Files
    {
        get
        {
            using var archive = ZipFile.OpenRead(path);
            // The rest belongs to the package format.
            return [.. archive.Entries
                .Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) &&
                    name != "[Content_Types].xml")
                .Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The assemblies in it that are built from this repository.</summary>
    public List<string> OurAssemblies => [.. Files.Where(file =>
        Path.GetFileName(file).StartsWith("Acquit.", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal))];

    public byte[] Content(string file)
    {
        using var archive = ZipFile.OpenRead(path);
        using var entry = archive.GetEntry(file)!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The elements of that name in what the package says of itself.</summary>
    public List<XElement> Elements(string name)
    {
        using var nuspec = new MemoryStream(Content(Files.Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal))));
        return [.. XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == name)];
    }
}
