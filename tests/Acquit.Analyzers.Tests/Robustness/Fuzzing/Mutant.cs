using System.Collections.Immutable;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Tests.Robustness.Fuzzing;

/// <summary>A case file with what it needs, in which something is broken. The same seed gives the same mutant.</summary>
internal sealed class Mutant
{
    // What is referenced is read once, and not once for each mutant.
    private static readonly CSharpCompilation everything = Empty(ReferenceAssemblies.Contracts.References);

    private static readonly CSharpCompilation coreLibrary = Empty([MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);

    private static readonly CSharpCompilation nothing = Empty([]);

    private Mutant(string what, CSharpCompilation compilation, ImmutableArray<(string Path, string Text)> contractFiles)
    {
        What = what;
        Compilation = compilation;
        ContractFiles = contractFiles;
    }

    /// <summary>The file it was made from, and what was done to it.</summary>
    public string What { get; }

    public CSharpCompilation Compilation { get; }

    public ImmutableArray<(string Path, string Text)> ContractFiles { get; }

    public static Mutant Make(Corpus corpus, int seed)
    {
        var random = new Random(seed);
        var file = corpus.Cases[random.Next(corpus.Cases.Length)];
        var code = corpus.Api.Append(file).ToDictionary(part => part.Name, part => part.Tree.Value);
        var contractFiles = corpus.ContractFiles.ToDictionary(part => part.Name, part => string.Concat(part.Tokens));
        var references = everything;
        string done;
        switch (random.Next(20))
        {
            case 0:
                references = coreLibrary;
                code[file.Name] = CorpusFile.Parse(file.Name, TokenEdits.Scramble(file.Tokens, random));
                done = "scrambled, with the core library alone";
                break;
            case 1:
                references = nothing;
                done = "without any reference";
                break;
            case 2:
                code = new() { [file.Name] = CorpusFile.Parse(file.Name, TokenEdits.Scramble(file.Tokens, random)) };
                done = "scrambled, without the API";
                break;
            case 3:
                var missing = corpus.Api[random.Next(corpus.Api.Length)];
                code.Remove(missing.Name);
                done = $"without {missing.Name} of the API";
                break;
            case 4 or 5:
                var api = corpus.Api[random.Next(corpus.Api.Length)];
                code[api.Name] = CorpusFile.Parse(api.Name, TokenEdits.Scramble(api.Tokens, random));
                done = $"with {api.Name} of the API scrambled";
                break;
            case 6:
                var contracts = corpus.ContractFiles[random.Next(corpus.ContractFiles.Length)];
                contractFiles[contracts.Name] = TokenEdits.Scramble(contracts.Tokens, random);
                done = $"with {contracts.Name} scrambled";
                break;
            case 7 or 8 or 9:
                code[file.Name] = CorpusFile.Parse(file.Name, TokenEdits.Truncate(file.Tokens, random));
                done = "truncated";
                break;
            default:
                code[file.Name] = CorpusFile.Parse(file.Name, TokenEdits.Scramble(file.Tokens, random));
                done = "scrambled";
                break;
        }

        return new(
            $"{file.Name}, {done}",
            references.AddSyntaxTrees(code.Values),
            [.. contractFiles.Select(contract => (contract.Key, contract.Value))]);
    }

    /// <summary>Everything needed to see it again.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        Compilation.SyntaxTrees.Select(tree => (tree.FilePath, tree.ToString()))
            .Concat(ContractFiles)
            .Select(part => $"==== {part.Item1}{Environment.NewLine}{part.Item2}")
            .Prepend(What));

    private static CSharpCompilation Empty(IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        "Mutant", [], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));
}
