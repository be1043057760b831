using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Tests.Robustness.Fuzzing;

/// <summary>The case files, cut into tokens: what mutants are made of.</summary>
internal sealed class Corpus
{
    private Corpus(ImmutableArray<CorpusFile> cases, ImmutableArray<CorpusFile> api, ImmutableArray<CorpusFile> contractFiles)
    {
        Cases = cases;
        Api = api;
        ContractFiles = contractFiles;
    }

    public ImmutableArray<CorpusFile> Cases { get; }

    public ImmutableArray<CorpusFile> Api { get; }

    public ImmutableArray<CorpusFile> ContractFiles { get; }

    public static Corpus Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Cases");
        var api = Path.Combine(folder, "Api");
        return new(
            Files(folder, "*.cs", SearchOption.TopDirectoryOnly, TokensOfCode),
            Files(api, "*.cs", SearchOption.AllDirectories, TokensOfCode),
            Files(folder, "*.acquit.txt", SearchOption.AllDirectories, WordsOfText));
    }

    private static ImmutableArray<CorpusFile> Files(
        string folder, string pattern, SearchOption depth, Func<string, ImmutableArray<string>> cut) =>
        [.. Directory.EnumerateFiles(folder, pattern, depth)
            .Order(StringComparer.Ordinal)
            .Select(path => new CorpusFile(Path.GetRelativePath(folder, path), cut(File.ReadAllText(path))))];

    private static ImmutableArray<string> TokensOfCode(string text) =>
        [.. CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot()
            .DescendantTokens()
            .Select(token => token.ToFullString())];

    // A word keeps the white space and punctuation that follow it.
    private static ImmutableArray<string> WordsOfText(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsLetterOrDigit(text[i]) && !char.IsLetterOrDigit(text[i - 1]))
            {
                words.Add(text[start..i]);
                start = i;
            }
        }

        words.Add(text[start..]);
        return words.ToImmutable();
    }
}

/// <summary>A file in pieces, which make up its whole text one after the other.</summary>
internal sealed record CorpusFile(string Name, ImmutableArray<string> Tokens)
{
    /// <summary>As it is: most of what a mutant consists of is as in all the others.</summary>
    public Lazy<SyntaxTree> Tree { get; } = new(() => Parse(Name, string.Concat(Tokens)));

    public static SyntaxTree Parse(string name, string text) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview), name);
}
