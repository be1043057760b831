namespace Acquit.Memory.Tests.Stress;

/// <summary>
/// What a thread has written stays, whatever others do to the same page meanwhile: write next to it, fork, pin, move it, split it,
/// write it out, unmap it.
/// </summary>
internal static class SlotOperations
{
    public static readonly Action<StressThread>[] All = [Store, Store, Load, Load, StorePinned, Fork, Fork, Disturb];

    private static void Store(StressThread thread)
    {
        (SlotArea area, int page, MmStruct mm, ulong address) = Pick(thread);
        long value = thread.NextValue();
        if (mm.Write(address, BitConverter.GetBytes(value)) == 0)
        {
            thread.Slots[(area, page)] = value;
        }

        Expect(thread, area, page, mm, address, "after it was written");
    }

    private static void Load(StressThread thread)
    {
        (SlotArea area, int page, MmStruct mm, ulong address) = Pick(thread);
        Expect(thread, area, page, mm, address, "some time later");
    }

    /// <summary>A device writes through a pin, and the process sees it at once: they have the same page for as long as it is pinned.</summary>
    private static void StorePinned(StressThread thread)
    {
        (SlotArea area, int page, MmStruct mm, ulong address) = Pick(thread);
        Page[] pages = new Page[1];
        FollFlags flags = FollFlags.Write | (thread.Chance(2) ? FollFlags.LongTerm : FollFlags.None);
        int got = thread.Chance(2)
            ? mm.PinUserPagesFast(address, 1, flags, pages) : mm.PinUserPagesUnlocked(address, 1, flags, pages);
        if (got != 1)
        {
            return;
        }

        long value = thread.NextValue();
        BitConverter.TryWriteBytes(pages[0].Span[(int)(address & ~Page.Mask)..], value);
        thread.Slots[(area, page)] = value;
        Expect(thread, area, page, mm, address, "after a device wrote it");
        thread.Hold(() =>
        {
            // Nobody has taken the page away under the pin.
            Expect(thread, area, page, mm, address, "under a pin");
            long seen = BitConverter.ToInt64(pages[0].Span[(int)(address & ~Page.Mask)..]);
            ProcessOperations.Require(seen == Expected(thread, area, page), $"a device sees {seen} in {area.Name}, which has {Expected(thread, area, page)}");
            thread.Kernel.UnpinUserPagesDirtyLock(pages, 1, makeDirty: true);
        });
    }

    private static void Fork(StressThread thread)
    {
        (SlotArea area, int page, MmStruct mm, ulong address) = Pick(thread);
        if (mm.Fork() is not { } child)
        {
            return;
        }

        thread.World.Born(child);
        Expect(thread, area, page, child, address, "in a child");
        if (!area.Name.Contains("shared", StringComparison.Ordinal) && child.Write(address, new byte[sizeof(long)]) == 0)
        {
            Expect(thread, area, page, mm, address, "after a child wrote its own");
        }

        child.Dispose();
        Expect(thread, area, page, mm, address, "after a child ended");
    }

    /// <summary>Pages are written out, unmapped, split, protected: none of it loses anything.</summary>
    private static void Disturb(StressThread thread)
    {
        ShmemFile file = thread.Pick(thread.World.SlotFiles);
        switch (thread.Random.Next(4))
        {
            case 0:
                file.Reclaim();
                break;
            case 1:
                thread.Kernel.UnmapMappingPages(file.Mapping, 0, 0, evenCows: false);
                break;
            case 2:
                thread.Kernel.WpSharedMappingRange(file.Mapping, 0, SlotArea.Pages);
                break;
            default:
                (_, _, MmStruct mm, ulong address) = Pick(thread);
                mm.Mprotect(address & Page.Mask, Page.Size, VmFlags.Read);
                ProcessOperations.RequireErrno(mm.Mprotect(address & Page.Mask, Page.Size, VmFlags.Read | VmFlags.Write));
                break;
        }
    }

    private static (SlotArea Area, int Page, MmStruct Mm, ulong Address) Pick(StressThread thread)
    {
        SlotArea area = thread.Pick(thread.World.SlotAreas);
        int page = thread.Random.Next(SlotArea.Pages);
        (MmStruct mm, ulong address) = thread.Pick(area.Views);
        return (area, page, mm, address + area.Offset(page, thread.Index));
    }

    private static long Expected(StressThread thread, SlotArea area, int page) => thread.Slots.GetValueOrDefault((area, page));

    private static void Expect(StressThread thread, SlotArea area, int page, MmStruct mm, ulong address, string when)
    {
        byte[] bytes = new byte[sizeof(long)];
        if (mm.Read(address, bytes) == 0)
        {
            long seen = BitConverter.ToInt64(bytes);
            long expected = Expected(thread, area, page);
            ProcessOperations.Require(seen == expected, $"{seen} instead of {expected} in {area.Name} {when}, at {address:x} of {mm}");
        }
    }
}
