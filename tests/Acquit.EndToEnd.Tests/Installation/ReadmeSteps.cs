using System.Reflection;
using System.Text.RegularExpressions;

namespace Acquit.EndToEnd.Installation;

/// <summary>The first steps of the README, done as they are written there, in a fresh folder by a user who has nothing yet.</summary>
public sealed partial class ReadmeSteps(PackedPackages packages) : IAsyncLifetime
{
    private const string Feed = "CLONE/artifacts/packages";

    private readonly List<(string Command, string Output)> done = [];
    private string folder = "";

    /// <summary>What the README shows of the output of a command, and what that wrote.</summary>
    internal List<(string Command, string Shown, string Output)> Promises { get; } = [];

    /// <summary>The sources after the steps.</summary>
    internal string Source(string file) => File.ReadAllText(Path.Combine(folder, file));

    /// <summary>The page that the last step writes.</summary>
    internal string Page => Path.Combine(folder, "acquit.html");

    /// <summary>What the last command that begins so wrote.</summary>
    internal string OutputOf(string command) => done.Last(step => step.Command.StartsWith(command, StringComparison.Ordinal)).Output;

    public async ValueTask InitializeAsync()
    {
        folder = packages.Workshop.CreateSubdirectory("first-steps").FullName;
        // Settings of folders above are none of the user's.
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(folder, file), "<Project />");

        foreach (Match block in Block().Matches(Section()))
        {
            var content = block.Groups["content"].Value;
            if (block.Groups["language"].Value == "bash")
            {
                foreach (var line in content.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    await RunAsync(line);
            }
            else if (block.Groups["language"].Value == "text")
            {
                Promises.AddRange(content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (done[^1].Command, line, done[^1].Output)));
            }
            else
            {
                File.WriteAllText(Path.Combine(folder, block.Groups["name"].Value), content);
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(string line)
    {
        var words = line.Replace(Feed, packages.Feed, StringComparison.Ordinal).Split(' ');
        if (words[0] == "cd")
        {
            folder = Path.Combine(folder, words[1]);
            return;
        }

        var home = Path.Combine(packages.Workshop.FullName, "home");
        // What is installed for the user goes where the user's home is.
        var command = words[0] == "dotnet" ? DotnetCommand.Host : Path.Combine(home, ".dotnet", "tools", words[0]);
        var finished = await DotnetCommand.RunAsync(
            command, folder, new() { ["NUGET_PACKAGES"] = packages.Cache, ["DOTNET_CLI_HOME"] = home }, words[1..]);
        var expected = words[0] == "acquit" ? 1 : 0;
        Assert.True(finished.Code == expected, $"'{line}' ended with {finished.Code}:\n{finished.Output}");
        // Where the folder is, is nothing that the README could know.
        done.Add((line, finished.Output.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
    }

    private static string Section()
    {
        var path = typeof(ReadmeSteps).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Readme").Value!;
        var readme = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        var start = readme.IndexOf("\n### First steps\n", StringComparison.Ordinal);
        return readme[start..readme.IndexOf("\n### Further\n", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("^```(?<language>[a-z]+)( (?<name>[^\n]+))?\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
