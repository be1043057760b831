using System.Reflection;

namespace Acquit.Cli.Tests.Running;

/// <summary>Where the sources of all this are.</summary>
internal static class Repository
{
    public static string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Metadata("Repository")));

    public static string Configuration { get; } = Metadata("Configuration");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
