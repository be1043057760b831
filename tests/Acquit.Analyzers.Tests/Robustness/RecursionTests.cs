using System.Collections.Immutable;
using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>What is reported of methods that come back to one another depends neither on the order of files nor on threads.</summary>
public class RecursionTests
{
    private const int Webs = 12;

    // Longer than what is followed on one stack, and no longer than what is searched for a release.
    private const int Length = 36;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Circles_give_the_same_reports_in_any_order(int seed)
    {
        var random = new Random(seed);
        var files = Enumerable.Range(0, Webs).SelectMany(i => RecursiveCode.Web($"Web{i}", random)).ToImmutableArray();
        await CompareAsync(files, random, atLeast: Webs);
    }

    [Fact]
    public async Task Chains_of_any_length_give_the_same_reports_in_any_order()
    {
        var reports = await CompareAsync([.. RecursiveCode.Chain("Chain", Length, isClosed: false)], new Random(5), atLeast: 1);

        // However far it is to the end, it is seen what happens there.
        Assert.Equal(Length, FilesWith("ACQ104", reports));
        Assert.Equal(Length, FilesWith("ACQ101", reports));
    }

    [Fact]
    public async Task Long_circles_give_no_reports_in_any_order() =>
        Assert.Equal(0, FilesWith("ACQ104", await CompareAsync([.. RecursiveCode.Chain("Circle", Length, isClosed: true)], new Random(6), atLeast: 0)));

    private static int FilesWith(string id, ImmutableArray<string> reports) =>
        reports.Where(r => r.Contains(id, StringComparison.Ordinal)).Select(r => r[..r.IndexOf(':', StringComparison.Ordinal)]).Distinct().Count();

    private static async Task<ImmutableArray<string>> CompareAsync(ImmutableArray<(string Name, string Text)> files, Random random, int atLeast)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var inOrder = await Reports.OfAsync(files, [], concurrent: false, cancellationToken);
        Assert.True(inOrder.Length >= atLeast, $"{files.Length} files give {inOrder.Length} reports.");
        Assert.Equal(inOrder, await Reports.OfAsync(files.Reverse(), [], concurrent: false, cancellationToken));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(inOrder, await Reports.OfAsync(files.OrderBy(_ => random.Next()), [], concurrent: false, cancellationToken));
            Assert.Equal(inOrder, await Reports.OfAsync(files.OrderBy(_ => random.Next()), [], concurrent: true, cancellationToken));
        }

        return inOrder;
    }
}
