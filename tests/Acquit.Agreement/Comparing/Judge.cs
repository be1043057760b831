using Acquit.Agreement.Generating;
using Acquit.Agreement.Running;

namespace Acquit.Agreement.Comparing;

/// <summary>Analyzes and runs drivers, and those that are left when what hides a report in them is taken away.</summary>
internal static class Judge
{
    private const int MostRounds = 4;

    public static IReadOnlyList<Comparison> Compare(IEnumerable<Driver> drivers, CancellationToken cancellationToken)
    {
        PrintedDriver[] printed = [.. drivers.Select(Printer.Print)];
        Batch batch = new(printed);
        IReadOnlyList<Outcome> outcomes = batch.Run();
        var reports = batch.Analyze(cancellationToken);
        return [.. printed.Select((driver, i) => new Comparison(driver, reports[i].Select(Report.Of), outcomes[i]))];
    }

    /// <summary>Compares those of the drivers whose runs are worth it: to run is much cheaper than to analyze.</summary>
    public static IReadOnlyList<Verdict> Judged(IEnumerable<Driver> drivers, Func<Outcome, bool> isWorthIt, CancellationToken cancellationToken)
    {
        PrintedDriver[] printed = [.. drivers.Select(Printer.Print)];
        IReadOnlyList<Outcome> outcomes = new Batch(printed).Run();
        int[] left = [.. Enumerable.Range(0, printed.Length).Where(i => isWorthIt(outcomes[i]))];
        if (left.Length == 0)
            return [];
        var reports = new Batch([.. left.Select(i => printed[i])]).Analyze(cancellationToken);
        return [.. left.Select((i, at) => new Verdict(new Comparison(printed[i], reports[at].Select(Report.Of), outcomes[i])))];
    }

    /// <summary>
    /// A run ends at the first mistake that the layer refuses, and a report of something later can be neither confirmed nor refuted
    /// by it. The refused line is taken out, and what is left is judged as a driver of its own.
    /// </summary>
    public static IReadOnlyList<Verdict> Judged(IEnumerable<Driver> drivers, CancellationToken cancellationToken)
    {
        Verdict[] verdicts = [.. Compare(drivers, cancellationToken).Select(comparison => new Verdict(comparison))];
        for (int round = 0; round < MostRounds; round++)
        {
            Verdict[] hidden = [.. verdicts.Where(verdict => verdict.IsOpen)];
            if (hidden.Length == 0)
                break;
            IReadOnlyList<Comparison> next = Compare(hidden.Select(verdict => verdict.WithoutWhatHides()), cancellationToken);
            for (int i = 0; i < hidden.Length; i++)
                hidden[i].Continue(next[i]);
        }

        return verdicts;
    }
}
