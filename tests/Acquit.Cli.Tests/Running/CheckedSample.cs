namespace Acquit.Cli.Tests.Running;

/// <summary>The ported drivers, checked once with everything written down that can be.</summary>
public sealed class CheckedSample : IAsyncLifetime
{
    private readonly TestFolder _outputs = TestFolder.With();

    public static string Folder { get; } = Path.Combine(Repository.Folder, "samples", "PortedDrivers");

    public string Page => _outputs.PathOf("report.html");

    internal ToolRun Run { get; private set; } = null!;

    internal string Sarif { get; private set; } = "";

    internal string Html { get; private set; } = "";

    /// <summary>What was in the folder before and after.</summary>
    internal (IReadOnlyList<string> Before, IReadOnlyList<string> After) Content { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var before = TestFolder.ContentOf(Folder);
        Run = await Tool.RunAsync(Folder, "check", ".", "--severity", "suggestion", "--sarif", _outputs.PathOf("report.sarif"), "--html", Page);
        Content = (before, TestFolder.ContentOf(Folder));
        Sarif = _outputs.Read("report.sarif");
        Html = _outputs.Read("report.html");
    }

    public ValueTask DisposeAsync()
    {
        _outputs.Dispose();
        return ValueTask.CompletedTask;
    }
}
