using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Cli.Files;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Opening;

/// <summary>The contract files that are in force for a project.</summary>
internal static class ContractFiles
{
    /// <summary>
    /// Its own, and those that were named. In a project that has the package, the package says which are its own; in any other one they
    /// are those in its folder, as they would be with the package.
    /// </summary>
    public static ImmutableArray<AdditionalText> Of(Project project, ImmutableArray<ContractText> besides)
    {
        // A file that is in force twice says everything twice, and each time something is taken; whoever names it, and by whatever path.
        var own = project.AnalyzerOptions.AdditionalFiles;
        var named = besides.Select(file => RealPath.Of(file.Path)).ToHashSet();
        return
        [
            .. own.Where(file => !Has(file.Path) || !named.Contains(RealPath.Of(file.Path))),
            .. besides,
            .. InFolder(project)
                .Where(path => RealPath.Of(path) is var place && !named.Contains(place) && !own.Any(file => Has(file.Path) && RealPath.Of(file.Path) == place))
                .Select(ContractText.Found),
        ];
    }

    /// <summary>Whether a file is one, by its name.</summary>
    public static bool Has(string? path) => path?.EndsWith(ContractFile.Suffix, StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<string> InFolder(Project project) =>
        project.FilePath is null || project.AnalyzerReferences.Any(reference => reference.Display == "Acquit.Analyzers")
            ? []
            : SourceFolder.Files(Path.GetDirectoryName(project.FilePath)!, ContractFile.Suffix, folder => !Directory.EnumerateFiles(folder, "*.csproj").Any());
}
