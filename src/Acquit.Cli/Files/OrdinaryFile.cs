using System.Formats.Tar;

namespace Acquit.Cli.Files;

/// <summary>Tells files from devices and pipes, which have names like files and must not be replaced.</summary>
internal static class OrdinaryFile
{
    /// <param name="path">Something that is there, and is no folder.</param>
    public static bool Is(string path)
    {
        // What is no file seems empty; and of what is empty an archive tells what it is.
        if (OperatingSystem.IsWindows() || new FileInfo(path).Length > 0)
        {
            return true;
        }

        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            writer.WriteEntry(path, "entry");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        // A second name of one file is one, too.
        return reader.GetNextEntry()?.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.HardLink;
    }
}
