using System.Diagnostics;
using System.Text;

namespace Acquit.Cli.Tests.Running;

/// <summary>The command as a process of its own, with a temporary folder of its own.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ToolProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Where the process is to put what it needs for a while.</summary>
    public static string TemporaryFolder(TestFolder folder) => folder.PathOf("temporary");

    public static ToolProcess Start(TestFolder folder, params string[] arguments) => Start(folder, [], arguments);

    public static ToolProcess Start(TestFolder folder, (string Name, string Value)[] environment, params string[] arguments) =>
        Start(folder, "dotnet", [Command, .. arguments], environment);

    /// <param name="line">Given the command without arguments, the line that the shell runs.</param>
    public static ToolProcess StartInShell(TestFolder folder, Func<string, string> line) =>
        Start(folder, "/bin/sh", ["-c", line($"dotnet '{Command}'")], []);

    /// <summary>The same, as if somebody sat in front of a terminal: what is written there comes as the output, and what is typed is sent.</summary>
    public static ToolProcess StartOnTerminal(TestFolder folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "There is no command 'script' that makes a terminal.");
        return Start(folder, "/usr/bin/script", ["-qec", string.Join(' ', ["dotnet", $"'{Command}'", .. arguments]), "/dev/null"], environment);
    }

    private static string Command => Path.Combine(AppContext.BaseDirectory, "Acquit.Cli.dll");

    public void Type(char key)
    {
        _process.StandardInput.Write(key);
        _process.StandardInput.Flush();
    }

    public async Task SignalAsync(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<ToolRun> EndAsync()
    {
        var (output, error) = (await _output, await _error);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolRun((ExitCode)_process.ExitCode, output, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static ToolProcess Start(TestFolder folder, string file, string[] arguments, (string Name, string Value)[] environment)
    {
        Directory.CreateDirectory(TemporaryFolder(folder));
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        CommandProcess.Forget(start);
        start.Environment["TMPDIR"] = TemporaryFolder(folder);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ToolProcess(Process.Start(start)!);
    }
}
