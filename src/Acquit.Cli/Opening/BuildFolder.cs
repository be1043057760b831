namespace Acquit.Cli.Opening;

/// <summary>
/// A folder for what a build writes on the way: the code that is looked at may be read-only, and stays as it is in any case.
/// </summary>
internal sealed class BuildFolder : IDisposable
{
    // Folders for outputs are made before anything is known to come of it. Late, so that projects still refer to one another by where
    // their outputs really go.
    private const string Late = """
        <Project>
          <PropertyGroup>
            <OutDir>$(AcquitFolder)out/</OutDir>
          </PropertyGroup>
          <Target Name="AcquitRestored" Returns="@(AcquitRestored)">
            <ItemGroup>
              <AcquitRestored Include="$(MSBuildProjectFullPath)" Condition="Exists('$(MSBuildProjectExtensionsPath)project.assets.json')" />
            </ItemGroup>
          </Target>
        </Project>
        """;

    private readonly DirectoryInfo _folder = Make();
    private bool _restores;

    /// <summary>The properties that make a build write there.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>The same, for a command line.</summary>
    public IEnumerable<string> Arguments => Properties.Select(property => $"-p:{property.Key}={property.Value}");

    public BuildFolder()
    {
        var props = Path.Combine(_folder.FullName, "aside.props");
        var targets = Path.Combine(_folder.FullName, "aside.targets");
        Properties = new Dictionary<string, string>
        {
            ["CustomBeforeDirectoryBuildProps"] = props,
            ["CustomAfterDirectoryBuildTargets"] = targets,
        };
        Write(props);
        File.WriteAllText(targets, Late);
    }

    /// <summary>What a restore makes is found there as well from now on, and not beside the projects.</summary>
    public void TakeRestoration()
    {
        _restores = true;
        Write(Properties["CustomBeforeDirectoryBuildProps"]);
    }

    private static DirectoryInfo Make()
    {
        try
        {
            return Directory.CreateTempSubdirectory("acquit-");
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.NotOpened, $"No temporary folder can be made in '{Path.GetTempPath()}': {mistake.Message}", mistake);
        }
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    // Projects of one name lie in different folders, whose path tells them apart.
    private void Write(string props) => File.WriteAllText(props, $"""
        <Project>
          <PropertyGroup>
            <AcquitFolder>$(MSBuildThisFileDirectory)$(MSBuildProjectName)-$([MSBuild]::StableStringHash($(MSBuildProjectFullPath)))/</AcquitFolder>
            <IntermediateOutputPath>$(AcquitFolder)build/</IntermediateOutputPath>
            {(_restores ? "<MSBuildProjectExtensionsPath>$(AcquitFolder)</MSBuildProjectExtensionsPath>" : "")}
          </PropertyGroup>
        </Project>
        """);
}
