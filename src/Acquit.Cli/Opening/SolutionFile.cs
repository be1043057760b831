using System.Text.Json;
using System.Xml;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace Acquit.Cli.Opening;

/// <summary>The projects that a solution names, or a filter of one.</summary>
/// <param name="Projects">Those in C#.</param>
/// <param name="Others">Those in other languages.</param>
internal sealed record SolutionFile(IReadOnlyList<string> Projects, IReadOnlyList<string> Others)
{
    public static async Task<SolutionFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (Path.GetExtension(path) == ".slnf")
            {
                return OfFilter(path);
            }

            var serializer = SolutionSerializers.GetSerializerByMoniker(path) ?? throw Unreadable(path, "its format is not known.", null);
            var solution = await serializer.OpenAsync(path, cancellationToken);
            return Existing(path, solution.SolutionProjects.Select(project => project.FilePath), Path.GetDirectoryName(path)!);
        }
        catch (SolutionException mistake)
        {
            throw Unreadable(path, mistake.Message + (mistake.Line is { } line ? $" (line {line})" : ""), mistake);
        }
        catch (Exception mistake) when (mistake is JsonException or XmlException or KeyNotFoundException or InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, mistake.Message, mistake);
        }
    }

    private static SolutionFile OfFilter(string path)
    {
        using var filter = JsonDocument.Parse(File.ReadAllBytes(path));
        var solution = filter.RootElement.GetProperty("solution");
        var folder = Path.GetDirectoryName(Path.GetFullPath(OfThisSystem(Text(solution.GetProperty("path"))), Path.GetDirectoryName(path)!))!;
        return Existing(path, solution.GetProperty("projects").EnumerateArray().Select(Text), folder);
    }

    private static string Text(JsonElement element) =>
        element.GetString() is { Length: > 0 } text ? text : throw new JsonException("a path in it is empty.");

    private static SolutionFile Existing(string solution, IEnumerable<string> projects, string folder)
    {
        var files = projects.Select(project => Path.GetFullPath(OfThisSystem(project), folder)).ToList();
        return files.Find(file => !File.Exists(file)) is { } missing
            ? throw new CommandFailure(ExitCode.NotOpened, $"'{solution}' names '{missing}', which does not exist.")
            : files.ToLookup(file => Path.GetExtension(file) == ".csproj") is var found && found.Contains(true) ? new SolutionFile([.. found[true]], [.. found[false]])
            : throw new CommandFailure(ExitCode.NotOpened, $"'{solution}' names no C# project.");
    }

    private static string OfThisSystem(string path) => path.Replace('\\', Path.DirectorySeparatorChar);

    private static CommandFailure Unreadable(string path, string reason, Exception? cause) =>
        new(ExitCode.NotOpened, $"'{path}' cannot be read as a solution: {reason}", cause);
}
