using System.Reflection;

namespace Acquit.EndToEnd.Installation;

/// <summary>The packages, packed once into a folder of their own, with a package cache beside it that nobody else uses.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>Removed at the end, with everything the tests put into it.</summary>
    public DirectoryInfo Workshop { get; } = Directory.CreateTempSubdirectory("acquit-end-to-end-");

    public string Feed => Path.Combine(Workshop.FullName, "feed");

    public string Cache => Path.Combine(Workshop.FullName, "cache");

    public string PathOf(string package) => Directory.EnumerateFiles(Feed, package + ".*.nupkg").Single();

    /// <summary>The version all packages have.</summary>
    public string Version => Path.GetFileNameWithoutExtension(PathOf("Acquit.Contracts"))["Acquit.Contracts.".Length..];

    public async ValueTask InitializeAsync() => await DotnetCommand.RunAsync(
        Path.GetDirectoryName(Metadata("PackageProject"))!,
        packageCache: null,
        "pack", Metadata("PackageProject"), "--no-build", "--configuration", Metadata("Configuration"), "--output", Feed, "--nologo");

    public ValueTask DisposeAsync()
    {
        Workshop.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Metadata(string key) =>
        typeof(PackedPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
