namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>
    /// The name under which <see cref="FaultInjection"/> reaches the half of a get or pin that looks at areas, with the mmap lock held
    /// (__get_user_pages): made to fail, or to take fewer pages.
    /// </summary>
    public const string SlowHalf = "gup_slow";

    /// <summary>The forms for a caller that holds the mmap lock, or wants it taken for him (__gup_longterm_locked).</summary>
    /// <param name="start">The first address.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="flags">What the caller passed.</param>
    /// <param name="adds">What the call adds.</param>
    /// <param name="pages">Where the pages go; null to fault them in, and no more.</param>
    /// <param name="site">The call.</param>
    /// <param name="locked">Whether the mmap lock is held; changes only with <see cref="FollFlags.Unlockable"/>.</param>
    private int Follow(
        ulong start, int count, FollFlags flags, FollFlags adds, Span<Page> pages, in CallSite site, ref bool locked)
    {
        CheckAlive(site);
        if (!FlagsAgree(ref flags, adds, HasPages(pages), site) || count < 0)
        {
            return -Errno.EINVAL;
        }

        CheckPages(count, pages);
        Kernel.MightSleep(site);
        if (!locked)
        {
            CheckLockNotHeld(site);
        }
        else if (!KernelThread.Current.HoldsMmapLock(this))
        {
            throw Kernel.Bug($"{site.Api} needs the mmap lock, and this thread does not hold it", this, site);
        }

        if (!TryInject(site, ref count, out int injected))
        {
            return injected;
        }

        if (HasPages(pages) && (flags & FollFlags.Pin) == 0)
        {
            flags |= FollFlags.Get;
        }

        return FollowSlow(start & Page.Mask, count, HasPages(pages) ? pages[..count] : pages, RequestFor(flags, site), ref locked);
    }

    /// <summary>With injection, and with movable pages moved away under a long-term pin.</summary>
    private int FollowSlow(ulong start, int count, Span<Page> pages, in PageRequest request, ref bool locked)
    {
        if (Kernel.Injection.FailsByName(SlowHalf, out int injected, out int limit))
        {
            if (limit <= 0)
            {
                return injected == 0 ? -Errno.EFAULT : injected;
            }

            count = Math.Min(count, limit);
        }

        if (count == 0)
        {
            return 0;
        }

        if (request.Pin)
        {
            NotePins();
        }

        if (!request.LongTerm)
        {
            return GetLocked(start, count, pages, request, ref locked);
        }

        for (int attempts = 1; ; attempts++)
        {
            int got = GetLocked(start, count, pages, request, ref locked);
            int error = got > 0 ? MoveMovable(start, pages[..got], request, attempts) : 0;
            if (error != -Errno.EAGAIN)
            {
                return error == 0 ? got : error;
            }
        }
    }

    /// <summary>Takes the mmap lock if need be, and again when a fault handler has dropped it (__get_user_pages_locked).</summary>
    private int GetLocked(ulong start, int count, Span<Page> pages, in PageRequest request, ref bool locked)
    {
        bool mustUnlock = !locked;
        if (!locked && LockUnlessKilled(request.Site) != 0)
        {
            return -Errno.EAGAIN;
        }

        locked = true;
        int held = 0;
        bool complete = false;
        try
        {
            int result = GetUntilDropped(start, count, pages, request, ref held, ref locked, ref mustUnlock);
            complete = true;
            if (result == 0 && (request.Foll & FollFlags.NoWait) == 0)
            {
                Kernel.Warn($"{request.Site.Api} got no page, and does not know why [{request.Site}]", request.Site);
                return -Errno.EFAULT;
            }

            return result;
        }
        finally
        {
            if (!complete)
            {
                // A handler has thrown: nobody will learn what this call has taken so far.
                GiveBack(request.Takes ? pages[..held] : default, request);
                locked = KernelThread.Current.HoldsMmapLock(this);
            }

            if (mustUnlock && locked)
            {
                MmapReadUnlock(request.Site.Member, request.Site.FilePath, request.Site.Line);
                locked = false;
            }
        }
    }

    /// <returns>0 when held; -EINTR, or another errno, when injection has sent a fatal signal (mmap_read_lock_killable).</returns>
    private int LockUnlessKilled(in CallSite site)
    {
        if (Kernel.Injection.FailsByName(nameof(MmapReadLockKillable), out int errno, out _))
        {
            return errno == 0 ? -Errno.EINTR : errno;
        }

        MmapLock.EnterRead(site);
        return 0;
    }

    private int GetUntilDropped(
        ulong start, int count, Span<Page> pages, in PageRequest request, ref int held, ref bool locked, ref bool mustUnlock)
    {
        PageRequest again = request with { Foll = request.Foll | FollFlags.Tried };
        int result = GetSome(start, 0, count, pages, request, ref held, ref locked);
        while (held < count && !locked)
        {
            // Dropped by a handler, which only a request that is unlockable allows: one page with patience, then on.
            mustUnlock = true;
            int error = LockUnlessKilled(request.Site);
            if (error != 0)
            {
                return held > 0 ? held : error;
            }

            locked = true;
            int before = held;
            result = GetSome(start, before, before + 1, pages, again, ref held, ref locked);
            if (held == before + 1 && locked)
            {
                result = GetSome(start, held, count, pages, request, ref held, ref locked);
            }
        }

        return held > 0 ? held : result;
    }

    /// <summary>Follows page by page, faulting in what is missing, with the mmap lock held (__get_user_pages).</summary>
    /// <returns>0, or why it ended early: an errno, or 0 when the lock was dropped or waiting was forbidden.</returns>
    private int GetSome(ulong start, int from, int count, Span<Page> pages, PageRequest request, ref int held, ref bool locked)
    {
        VmAreaStruct? area = null;
        int faults = 0;
        for (int done = from; done < count;)
        {
            ulong address = start + ((ulong)done << Page.Shift);
            if (area is null || address >= area.End)
            {
                area = address < start || address >= TaskSize ? null : VmaLookup(address);
                int refused = area is null ? -Errno.EFAULT : CheckArea(area, request.Foll);
                if (refused != 0)
                {
                    return refused;
                }

                request = request with { Area = area };
            }

            int wanted = (int)Math.Min((ulong)(count - done), (area!.End - address) >> Page.Shift);
            int got = Step(address, request.Takes ? pages.Slice(done, wanted) : default, request);
            if (got > 0)
            {
                Settle(address, got, request.Takes ? pages.Slice(done, got) : default, request);
                held += got;
                done += got;
                faults = 0;
                continue;
            }

            if (got is not (0 or -Errno.EMLINK))
            {
                return got;
            }

            int error = IsHopeless(++faults, address, request)
                ? -Errno.EFAULT
                : FaultInFollowed(address, request, unshare: got != 0, ref locked);
            if (error != 0)
            {
                return error is -Errno.EBUSY or -Errno.EAGAIN ? 0 : error;
            }
        }

        return 0;
    }

    /// <summary>What is done about pages once they are held.</summary>
    private void Settle(ulong address, int got, Span<Page> pages, in PageRequest request)
    {
        if (!request.Takes)
        {
            Touch(address, request);
            return;
        }

        if (request.Pin)
        {
            Kernel.CountPinned(pages, request);
        }

        Record(pages, request);
        if ((request.Foll & FollFlags.Touch) == 0)
        {
            return;
        }

        for (int i = 0; i < got; i++)
        {
            Touch(pages[i], address + ((ulong)i << Page.Shift), request);
        }
    }

    private void Touch(ulong address, in PageRequest request)
    {
        if ((request.Foll & FollFlags.Touch) != 0 && table.Lookup(address, out int level) is { IsCounted: true } entry)
        {
            Touch(Kernel.MappedPage(FrameAt(entry, address, level)), address, request);
        }
    }

    /// <summary>FOLL_TOUCH: the page is in use, and, if it will be written, dirty, unless the entry says so already.</summary>
    private void Touch(Page page, ulong address, in PageRequest request)
    {
        if (request.Write && !page.IsDirty && !table.Lookup(address).Dirty)
        {
            page.SetDirty(true);
        }

        page.MarkAccessed();
    }
}
