namespace Acquit.Cli.Opening;

/// <summary>Asks the build of projects that keep what a restore puts down in a place of their own: all outputs in one folder, for example.</summary>
internal static class RestoredElsewhere
{
    // One question for all: starting a build takes longer than asking it.
    private const string Question = """
        <Project>
          <Target Name="Ask">
            <MSBuild Projects="@(Asked)" Targets="AcquitRestored" BuildInParallel="true" ContinueOnError="true">
              <Output TaskParameter="TargetOutputs" ItemName="Restored" />
            </MSBuild>
            <WriteLinesToFile File="$(MSBuildThisFileDirectory)restored.txt" Lines="@(Restored)" Overwrite="true" />
          </Target>
          <ItemGroup>
            {0}
          </ItemGroup>
        </Project>
        """;

    /// <summary>Those of the projects that have been restored. One whose build cannot answer is left to the restore, which says why.</summary>
    public static async Task<IReadOnlySet<string>> OfAsync(IReadOnlyList<string> projects, string folder, BuildFolder aside, CancellationToken cancellationToken)
    {
        var answer = aside.PathOf("restored.txt");
        var question = aside.PathOf("ask.proj");
        var asked = projects.Select(project => $"<Asked Include=\"{System.Security.SecurityElement.Escape(Escaped(project))}\" />");
        await File.WriteAllTextAsync(question, string.Format(System.Globalization.CultureInfo.InvariantCulture, Question, string.Concat(asked)), cancellationToken);
        await DotNet.RunAsync(["msbuild", question, "-nologo", "-v:quiet", .. aside.Arguments], folder, cancellationToken);
        return File.Exists(answer) ? (await File.ReadAllLinesAsync(answer, cancellationToken)).ToHashSet() : new HashSet<string>();
    }

    // What a build would take for a list, a pattern or a property.
    private static string Escaped(string path) =>
        string.Concat(path.Select(letter => "%;*?$@'()".Contains(letter, StringComparison.Ordinal) ? $"%{(int)letter:X2}" : letter.ToString()));
}
