using System.Text.RegularExpressions;

namespace Acquit.EndToEnd.Installation;

/// <summary>A project outside the repository that installs the packages as its author would.</summary>
internal sealed partial class FreshProject
{
    private readonly PackedPackages packages;

    private FreshProject(PackedPackages packages, DirectoryInfo folder)
    {
        this.packages = packages;
        Folder = folder.FullName;
    }

    public string Folder { get; }

    /// <summary>Its project file.</summary>
    public string Project => Directory.EnumerateFiles(Folder, "*.csproj").Single();

    private string Log => Path.Combine(Folder, "build.sarif");

    /// <summary>Makes a project of the files in a folder beside the tests, which uses the memory layer, and restores it.</summary>
    /// <param name="others">Packages of the same version that it uses as well.</param>
    public static Task<FreshProject> CreateAsync(PackedPackages packages, string sources, params string[] others) =>
        WithReferencesAsync(packages, sources, string.Concat(others.Prepend("Acquit.Memory")
            .Select(other => $"""<PackageReference Include="{other}" Version="{packages.Version}" />""")));

    /// <summary>Makes a project of the files in a folder beside the tests, and restores it.</summary>
    /// <param name="references">What it references besides the analyzers, as it stands in a project file.</param>
    /// <param name="properties">What it sets, in the same form.</param>
    /// <param name="folder">What its folder is called, if not like that of the files.</param>
    public static Task<FreshProject> WithReferencesAsync(
        PackedPackages packages, string sources, string references, string properties = "", string? folder = null) =>
        WithoutAnalyzersAsync(
            packages, sources, $"""<PackageReference Include="Acquit.Analyzers" Version="{packages.Version}" PrivateAssets="all" />{references}""", properties, folder);

    /// <summary>The same of a project that has the analyzers only if the references bring them.</summary>
    public static async Task<FreshProject> WithoutAnalyzersAsync(
        PackedPackages packages, string sources, string references, string properties = "", string? folder = null)
    {
        var made = packages.Workshop.CreateSubdirectory(folder ?? sources);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, sources)))
            File.Copy(file, Path.Combine(made.FullName, Path.GetFileName(file)));
        // Whatever feeds the machine has stay in place; our packages come from the folder and from nowhere else.
        File.WriteAllText(Path.Combine(made.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packages.Feed}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="packed">
                  <package pattern="Acquit.*" />
                </packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        // Settings of folders above the temporary one are none of the project's business.
        File.WriteAllText(Path.Combine(made.FullName, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(made.FullName, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(made.FullName, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(made.FullName, sources + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                <ErrorLog>build.sarif,version=2.1</ErrorLog>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {references}
              </ItemGroup>
            </Project>
            """);
        var project = new FreshProject(packages, made);
        await project.DotnetAsync("restore");
        return project;
    }

    /// <summary>Builds with the SDK's compiler and says what it reported.</summary>
    /// <param name="properties">Properties given on the command line, as <c>Name=Value</c>.</param>
    public async Task<SarifLog> BuildAsync(params string[] properties)
    {
        await DotnetAsync(["build", "--no-restore", "--nologo", "--no-incremental", .. properties.Select(property => "-p:" + property)]);
        return SarifLog.Read(Log);
    }

    /// <summary>Packs it to where the packages are.</summary>
    public Task<string> PackAsync() => DotnetAsync("pack", "--no-restore", "--nologo", "--output", packages.Feed, "-p:Version=" + packages.Version);

    public Task<string> RunAsync() => DotnetAsync("run", "--no-build");

    /// <summary>Applies the fixes of some rules.</summary>
    public Task<string> FixAsync(params string[] ids) => FixAsync("warn", ids);

    /// <summary>Applies the fixes of some rules that are at least that severe.</summary>
    public Task<string> FixAsync(string severity, string[] ids) =>
        DotnetAsync(["format", "analyzers", "--no-restore", "--severity", severity, "--diagnostics", .. ids]);

    /// <summary>The warnings that comments at the ends of lines name, in sources and contract files, in order.</summary>
    public IReadOnlyList<string> Expectations() =>
        [.. Directory.EnumerateFiles(Folder)
            .Where(file => Path.GetExtension(file) is ".cs" or ".txt")
            .SelectMany(file => File.ReadLines(file).SelectMany((line, index) => Expectation().Matches(line)
                .Select(match => new Reported(Path.GetFileName(file), index + 1, match.Groups["id"].Value, "warning", "").Place)))
            .Order(StringComparer.Ordinal)];

    private Task<string> DotnetAsync(params string[] arguments) => DotnetCommand.RunAsync(Folder, packages.Cache, arguments);

    [GeneratedRegex(@"(//|#) (?<id>ACQ\d{3})$")]
    private static partial Regex Expectation();
}
