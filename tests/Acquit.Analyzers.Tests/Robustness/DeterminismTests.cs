using System.Collections.Immutable;
using Acquit.Tests.Robustness.Fuzzing;
using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>What is reported depends on the code alone: not on the order of its files, nor on how many threads look at them.</summary>
public class DeterminismTests
{
    private static readonly Lazy<Corpus> corpus = new(Corpus.Read);

    private static readonly Lazy<Task<ImmutableArray<string>>> inOrder =
        new(() => ReportsAsync(files => files, concurrent: false, TestContext.Current.CancellationToken));

    [Fact]
    public async Task There_is_something_to_compare() =>
        Assert.True((await inOrder.Value).Length > 200, "The cases together give hardly any reports.");

    [Fact]
    public async Task Files_the_other_way_round_give_the_same_reports() =>
        Assert.Equal(await inOrder.Value, await ReportsAsync(files => files.Reverse(), concurrent: false, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Files_in_any_order_on_several_threads_give_the_same_reports(int seed)
    {
        var random = new Random(seed);
        Assert.Equal(
            await inOrder.Value,
            await ReportsAsync(files => files.OrderBy(_ => random.Next()), concurrent: true, TestContext.Current.CancellationToken));
    }

    private static Task<ImmutableArray<string>> ReportsAsync(
        Func<IEnumerable<CorpusFile>, IEnumerable<CorpusFile>> order, bool concurrent, CancellationToken cancellationToken) => Reports.OfAsync(
        order(corpus.Value.Api.Concat(corpus.Value.Cases)).Select(file => (file.Name, string.Concat(file.Tokens))),
        corpus.Value.ContractFiles.Select(file => new InMemoryText(file.Name, string.Concat(file.Tokens))),
        concurrent,
        cancellationToken);
}
