using System.Text.RegularExpressions;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Tests.Documentation;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>The page with the kinds of .NET's own pairs has each of them, and what acquires and releases it.</summary>
public partial class KindsPageTests
{
    private static readonly string Page = PublishedRules.Read("kinds.md");

    private static readonly IReadOnlyList<(string Member, Clause Clause)> Clauses = [.. BuiltInPack.Files()
        .SelectMany(file => ContractFileParser.Parse(file.Text).Blocks)
        .SelectMany(block => block.Clauses, (block, clause) => (NameOf(block), clause))];

    public static TheoryData<string> Kinds => [.. Clauses
        .Where(said => said.Clause.Verb == Verb.Acquires)
        .SelectMany(said => KindsOf(said.Clause))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_has_the_kind_and_what_is_said_of_it(string kind) => Assert.Equal(
        $"| `{kind}` | {Members(kind, Verb.Acquires)} | {Members(kind, Verb.Releases)} | {Members(kind, Verb.TellsHeld)} |",
        Rows().SingleOrDefault(row => row.StartsWith($"| `{kind}` |", StringComparison.Ordinal)));

    [Fact]
    public void It_has_no_others() => Assert.Equal(Kinds.Select(kind => kind.Data), Rows().Select(row => row.Split('`')[1]));

    [Fact]
    public void Its_example_compiles_and_is_understood()
    {
        var source = Example().Match(Page).Groups["source"].Value;
        var compilation = Compiled.Source("using System.Threading; using Acquit;\n" + source, Compiled.Attributes);

        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS0626");
        Assert.Empty(Acquit.Analyzers.Contracts.Checking.AnnotationCheck.Errors(
            compilation.GetSemanticModel(compilation.SyntaxTrees.Single()), TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Rows() => Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.TrimEnd('\r'));

    private static string Members(string kind, Verb verb)
    {
        var members = Clauses.Where(said => said.Clause.Verb == verb && KindsOf(said.Clause).Contains(kind)).Select(said => $"`{said.Member}`").Distinct().ToList();
        return members.Count == 0 ? "–" : string.Join(", ", members);
    }

    // What is acquired, and what is held along with it.
    private static IEnumerable<string> KindsOf(Clause clause) =>
        (clause.Implies?.Text.Split(',').Select(kind => kind.Trim()) ?? []).Prepend(clause.Object?.Text ?? "");

    private static string NameOf(ContractBlock block)
    {
        var id = Id().Match(block.Id.Text);
        var type = block.On is { } on ? Id().Match(on.Text + ".On") : id;
        var name = type.Groups["type"].Value + (type.Groups["generic"].Success ? "<T>" : "");
        return id.Groups["member"].Value == "#ctor" ? $"new {name}" : $"{name}.{id.Groups["member"].Value}";
    }

    [GeneratedRegex(@"^\w:(\w+\.)*?(?<type>\w+)(?<generic>`\d)?\.(?<member>[#\w]+)(``\d)?(\(|~|$)")]
    private static partial Regex Id();

    [GeneratedRegex(@"```csharp\n(?<source>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
