using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <remarks>What a driver locks or pins on behalf of a process is counted against the process's limit, by the driver.</remarks>
public sealed partial class MmStruct
{
    private long lockedVm;
    private long pinnedVm;

    /// <summary>How much the process may have locked, in bytes (RLIMIT_MEMLOCK). 8 MiB unless set, as today's kernel has it.</summary>
    public ulong RlimitMemlock { get; set; } = 8UL << 20;

    /// <summary>How much is accounted as locked, in pages (locked_vm).</summary>
    public long LockedVm => Volatile.Read(ref lockedVm);

    /// <summary>How much is accounted as pinned, in pages (pinned_vm). The kernel enforces nothing: who adds compares with the limit.</summary>
    public long PinnedVm => Volatile.Read(ref pinnedVm);

    /// <summary>Accounts pages as locked, or takes that back (account_locked_vm). Takes the mmap lock for writing.</summary>
    /// <param name="pages">How many; 0 does nothing.</param>
    /// <param name="inc">Whether they are added. What was added is taken back with the same number from the same address space.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0, or -ENOMEM when adding them would go over the limit. Taking back does not fail; too much is warned about.</returns>
    [Acquires(ResourceKinds.LockedVm, When = "inc == true && return == 0", Count = "pages", ReleasedBy = nameof(AccountLockedVm))]
    [Releases(ResourceKinds.LockedVm, When = "inc == false", Count = "pages")]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int AccountLockedVm(
        int pages, bool inc,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(AccountLockedVm), member, file, line);
        ArgumentOutOfRangeException.ThrowIfNegative(pages);
        if (pages == 0)
        {
            return 0;
        }

        CheckObject(site);
        MmapLock.EnterWrite(site);
        try
        {
            return Account(pages, inc, bypassLimit: false, site);
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    /// <summary>Accounts pages as locked with the mmap lock held for writing (__account_locked_vm).</summary>
    /// <param name="pages">How many.</param>
    /// <param name="inc">Whether they are added.</param>
    /// <param name="bypassLimit">Whether the limit does not bind, as for a task that may lock memory (CAP_IPC_LOCK).</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="AccountLockedVm"/>.</returns>
    [Acquires(
        ResourceKinds.LockedVm, When = "inc == true && return == 0", Count = "pages", ReleasedBy = nameof(AccountLockedVmUnderLock))]
    [Releases(ResourceKinds.LockedVm, When = "inc == false", Count = "pages")]
    [RequiresHeld(ResourceKinds.MmapWriteLock)]
    public int AccountLockedVmUnderLock(
        int pages, bool inc, bool bypassLimit,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(AccountLockedVmUnderLock), member, file, line);
        ArgumentOutOfRangeException.ThrowIfNegative(pages);
        MmapLock.AssertHeld(forWrite: true, site);
        return Account(pages, inc, bypassLimit, site);
    }

    /// <summary>Accounts pages as pinned (atomic64_add_return on pinned_vm).</summary>
    /// <param name="pages">How many.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many are accounted now: to be compared with the limit, and taken back when over it.</returns>
    [Acquires(ResourceKinds.PinnedVm, Count = "pages", ReleasedBy = nameof(SubPinnedVm))]
    public long AddPinnedVm(
        int pages, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(AddPinnedVm), member, file, line);
        ArgumentOutOfRangeException.ThrowIfNegative(pages);
        CheckObject(site);
        Kernel.Ledger.Take(this, ResourceKinds.PinnedVm, site, pages);
        return Interlocked.Add(ref pinnedVm, pages);
    }

    /// <summary>Takes back what was accounted as pinned (atomic64_sub on pinned_vm): the number added, not the number pinned.</summary>
    /// <param name="pages">How many.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">So many were not added to this address space.</exception>
    [Releases(ResourceKinds.PinnedVm, Count = "pages")]
    public void SubPinnedVm(
        int pages, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SubPinnedVm), member, file, line);
        ArgumentOutOfRangeException.ThrowIfNegative(pages);
        CheckObject(site);
        if (!Kernel.Ledger.TryGiveCount(this, ResourceKinds.PinnedVm, pages, site))
        {
            Kernel.Misuse($"{pages} pages of {this} are no longer to be pinned, and {PinnedVm} are accounted as pinned", this, site);
        }

        Interlocked.Add(ref pinnedVm, -pages);
    }

    private int Account(int pages, bool inc, bool bypassLimit, in CallSite site)
    {
        if (inc)
        {
            ulong limit = RlimitMemlock >> Page.Shift;
            if (Kernel.Injection.Fails(site, out int errno) || (!bypassLimit && (ulong)(lockedVm + pages) > limit))
            {
                return errno == 0 ? -Errno.ENOMEM : errno;
            }

            lockedVm += pages;
            Kernel.Ledger.Take(this, ResourceKinds.LockedVm, site, pages);
            return 0;
        }

        long had = lockedVm;
        int taken = (int)Math.Min(pages, had);
        lockedVm -= taken;
        Kernel.Ledger.TryGiveCount(this, ResourceKinds.LockedVm, taken, site);
        if (pages > had)
        {
            Kernel.Warn($"{site.Api} takes {pages} locked pages back from {this}, which has {had} [{site}]", site);
        }

        return 0;
    }
}
