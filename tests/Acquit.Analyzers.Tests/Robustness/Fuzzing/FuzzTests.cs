using System.Globalization;
using Xunit;

namespace Acquit.Tests.Robustness.Fuzzing;

/// <summary>
/// Broken versions of the case files. ACQUIT_FUZZ_MUTANTS asks for more of them and ACQUIT_FUZZ_SEED for others; a failure
/// names the seed of its mutant, which with one mutant makes just that one again.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Mutants = 120;
    private const int FirstSeed = 20_000;

    [Fact]
    public async Task No_broken_code_makes_an_analyzer_throw_or_dawdle()
    {
        var corpus = Corpus.Read();
        var first = Setting("ACQUIT_FUZZ_SEED", FirstSeed);
        var count = Setting("ACQUIT_FUZZ_MUTANTS", Mutants);
        var reported = 0;
        var failures = new List<string>();
        for (var seed = first; seed < first + count && failures.Count < 5; seed++)
        {
            var mutant = Mutant.Make(corpus, seed);
            var trial = await Trial.RunAsync(mutant.Compilation, mutant.ContractFiles, TestContext.Current.CancellationToken);
            reported += trial.Reported.Length;
            if (!trial.Complaints.IsEmpty)
            {
                output.WriteLine($"Seed {seed}: {mutant}");
                failures.Add($"Seed {seed}, {mutant.What}: {string.Join(Environment.NewLine, trial.Complaints)}");
            }
        }

        output.WriteLine($"{count} mutants from seed {first} on, {reported} reports.");
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        // Mutants that are all beyond reading would prove nothing.
        Assert.True(reported > count || count < Mutants, $"{count} mutants gave no more than {reported} reports.");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
