using System.Diagnostics;

namespace Acquit.Cli.Opening;

/// <summary>Runs the command of the SDK.</summary>
internal static class DotNet
{
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string[] arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            await using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None) + await errors;
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception mistake)
        {
            throw new CommandFailure(ExitCode.NotOpened, $"The command 'dotnet' cannot be run, and without it nothing can be restored: {mistake.Message}", mistake);
        }
    }
}
