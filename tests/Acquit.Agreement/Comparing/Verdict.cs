using Acquit.Agreement.Generating;

namespace Acquit.Agreement.Comparing;

/// <summary>What is known of a driver in the end, through the ones that it became when refused lines were taken out.</summary>
internal sealed class Verdict(Comparison comparison)
{
    public Comparison First { get; } = comparison;

    public Comparison Last { get; private set; } = comparison;

    /// <summary>Whether there are reports that a refused line may hide.</summary>
    public bool IsOpen => Last.Unconfirmed.Length > 0 && Last.MayHide && Hiding.Length > 0;

    public bool IsFalseAlarm => Last.Unconfirmed.Length > 0 && !Last.MayHide && Last.Outcome.IsComplete;

    /// <summary>Reports that stayed hidden, or are of programs with too many outcomes to run.</summary>
    public bool IsUndecided => Last.Unconfirmed.Length > 0 && !IsFalseAlarm;

    public bool IsMiss => First.Missed.Length > 0 && !First.IsGivenUp;

    public Driver WithoutWhatHides() => Tree.WithoutDeadCode(Hiding.Aggregate(Last.Driver.Driver, (driver, line) => Tree.Replace(driver, line, [])));

    public void Continue(Comparison comparison) => Last = comparison;

    private Statement[] Hiding =>
    [
        .. Last.Outcome.Mishaps.Where(mishap => mishap.EndsRun).Select(mishap => Last.Driver.StatementAt(mishap.Line)).OfType<Line>().Distinct(),
    ];
}
