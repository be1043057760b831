namespace Acquit.EndToEnd.Installation;

/// <summary>A driver written against the oldest names and idioms, after what the fixes alone have made of it.</summary>
public sealed class MigratedDriver(PackedPackages packages) : IAsyncLifetime
{
    /// <summary>The rules about older names and idioms.</summary>
    private static readonly string[] rules = ["ACQ201", "ACQ203", "ACQ402", "ACQ403"];

    private FreshProject? project;

    internal SarifLog AsItCame { get; private set; } = null!;

    internal SarifLog AfterFixes { get; private set; } = null!;

    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        project = await FreshProject.CreateAsync(packages, "Migration");
        AsItCame = await project.BuildAsync();
        await project.FixAsync("info", rules);
        AfterFixes = await project.BuildAsync();
        Output = await project.RunAsync();
    }

    /// <summary>What a file of the driver became.</summary>
    internal string Source(string file) => File.ReadAllText(Path.Combine(project!.Folder, file));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
