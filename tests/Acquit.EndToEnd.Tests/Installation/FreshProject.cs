namespace Acquit.EndToEnd.Installation;

/// <summary>A project outside the repository that installs the packages as its author would.</summary>
internal sealed class FreshProject
{
    private readonly PackedPackages packages;

    private FreshProject(PackedPackages packages, DirectoryInfo folder)
    {
        this.packages = packages;
        Folder = folder.FullName;
    }

    public string Folder { get; }

    /// <summary>The files that came with the driver.</summary>
    public IEnumerable<string> Sources => Directory.EnumerateFiles(Folder).Where(file => file.EndsWith(".cs") || file.EndsWith(".acquit.txt"));

    private string Log => Path.Combine(Folder, "build.sarif");

    /// <summary>Makes a project of the files in a folder beside the tests, and restores it.</summary>
    public static async Task<FreshProject> CreateAsync(PackedPackages packages, string sources)
    {
        var folder = packages.Workshop.CreateSubdirectory(sources);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, sources)))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        // Whatever feeds the machine has stay in place; our packages come from the folder and from nowhere else.
        File.WriteAllText(Path.Combine(folder.FullName, "nuget.config"), $"""
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
        File.WriteAllText(Path.Combine(folder.FullName, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder.FullName, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(folder.FullName, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder.FullName, sources + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                <ErrorLog>build.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Acquit.Analyzers" Version="{packages.Version}" PrivateAssets="all" />
                <PackageReference Include="Acquit.Memory" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        var project = new FreshProject(packages, folder);
        await project.DotnetAsync("restore");
        return project;
    }

    /// <summary>Builds with the SDK's compiler and says what it reported.</summary>
    public async Task<SarifLog> BuildAsync()
    {
        await DotnetAsync("build", "--no-restore", "--nologo", "--no-incremental");
        return SarifLog.Read(Log);
    }

    public Task<string> RunAsync() => DotnetAsync("run", "--no-build");

    /// <summary>Applies the fixes of one rule.</summary>
    public Task<string> FixAsync(string id) =>
        DotnetAsync("format", "analyzers", "--no-restore", "--severity", "warn", "--diagnostics", id);

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private Task<string> DotnetAsync(params string[] arguments) => DotnetCommand.RunAsync(Folder, packages.Cache, arguments);
}
