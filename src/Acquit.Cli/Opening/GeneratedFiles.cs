namespace Acquit.Cli.Opening;

/// <summary>Files that tools write and nobody reads, told as the compiler tells them: by their names.</summary>
internal static class GeneratedFiles
{
    private static readonly string[] endings = [".g.cs", ".g.i.cs", ".generated.cs", ".designer.cs", ".AssemblyInfo.cs", ".AssemblyAttributes.cs"];

    /// <summary>Whether a file is one of them.</summary>
    public static bool Has(string? path) =>
        path is not null &&
        (Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ||
         Path.GetFileName(path).StartsWith("TemporaryGeneratedFile_", StringComparison.OrdinalIgnoreCase));
}
