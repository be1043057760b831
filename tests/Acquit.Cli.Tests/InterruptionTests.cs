using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Acquit.Cli.Tests;

/// <summary>Who interrupts the command finds everything as it was, and nothing running any more.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const char CtrlC = '\u0003';

    private readonly TestFolder _folder = TestFolder.With(("src/Probe.cs", TestFolder.Leak));

    [Fact]
    public async Task What_breaks_off_leaves_nothing_behind()
    {
        await _folder.RunAsync("check", "src", "--sarif", "x.sarif");
        var before = _folder.Content();
        using var source = new CancellationTokenSource();
        (await Tool.RunAsync(_folder.Path, [new Watcher(source.Cancel)], source.Token, "check", "src", "--sarif", "x.sarif", "--html", "x.html")).Fails(ExitCode.Cancelled, "Interrupted.");
        Assert.Equal(before, _folder.Content());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_check(string signal)
    {
        for (var number = 0; number < 300; number++)
            _folder.Write($"src/Probe{number}.cs", string.Concat(Enumerable.Range(0, 20).Select(part => TestFolder.Leak[TestFolder.Leak.IndexOf("namespace", StringComparison.Ordinal)..]
                .Replace("namespace Vendor;", $"namespace Vendor{number}.Part{part} {{ using System.Runtime.InteropServices;", StringComparison.Ordinal) + "}\n")));
        var before = _folder.Content();
        using var tool = ToolProcess.Start(_folder, "check", "src", "--sarif", "x.sarif", "--html", "x.html");
        // It has made sure that both can be written, and looks at the code.
        await UntilAsync(() => Directory.GetFiles(_folder.Path, "acquit-*.tmp").Length == 2);
        await tool.SignalAsync(signal);
        (await tool.EndAsync()).Fails(ExitCode.Cancelled, "Interrupted.");
        AssertUntouched(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interrupted_restore_ends_with_all_that_it_has_started(bool isOnTerminal)
    {
        // A package source that never answers.
        using var source = new TcpListener(IPAddress.Loopback, 0);
        source.Start();
        _folder.Write("src/Probe.csproj", TestFolder.Project.Replace("</Project>", "<ItemGroup><PackageReference Include=\"Vendor.NoSuchPackage\" Version=\"1.0.0\" /></ItemGroup></Project>", StringComparison.Ordinal));
        _folder.Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"slow\" value=\"http://127.0.0.1:{((IPEndPoint)source.LocalEndpoint).Port}/v3/index.json\" allowInsecureConnections=\"true\" /></packageSources></configuration>");
        var before = _folder.Content();
        string[] command = ["check", "src", "--sarif", "x.sarif"];
        using var tool = isOnTerminal ? ToolProcess.StartOnTerminal(_folder, [("no_proxy", "127.0.0.1")], command) : ToolProcess.Start(_folder, command);
        using var asked = await source.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        if (isOnTerminal)
        {
            tool.Type(CtrlC);
            var run = await tool.EndAsync();
            Assert.Equal(ExitCode.Cancelled, run.Code);
            Assert.EndsWith("acquit: error: Interrupted.\r\n", run.Output, StringComparison.Ordinal);
        }
        else
        {
            await tool.SignalAsync("INT");
            (await tool.EndAsync()).Fails(ExitCode.Cancelled, "Interrupted.");
        }

        // Who asked is gone: what it has sent ends.
        var sent = new byte[4096];
        while (await asked.GetStream().ReadAsync(sent, TestContext.Current.CancellationToken) > 0)
        {
        }

        AssertUntouched(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_build_that_does_not_end_is_not_waited_for(bool isOnTerminal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        _folder.Write("src/Probe.csproj", TestFolder.Project.Replace("</Project>", """
              <Target Name="Slow" BeforeTargets="ResolveReferences">
                <Exec Command="echo $PPID > $TMPDIR/part; mv $TMPDIR/part $TMPDIR/began; exec sleep 600" />
              </Target>
            </Project>
            """, StringComparison.Ordinal));
        var before = _folder.Content();
        string[] command = ["check", "src", "--sarif", "x.sarif"];
        using var tool = isOnTerminal ? ToolProcess.StartOnTerminal(_folder, [], command) : ToolProcess.Start(_folder, command);
        var began = Path.Combine(ToolProcess.TemporaryFolder(_folder), "began");
        await UntilAsync(() => File.Exists(began));
        if (isOnTerminal)
        {
            // Everybody hears it.
            tool.Type(CtrlC);
            Assert.Equal(ExitCode.Cancelled, (await tool.EndAsync()).Code);
        }
        else
        {
            using var build = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(began, TestContext.Current.CancellationToken)));
            await tool.SignalAsync("TERM");
            (await tool.EndAsync()).Fails(ExitCode.Cancelled, "Interrupted.");
            build.Kill(entireProcessTree: true);
            await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        AssertUntouched(before);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertUntouched(IReadOnlyList<string> before)
    {
        Assert.Empty(Directory.EnumerateDirectories(ToolProcess.TemporaryFolder(_folder), "acquit-*"));
        Directory.Delete(ToolProcess.TemporaryFolder(_folder), recursive: true);
        Assert.Equal(before, _folder.Content());
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }
}
