using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Opening;

/// <summary>The contract files that are in force for a project.</summary>
internal static class ContractFiles
{
    /// <summary>
    /// Its own, and those that were named. In a project that has the package, the package says which are its own; in any other one they
    /// are those in its folder, as they would be with the package.
    /// </summary>
    public static ImmutableArray<AdditionalText> Of(Project project, ImmutableArray<ContractText> named)
    {
        var own = project.AnalyzerOptions.AdditionalFiles;
        var has = own.Select(file => file.Path).Concat(named.Select(file => file.Path)).ToHashSet();
        return [.. own, .. named, .. InFolder(project).Where(path => !has.Contains(path)).Select(ContractText.Found)];
    }

    /// <summary>Whether a file is one, by its name.</summary>
    public static bool Has(string? path) => path?.EndsWith(ContractFile.Suffix, StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<string> InFolder(Project project) =>
        project.FilePath is null || project.AnalyzerReferences.Any(reference => reference.Display == "Acquit.Analyzers")
            ? []
            : SourceFolder.Files(Path.GetDirectoryName(project.FilePath)!, ContractFile.Suffix, folder => !Directory.EnumerateFiles(folder, "*.csproj").Any());
}
