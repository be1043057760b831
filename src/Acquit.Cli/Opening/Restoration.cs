using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Acquit.Cli.Opening;

/// <summary>Gets the packages that projects ask for.</summary>
internal static partial class Restoration
{
    /// <summary>Whether the packages of a project have been got, where a restore puts that down if nobody says otherwise.</summary>
    public static bool IsDone(string project) => File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json"));

    /// <summary>Restores a project or solution, and notes what was found in the folder.</summary>
    public static async Task RunAsync(string path, BuildFolder folder, CancellationToken cancellationToken)
    {
        folder.TakeRestoration();
        string[] arguments = ["restore", path, "--nologo", "-v", "quiet", .. folder.Properties.Select(property => $"-p:{property.Key}={property.Value}")];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(path),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            await using var stop = cancellationToken.Register(process.Kill);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None) + await errors;
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
            {
                throw new CommandFailure(ExitCode.NotOpened, $"'{path}' cannot be restored: {ErrorIn(output)}");
            }
        }
        catch (System.ComponentModel.Win32Exception mistake)
        {
            throw new CommandFailure(ExitCode.NotOpened, $"The command 'dotnet' cannot be run, and without it nothing can be restored: {mistake.Message}", mistake);
        }
    }

    private static string ErrorIn(string output) =>
        ErrorLine().Match(output) is { Success: true } error ? error.Groups["text"].Value.Trim() : output.Trim() is { Length: > 0 } all ? all : "'dotnet restore' gave no reason";

    [GeneratedRegex(@"\berror\b\s*(?<text>[A-Z]+\d+: .*?)( \[[^\[\]]*\])?\s*$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
