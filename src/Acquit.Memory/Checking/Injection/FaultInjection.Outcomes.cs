namespace Acquit.Memory;

public sealed partial class FaultInjection
{
    private OutcomeChooser? chooser;

    /// <summary>Runs an action once for every combination of outcomes of what it calls, up to a bound.</summary>
    /// <remarks>
    /// Every call that can be made to fail succeeds in one run and fails in another; one that acquires several succeeds with one,
    /// and with one less than asked for, too; <see cref="Choose(string)"/> goes both ways. Which calls there are is learnt as the
    /// action runs, so that what is called only after a failure is varied as well. The run in which everything succeeds comes first,
    /// then those with one departure from it, then two, and so on. The action must depend on nothing else: the same choices have to lead to the
    /// same calls.
    /// </remarks>
    /// <param name="action">What is run; with a kernel of its own in each run.</param>
    /// <param name="bounds">Where to stop; null for the defaults.</param>
    /// <param name="factory">Makes the kernel of a run; null for one of 256 pages.</param>
    /// <returns>What happened in each run. Exceptions of the action are among it, not thrown.</returns>
    /// <exception cref="InvalidOperationException">The same choices led to other calls, or the kernel does not check.</exception>
    public static OutcomeReport ForEachOutcome(
        Action<KernelMemory> action, OutcomeBounds? bounds = null, Func<KernelMemory>? factory = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ForEachOutcome(static kernel => kernel, (kernel, _) => action(kernel), bounds, factory);
    }

    /// <summary>Prepares something, in which nothing fails, and runs an action on it, once for every combination of outcomes.</summary>
    /// <typeparam name="T">What is prepared; disposed at the end of the run if it can be.</typeparam>
    /// <param name="prepare">Makes what a run needs: address spaces, devices, the driver.</param>
    /// <param name="action">What is run.</param>
    /// <param name="bounds">Where to stop; null for the defaults.</param>
    /// <param name="factory">Makes the kernel of a run; null for one of 256 pages.</param>
    /// <returns>As the other form.</returns>
    /// <exception cref="InvalidOperationException">The same choices led to other calls, or the kernel does not check.</exception>
    public static OutcomeReport ForEachOutcome<T>(
        Func<KernelMemory, T> prepare, Action<KernelMemory, T> action, OutcomeBounds? bounds = null,
        Func<KernelMemory>? factory = null)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        ArgumentNullException.ThrowIfNull(action);
        return new OutcomeSearch<T>(factory ?? (static () => new KernelMemory(256)), prepare, action).Run(bounds ?? new OutcomeBounds());
    }

    /// <summary>A condition that the caller cannot know: both ways are run by <see cref="ForEachOutcome(Action{KernelMemory}, OutcomeBounds?, Func{KernelMemory}?)"/>.</summary>
    /// <param name="what">The condition in words.</param>
    /// <returns>False first, then true; false outside.</returns>
    public bool Choose(string what) => Choose(what, 2) != 0;

    /// <summary>One of several ways that the caller cannot know: each is run.</summary>
    /// <param name="what">What is chosen, in words.</param>
    /// <param name="ways">How many there are.</param>
    /// <returns>0 first, then the others; 0 outside.</returns>
    public int Choose(string what, int ways)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ways, 1);
        lock (gate)
        {
            return chooser?.Choose(what, ways) ?? 0;
        }
    }

    /// <summary>From now on the chooser decides what nothing else was planned for; null ends that.</summary>
    internal void Follow(OutcomeChooser? other)
    {
        lock (gate)
        {
            Volatile.Write(ref planned, planned + (other is null ? 0 : 1) - (chooser is null ? 0 : 1));
            chooser = other;
        }
    }
}
