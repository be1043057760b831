using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What somebody sees who installs nothing, but uses a library whose author has installed the analyzers.</summary>
public sealed class TransitiveTests(PackedPackages packages)
{
    [Fact]
    public async Task They_are_for_the_author_alone_who_installs_them_as_the_command_does()
    {
        var user = await UserOfPackageAsync("Own", """PrivateAssets="all" """);
        Assert.Null(DependencyOf("Own"));
        Assert.Empty(await ReportsAsync(user));
    }

    [Fact]
    public async Task They_come_with_a_package_that_is_to_bring_them()
    {
        var user = await UserOfPackageAsync("Bringing", """PrivateAssets="none" """);
        Assert.Equal("All", DependencyOf("Bringing")?.Attribute("include")?.Value);
        await AssertModesAsync(user);
    }

    [Fact]
    public async Task They_come_with_their_modes_too_where_the_author_has_not_said_for_whom_they_are()
    {
        // NuGet keeps what is built with to the author, and says the same of analyzers, but the SDK takes every analyzer of every package.
        var user = await UserOfPackageAsync("Unsaid", "");
        Assert.Equal("Build,Analyzers", DependencyOf("Unsaid")?.Attribute("exclude")?.Value);
        Assert.Equal(["ACQ101 note"], await ReportsAsync(user, "AcquitMode=Quiet"));
    }

    [Fact]
    public async Task They_come_with_a_project_that_is_to_bring_them()
    {
        var library = await LibraryAsync("Beside", """PrivateAssets="none" """);
        await AssertModesAsync(await UserAsync("Beside", $"""<ProjectReference Include="{library.Project}" />"""));
    }

    private static async Task AssertModesAsync(FreshProject user)
    {
        Assert.Equal(["ACQ101 warning", "ACQ102 note"], await ReportsAsync(user));
        Assert.Equal(["ACQ101 warning", "ACQ102 warning", "ACQ102 warning"], await ReportsAsync(user, "AcquitMode=Strict"));
        Assert.Equal(["ACQ101 note"], await ReportsAsync(user, "AcquitMode=Quiet"));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ReportsAsync(user, "AcquitMode=Loud"));
        Assert.Contains("error ACQUIT001: ", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> ReportsAsync(FreshProject user, params string[] properties) =>
        (await user.BuildAsync(properties)).Results
            .Where(result => result.Id.StartsWith("ACQ", StringComparison.Ordinal))
            .Select(result => $"{result.Id} {result.Level}")
            .Order(StringComparer.Ordinal);

    private async Task<FreshProject> UserOfPackageAsync(string name, string assets)
    {
        await (await LibraryAsync(name, assets)).PackAsync();
        return await UserAsync(name, $"""<PackageReference Include="{PackageOf(name)}" Version="{packages.Version}" />""");
    }

    private Task<FreshProject> LibraryAsync(string name, string assets) => FreshProject.WithoutAnalyzersAsync(
        packages,
        "Library",
        $"""<PackageReference Include="Acquit.Analyzers" Version="{packages.Version}" {assets}/>""",
        $"<OutputType>Library</OutputType><PackageId>{PackageOf(name)}</PackageId>",
        folder: name + "Library");

    private Task<FreshProject> UserAsync(string name, string reference) =>
        FreshProject.WithoutAnalyzersAsync(packages, "Modes", reference, folder: name + "User");

    private System.Xml.Linq.XElement? DependencyOf(string name) => packages.Open(PackageOf(name)).Elements("dependency").SingleOrDefault();

    private static string PackageOf(string name) => "Acquit.Tests." + name;
}
