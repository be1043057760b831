using System.Text;

namespace Acquit.Memory;

/// <summary>One run of <see cref="FaultInjection.ForEachOutcome(Action{KernelMemory}, OutcomeBounds?, Func{KernelMemory}?)"/>.</summary>
public sealed class OutcomeRun
{
    internal OutcomeRun(
        IReadOnlyList<OutcomeChoice> choices, LeakReport leaks, IReadOnlyList<KernelWarning> warnings, Exception? exception)
    {
        Choices = choices;
        Leaks = leaks;
        Warnings = warnings;
        Exception = exception;
    }

    /// <summary>What was chosen, in the order it came up.</summary>
    public IReadOnlyList<OutcomeChoice> Choices { get; }

    /// <summary>What the action acquired and still held at its end.</summary>
    public LeakReport Leaks { get; }

    /// <summary>The warnings of the action, and of ending what was prepared.</summary>
    public IReadOnlyList<KernelWarning> Warnings { get; }

    /// <summary>What the action threw, or ending what was prepared; null when nothing.</summary>
    public Exception? Exception { get; }

    /// <summary>Whether nothing leaked, nothing was warned about and nothing was thrown.</summary>
    public bool IsClean => Leaks.IsEmpty && Warnings.Count == 0 && Exception is null;

    /// <summary>The run in words: where it departed from success, and what came of it.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        StringBuilder text = new("When ");
        string[] departures = [.. Choices.Where(choice => choice.IsDeparture).Select(choice => choice.ToString())];
        text.Append(departures.Length == 0 ? "everything succeeds" : string.Join(" and ", departures)).Append(':');
        if (IsClean)
        {
            text.Append(" clean");
        }

        if (!Leaks.IsEmpty)
        {
            text.Append("\n  ").Append(Leaks.ToString().Replace("\n", "\n  "));
        }

        foreach (KernelWarning warning in Warnings)
        {
            text.Append("\n  warning: ").Append(warning.Message);
        }

        if (Exception is not null)
        {
            text.Append("\n  ").Append(Exception.GetType().Name).Append(": ").Append(Exception.Message);
        }

        return text.ToString();
    }
}
