using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Opening;

/// <summary>Files that a project has and nobody can read. A workspace takes them for empty ones, and says nothing.</summary>
internal static class UnreadFiles
{
    /// <summary>Source files, each with the reason. One that a tool has not written yet is none: what it lacks is missed by the compiler.</summary>
    public static async Task<IReadOnlyList<string>> SourcesOfAsync(Project project, CancellationToken cancellationToken)
    {
        var unread = new List<string>();
        foreach (var file in project.Documents)
        {
            if (await ReasonAsync(file, cancellationToken) is { } reason && (File.Exists(file.FilePath) || !IsOfTools(file.FilePath!)))
            {
                unread.Add($"'{file.FilePath}' cannot be read: {reason}");
            }
        }

        return unread;
    }

    /// <summary>Refuses to go on when it is not known what is in force for a project.</summary>
    public static async Task EnsureRulesAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var file in project.AdditionalDocuments.Where(file => ContractFiles.Has(file.FilePath)).Concat<TextDocument>(project.AnalyzerConfigDocuments))
        {
            if (await ReasonAsync(file, cancellationToken) is { } reason)
            {
                throw new CommandFailure(ExitCode.NotOpened, $"'{file.FilePath}' cannot be read: {reason}");
            }
        }
    }

    private static async Task<string?> ReasonAsync(TextDocument file, CancellationToken cancellationToken)
    {
        if (file.FilePath is not { } path || (await file.GetTextAsync(cancellationToken)).Length > 0)
        {
            return null;
        }

        try
        {
            await using var stream = File.OpenRead(path);
            SourceText.From(stream, throwIfBinaryDetected: true);
            return null;
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return mistake.Message;
        }
    }

    private static bool IsOfTools(string path) =>
        GeneratedFiles.Has(path) || path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Any(SourceFolder.IsOfTools);
}
