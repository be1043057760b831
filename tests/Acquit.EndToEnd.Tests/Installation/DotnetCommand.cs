using System.Diagnostics;

namespace Acquit.EndToEnd.Installation;

/// <summary>Runs the dotnet command as a user would, in a clean environment.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    /// <param name="folder">Where it runs.</param>
    /// <param name="packageCache">The package cache it uses instead of the user's own.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What the command wrote.</returns>
    /// <exception cref="InvalidOperationException">The command failed; the message holds what it wrote.</exception>
    public static async Task<string> RunAsync(string folder, string? packageCache, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A test runner started by the same command leaves its own build's settings behind.
        foreach (var inherited in start.Environment.Keys.Where(IsOfAnotherBuild).ToList())
            start.Environment.Remove(inherited);
        if (packageCache is not null)
            start.Environment["NUGET_PACKAGES"] = packageCache;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            var written = await output + await errors;
            return process.ExitCode == 0
                ? written
                : throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' failed:{Environment.NewLine}{written}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'dotnet {string.Join(' ', arguments)}' did not end within {patience}.");
        }
    }

    private static bool IsOfAnotherBuild(string variable) =>
        variable.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) ||
        variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) ||
        variable.StartsWith("DOTNET_CLI_", StringComparison.OrdinalIgnoreCase);
}
