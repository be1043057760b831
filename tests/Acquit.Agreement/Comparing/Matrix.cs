using System.Text;
using Acquit.Agreement.Running;

namespace Acquit.Agreement.Comparing;

/// <summary>Counts, rule by rule.</summary>
internal sealed class Matrix
{
    private readonly Dictionary<string, int[]> rows = Comparison.Rules.ToDictionary(rule => rule, _ => new int[5]);

    public int Drivers { get; private set; }

    public int Runs { get; private set; }

    public int GivenUp { get; private set; }

    public int BeyondBound { get; private set; }

    public int Wrong { get; private set; }

    public int FalseAlarms { get; private set; }

    public int Misses { get; private set; }

    public int Undecided { get; private set; }

    public void Add(Verdict verdict)
    {
        Drivers++;
        Runs += verdict.First.Outcome.Runs;
        GivenUp += verdict.First.IsGivenUp ? 1 : 0;
        BeyondBound += verdict.First.Outcome.IsComplete ? 0 : 1;
        Wrong += verdict.First.Outcome.Mishaps.Length > 0 ? 1 : 0;
        FalseAlarms += verdict.IsFalseAlarm ? 1 : 0;
        Misses += verdict.IsMiss ? 1 : 0;
        Undecided += verdict.IsUndecided ? 1 : 0;
        foreach (Report report in verdict.First.Confirmed)
            rows[report.Rule][0]++;
        if (verdict.IsFalseAlarm)
        {
            foreach (Report report in verdict.Last.Unconfirmed)
                rows[report.Rule][1]++;
        }

        foreach (Mishap mishap in verdict.First.Missed)
            Row(mishap)[2]++;
        foreach (Mishap mishap in verdict.First.Overlaid)
            Row(mishap)[3]++;
        foreach (Mishap mishap in verdict.First.Halves)
            Row(mishap)[4]++;
    }

    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine("| rule | reported and happened | reported and cannot happen | happened and not reported | told by another report | left to callers |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach ((string rule, int[] counts) in rows)
            text.AppendLine($"| {rule} | {counts[0]} | {counts[1]} | {counts[2]} | {counts[3]} | {counts[4]} |");
        text.AppendLine();
        text.AppendLine($"{Drivers} drivers, {Wrong} of them with a mistake, in {Runs} runs; {BeyondBound} have more outcomes than are run.");
        text.AppendLine($"{FalseAlarms} drivers with a report that cannot happen, {Misses} with a mistake that is not reported, {Undecided} with a report that stays hidden.");
        text.Append($"{GivenUp} given up on (ACQ903), {100.0 * GivenUp / Math.Max(Drivers, 1):0.00} %.");
        return text.ToString();
    }

    private int[] Row(Mishap mishap) =>
        rows.TryGetValue(mishap.Rule, out int[]? row) ? row : throw new InvalidOperationException($"Nothing is known of what the layer says: {mishap}");
}
