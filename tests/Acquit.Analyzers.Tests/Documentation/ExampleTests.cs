using Acquit.Tests.Verification;
using Xunit;

namespace Acquit.Tests.Documentation;

/// <summary>The examples on the pages compile, and are reported as the pages say.</summary>
public class ExampleTests
{
    private const string Usings = "global using System;\nglobal using Acquit;\n";

    public static TheoryData<string, string> Examples =>
        [.. PublishedRules.Pages.SelectMany(id => PublishedRules.Page(id).Examples.Keys.Select(role => (id, role)))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Compiles(string id, string role) => Assert.Empty(Run(id).Errors(Example(id, role)));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Is_reported_as_the_page_says(string id, string role)
    {
        var example = Example(id, role);
        Assert.Equal(role == "failing" ? [id] : [], example.Expectations.Select(expectation => expectation.Id).Distinct());
        var differences = await Run(id).DifferencesAsync(example, AllAnalyzers.Create(), TestContext.Current.CancellationToken);
        if (!differences.IsEmpty)
            Assert.Fail(string.Join(Environment.NewLine, differences));
    }

    private static CaseFile Example(string id, string role) => CaseFile.Parse($"{id} {role}", PublishedRules.Page(id).Examples[role]);

    private static CaseRun Run(string id)
    {
        var usings = CaseFile.Parse("usings", Usings);
        return PublishedRules.Page(id).Examples.ContainsKey("api")
            ? new CaseRun([usings, Example(id, "api")], [])
            : new CaseRun([usings], []);
    }
}
