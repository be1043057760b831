using System.Collections.Immutable;
using Acquit.Tests.Verification;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>The case files in the folder Cases: whole methods of driver code, bad and good, and what is said about each.</summary>
public class CaseFileTests
{
    private static readonly Lazy<ImmutableArray<CaseFile>> files = new(CaseFiles.All);

    private static readonly Lazy<CaseRun> run = new(() => new CaseRun([.. files.Value.Where(IsApi)], ContractFiles()));

    public static TheoryData<string> Names => [.. files.Value.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiles(string name) => Assert.Empty(run.Value.Errors(Find(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reports_what_its_comments_say(string name)
    {
        var differences = await run.Value.DifferencesAsync(Find(name), AllAnalyzers.Create(), TestContext.Current.CancellationToken);
        if (!differences.IsEmpty)
            Assert.Fail(string.Join(Environment.NewLine, differences));
    }

    // No file takes a name away from another: what all of them cost is measured in one compilation.
    [Fact]
    public void Compile_together() => Assert.Empty(new CaseRun(files.Value, ContractFiles()).Errors(Find("TopLevel.cs")));

    // Where only the class library has contracts, bodies in which all is given back at a glance are not followed.
    [Theory]
    [InlineData("FinallyAtAGlance.cs")]
    [InlineData("GivenBackInFinally.cs")]
    [InlineData("PointersThatMove.cs")]
    [InlineData("ReturnedThoughReleased.cs")]
    [InlineData("ThrownAgain.cs")]
    [InlineData("UsedThroughViews.cs")]
    public async Task Reports_the_same_where_there_are_no_other_contracts(string name)
    {
        var alone = new CaseRun([], []);
        Assert.Empty(alone.Errors(Find(name)));
        var differences = await alone.DifferencesAsync(Find(name), AllAnalyzers.Create(), TestContext.Current.CancellationToken);
        if (!differences.IsEmpty)
            Assert.Fail(string.Join(Environment.NewLine, differences));
    }

    private static CaseFile Find(string name) => files.Value.Single(file => file.Name == name);

    private static bool IsApi(CaseFile file) => file.Name.StartsWith("Api/", StringComparison.Ordinal);

    // Contracts of APIs that cannot be annotated lie beside the others.
    private static ImmutableArray<(string, string)> ContractFiles() =>
        [.. Directory.EnumerateFiles(CaseFiles.Folder, "*.acquit.txt", SearchOption.AllDirectories).Select(path => (path, File.ReadAllText(path)))];
}
