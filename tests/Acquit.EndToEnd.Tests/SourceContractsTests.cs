using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What somebody sees who has the attributes as source and references no assembly.</summary>
public sealed class SourceContractsTests(PackedPackages packages)
{
    private const string Property = "<AcquitContractsAsSource>true</AcquitContractsAsSource>";

    [Fact]
    public async Task The_attributes_are_internal_and_the_rules_know_them()
    {
        var project = await FreshProject.WithReferencesAsync(packages, "SourceOnly", Reference("""PrivateAssets="all" IncludeAssets="build" """), Property);

        var expected = project.Expectations();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, (await project.BuildAsync()).Places);
        Assert.Contains("from SourceOnly, visible: False, referenced: False, wrote: 4", await project.RunAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(project.Folder, "Acquit.Contracts.dll", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Who_references_the_assembly_as_well_is_told()
    {
        var project = await FreshProject.WithReferencesAsync(packages, "SourceOnly", Reference(""), Property, folder: "SourceAndAssembly");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => project.BuildAsync());
        Assert.Contains("error ACQUIT002: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("""PrivateAssets="all" IncludeAssets="build" """, failure.Message, StringComparison.Ordinal);
    }

    private string Reference(string assets) => $"""<PackageReference Include="Acquit.Contracts" Version="{packages.Version}" {assets}/>""";
}
