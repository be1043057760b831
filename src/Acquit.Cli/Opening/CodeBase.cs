namespace Acquit.Cli.Opening;

/// <summary>What a path on the command line turned out to be.</summary>
internal abstract record CodeBase(string Folder)
{
    /// <summary>A solution, or a filter of one.</summary>
    public sealed record Solution(string File) : CodeBase(Path.GetDirectoryName(File)!);

    /// <summary>One project, or those in a folder.</summary>
    public sealed record Projects(string Folder, IReadOnlyList<string> Files) : CodeBase(Folder);

    /// <summary>C# files that belong to no project.</summary>
    /// <param name="IsPart">It is one file of a folder that may hold others.</param>
    public sealed record Loose(string Folder, IReadOnlyList<string> Files, bool IsPart) : CodeBase(Folder);

    /// <summary>Looks what is there.</summary>
    public static CodeBase Find(string path)
    {
        if (Directory.Exists(path))
        {
            return InFolder(path);
        }

        if (!File.Exists(path))
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{path}' does not exist.");
        }

        CodeBase found = IsSolution(path) ? new Solution(path)
            : Path.GetExtension(path) switch
            {
                ".csproj" => new Projects(Path.GetDirectoryName(path)!, [path]),
                ".cs" => new Loose(Path.GetDirectoryName(path)!, [path], IsPart: true),
                _ => throw new CommandFailure(ExitCode.BadInput, $"'{path}' is no solution (.sln, .slnx, .slnf), C# project (.csproj) or C# file."),
            };
        EnsureReadable(path);
        return found;
    }

    private static CodeBase InFolder(string folder)
    {
        // What cannot be listed is told by the system's own message.
        try
        {
            var solutions = Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".sln" or ".slnx").Order(StringComparer.Ordinal).ToList();
            if (solutions.Count > 1)
            {
                throw new CommandFailure(ExitCode.BadInput, $"'{folder}' holds several solutions ({string.Join(", ", solutions.Select(Path.GetFileName))}): name one of them.");
            }

            if (solutions.Count == 1)
            {
                return new Solution(solutions[0]);
            }

            if (SourceFolder.Files(folder, ".csproj") is [_, ..] projects)
            {
                return new Projects(folder, projects);
            }

            return SourceFolder.Files(folder, ".cs") is [_, ..] files
                ? new Loose(folder, files, IsPart: false)
                : throw new CommandFailure(ExitCode.BadInput, $"'{folder}' holds no solution, C# project or C# file.");
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{folder}' cannot be searched: {mistake.Message}", mistake);
        }
    }

    // A link that leads nowhere is there, too.
    private static void EnsureReadable(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{path}' cannot be read: {mistake.Message}", mistake);
        }
    }

    private static bool IsSolution(string path) => Path.GetExtension(path) is ".sln" or ".slnx" or ".slnf";
}
