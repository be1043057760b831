using System.Reflection;
using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What somebody sees who uses a package that brings contracts for its own API.</summary>
public sealed class ShippedContractsTests(PackedPackages packages)
{
    [Fact]
    public async Task A_project_that_uses_the_library_is_checked_by_what_the_library_says()
    {
        var library = Metadata("ShippedContractsProject");
        await DotnetCommand.RunAsync(
            Path.GetDirectoryName(library)!, packageCache: null,
            "pack", library, "--configuration", Metadata("Configuration"), "--output", packages.Feed, "--nologo", "-p:Version=" + packages.Version);

        var consumer = await FreshProject.CreateAsync(packages, "Consumer", "Acquit.Samples.ShippedContracts");

        var expected = consumer.Expectations();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, (await consumer.BuildAsync()).Places);
    }

    private static string Metadata(string key) =>
        typeof(ShippedContractsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
