using System.Runtime.ExceptionServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private readonly Queue<Action> scheduledWork = [];
    private readonly Queue<Action> scheduledFrees = [];
    private int workers;
    private ExceptionDispatchInfo? workFailure;

    /// <summary>
    /// Puts work off to a place where sleeping is allowed (schedule_work): the next call that maps or unmaps, puts an address space
    /// or makes one, or waits for such work; so that a test knows when.
    /// </summary>
    /// <param name="work">What is to be done.</param>
    /// <param name="takesLocks">Whether it may have to wait for what a thread holds that lends itself for it.</param>
    internal void ScheduleWork(Action work, bool takesLocks = true)
    {
        lock (scheduledWork)
        {
            (takesLocks ? scheduledWork : scheduledFrees).Enqueue(work);
        }
    }

    /// <summary>Waits until everything has run that was put off. What it threw is thrown now.</summary>
    internal void FinishScheduledWork()
    {
        WaitForScheduledWork();
        Interlocked.Exchange(ref workFailure, null)?.Throw();
    }

    private void WaitForScheduledWork()
    {
        RunScheduledWork(scheduledFrees);
        RunScheduledWork(scheduledWork);
        lock (scheduledWork)
        {
            while (workers > 0)
            {
                Monitor.Wait(scheduledWork);
            }
        }
    }

    /// <summary>Runs what was put off, unless this thread is in the middle of something that the work may have to wait for.</summary>
    internal void TryRunScheduledWork()
    {
        KernelThread thread = KernelThread.Current;
        if (thread.IsIn(ExecutionContexts.Atomic))
        {
            return;
        }

        RunScheduledWork(scheduledFrees);
        if (!thread.HoldsLocksOf(this) && !thread.IsIn(ExecutionContexts.MmuNotifier))
        {
            RunScheduledWork(scheduledWork);
        }
    }

    private void RunScheduledWork(Queue<Action> queue)
    {
        while (true)
        {
            Action? work;
            lock (scheduledWork)
            {
                if (!queue.TryDequeue(out work))
                {
                    return;
                }

                workers++;
            }

            // A worker holds nothing of what the thread holds that lends itself for it.
            KernelThread before = KernelThread.Become(new KernelThread());
            try
            {
                work();
            }
            catch (Exception exception)
            {
                workFailure ??= ExceptionDispatchInfo.Capture(exception);
                Warn($"Scheduled work has failed: {exception.Message}", new CallSite(nameof(FlushScheduledWork), "", "", 0));
            }
            finally
            {
                KernelThread.Become(before);
                lock (scheduledWork)
                {
                    workers--;
                    Monitor.PulseAll(scheduledWork);
                }
            }
        }
    }
}
