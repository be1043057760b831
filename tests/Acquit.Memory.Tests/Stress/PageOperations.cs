namespace Acquit.Memory.Tests.Stress;

/// <summary>Allocations of every family and order, references, the bits of pages.</summary>
internal static class PageOperations
{
    public static readonly Action<StressThread>[] All =
        [Block, Block, Compound, ByAddress, Exact, Bulk, Small, Small, Large, References, Speculative, Bits];

    private static int Order(StressThread thread) =>
        thread.Chance(40) ? thread.Random.Next(6, BuddyAllocator.MaxOrder + 2) : thread.Random.Next(6);

    private static void Block(StressThread thread)
    {
        int order = Order(thread);
        GfpFlags gfp = thread.Pick(GfpFlags.Kernel, GfpFlags.Atomic, GfpFlags.Kernel | GfpFlags.Zero, GfpFlags.HighUserMovable);
        if (order > BuddyAllocator.MaxOrder || thread.Kernel.AllocPages(gfp, order) is not { } block)
        {
            return;
        }

        block.Span[0] = (byte)order;
        if (thread.Chance(3))
        {
            thread.Kernel.SplitPage(block, order);
            Page[] pages = [.. Enumerable.Range(0, 1 << order).Select(index => thread.Kernel.NthPage(block, index))];
            thread.Hold(() => Array.ForEach(pages, page => thread.Kernel.FreePage(page)));
        }
        else
        {
            thread.Hold(() => thread.Kernel.FreePages(block, order));
        }
    }

    private static void Compound(StressThread thread)
    {
        int order = Order(thread);
        if (order > BuddyAllocator.MaxOrder || thread.Kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, order) is not { } head)
        {
            return;
        }

        head.BlockSpan[^1] = 1;
        Page some = thread.Kernel.NthPage(head, thread.Random.Next(1 << order));
        if (order > 0 && thread.Chance(2))
        {
            thread.Hold(() => thread.Kernel.FreePages(head, order));
        }
        else
        {
            thread.Hold(() => thread.Kernel.PutPage(some));
        }
    }

    private static void ByAddress(StressThread thread)
    {
        int order = thread.Random.Next(4);
        ulong address = thread.Chance(4)
            ? thread.Kernel.GetZeroedPage(GfpFlags.Kernel) : thread.Kernel.GetFreePages(GfpFlags.Kernel, order);
        if (address == 0)
        {
            return;
        }

        Page page = thread.Kernel.VirtToPage(address);
        thread.Kernel.BytesAt(address + 8, 8).Fill(3);
        thread.Hold(() => thread.Kernel.FreePagesAddress(address, page.Order));
    }

    private static void Exact(StressThread thread)
    {
        long size = thread.Random.Next(1, 20 * Page.Size);
        ulong address = thread.Kernel.AllocPagesExact(size, GfpFlags.Kernel);
        if (address != 0)
        {
            thread.Hold(() => thread.Kernel.FreePagesExact(address, size));
        }
    }

    private static void Bulk(StressThread thread)
    {
        Page[] pages = new Page[thread.Random.Next(1, 12)];
        int got = thread.Kernel.AllocPagesBulk(GfpFlags.Kernel, pages.Length, pages);
        thread.Hold(() => thread.Kernel.ReleasePages(pages, got));
    }

    private static void Small(StressThread thread)
    {
        long size = thread.Random.Next(1, thread.Chance(4) ? 40_000 : 3_000);
        KernelAllocation? memory = thread.Random.Next(3) switch
        {
            0 => thread.Kernel.Kmalloc(size, GfpFlags.Kernel),
            1 => thread.Kernel.Kzalloc(size, GfpFlags.Kernel),
            _ => thread.Kernel.Kcalloc(7, size / 7, GfpFlags.Kernel),
        };
        if (memory is null || memory.Length == 0)
        {
            thread.Kernel.Kfree(memory);
            return;
        }

        memory.Write(0, [1]);
        if (thread.Chance(2))
        {
            ulong address = memory.Address;
            thread.Hold(() => thread.Kernel.KfreeAddress(address));
        }
        else
        {
            thread.Hold(() => thread.Kernel.Kfree(memory));
        }
    }

    private static void Large(StressThread thread)
    {
        if (thread.Kernel.Kvmalloc(thread.Random.Next(1, 100_000), GfpFlags.Kernel) is not { } memory)
        {
            return;
        }

        memory.Write(memory.Length - 1, [9]);
        if (thread.Chance(2))
        {
            ulong address = memory.Address;
            thread.Hold(() => thread.Kernel.KvfreeAddress(address));
        }
        else
        {
            thread.Hold(() => thread.Kernel.Kvfree(memory));
        }
    }

    private static void References(StressThread thread)
    {
        if (thread.Kernel.AllocPage(GfpFlags.Kernel) is not { } page)
        {
            return;
        }

        thread.Kernel.GetPage(page);
        if (thread.Kernel.TryGetPage(page))
        {
            thread.Hold(() => thread.Kernel.PutPage(page));
        }

        thread.Hold(() => thread.Kernel.PutPage(page));
        thread.Hold(() => thread.Kernel.FreePage(page));
    }

    /// <summary>A reference to a page of which nothing is known, as the fast half and reclaim take them: short.</summary>
    private static void Speculative(StressThread thread)
    {
        for (int i = 0; i < 20; i++)
        {
            Page page = thread.Kernel.PfnToPage((ulong)thread.Random.Next(thread.Kernel.TotalPages));
            if (page != thread.Kernel.ZeroPage && thread.Kernel.GetPageUnlessZero(page))
            {
                thread.Kernel.PutPage(page);
            }
        }
    }

    private static void Bits(StressThread thread)
    {
        Page page = thread.World.Pages[thread.Random.Next(thread.World.Pages.Length)];
        switch (thread.Random.Next(4))
        {
            case 0:
                thread.Kernel.LockPage(page);
                thread.Kernel.SetPageDirty(page);
                thread.Kernel.UnlockPage(page);
                break;
            case 1 when thread.Kernel.TrylockPage(page):
                thread.Kernel.UnlockPage(page);
                break;
            case 2:
                thread.Kernel.SetPageDirtyLock(page);
                break;
            default:
                thread.Kernel.MarkPageAccessed(page);
                break;
        }
    }
}
