using System.Collections.Immutable;
using Acquit.Samples.Reports;
using Microsoft.CodeAnalysis;

namespace Acquit.Samples.Mutants;

/// <summary>
/// The mended drivers, broken in one place each in every way that people break them: what misbehaves when it runs is to be
/// reported, and what does not is to be left alone. <c>ACQUIT_MUTANTS=1</c> prints the score.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    // What is not seen yet stands on the page of the figures, with the reasons.
    private const int MissedOneIn = 15;

    [Fact]
    public async Task What_does_no_harm_is_not_reported_and_most_of_what_does_is()
    {
        Score score = new();
        foreach (SyntaxTree driver in SampleCompilation.Trees.Where(tree => tree.FilePath.StartsWith("Mended/", StringComparison.Ordinal)))
        {
            Litter litter = new(driver);
            Assert.NotEmpty(litter.Mutations);
            ImmutableArray<Diagnostic[]> reports = await litter.AnalyzeAsync(TestContext.Current.CancellationToken);
            ImmutableArray<(Behaviour Behaviour, string Words)> runs = litter.Run();
            for (int i = 0; i < litter.Mutations.Length; i++)
                score.Add(litter.Mutations[i], runs[i].Behaviour, runs[i].Words, reports[i], litter.IsLeftToOthers(i));
        }

        string words = score.ToString();
        output.WriteLine(words);
        if (Environment.GetEnvironmentVariable("ACQUIT_MUTANTS") is not null)
            Console.WriteLine(words);
        Assert.True(score.FalseAlarms == 0, words);
        Assert.True(score.Missed * MissedOneIn <= score.Wrong, words);
    }
}
