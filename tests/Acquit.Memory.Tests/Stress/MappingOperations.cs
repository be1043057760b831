namespace Acquit.Memory.Tests.Stress;

/// <summary>Kernel mappings of every kind, made and taken down by every call that fits, and who gives room when there is none.</summary>
internal static class MappingOperations
{
    public static readonly Action<StressThread>[] All =
        [Map, MapOwning, Allocate, Allocate, MapForShort, Local, Everywhere, Frames, Purge, Cache, Listen];

    private static void Map(StressThread thread)
    {
        if (Pages(thread) is not { } pages)
        {
            return;
        }

        if (thread.Kernel.Vmap(pages, VmapFlags.None) is not { } area)
        {
            thread.Kernel.ReleasePages(pages, pages.Length);
            return;
        }

        Use(thread, area);
        ulong address = area.Address;
        bool byAddress = thread.Chance(2);
        thread.Hold(() =>
        {
            if (byAddress)
            {
                thread.Kernel.VunmapAddress(address);
            }
            else
            {
                thread.Kernel.Vunmap(area);
            }

            thread.Kernel.ReleasePages(pages, pages.Length);
        });
    }

    private static void MapOwning(StressThread thread)
    {
        if (MapOwned(thread) is not { } area)
        {
            return;
        }

        Use(thread, area);
        thread.Hold(thread.Random.Next(3) switch
        {
            0 => () => thread.Kernel.VunmapPutPages(area),
            1 => () => thread.Kernel.VfreeAtomic(area),
            _ => () => thread.Kernel.Vfree(area),
        });
    }

    private static VmArea? MapOwned(StressThread thread)
    {
        if (Pages(thread) is not { } pages)
        {
            return null;
        }

        VmArea? area = thread.Kernel.Vmap(pages, VmapFlags.PutPages);
        if (area is null)
        {
            thread.Kernel.ReleasePages(pages, pages.Length);
        }

        return area;
    }

    private static void Allocate(StressThread thread)
    {
        int size = thread.Random.Next(1, thread.Chance(10) ? 300_000 : 60_000);
        VmArea? area = thread.Random.Next(4) switch
        {
            0 => thread.Kernel.Vmalloc(size),
            1 => thread.Kernel.Vzalloc(size),
            2 => thread.Kernel.VmallocGfp(size, GfpFlags.Kernel | GfpFlags.NoWarn),
            _ => thread.Kernel.VmallocUser(size),
        };
        if (area is null)
        {
            return;
        }

        Use(thread, area);
        thread.Kernel.VmallocToPage(area, thread.Random.Next(size));
        ulong address = area.Address;
        thread.Hold(thread.Random.Next(3) switch
        {
            0 => () => thread.Kernel.Vfree(area),
            1 => () => thread.Kernel.VfreeAtomic(area),
            _ => () => thread.Kernel.VfreeAddress(address),
        });
    }

    private static void MapForShort(StressThread thread)
    {
        if (Pages(thread) is not { } pages)
        {
            return;
        }

        if (thread.Kernel.VmMapRam(pages) is { } area)
        {
            Use(thread, area);
            thread.Kernel.VmUnmapRam(area, pages.Length);
        }

        thread.Kernel.ReleasePages(pages, pages.Length);
    }

    private static void Local(StressThread thread)
    {
        Stack<KmapMapping> mappings = [];
        for (int i = thread.Random.Next(1, 5); i > 0; i--)
        {
            mappings.Push(thread.Kernel.KmapLocalPage(thread.Pick(thread.World.Pages)));
            mappings.Peek().Span[i] = (byte)i;
        }

        while (mappings.TryPop(out KmapMapping? mapping))
        {
            thread.Kernel.KunmapLocal(mapping);
        }

        KmapMapping atomic = thread.Kernel.KmapAtomic(thread.Pick(thread.World.Pages));
        atomic.Span[0]++;
        thread.Kernel.KunmapAtomic(atomic);
    }

    private static void Everywhere(StressThread thread)
    {
        Page page = thread.Pick(thread.World.Pages);
        thread.Kernel.Kmap(page).Span[1]++;
        thread.Hold(() => thread.Kernel.Kunmap(page));
    }

    private static void Frames(StressThread thread)
    {
        ulong[] pfns = [thread.World.BareFrame, thread.World.BareFrame + 1];
        if (thread.Kernel.VmapPfn(pfns) is { } area)
        {
            thread.Hold(() => thread.Kernel.Vunmap(area));
        }
    }

    private static void Purge(StressThread thread)
    {
        if (thread.Chance(4))
        {
            thread.Kernel.VmUnmapAliases();
        }
        else if (thread.Chance(4))
        {
            thread.Kernel.FlushScheduledWork();
        }
    }

    /// <summary>A mapping that is kept only because it may be useful: whoever needs room has it taken down.</summary>
    private static void Cache(StressThread thread)
    {
        if (thread.World.Cached.Count < 16 && MapOwned(thread) is { } area)
        {
            thread.World.Cached.Push(area);
        }
    }

    private static void Listen(StressThread thread)
    {
        NotifierBlock block = new((_, _, ref _) => NotifyResult.Ok, thread.Random.Next(-2, 3));
        if (thread.Kernel.RegisterVmapPurgeNotifier(block) == 0)
        {
            thread.Hold(() => ProcessOperations.Require(thread.Kernel.UnregisterVmapPurgeNotifier(block), 0));
        }
    }

    private static void Use(StressThread thread, VmArea area)
    {
        int offset = thread.Random.Next(area.Length - 1);
        area.Write(offset, [1, 2]);
        byte[] back = new byte[2];
        area.Read(offset, back);
        ProcessOperations.Require(back is [1, 2], $"{area} shows {back[0]}, {back[1]}");
    }

    /// <returns>Pages in no order; null when there are not enough.</returns>
    private static Page[]? Pages(StressThread thread)
    {
        Page[] pages = new Page[thread.Random.Next(1, 12)];
        int got = thread.Kernel.AllocPagesBulk(GfpFlags.Kernel, pages.Length, pages);
        if (got < pages.Length)
        {
            thread.Kernel.ReleasePages(pages, got);
            return null;
        }

        thread.Random.Shuffle(pages);
        return pages;
    }
}
