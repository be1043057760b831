using System.Text.RegularExpressions;

namespace Acquit.Cli.Opening;

/// <summary>Gets the packages that projects ask for.</summary>
internal static partial class Restoration
{
    /// <summary>The first project whose packages have not been got; null when there is none.</summary>
    public static async Task<string?> FirstMissingAsync(IReadOnlyList<string> projects, string folder, BuildFolder aside, CancellationToken cancellationToken)
    {
        var missing = projects.Where(project => !IsDone(project)).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var elsewhere = await RestoredElsewhere.OfAsync(missing, folder, aside, cancellationToken);
        return missing.Find(project => !elsewhere.Contains(project));
    }

    /// <summary>Restores a project or solution, and notes what was found in the folder.</summary>
    public static async Task RunAsync(string path, BuildFolder aside, CancellationToken cancellationToken)
    {
        aside.TakeRestoration();
        var (code, output) = await DotNet.RunAsync(["restore", path, "--nologo", "-v", "quiet", .. aside.Arguments], Path.GetDirectoryName(path)!, cancellationToken);
        if (code != 0)
        {
            throw new CommandFailure(ExitCode.NotOpened, $"'{path}' cannot be restored: {ErrorIn(output)}");
        }
    }

    // Where a restore puts it down if nobody says otherwise.
    private static bool IsDone(string project) => File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json"));

    private static string ErrorIn(string output) =>
        ErrorLine().Match(output) is { Success: true } error ? error.Groups["text"].Value.Trim() : output.Trim() is { Length: > 0 } all ? all : "'dotnet restore' gave no reason";

    [GeneratedRegex(@"\berror\b\s*(?<text>[A-Z]+\d+: .*?)( \[[^\[\]]*\])?\s*$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
