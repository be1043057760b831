namespace Acquit.Cli.Files;

/// <summary>The first bytes of a file, which tell what it is.</summary>
internal static class FileBeginning
{
    public static bool IsEmpty(string path) => Of(path, 1).Length == 0;

    /// <param name="most">How many; less when the file is shorter.</param>
    public static byte[] Of(string path, int most)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[most];
        return bytes[..stream.ReadAtLeast(bytes, most, throwOnEndOfStream: false)];
    }
}
