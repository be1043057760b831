namespace Acquit.Memory;

/// <summary>What came of running an action under every combination of outcomes.</summary>
public sealed class OutcomeReport
{
    internal OutcomeReport(IReadOnlyList<OutcomeRun> runs, OutcomeBounds bounds, bool runsHit, bool choicesHit, bool departuresHit)
    {
        Runs = runs;
        Bounds = bounds;
        IsRunBoundHit = runsHit;
        IsChoiceBoundHit = choicesHit;
        IsDepartureBoundHit = departuresHit;
    }

    /// <summary>All runs; first the one in which everything succeeds.</summary>
    public IReadOnlyList<OutcomeRun> Runs { get; }

    /// <summary>Where the search was to stop.</summary>
    public OutcomeBounds Bounds { get; }

    /// <summary>Whether there would have been more runs than allowed.</summary>
    public bool IsRunBoundHit { get; }

    /// <summary>Whether a run had more choices than are varied.</summary>
    public bool IsChoiceBoundHit { get; }

    /// <summary>Whether a run was left out because it departed from success too often.</summary>
    public bool IsDepartureBoundHit { get; }

    /// <summary>Whether every combination was run.</summary>
    public bool IsComplete => !IsRunBoundHit && !IsChoiceBoundHit && !IsDepartureBoundHit;

    /// <summary>The runs that leaked, were warned about or threw.</summary>
    public IEnumerable<OutcomeRun> Failures => Runs.Where(run => !run.IsClean);

    /// <summary>The report in words: how many runs, the bounds that were hit, and each run that was not clean.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        OutcomeRun[] failures = [.. Failures];
        List<string> lines = [$"{Runs.Count} runs, {failures.Length} of them not clean"];
        AddBound(lines, IsRunBoundHit, $"the search stopped at its bound of {Bounds.Runs} runs");
        AddBound(lines, IsChoiceBoundHit, $"only the first {Bounds.Choices} choices of a run were varied");
        AddBound(lines, IsDepartureBoundHit, $"only runs that depart from success at most {Bounds.Departures} times were run");
        return string.Join('\n', [.. lines, .. failures.Select(run => run.ToString())]);
    }

    private static void AddBound(List<string> lines, bool isHit, string words)
    {
        if (isHit)
        {
            lines.Add($"not complete: {words}");
        }
    }
}
