using Acquit.Agreement.Comparing;
using Acquit.Agreement.Generating;
using Acquit.Agreement.Running;
using Acquit.Agreement.Shrinking;

namespace Acquit.Agreement;

/// <summary>Looks for disagreements in so many of the drivers of one seed, from the first of them on.</summary>
internal sealed class Hunt(int seed, int first, int count)
{
    private const int BatchSize = 100;
    private const double Share = 0.02;

    private readonly Dictionary<Feature, int> features = Enum.GetValues<Feature>().ToDictionary(feature => feature, _ => 0);
    private readonly List<string> disagreements = [];

    public Matrix Matrix { get; } = new();

    /// <summary>Each made as small as it shows the same.</summary>
    public IReadOnlyList<string> Disagreements => disagreements;

    public string Features => string.Join(", ", features.Select(one => $"{one.Key} {100.0 * one.Value / count:0.0} %"));

    /// <summary>Features that too few drivers have.</summary>
    public IEnumerable<Feature> Neglected => features.Where(one => one.Value < Share * count).Select(one => one.Key);

    public void Run(int shown, bool showsMisses, CancellationToken cancellationToken)
    {
        for (int start = 0; start < count; start += BatchSize)
        {
            Driver[] drivers =
            [
                .. Enumerable.Range(first + start, Math.Min(BatchSize, count - start)).Select(i => DriverWriter.Write($"Driver{i}", unchecked((seed * 1_000_003) + i))),
            ];
            foreach (Driver driver in drivers)
            {
                foreach (Feature feature in driver.Features)
                    features[feature]++;
            }

            foreach (Verdict verdict in Judge.Judged(drivers, cancellationToken))
            {
                Matrix.Add(verdict);
                if (disagreements.Count < shown && (verdict.IsFalseAlarm || (verdict.IsMiss && showsMisses)))
                    disagreements.Add(Describe(verdict, cancellationToken));
            }
        }
    }

    private static string Describe(Verdict verdict, CancellationToken cancellationToken)
    {
        string name = verdict.First.Driver.Driver.Name;
        if (verdict.IsFalseAlarm)
        {
            string rule = verdict.Last.Unconfirmed[0].Rule;
            Verdict small = Shrinker.Shrink(
                new Verdict(verdict.Last), outcome => outcome.IsComplete && !outcome.Mishaps.Any(mishap => mishap.EndsRun), one => one.IsFalseAlarm && one.Last.Unconfirmed.Any(report => report.Rule == rule), cancellationToken);
            return $"{name}: reported, and cannot happen:\n{string.Join('\n', small.Last.Unconfirmed)}\n{small.Last.Driver.Text}";
        }

        Mishap missed = verdict.First.Missed[0];
        Verdict smaller = Shrinker.Shrink(
            verdict, outcome => outcome.Mishaps.Any(mishap => mishap.Rule == missed.Rule) && !outcome.Mishaps.Any(mishap => mishap.IsUntested), one => one.First.Missed.Length == 1 && one.First.Missed.Any(mishap => mishap.Rule == missed.Rule), cancellationToken);
        return $"{name}: happens, and is not reported:\n"
            + string.Join('\n', smaller.First.Missed.Select(mishap => $"{mishap}\n  {mishap.Way}")) + $"\n{string.Join('\n', smaller.First.Reports)}\n{smaller.First.Driver.Text}";
    }
}
