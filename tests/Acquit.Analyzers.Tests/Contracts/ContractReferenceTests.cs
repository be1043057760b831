using System.Text.RegularExpressions;
using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Tests.Documentation;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>The contract reference says what is so.</summary>
public class ContractReferenceTests
{
    private static readonly string Page = PublishedRules.Read("contracts.md");

    [Fact]
    public void Its_attribute_examples_compile_and_are_understood()
    {
        var examples = Examples("csharp").ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var compilation = Compiled.Source("#nullable enable\nusing System; using Acquit;\n" + example, Compiled.Attributes);
            var tree = compilation.SyntaxTrees.Single();

            // An extern member says that its body is not shown.
            Assert.DoesNotContain(
                compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS0626");
            Assert.Empty(AnnotationCheck.Errors(compilation.GetSemanticModel(tree), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Its_file_examples_are_understood()
    {
        var examples = Examples("acquit").ToList();
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(ContractFileCheck.Errors(
            ContractFileParser.Parse(example), Compiled.Source("class C { }"), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void It_names_every_attribute_property_verb_and_keyword()
    {
        foreach (var attribute in typeof(ContractAttribute).Assembly.GetExportedTypes().Where(type => !type.IsAbstract))
        {
            Assert.Matches($@"`{attribute.Name[..^"Attribute".Length]}\b", Page);
            Assert.All(attribute.GetProperties().Where(property => property.CanWrite), property => Assert.Contains($"`{property.Name}`", Page, StringComparison.Ordinal));
        }

        Assert.All(Vocabulary.VerbWords, verb => Assert.Contains($"`{verb}`", Page, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Keyword>().Where(keyword => keyword != Keyword.None), keyword => Assert.Contains(Vocabulary.WordOf(keyword), Page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_language_has_a_verb_for_every_attribute_and_a_keyword_for_every_property()
    {
        foreach (var attribute in typeof(ContractAttribute).Assembly.GetExportedTypes().Where(type => !type.IsAbstract))
        {
            var verb = Vocabulary.VerbOfAttribute(attribute.Name);
            Assert.NotNull(verb);
            Assert.Equal(
                attribute.GetProperties().Where(property => property.CanWrite).Select(property => property.Name.ToLowerInvariant()).Order(),
                Vocabulary.KeywordWordsOf(verb.Value).Order());
            Assert.Equal(attribute.GetConstructors().Single().GetParameters().Length == 1, Vocabulary.SubjectOf(verb.Value) is not null);
        }
    }

    private static IEnumerable<string> Examples(string language) =>
        Regex.Matches(Page, $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value);
}
