using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Benchmarks;

/// <summary>The case files of the analyzer tests, all in one compilation.</summary>
internal static class CaseFiles
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static ImmutableArray<(string Path, string Text)> Sources() => Files("*.cs");

    public static ImmutableArray<AdditionalText> ContractFiles() =>
        [.. Files("*.acquit.txt").Select(file => new ContractFile(file.Path, file.Text))];

    private static ImmutableArray<(string Path, string Text)> Files(string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(path)))];

    private sealed class ContractFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
