using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>
/// The sequence is odd while a range that somebody listens to is changing, and goes on when the last such change is over. A
/// listener's own sequence is set to it by its callback, so that a reader who began before sees the difference.
/// </remarks>
public sealed partial class MmStruct
{
    private static readonly string[] IntervalOnly = [ResourceKinds.MmuIntervalNotifier];

    private List<MmuIntervalNotifier>? intervals;
    private ulong invalidateSequence = 2;

    private bool IsInvalidating => (invalidateSequence & 1) != 0;

    /// <summary>Has somebody told of changes to a range (mmu_interval_notifier_insert).</summary>
    /// <remarks>The kernel takes the mmap lock for it if nobody was told before: who holds it uses <see cref="MmuIntervalNotifierInsertLocked"/>.</remarks>
    /// <param name="notifier">Who is told; not inserted anywhere.</param>
    /// <param name="start">The first address.</param>
    /// <param name="length">The size in bytes.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -EOVERFLOW for no length or one beyond the last address; -ENOMEM.</returns>
    /// <exception cref="KernelBugException">The address space is gone, or the notifier is inserted already.</exception>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int MmuIntervalNotifierInsert(
        [Acquires(ResourceKinds.MmuIntervalNotifier, When = "return == 0", ReleasedBy = nameof(MmuIntervalNotifierRemove), Spares = ResourceKinds.PagePin)]
        MmuIntervalNotifier notifier,
        ulong start, ulong length,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuIntervalNotifierInsert), member, file, line);
        CheckAlive(site);
        CheckLockNotHeld(site);
        return InsertInterval(notifier, start, length, site);
    }

    /// <summary>Has somebody told of changes to a range, with the mmap lock held for writing (mmu_interval_notifier_insert_locked).</summary>
    /// <param name="notifier">Who is told; not inserted anywhere.</param>
    /// <param name="start">The first address.</param>
    /// <param name="length">The size in bytes.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="MmuIntervalNotifierInsert"/>.</returns>
    /// <exception cref="KernelBugException">As <see cref="MmuIntervalNotifierInsert"/>.</exception>
    [RequiresHeld(ResourceKinds.MmapWriteLock)]
    [NotIn(ExecutionContexts.Atomic)]
    public int MmuIntervalNotifierInsertLocked(
        [Acquires(ResourceKinds.MmuIntervalNotifier, When = "return == 0", ReleasedBy = nameof(MmuIntervalNotifierRemove), Spares = ResourceKinds.PagePin)]
        MmuIntervalNotifier notifier,
        ulong start, ulong length,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuIntervalNotifierInsertLocked), member, file, line);
        MmapLock.AssertHeld(forWrite: true, site);
        return InsertInterval(notifier, start, length, site);
    }

    /// <summary>No longer tells somebody of changes to a range (mmu_interval_notifier_remove). No callback runs afterwards.</summary>
    /// <param name="notifier">Who is told.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">It is not inserted here, or this is one of the callbacks it would wait for.</exception>
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Because = WaitsForCallbacks)]
    public void MmuIntervalNotifierRemove(
        [Releases(ResourceKinds.MmuIntervalNotifier)] MmuIntervalNotifier notifier,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MmuIntervalNotifierRemove), member, file, line);
        ArgumentNullException.ThrowIfNull(notifier);
        if (notifier.Mm != this)
        {
            throw Kernel.Bug($"{site.Api} of {this} was given {notifier}", notifier, site);
        }

        CheckNotInCallback(site);
        Kernel.MightSleep(site);
        lock (notifierGate)
        {
            intervals!.Remove(notifier);
        }

        WaitForChanges(site);
        Kernel.Ledger.Give(notifier, IntervalOnly, site);
        notifier.Mm = null;
        DropGrab(site);
    }

    private int InsertInterval(MmuIntervalNotifier notifier, ulong start, ulong length, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(notifier);
        CheckAlive(site);
        Kernel.MightSleep(site);
        if (notifier.Mm is not null)
        {
            throw Kernel.Bug($"{site.Api}: it is inserted already, as {notifier}", notifier, site);
        }

        if (length == 0 || start + length - 1 < start)
        {
            return -Errno.EOVERFLOW;
        }

        if (Kernel.Injection.Fails(site, out int errno))
        {
            return errno == 0 ? -Errno.ENOMEM : errno;
        }

        AddGrab(site);
        lock (notifierGate)
        {
            notifier.Mm = this;
            notifier.Start = start;
            notifier.Last = start + length - 1;

            // While something changes, nobody can say whether this range does: its readers wait.
            invalidateSequence |= openChanges > 0 ? 1UL : 0;
            notifier.MmuIntervalSetSeq(openChanges > 0 ? invalidateSequence : invalidateSequence - 1);
            (intervals ??= []).Add(notifier);
        }

        Kernel.Ledger.Take(notifier, ResourceKinds.MmuIntervalNotifier, site);
        return 0;
    }

    internal ulong BeginIntervalRead(MmuIntervalNotifier notifier)
    {
        CallSite site = new(nameof(MmuIntervalNotifier.MmuIntervalReadBegin), "", "", 0);
        CheckNotInCallback(site);
        Kernel.MightSleep(site);
        lock (notifierGate)
        {
            ulong seen = notifier.Sequence;
            while (seen == invalidateSequence && IsInvalidating)
            {
                Monitor.Wait(notifierGate);
            }

            return seen;
        }
    }

    /// <summary>Who is told of a change; null when nobody is.</summary>
    private List<MmuIntervalNotifier>? FindIntervals(in MmuNotifierRange range)
    {
        // A loop by hand: with nobody listening, as mostly, a change must not cost an allocation.
        List<MmuIntervalNotifier>? found = null;
        for (int i = 0; intervals is not null && i < intervals.Count; i++)
        {
            if (intervals[i].Start < range.End && intervals[i].Last >= range.Start)
            {
                (found ??= []).Add(intervals[i]);
            }
        }

        return found;
    }

    /// <returns>Whether nobody refused.</returns>
    private bool CallIntervals(
        List<MmuIntervalNotifier>? concerned, in MmuNotifierRange range, ulong sequence, in CallSite site)
    {
        for (int i = 0; concerned is not null && i < concerned.Count; i++)
        {
            MmuIntervalNotifier notifier = concerned[i];
            bool accepts = CallInvalidate(notifier, range, sequence);
            if (!accepts && !range.IsBlockable)
            {
                return false;
            }

            if (!accepts)
            {
                Kernel.Warn($"{notifier} refused a change that it may sleep for [{site}]", site);
            }
            else if (Kernel.IsChecking && notifier.Sequence != sequence)
            {
                Kernel.Warn($"{notifier} was told of a change and did not call MmuIntervalSetSeq: its readers do not see it [{site}]", site);
            }
        }

        return true;
    }

    private static bool CallInvalidate(MmuIntervalNotifier notifier, in MmuNotifierRange range, ulong sequence)
    {
        using KernelThread.Scope callback = KernelThread.Current.Enter(ExecutionContexts.MmuNotifier);
        if (range.IsBlockable)
        {
            return notifier.Invalidate(notifier, range, sequence);
        }

        using KernelThread.Scope atomic = KernelThread.Current.Enter(ExecutionContexts.Atomic);
        return notifier.Invalidate(notifier, range, sequence);
    }

    private void ReleaseIntervals(in CallSite site)
    {
        MmuNotifierRange range = new(this, 0, ulong.MaxValue, MmuNotifyEvent.Release);
        int walk = Open(range, out List<MmuIntervalNotifier>? concerned, out ulong sequence);
        try
        {
            CallIntervals(concerned, range, sequence, site);
        }
        finally
        {
            EndWalk(walk, closes: true);
        }
    }
}
