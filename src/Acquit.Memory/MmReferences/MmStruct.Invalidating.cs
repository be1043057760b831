using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    private static readonly string[] InvalidationOnly = [ResourceKinds.MmuInvalidation];

    private readonly object notifierGate = new();
    private volatile MmuNotifier[] notifiers = [];
    private readonly object waitingForWalks = new();
    private readonly int[] walks = new int[2];
    private int generation;
    private int openChanges;

    /// <summary>Tells everybody that a range is about to change (mmu_notifier_invalidate_range_start). They may sleep.</summary>
    /// <param name="range">The range, blockable.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    [Acquires(ResourceKinds.MmuInvalidation, ReleasedBy = nameof(MmuNotifierInvalidateRangeEnd))]
    [NotIn(ExecutionContexts.Atomic, Use = nameof(MmuNotifierInvalidateRangeStartNonblock))]
    public void MmuNotifierInvalidateRangeStart(
        in MmuNotifierRange range,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuNotifierInvalidateRangeStart), member, file, line);
        Kernel.MightSleep(site);
        Begin(range with { IsBlockable = true }, site);
        Kernel.Ledger.Take(this, ResourceKinds.MmuInvalidation, site);
    }

    /// <summary>Tells everybody that a range is about to change; nobody sleeps (mmu_notifier_invalidate_range_start_nonblock).</summary>
    /// <param name="range">The range.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -EAGAIN when somebody would have had to sleep: those who had begun were told of the end, which is not to be called.</returns>
    [Acquires(ResourceKinds.MmuInvalidation, When = "return == 0", ReleasedBy = nameof(MmuNotifierInvalidateRangeEnd))]
    public int MmuNotifierInvalidateRangeStartNonblock(
        in MmuNotifierRange range,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuNotifierInvalidateRangeStartNonblock), member, file, line);
        if (Kernel.Injection.Fails(site, out _))
        {
            return -Errno.EAGAIN;
        }

        int error = Begin(range with { IsBlockable = false }, site);
        if (error == 0)
        {
            Kernel.Ledger.Take(this, ResourceKinds.MmuInvalidation, site);
        }

        return error;
    }

    /// <summary>Tells everybody that a range has changed (mmu_notifier_invalidate_range_end). On every path from a start.</summary>
    /// <remarks>On the thread of the start: another one's would go on counting as inside the change, and may not register anybody then.</remarks>
    /// <param name="range">The range of the start.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">There was no start, or it had failed.</exception>
    [Releases(ResourceKinds.MmuInvalidation)]
    public void MmuNotifierInvalidateRangeEnd(
        in MmuNotifierRange range,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuNotifierInvalidateRangeEnd), member, file, line);
        if (!Kernel.Ledger.Give(this, InvalidationOnly, site))
        {
            Kernel.Misuse($"{site.Api} without a start that succeeded", this, site);
        }

        End(range);
    }

    /// <summary>What the core calls before it changes entries. An exception, from a callback, leaves nothing begun.</summary>
    internal void InvalidateRangeStart(ulong start, ulong end, MmuNotifyEvent what, in CallSite site) =>
        Begin(new MmuNotifierRange(this, start, end, what), site);

    /// <summary>What the core calls after it changed entries, on every path from <see cref="InvalidateRangeStart"/>.</summary>
    internal void InvalidateRangeEnd(ulong start, ulong end, MmuNotifyEvent what) =>
        End(new MmuNotifierRange(this, start, end, what));

    /// <summary>All are told, even after one has refused, for it cannot know that it was the only one; then those who began are told of the end.</summary>
    private int Begin(in MmuNotifierRange range, in CallSite site)
    {
        int walk = Open(range, out List<MmuIntervalNotifier>? concerned, out ulong sequence);
        MmuNotifier[] told = notifiers;
        int begun = 0;
        bool open = false;
        try
        {
            int error = CallIntervals(concerned, range, sequence, site) ? CallStarts(told, range, ref begun, site) : -Errno.EAGAIN;
            open = error == 0;
            return error;
        }
        finally
        {
            try
            {
                EndAll(open ? [] : told.AsSpan(0, begun), range);
            }
            finally
            {
                EndWalk(walk, closes: !open);
            }
        }
    }

    private int CallStarts(MmuNotifier[] told, in MmuNotifierRange range, ref int begun, in CallSite site)
    {
        int error = 0;
        foreach (MmuNotifier notifier in told)
        {
            int answer = CallStart(notifier, range);
            begun++;
            if (answer != 0)
            {
                error = CheckRefusal(notifier, range, answer, site);
            }
        }

        return error;
    }

    private void End(in MmuNotifierRange range)
    {
        MmuNotifier[] told;
        int walk;
        lock (notifierGate)
        {
            walk = generation;
            walks[walk]++;
            told = notifiers;
        }

        try
        {
            EndAll(told, range);
        }
        finally
        {
            EndWalk(walk, closes: true);
        }
    }

    private static int CallStart(MmuNotifier notifier, in MmuNotifierRange range)
    {
        if (notifier.Ops.InvalidateRangeStart is not { } start)
        {
            return 0;
        }

        using KernelThread.Scope callback = KernelThread.Current.Enter(ExecutionContexts.MmuNotifier);
        if (range.IsBlockable)
        {
            return start(notifier, range);
        }

        using KernelThread.Scope atomic = KernelThread.Current.Enter(ExecutionContexts.Atomic);
        return start(notifier, range);
    }

    /// <summary>One that throws keeps nobody else from hearing of the end.</summary>
    private static void EndAll(ReadOnlySpan<MmuNotifier> told, in MmuNotifierRange range)
    {
        using KernelThread.Scope callback = KernelThread.Current.Enter(ExecutionContexts.MmuNotifier);
        ExceptionDispatchInfo? thrown = null;
        foreach (MmuNotifier notifier in told)
        {
            try
            {
                notifier.Ops.InvalidateRangeEnd?.Invoke(notifier, range);
            }
            catch (Exception exception)
            {
                thrown ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        thrown?.Throw();
    }

    private int CheckRefusal(MmuNotifier notifier, in MmuNotifierRange range, int answer, in CallSite site)
    {
        if (range.IsBlockable || answer != -Errno.EAGAIN)
        {
            Kernel.Warn(
                $"{notifier} answered {answer} to the start of {(range.IsBlockable ? "a change that it may sleep for" : "a change")}; "
                + $"only -EAGAIN, when it may not sleep, is an answer [{site}]", site);
        }

        if (notifier.Ops.InvalidateRangeEnd is not null)
        {
            Kernel.Warn(
                $"{notifier} has refused a start and has InvalidateRangeEnd, which cannot know which start it ends [{site}]", site);
        }

        // Who may sleep cannot refuse: the change goes on.
        return range.IsBlockable ? 0 : answer;
    }

    /// <summary>A change is open from here until it ends: nobody registers meanwhile, for who missed its start would not understand its end.</summary>
    /// <returns>The generation of the walk that begins with it.</returns>
    private int Open(in MmuNotifierRange range, out List<MmuIntervalNotifier>? concerned, out ulong sequence)
    {
        int walk;
        lock (notifierGate)
        {
            openChanges++;
            walk = generation;
            walks[walk]++;
            concerned = FindIntervals(range);
            if (concerned is not null)
            {
                invalidateSequence |= 1;
            }

            sequence = invalidateSequence;
        }

        KernelThread.Current.OpenChanges.Add(this);
        return walk;
    }

    /// <param name="walk">The generation of the walk.</param>
    /// <param name="closes">Whether the change ends with it.</param>
    private void EndWalk(int walk, bool closes)
    {
        lock (notifierGate)
        {
            walks[walk]--;
            if (closes && --openChanges == 0 && IsInvalidating)
            {
                invalidateSequence++;
            }

            Monitor.PulseAll(notifierGate);
        }

        if (closes)
        {
            KernelThread.Current.OpenChanges.Remove(this);
        }
    }

    /// <summary>Waits until no change is open. The mmap lock, held for writing, keeps most from beginning.</summary>
    private void WaitForChanges(in CallSite site)
    {
        if (KernelThread.Current.OpenChanges.Contains(this))
        {
            throw Kernel.Bug($"{site.Api} would wait for ever: this thread is changing a range of {this}", this, site);
        }

        lock (notifierGate)
        {
            while (openChanges > 0)
            {
                Monitor.Wait(notifierGate);
            }
        }
    }

    /// <summary>Waits until no callback runs that could have begun before the notifier was forgotten.</summary>
    /// <remarks>
    /// Those that begin from now on are of the next generation, and not waited for. One waits at a time: when it is done, the
    /// generation that comes next is empty.
    /// </remarks>
    private void WaitForWalks()
    {
        lock (waitingForWalks)
        {
            lock (notifierGate)
            {
                int begun = generation;
                generation = 1 - begun;
                while (walks[begun] > 0)
                {
                    Monitor.Wait(notifierGate);
                }
            }
        }
    }

    private void Forget(MmuNotifier notifier)
    {
        lock (notifierGate)
        {
            notifiers = Array.FindAll(notifiers, other => other != notifier);
        }
    }

    private void CallRelease(MmuNotifier notifier)
    {
        lock (notifierGate)
        {
            if (notifier.IsReleased)
            {
                return;
            }

            notifier.IsReleased = true;
        }

        using KernelThread.Scope callback = KernelThread.Current.Enter(ExecutionContexts.MmuNotifier);
        notifier.Ops.Release?.Invoke(notifier, this);
    }

    /// <summary>The address space ends: everybody is told, and stays registered until it unregisters.</summary>
    private void ReleaseNotifiers(CallSite site, ref ExceptionDispatchInfo? thrown)
    {
        Attempt(() => ReleaseIntervals(site), ref thrown);
        foreach (MmuNotifier notifier in notifiers)
        {
            Attempt(() => CallRelease(notifier), ref thrown);
            Forget(notifier);
        }
    }
}
