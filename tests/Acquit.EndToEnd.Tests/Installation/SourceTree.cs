using System.Reflection;

namespace Acquit.EndToEnd.Installation;

/// <summary>A copy of the sources that are packed, at a place of its own.</summary>
/// <param name="Folder">Where it is.</param>
internal sealed record SourceTree(string Folder)
{
    /// <summary>Where the sources of the packages are, by what the packages say.</summary>
    public const string Home = "https://github.com/acquit-dev/acquit";

    /// <summary>The commit that a copy is of, when it is a clone.</summary>
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly string original = typeof(SourceTree).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "SourceTree").Value!;

    /// <summary>Where the files of a commit can be had.</summary>
    public static string AddressOf(string commit) => $"https://raw.githubusercontent.com/acquit-dev/acquit/{commit}/";

    /// <summary>Copies the sources, and nothing that was built from them.</summary>
    public static SourceTree CopyTo(DirectoryInfo folder)
    {
        var inTheRoot = Directory.EnumerateFiles(original)
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("Directory.", StringComparison.Ordinal) || name is "global.json" or ".editorconfig" or ".gitignore"));
        foreach (var file in inTheRoot.Concat(Sources(Path.Combine(original, "src"))))
        {
            var copy = Path.Combine(folder.FullName, Path.GetRelativePath(original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new SourceTree(folder.FullName);
    }

    /// <summary>Makes it a clone of <see cref="Commit"/>, as far as a build looks at that.</summary>
    /// <param name="origin">Where it was cloned from, if it remembers.</param>
    public SourceTree AsClone(string? origin)
    {
        var repository = Directory.CreateDirectory(Path.Combine(Folder, ".git")).FullName;
        Directory.CreateDirectory(Path.Combine(repository, "objects"));
        Directory.CreateDirectory(Path.Combine(repository, "refs"));
        File.WriteAllText(Path.Combine(repository, "HEAD"), Commit + "\n");
        File.WriteAllText(Path.Combine(repository, "config"), "[core]\n\trepositoryformatversion = 0\n" + (origin is null ? "" : $"[remote \"origin\"]\n\turl = {origin}\n"));
        return this;
    }

    /// <summary>Packs a project as anybody would who has the sources.</summary>
    public async Task<string> PackAsync(string project)
    {
        var packages = Path.Combine(Folder, "artifacts", "packages");
        var finished = await DotnetCommand.RunAsync(DotnetCommand.Host, Folder, new() { ["CI"] = "" }, ["pack", Path.Combine("src", project), "--nologo"]);
        Assert.True(finished.Code == 0, finished.Output);
        return packages;
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(inner => Path.GetFileName(inner) is not ("bin" or "obj")).SelectMany(Sources));
}
