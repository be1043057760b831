namespace Acquit.Cli.Opening;

/// <summary>What a person keeps in a folder, without what tools put there.</summary>
internal static class SourceFolder
{
    private static readonly HashSet<string> ofTools = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules", "artifacts", "packages" };

    /// <summary>All files with an ending, in the folder and below it, in a fixed order.</summary>
    public static List<string> Files(string folder, string ending, Func<string, bool>? enters = null) =>
        [.. Directory.EnumerateFiles(folder, "*" + ending).Order(StringComparer.Ordinal),
            .. Directory.EnumerateDirectories(folder)
                .Where(inner => IsKept(inner) && enters?.Invoke(inner) != false)
                .Order(StringComparer.Ordinal)
                .SelectMany(inner => Files(inner, ending, enters))];

    /// <summary>Whether tools keep a folder of this name, and fill it.</summary>
    public static bool IsOfTools(string name) => ofTools.Contains(name);

    // A link may lead round in a circle.
    private static bool IsKept(string folder) =>
        Path.GetFileName(folder) is var name && name[0] != '.' && !IsOfTools(name) && new DirectoryInfo(folder).LinkTarget is null;
}
