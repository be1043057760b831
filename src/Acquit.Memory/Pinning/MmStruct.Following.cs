namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Follows a user range page by page, for all get and pin calls.</summary>
    private int Follow(
        ulong start, int count, FollFlags flags, Span<Page> pages, bool pin, bool lockHeld, in CallSite site)
    {
        CheckAlive(site);
        if (!FlagsAgree(flags, pin, site) || count < 0)
        {
            return -Errno.EINVAL;
        }

        if (pages.Length < count)
        {
            throw new ArgumentException($"{count} pages were asked for, and there is room for {pages.Length}", nameof(pages));
        }

        CheckFollowContext(lockHeld, site);
        if (Kernel.Injection.Fails(site, count, out int injected, out int limit))
        {
            if (limit <= 0)
            {
                return injected == 0 ? -Errno.EFAULT : injected;
            }

            count = Math.Min(count, limit);
        }

        PageRequest request = new((flags & FollFlags.Write) != 0 ? FaultFlags.Write : FaultFlags.None, site)
        {
            Follow = true,
            Pin = pin,
            Force = (flags & FollFlags.Force) != 0,
            NoFault = (flags & FollFlags.NoFault) != 0,
            LockHeld = lockHeld,
        };
        int held = 0;
        bool complete = false;
        try
        {
            int error = 0;
            while (held < count && error == 0)
            {
                int got = Grab((start & Page.Mask) + ((ulong)held << Page.Shift), pages[held..count], request);
                error = Math.Min(got, 0);
                for (int end = held + Math.Max(got, 0); held < end; held++)
                {
                    Record(pages[held], pin, site);
                }
            }

            complete = true;

            // What is held hides the error: the caller sees a short count, as in the kernel.
            return held > 0 ? held : error;
        }
        finally
        {
            if (pin)
            {
                Kernel.CountPinned(held);
            }

            if (!complete)
            {
                GiveBack(pages[..held], pin, site);
            }
        }
    }

    private void Record(Page page, bool pin, in CallSite site)
    {
        if (!Kernel.Ledger.Enabled)
        {
            return;
        }

        if (!pin)
        {
            Kernel.Ledger.Take(page.Head, ResourceKinds.PageRef, site);
        }
        else if (page != Kernel.ZeroPage)
        {
            Kernel.Ledger.Take(page.Head, ResourceKinds.PagePin, site);
        }
    }

    /// <summary>A fault handler has thrown: nobody will learn what this call has taken so far.</summary>
    private void GiveBack(Span<Page> pages, bool pin, in CallSite site)
    {
        if (pin)
        {
            UnpinUserPages(pages, pages.Length, site.Member, site.FilePath, site.Line);
        }
        else
        {
            ReleasePages(pages, pages.Length, site.Member, site.FilePath, site.Line);
        }

        pages.Clear();
    }

    private bool FlagsAgree(FollFlags flags, bool pin, in CallSite site)
    {
        string? wrong = (flags & (FollFlags.Pin | FollFlags.FastOnly)) != 0 ? "a flag that is the core's own"
            : pin && (flags & FollFlags.Get) != 0 ? "FOLL_GET, which does not go with pins"
            : !pin && (flags & FollFlags.LongTerm) != 0 ? "FOLL_LONGTERM, which needs pins"
            : null;
        if (wrong is not null)
        {
            Kernel.Warn($"{site.Api} was given {wrong} [{site}]", site);
        }

        return wrong is null;
    }

    private void CheckFollowContext(bool lockHeld, in CallSite site)
    {
        Kernel.MightSleep(site);
        bool holds = KernelThread.Current.HoldsMmapLock(this);
        if (lockHeld && !holds)
        {
            throw Kernel.Bug($"{site.Api} needs the mmap lock, and this thread does not hold it", this, site);
        }

        if (!lockHeld && holds)
        {
            Kernel.Warn(
                $"{site.Api} may take the mmap lock, which this thread holds{Kernel.Ledger.Describe(this)} [{site}]", site);
        }
    }
}
