using System.Reflection;

namespace Acquit.EndToEnd.Installation;

/// <summary>The packages, packed once into a folder of their own, with a package cache beside it that nobody else uses.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>Another version than the one that stands in the sources, so that none of them gets that by accident.</summary>
    private const string Given = "3.2.1";

    /// <summary>All there are.</summary>
    public static TheoryData<string> Ids => ["Acquit.Analyzers", "Acquit.Cli", "Acquit.Contracts", "Acquit.Memory"];

    /// <summary>The project that packs them all.</summary>
    public static string Project { get; } = Metadata("PackageProject");

    /// <summary>Removed at the end, with everything the tests put into it.</summary>
    public DirectoryInfo Workshop { get; } = Directory.CreateTempSubdirectory("acquit-end-to-end-");

    public string Feed => Path.Combine(Workshop.FullName, "feed");

    public string Cache => Path.Combine(Workshop.FullName, "cache");

    internal PackageFile Open(string package) => new(Path.Combine(Feed, $"{package}.{Version}.nupkg"));

    /// <summary>The version all packages have.</summary>
    public string Version => Given;

    public async ValueTask InitializeAsync() => await DotnetCommand.RunAsync(
        Path.GetDirectoryName(Project)!,
        packageCache: null,
        "pack", Project, "--no-build", "--configuration", Metadata("Configuration"), "--output", Feed, "--nologo", "-p:Version=" + Given);

    public ValueTask DisposeAsync()
    {
        Workshop.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Metadata(string key) =>
        typeof(PackedPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
