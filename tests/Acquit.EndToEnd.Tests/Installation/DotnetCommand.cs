using System.Diagnostics;

namespace Acquit.EndToEnd.Installation;

/// <summary>Runs the dotnet command as a user would, in a clean environment.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    /// <summary>What is started for <c>dotnet</c>.</summary>
    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <param name="folder">Where it runs.</param>
    /// <param name="packageCache">The package cache it uses instead of the user's own.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What the command wrote.</returns>
    /// <exception cref="InvalidOperationException">The command failed; the message holds what it wrote.</exception>
    public static async Task<string> RunAsync(string folder, string? packageCache, params string[] arguments)
    {
        var finished = await RunAsync(Host, folder, packageCache is null ? [] : new() { ["NUGET_PACKAGES"] = packageCache }, arguments);
        return finished.Code == 0
            ? finished.Output
            : throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' failed:{Environment.NewLine}{finished.Output}");
    }

    /// <param name="command">What is run: the dotnet command, or a tool.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="settings">What its environment has besides.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Finished> RunAsync(string command, string folder, Dictionary<string, string> settings, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A test runner started by the same command leaves its own build's settings behind.
        foreach (var inherited in start.Environment.Keys.Where(IsOfAnotherBuild).ToList())
            start.Environment.Remove(inherited);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new Finished(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{command} {string.Join(' ', arguments)}' did not end within {patience}.");
        }
    }

    private static bool IsOfAnotherBuild(string variable) =>
        variable.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) ||
        variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) ||
        variable.StartsWith("DOTNET_CLI_", StringComparison.OrdinalIgnoreCase);
}
