using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Acquit.Cli.Tests.Browsing;

/// <summary>A headless Chromium, or what is made of it: the one that is there, or one that is installed for the purpose.</summary>
public sealed partial class Chromium : IAsyncLifetime
{
    private const string Package = "chromium-headless-shell";

    private static readonly string[] names =
        [Package, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("acquit-browser-");
    private Process? _process;

    internal DevTools? DevTools { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var path = Find() ?? await InstallAsync();
        _process = Process.Start(new ProcessStartInfo(
            path,
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + _profile.FullName, "about:blank"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        // What it goes on to say is of no interest, but has to be read: the pipe would be full some day.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, told) =>
        {
            if (told.Data is null)
                address.TrySetException(new InvalidOperationException($"'{path}' ended without listening."));
            else if (Listening().Match(told.Data) is { Success: true } match)
                address.TrySetResult(new Uri(match.Groups["address"].Value));
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        DevTools = await DevTools.ConnectAsync(await address.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (DevTools is not null)
            await DevTools.DisposeAsync();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        _profile.Delete(recursive: true);
    }

    private static string? Find() => names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private static async Task<string> InstallAsync()
    {
        string[] prefix = Environment.UserName == "root" ? [] : ["sudo", "-n"];
        foreach (string[] command in (string[][])[["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", Package]])
        {
            string[] words = [.. prefix, .. command];
            try
            {
                using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                if (process.ExitCode != 0)
                    throw Missing(await errors, null);
            }
            catch (System.ComponentModel.Win32Exception mistake)
            {
                throw Missing(mistake.Message, mistake);
            }
        }

        return Find() ?? throw Missing("it is installed, and not on the PATH", null);
    }

    private static InvalidOperationException Missing(string reason, Exception? cause) =>
        new($"These tests need a Chromium on the PATH ({string.Join(", ", names)}), and '{Package}' could not be installed by apt-get: {reason}", cause);

    [GeneratedRegex(@"DevTools listening on (?<address>ws://\S+)")]
    private static partial Regex Listening();
}
