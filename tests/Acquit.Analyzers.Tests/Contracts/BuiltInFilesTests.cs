using System.Reflection;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>What the built-in files say is said of members that exist, in today's framework and in the older ones.</summary>
public class BuiltInFilesTests
{
    /// <summary>The file for what today's shared framework does not have.</summary>
    private const string Elsewhere = "dotnet-elsewhere.acquit.txt";

    // The reference assemblies, which show what a project can name; the running framework has more.
    private static readonly Compilation Today = Referencing(Directory.EnumerateFiles(Metadata("TargetingPack"), "*.dll"));

    private static readonly Compilation Standard = Referencing([Path.Combine(AppContext.BaseDirectory, "Frameworks", "netstandard.dll")]);

    public static TheoryData<string> Names => [.. BuiltInPack.Files().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_line_can_be_read(string name) => Assert.Empty(Parse(name).Errors);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_id_names_a_member_of_the_framework_that_is_as_the_clauses_say(string name)
    {
        if (name == Elsewhere)
        {
            return;
        }

        var text = Text(name);
        Assert.Empty(ContractFileCheck.Errors(Parse(name), Today, TestContext.Current.CancellationToken)
            .Select(error => $"{text.Take(error.Start).Count(c => c == '\n') + 1}: {error.Message}"));
    }

    [Fact]
    public void What_is_said_of_other_assemblies_is_said_of_nothing_in_the_framework() =>
        Assert.All(Parse(Elsewhere).Blocks, block => Assert.Empty(DocumentationCommentId.GetSymbolsForDeclarationId(block.Id.Text, Today)));

    [Fact]
    public void What_names_nothing_in_a_project_says_nothing_and_reports_nothing()
    {
        var table = Compiled.Table(Today);

        Assert.Empty(table.ReleasesOf("bitmap-bits"));
        Assert.False(table.IsCounted("bitmap-bits"));
    }

    // The name of a parameter that differs there would make its clause void, and the other half of the pair a mistake.
    [Fact]
    public void Where_an_older_framework_has_the_member_too_its_parameters_are_named_the_same()
    {
        var checkedMembers = 0;
        foreach (var block in BuiltInPack.Files().SelectMany(file => ContractFileParser.Parse(file.Text).Blocks))
        {
            foreach (var method in DocumentationCommentId.GetSymbolsForDeclarationId(block.Id.Text, Standard).OfType<IMethodSymbol>())
            {
                var errors = new List<ContractError>();
                ContractBinder.Bind(method, block.Clauses, errors);
                Assert.True(errors.Count == 0, $"{block.Id.Text}: {string.Join(", ", errors.Select(error => error.Message))}");
                checkedMembers++;
            }
        }

        Assert.InRange(checkedMembers, 150, int.MaxValue);
    }

    [Fact]
    public void Every_kind_that_is_acquired_is_released_by_one_of_the_names_that_its_acquires_give()
    {
        var clauses = BuiltInPack.Files().SelectMany(file => ContractFileParser.Parse(file.Text).Blocks)
            .SelectMany(block => block.Clauses.Select(clause => (Member: DocId.Parse(block.Id.Text).MemberName, Clause: clause)))
            .ToList();
        foreach (var (member, acquire) in clauses.Where(entry => entry.Clause.Verb == Verb.Acquires))
        {
            var releases = clauses.Where(entry => entry.Clause.Verb == Verb.Releases && entry.Clause.Object?.Text == acquire.Object?.Text).Select(entry => entry.Member);
            Assert.True(acquire.ReleasedBy is { } name && releases.Contains(name.Text), $"{member} acquires {acquire.Object?.Text}");
        }
    }

    private static string Text(string name) => BuiltInPack.Files().Single(file => file.Name == name).Text;

    private static ContractFile Parse(string name) => ContractFileParser.Parse(Text(name));

    private static CSharpCompilation Referencing(IEnumerable<string> assemblies) =>
        CSharpCompilation.Create("project", references: assemblies.Select(path => MetadataReference.CreateFromFile(path)));

    private static string Metadata(string key) =>
        typeof(BuiltInFilesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
