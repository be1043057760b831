using System.Text.RegularExpressions;
using Acquit.Samples.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Samples.Documentation;

/// <summary>What the README says is so.</summary>
public partial class ReadmeTests
{
    private static readonly string readme = Read("README.md");

    [Fact]
    public void Every_rule_has_its_row()
    {
        var rules = RulePageRow().Matches(Read("src/Acquit.Analyzers/Docs/rules.md"))
            .Select(row => $"| [{row.Groups["id"]}](src/Acquit.Analyzers/Docs/{row.Groups["id"]}.md) | {InConfiguration(row.Groups["severity"].Value)} | {row.Groups["title"]} | {row.Groups["fix"]} |");
        Assert.Equal(rules, readme.Split('\n').Where(line => line.StartsWith("| [ACQ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_warnings_are_those_of_the_build()
    {
        var reports = await SampleCompilation.ReportsAsync(TestContext.Current.CancellationToken);
        var shown = readme.Split('\n').Where(line => line.StartsWith("AsPorted/", StringComparison.Ordinal));
        Assert.NotEmpty(shown);
        Assert.Empty(shown.Except(reports.Select(SampleCompilation.AsTheBuildWritesIt)));
    }

    [Fact]
    public async Task The_contracts_are_understood()
    {
        var source = $$"""
            using System;
            using Acquit;
            using Acquit.Memory;
            public interface IPort
            {
            {{Example("csharp", "Acquires")}}
            }
            namespace Vendor
            {
                public class Card
                {
                    public static Card? Open(int slot) => slot == 0 ? null : new();
                    public void Close() { }
                    public static int Send(Card card, byte[] data) => data.Length;
                }
            }
            """;
        var compilation = SampleCompilation.Compilation
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(source))
            .WithOptions(SampleCompilation.Compilation.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        var reports = await SampleCompilation.ReportsAsync(
            compilation, [new ContractFile(Example("", "acquires card"))], TestContext.Current.CancellationToken);
        Assert.Empty(reports);
    }

    // The README has the word that is written in .editorconfig.
    private static string InConfiguration(string severity) => severity == nameof(DiagnosticSeverity.Info) ? "suggestion" : severity.ToLowerInvariant();

    private static string Read(string path) =>
        File.ReadAllText(Path.Combine(GuidePage.Repository, path)).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string Example(string language, string content) => CodeBlock().Matches(readme)
        .Single(block => block.Groups["language"].Value == language && block.Groups["code"].Value.Contains(content, StringComparison.Ordinal))
        .Groups["code"].Value;

    [GeneratedRegex(@"^\| \[(?<id>ACQ\d{3})\]\([^)]*\) \|[^|]*\| (?<severity>\w+) \| (?<title>[^|]*) \| (?<fix>\w*) \|$", RegexOptions.Multiline)]
    private static partial Regex RulePageRow();

    [GeneratedRegex("^```(?<language>[a-z]*)(?<name> [^\n]+)?\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
