using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Opening;

/// <summary>Code that is ready to be looked at.</summary>
/// <param name="Name">What it is called: the name of the solution, project or folder.</param>
/// <param name="Root">The folder that paths in logs are relative to: that of the repository, if it is in one.</param>
/// <param name="Projects">Those to look at; the ones they refer to are only there for the compiler.</param>
/// <param name="AreLoose">They are files without a project, of which not every name needs to be known.</param>
internal sealed record OpenedCode(string Name, string Root, ImmutableArray<Project> Projects, bool AreLoose, params IDisposable[] Owned) : IDisposable
{
    /// <summary>One file was taken out of its folder: what is said of others there need not concern it.</summary>
    public bool IsPart { get; init; }

    /// <summary>Every file that the code is made of, with those that say how it is built.</summary>
    public IEnumerable<string> Files => Projects
        .SelectMany(project => project.Solution.Projects)
        .SelectMany(project => project.Documents.Concat<TextDocument>(project.AdditionalDocuments).Concat(project.AnalyzerConfigDocuments)
            .Select(file => file.FilePath)
            .Append(project.FilePath)
            .Append(project.Solution.FilePath))
        .OfType<string>()
        .Distinct();

    /// <summary>The folder of the repository around a folder, or the folder.</summary>
    public static string RootOf(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return at.FullName;
            }
        }

        return folder;
    }

    public void Dispose()
    {
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }
}
