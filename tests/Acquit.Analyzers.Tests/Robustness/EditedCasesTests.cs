using System.Collections.Immutable;
using Acquit.Tests.Robustness.Fuzzing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>The cases are edited, file by file, and give what a build of the same text from nothing gives.</summary>
public class EditedCasesTests
{
    private const int Files = 12;

    // What is kept of a file is kept from its second tree on.
    private const int Rounds = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Lines_that_go_and_come_back_give_what_a_new_build_gives(int seed)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var corpus = Corpus.Read();
        var contractFiles = corpus.ContractFiles.Select(file => new InMemoryText(file.Name, string.Concat(file.Tokens))).ToImmutableArray<AdditionalText>();
        var texts = corpus.Api.Concat(corpus.Cases).ToDictionary(file => file.Name, file => string.Concat(file.Tokens), StringComparer.Ordinal);
        var random = new Random(seed);
        var compilation = Reports.Compile(Ordered(texts), cancellationToken);
        var before = await Reports.OfAsync(compilation, contractFiles, concurrent: true, cancellationToken);

        var names = corpus.Cases.Select(file => file.Name).Order(StringComparer.Ordinal).OrderBy(_ => random.Next()).Take(Files).ToList();
        var edited = new Dictionary<string, string>(texts, StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var name in names)
                edited[name] = WithoutOneCall(edited[name], random);

            compilation = Edit(compilation, edited, cancellationToken);
            var reported = await Reports.OfAsync(compilation, contractFiles, concurrent: true, cancellationToken);
            Assert.NotEqual(before, reported);
            Assert.Equal(await Reports.OfAsync(Ordered(edited), contractFiles, concurrent: false, cancellationToken), reported);
        }

        Assert.Equal(before, await Reports.OfAsync(Edit(compilation, texts, cancellationToken), contractFiles, concurrent: true, cancellationToken));
    }

    private static IEnumerable<(string Name, string Text)> Ordered(Dictionary<string, string> texts) =>
        texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => (text.Key, text.Value));

    // Trees whose text stays are the same ones, as in an editor, and so are the options.
    private static CSharpCompilation Edit(CSharpCompilation compilation, Dictionary<string, string> texts, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(tree => tree.ToString() != texts[tree.FilePath]).ToArray())
            compilation = compilation.ReplaceSyntaxTree(tree, Reports.Parse(tree.FilePath, texts[tree.FilePath], (CSharpParseOptions)tree.Options, cancellationToken));
        return compilation;
    }

    private static string WithoutOneCall(string text, Random random)
    {
        var lines = text.Split('\n');
        var calls = Enumerable.Range(0, lines.Length).Where(i => lines[i].TrimEnd().EndsWith(");", StringComparison.Ordinal)).ToArray();
        if (calls.Length > 0)
            lines[calls[random.Next(calls.Length)]] = "";
        return string.Join('\n', lines);
    }
}
