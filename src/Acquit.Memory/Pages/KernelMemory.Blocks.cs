namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Allocates without recording anybody as the holder: the core's own pages.</summary>
    internal Page? TakeBlock(int order, bool compound, bool zero)
    {
        int frame = buddy.Allocate(order);
        if (frame < 0)
        {
            return null;
        }

        Page first = frames[frame];
        for (int i = 0; i < 1 << order; i++)
        {
            frames[frame + i].BeginUse(first, compound && order > 0);
        }

        first.Order = order;
        if (zero)
        {
            Store.Frames(frame, 1 << order).Clear();
        }

        // Last of all: whoever tries to get a page without holding it may from now on succeed.
        first.InitializeCount(1);
        return first;
    }

    /// <summary>Drops references that the core holds, and frees the page with the last one.</summary>
    internal void DropReference(Page page, int references, int pins, in CallSite site)
    {
        if (!TryDropReference(page, references, pins, site))
        {
            throw Bug($"{page} has {page.RefCount} references; {site.Api} wants to drop {references}", page.Head, site);
        }
    }

    /// <summary>The one place where references end: puts, unpins, unmapping and the core's own all come here.</summary>
    /// <returns>False, with nothing changed, if the page does not have so many.</returns>
    internal bool TryDropReference(Page page, int references, int pins, in CallSite site)
    {
        Page head = page.Head;
        int left = head.DropCount(references, pins);
        return left > 1 || Settle(head, left, site);
    }

    /// <summary>Decides by what is left of a count. Nobody but the caller has seen it fall to that.</summary>
    /// <remarks>Frames are a device's or the allocator's for good, so that may be asked after the drop. Little else may.</remarks>
    private bool Settle(Page head, int left, in CallSite site)
    {
        if (left < 0)
        {
            return false;
        }

        if (head.IsZoneDevice)
        {
            SettleDevicePage(head, left, site);
        }
        else if (left == 0 && head.IsSlab)
        {
            // The pieces on it are still somebody's. The kernel finds a page in a bad state, reports it, and keeps it as well.
            head.InitializeCount(1);
            Warn($"{head} is from kmalloc, and {site.Api} dropped its last reference; it stays where it is [{site}]", site);
        }
        else if (left == 0)
        {
            // Only the first page of a block that is not compound is counted: the rest stays behind, as in the kernel.
            FreeBlock(head, head.Compound ? head.Order : 0, site);
        }

        return true;
    }

    private void Release(Page page, int order, string[] kinds, in CallSite site)
    {
        if (page.IsZoneDevice)
        {
            throw Bug($"{page} is a device's, and the allocator would give it to somebody else; use PutPage", page, site);
        }

        if (page.IsSlab)
        {
            throw Bug(WrongRelease(page, site), page, site);
        }

        bool given = Ledger.Give(page, kinds, site, out HeldResource? hold);
        if (!given)
        {
            Misuse(WrongRelease(page, site), page, site);
        }

        // Once the reference is gone, somebody else may free the page and a third allocate it: all that is to be known of it
        // has to be known before.
        bool compound = page.Compound;
        if (!compound)
        {
            page.Order = 0;
        }

        int left = page.DropCount(1, 0);
        if (left < 0)
        {
            page.Order = order;
            if (hold is not null)
            {
                Ledger.Restore(hold);
            }

            throw Bug($"{page} has no references left for {site.Api} to drop", page, site);
        }

        if (left == 0)
        {
            FreeBlock(page, order, site);
        }
        else if (!compound)
        {
            // Somebody holds the first page a moment longer; the others are not counted, so nobody can.
            for (int half = order - 1; half >= 0; half--)
            {
                Page upper = frames[page.Frame + (1 << half)];
                FreeBlock(upper, half, site);
            }
        }
    }

    private void FreeBlock(Page first, int order, in CallSite site)
    {
        try
        {
            WarnIfUsed(first, order, site);
        }
        finally
        {
            // Nobody holds a reference any more: where a warning is thrown, the block is free all the same.
            EndBlock(first, order, site);
        }
    }

    private void WarnIfUsed(Page first, int order, in CallSite site)
    {
        if (Ledger.Enabled && Ledger.HoldsOf(first) is { Count: > 0 } held && held[0].Kind != ResourceKinds.PageBlock)
        {
            Warn($"{first} is freed by {site} while it is still held{Ledger.Describe(first)}", site);
        }

        for (int i = 0; IsChecking && i < 1 << order; i++)
        {
            Page page = frames[first.Frame + i];
            if (page.Aliases > 0)
            {
                Warn($"{page} is freed by {site} while it is still mapped, for the kernel or for a device", site);
            }
        }
    }

    private void EndBlock(Page first, int order, in CallSite site)
    {
        Ledger.NoteRelease(first, site);
        for (int i = 0; i < 1 << order; i++)
        {
            Page page = frames[first.Frame + i];
            page.EndUse();
            if (i > 0)
            {
                Ledger.NoteRelease(page, site);
            }
        }

        if (Options.PoisonFreedPages)
        {
            Store.Frames(first.Frame, 1 << order).Fill(Poison);
        }

        buddy.Free(first.Frame, order);
    }
}
