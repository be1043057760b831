using System.Collections.Immutable;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Tests.Flow;

/// <summary>The files in the folder Cases that this compiler understands.</summary>
internal static class CaseFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static ImmutableArray<CaseFile> All()
    {
        var roslyn = typeof(CSharpCompilation).Assembly.GetName().Version;
        return [.. Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => CaseFile.Parse(NameOf(path), File.ReadAllText(path)))
            .Where(file => file.NeededRoslyn <= roslyn)
            .OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private static string NameOf(string path) => Path.GetRelativePath(Folder, path).Replace('\\', '/');
}
