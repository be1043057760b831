using System.Diagnostics;
using Acquit.Agreement.Comparing;
using Acquit.Agreement.Generating;
using Acquit.Agreement.Shrinking;
using Xunit;

namespace Acquit.Agreement;

/// <summary>
/// Drivers are written at random, analyzed, and run under every outcome. How many and from which seed can be chosen:
/// <c>ACQUIT_AGREEMENT_COUNT=100000 ACQUIT_AGREEMENT_SEED=7 dotnet run --project tests/Acquit.Agreement</c>.
/// </summary>
public class AgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void What_is_reported_happens_and_what_happens_is_reported()
    {
        int seed = Number("ACQUIT_AGREEMENT_SEED", 1);
        int count = Number("ACQUIT_AGREEMENT_COUNT", 1000);
        int shown = Number("ACQUIT_AGREEMENT_SHOWN", 5);
        Stopwatch watch = Stopwatch.StartNew();
        Hunt hunt = new(seed, count);
        hunt.Run(shown, TestContext.Current.CancellationToken);
        string words = $"Seed {seed}, {watch.Elapsed.TotalSeconds:0} s.\n{hunt.Matrix}\n{hunt.Features}\n{string.Join("\n\n", hunt.Disagreements.Take(0))}";
        output.WriteLine(words);
        if (count > 1000 || shown != 5)
            Console.WriteLine(words);
        Assert.True(hunt.Matrix.FalseAlarms == 0, words);
        Assert.True(hunt.Matrix.Misses <= count / 1000, words);
        Assert.True(hunt.Matrix.GivenUp <= count / 100, words);
        Assert.Empty(hunt.Neglected);
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int number) ? number : otherwise;
}
