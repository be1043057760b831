namespace Acquit.EndToEnd.Installation;

/// <summary>The driver, with the packages installed: as it came, and after the fixes of some rules.</summary>
public sealed class InstalledDriver(PackedPackages packages) : IAsyncLifetime
{
    /// <summary>The rules whose fixes are applied.</summary>
    public static readonly string[] FixedRules = ["ACQ101", "ACQ103"];

    internal FreshProject Project { get; private set; } = null!;

    /// <summary>What its comments name, before any fix.</summary>
    internal IReadOnlyList<string> Expected { get; private set; } = [];

    internal SarifLog AsItCame { get; private set; } = null!;

    internal string Output { get; private set; } = "";

    internal SarifLog AfterFixes { get; private set; } = null!;

    internal string OutputAfterFixes { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Project = await FreshProject.CreateAsync(packages, "Driver");
        Expected = Project.Expectations();
        AsItCame = await Project.BuildAsync();
        Output = await Project.RunAsync();
        await Project.FixAsync(FixedRules);
        AfterFixes = await Project.BuildAsync();
        OutputAfterFixes = await Project.RunAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
