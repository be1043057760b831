namespace Acquit.Cli.Files;

/// <summary>Where a path really leads: links are followed, and names are spelt as the file system has them.</summary>
internal static class RealPath
{
    // As many as systems follow themselves.
    private const int MostLinks = 40;

    /// <param name="path">A whole path. What it names need not be there.</param>
    /// <exception cref="CommandFailure">Links lead nowhere but to one another.</exception>
    public static string Of(string path)
    {
        try
        {
            var left = MostLinks;
            return Follow(path, ref left);
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{path}' cannot be found: {mistake.Message}", mistake);
        }
    }

    private static string Follow(string path, ref int left)
    {
        var at = Path.GetPathRoot(path)!;
        foreach (var name in path[at.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new FileInfo(Path.Combine(at, name));
            if (next.LinkTarget is null)
            {
                at = Spelt(at, name);
                continue;
            }

            if (--left < 0)
            {
                throw new IOException("it is a link, and links lead round in a circle.");
            }

            at = Follow(next.ResolveLinkTarget(returnFinalTarget: false)!.FullName, ref left);
        }

        return at;
    }

    // Where a name is found however it is written, the folder tells how it is written there.
    private static string Spelt(string folder, string name)
    {
        var asGiven = Path.Combine(folder, name);
        return Path.Exists(asGiven) && OtherCase(name) is var other && other != name && Path.Exists(Path.Combine(folder, other))
            ? Directory.EnumerateFileSystemEntries(folder)
                .Where(entry => Path.GetFileName(entry).Equals(name, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(entry => entry == asGiven)
                .FirstOrDefault(asGiven)
            : asGiven;
    }

    private static string OtherCase(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));
}
