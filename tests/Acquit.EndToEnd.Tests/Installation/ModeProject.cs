namespace Acquit.EndToEnd.Installation;

/// <summary>A project that is built in one mode after another.</summary>
public sealed class ModeProject(PackedPackages packages) : IAsyncLifetime
{
    private FreshProject? project;

    public async ValueTask InitializeAsync() => project = await FreshProject.WithReferencesAsync(packages, "Modes", references: "");

    /// <summary>What a build in that mode reports, by rule and level.</summary>
    /// <param name="mode">The mode; null when the property is not set.</param>
    /// <param name="file">A configuration file that the project has meanwhile, or none.</param>
    /// <param name="lines">What stands in it.</param>
    public async Task<IEnumerable<string>> ReportsAsync(string? mode, string? file = null, params string[] lines)
    {
        var path = file is null ? null : Path.Combine(project!.Folder, file);
        if (path is not null)
            File.WriteAllLines(path, lines);
        try
        {
            var log = await project!.BuildAsync(mode is null ? [] : ["AcquitMode=" + mode]);
            return log.Results
                .Where(result => result.Id.StartsWith("ACQ", StringComparison.Ordinal))
                .Select(result => $"{result.Id} {result.Level}")
                .Order(StringComparer.Ordinal);
        }
        finally
        {
            if (path is not null)
                File.Delete(path);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
