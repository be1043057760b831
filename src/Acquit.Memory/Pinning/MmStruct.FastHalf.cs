namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>
    /// The name under which <see cref="FaultInjection"/> reaches the half of a fast call that takes no lock (gup_fast): made to fail,
    /// or to take fewer pages, it leaves the rest to the other half, or to the caller of an only-fast form.
    /// </summary>
    public const string FastHalf = "gup_fast";

    /// <summary>Even while nobody forks. Odd while entries lose the right to write (write_protect_seq).</summary>
    private int writeProtectSequence;

    /// <summary>Whether anything was ever pinned here (MMF_HAS_PINNED): without that, a fork need not ask the pages.</summary>
    private volatile bool hasPinned;

    /// <summary>Get and pin in their fast forms: without a lock as far as it goes, then, unless forbidden, with it (gup_fast_fallback).</summary>
    private int FollowFast(ulong start, int count, FollFlags flags, FollFlags adds, Span<Page> pages, in CallSite site)
    {
        CheckAlive(site);
        if (!FlagsAgree(ref flags, adds, HasPages(pages), site) || !FlagsSuitFastHalf(flags, site) || count < 0)
        {
            return -Errno.EINVAL;
        }

        CheckPages(count, pages);
        bool only = (flags & FollFlags.FastOnly) != 0;
        if (!only)
        {
            Kernel.MightSleep(site);
            CheckLockNotHeld(site);
        }

        if (!TryInject(site, ref count, out int injected))
        {
            return injected;
        }

        start &= Page.Mask;
        if (count > 0 && (start >= TaskSize || (ulong)count > (TaskSize - start) >> Page.Shift))
        {
            return -Errno.EFAULT;
        }

        PageRequest request = RequestFor(flags, site);
        int held = GetFast(start, pages[..count], request);
        if (held == count || only)
        {
            return held;
        }

        PageRequest slow = RequestFor(flags | FollFlags.Touch | FollFlags.Unlockable, site);
        bool complete = false;
        try
        {
            bool locked = false;
            int got = FollowSlow(start + ((ulong)held << Page.Shift), count - held, pages[held..], slow, ref locked);
            complete = true;

            // What the first half holds hides the error of the second: the caller sees a short count.
            return held > 0 ? held + Math.Max(got, 0) : got;
        }
        finally
        {
            if (!complete)
            {
                GiveBack(pages[..held], request);
            }
        }
    }

    /// <summary>The half without a lock.</summary>
    private int GetFast(ulong start, Span<Page> pages, in PageRequest request)
    {
        if (Kernel.Injection.FailsByName(FastHalf, out _, out int limit))
        {
            pages = pages[..Math.Clamp(limit, 0, pages.Length)];
        }

        if (!request.Pin)
        {
            int got = Math.Max(GrabMapped(start, pages, request), 0);
            Record(pages[..got], request);
            return got;
        }

        NotePins();
        int sequence = WriteProtectSequence;
        return (sequence & 1) == 0 ? PinUnlessForked(start, pages, request, sequence) : 0;
    }

    /// <summary>Pins without a lock, if no fork has begun since the sequence was read.</summary>
    internal int PinUnlessForked(ulong start, Span<Page> pages, in PageRequest request, int sequence)
    {
        int held = Math.Max(GrabMapped(start, pages, request), 0);
        if (WriteProtectSequence != sequence)
        {
            // A fork may have decided about these pages before it could see the pins.
            Unhold(pages[..held], request);
            return 0;
        }

        Kernel.CountPinned(pages[..held], request);
        Record(pages[..held], request);
        return held;
    }

    internal int WriteProtectSequence => Volatile.Read(ref writeProtectSequence);

    /// <summary>Entries are about to lose the right to write: nothing is pinned without the lock until that is over.</summary>
    internal void BeginWriteProtecting() => Interlocked.Increment(ref writeProtectSequence);

    internal void EndWriteProtecting() => Interlocked.Increment(ref writeProtectSequence);

    private void NotePins()
    {
        if (!hasPinned)
        {
            hasPinned = true;
            Interlocked.MemoryBarrier();
        }
    }
}
