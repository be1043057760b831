using System.Diagnostics;
using Acquit.Agreement.Comparing;
using Xunit;

namespace Acquit.Agreement;

/// <summary>
/// Drivers are written at random, analyzed, and run under every outcome. How many and from which seed can be chosen:
/// <c>ACQUIT_AGREEMENT_COUNT=100000 ACQUIT_AGREEMENT_SEED=7 dotnet run --project tests/Acquit.Agreement</c>;
/// <c>ACQUIT_AGREEMENT_FIRST</c> is the number of the first, so that many can be looked at in parts.
/// </summary>
public class AgreementTests(ITestOutputHelper output)
{
    // What is not seen yet stands on the page of the figures.
    private const int MissedOneIn = 50;
    private const int FalseOneIn = 1000;

    [Fact]
    public void What_is_reported_happens_and_what_happens_is_reported()
    {
        int seed = Number("ACQUIT_AGREEMENT_SEED", 1);
        int count = Number("ACQUIT_AGREEMENT_COUNT", 1000);
        Stopwatch watch = Stopwatch.StartNew();
        int first = Number("ACQUIT_AGREEMENT_FIRST", 0);
        Hunt hunt = new(seed, first, count);
        hunt.Run(Number("ACQUIT_AGREEMENT_SHOWN", 3), Number("ACQUIT_AGREEMENT_MISSES", 0) != 0, TestContext.Current.CancellationToken);
        string words = $"Seed {seed}, drivers {first} to {first + count - 1}, {watch.Elapsed.TotalSeconds:0} s.\n{hunt.Matrix}\n{hunt.Features}\n{string.Join("\n\n", hunt.Disagreements)}";
        output.WriteLine(words);
        if (Environment.GetEnvironmentVariable("ACQUIT_AGREEMENT_COUNT") is not null)
            Console.WriteLine(words);
        Assert.True(hunt.Matrix.FalseAlarms * FalseOneIn <= count, words);
        Assert.True(hunt.Matrix.Misses * MissedOneIn <= hunt.Matrix.Wrong, words);
        Assert.True(hunt.Matrix.GivenUp * 100 < count, words);
        Assert.Empty(hunt.Neglected);
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int number) ? number : otherwise;
}
