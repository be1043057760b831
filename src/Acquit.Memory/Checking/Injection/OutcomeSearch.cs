namespace Acquit.Memory;

/// <summary>
/// Visits each combination once: what a run is prescribed ends with its last departure from the first way, so that no two runs are
/// prescribed the same.
/// </summary>
internal sealed class OutcomeSearch<T>(Func<KernelMemory> factory, Func<KernelMemory, T> prepare, Action<KernelMemory, T> action)
{
    private readonly List<OutcomeRun> runs = [];
    private readonly Queue<(OutcomeChoice Met, int Way)[]> pending = new([[]]);
    private bool runsHit;
    private bool choicesHit;
    private bool departuresHit;

    public OutcomeReport Run(OutcomeBounds bounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bounds.Runs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(bounds.Choices);
        ArgumentOutOfRangeException.ThrowIfNegative(bounds.Departures);
        while (pending.TryDequeue(out (OutcomeChoice Met, int Way)[]? prescribed))
        {
            OutcomeChooser chooser = new(prescribed, bounds.Choices);
            runs.Add(RunOnce(chooser));
            if (chooser.Mismatch is not null || chooser.Choices.Count < prescribed.Length)
            {
                throw new InvalidOperationException(
                    "The action depends on more than the choices: the same led to other calls: "
                    + (chooser.Mismatch ?? $"there were {prescribed.Length}, and are {chooser.Choices.Count} now"));
            }

            choicesHit |= chooser.IsBoundHit;
            Enqueue(chooser, bounds);
        }

        return new OutcomeReport(runs, bounds, runsHit, choicesHit, departuresHit);
    }

    private void Enqueue(OutcomeChooser chooser, OutcomeBounds bounds)
    {
        bool mayDepart = chooser.Choices.Count(choice => choice.IsDeparture) < bounds.Departures;
        foreach ((OutcomeChoice Met, int Way)[] alternative in chooser.Alternatives())
        {
            if (!mayDepart)
            {
                departuresHit = true;
                return;
            }

            if (runs.Count + pending.Count >= bounds.Runs)
            {
                runsHit = true;
                return;
            }

            pending.Enqueue(alternative);
        }
    }

    /// <summary>The thread begins anew, too: a run that ends with a lock held or a context entered leaves neither to the next.</summary>
    private OutcomeRun RunOnce(OutcomeChooser chooser)
    {
        KernelThread before = KernelThread.Become(new KernelThread());
        try
        {
            using KernelMemory kernel = factory();
            if (!kernel.IsChecking)
            {
                throw new InvalidOperationException("What leaks in a run is known only to a kernel that checks.");
            }

            T prepared = prepare(kernel);
            List<KernelWarning> warnings = [];
            kernel.Warned += warning =>
            {
                lock (warnings)
                {
                    warnings.Add(warning);
                }
            };
            LeakScope scope = kernel.TrackLeaks();
            kernel.Injection.Follow(chooser);
            Exception? thrown = Catch(() => action(kernel, prepared));
            kernel.Injection.Follow(null);
            thrown ??= Catch(kernel.FinishScheduledWork);
            LeakReport leaks = scope.Report();
            thrown ??= Catch(() => (prepared as IDisposable)?.Dispose());
            return new OutcomeRun([.. chooser.Choices], leaks, warnings, thrown);
        }
        finally
        {
            KernelThread.Become(before);
        }
    }

    /// <summary>Whatever it throws is what the run has come to.</summary>
    private static Exception? Catch(Action part)
    {
        try
        {
            part();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
