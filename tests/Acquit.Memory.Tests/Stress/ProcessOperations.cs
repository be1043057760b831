namespace Acquit.Memory.Tests.Stress;

/// <summary>What processes do: they map, unmap, read, write, change rights, fork and exit.</summary>
internal static class ProcessOperations
{
    public static readonly Action<StressThread>[] All =
        [Map, Map, Map, MapHuge, Touch, Touch, Touch, Touch, Fault, Change, Advise, Move, Punch, Fork, Fork, Spawn];

    private static void Map(StressThread thread)
    {
        StressFile? file = thread.Chance(2) ? thread.Pick(thread.World.Files) : null;
        bool shared = file is { NeedsSharing: true } || thread.Chance(2);
        VmFlags flags = VmFlags.Read | (thread.Chance(5) ? 0 : VmFlags.Write) | (shared ? VmFlags.Shared : 0);
        int pages = thread.Random.Next(1, 32);
        ulong pgoff = file is null ? 0 : (ulong)thread.Random.Next(StressWorld.FilePages - pages);
        MmStruct mm = thread.PickProcess();
        if (mm.Mmap((ulong)pages * Page.Size, flags, out ulong address, file?.File, pgoff) == 0)
        {
            Keep(thread, new Region(mm, address, pages));
        }
    }

    private static void MapHuge(StressThread thread)
    {
        const int pages = 1200;
        MmStruct mm = thread.PickProcess();
        ulong at = 0x40_0000_0000 + ((ulong)thread.Random.Next(64) << 23) + ((ulong)thread.Random.Next(2) << Page.Shift);
        bool frames = thread.Chance(2);
        VmFlags flags = VmFlags.Read | VmFlags.Write | (frames ? VmFlags.Shared : VmFlags.HugePage);
        if (mm.Mmap(pages * Page.Size, flags, out ulong address, frames ? thread.World.FrameFile.File : null, 0, at) == 0)
        {
            Region region = new(mm, address, pages);
            mm.Write(address + ((ulong)thread.Random.Next(pages) << Page.Shift), [1]);
            Keep(thread, region);
        }
    }

    /// <summary>Regions of a process that only this thread uses go with it; others are unmapped some time.</summary>
    private static void Keep(StressThread thread, Region region)
    {
        if (thread.Children.Contains(region.Mm))
        {
            return;
        }

        thread.Regions.Add(region);
        thread.World.Publish(region, thread.Random);
        thread.Hold(() => Unmap(thread));
    }

    private static void Unmap(StressThread thread)
    {
        int index = thread.Random.Next(thread.Regions.Count);
        Region region = thread.Regions[index];
        thread.Regions.RemoveAt(index);
        Require(region.Mm.Munmap(region.Address, region.Length), 0);
    }

    private static void Touch(StressThread thread)
    {
        if (thread.PickRegion() is not { } region)
        {
            return;
        }

        (ulong start, int count) = region.Part(thread.Random, 8);
        byte[] bytes = new byte[thread.Random.Next(1, count * Page.Size)];
        ulong address = start + (ulong)thread.Random.Next(Page.Size - 1);
        int answer = thread.Random.Next(5) switch
        {
            0 => region.Mm.Read(address, bytes),
            1 => region.Mm.Write(address, bytes),
            2 => Math.Min(0, -region.Mm.CopyFromUser(bytes, address)),
            3 => Math.Min(0, -region.Mm.CopyToUser(address, bytes)),
            _ => Math.Min(0, region.Mm.AccessProcessVm(address, bytes, thread.Chance(2) ? FollFlags.Write : FollFlags.None)),
        };
        Require(answer <= 0, $"an access answered {answer}");
    }

    private static void Fault(StressThread thread)
    {
        if (thread.PickRegion() is not { } region || !region.Mm.MmapReadTrylock())
        {
            return;
        }

        ulong address = region.Part(thread.Random).Start;
        if (region.Mm.VmaLookup(address) is { } area)
        {
            region.Mm.HandleMmFault(area, address, (area.Flags & VmFlags.Write) != 0 && thread.Chance(2) ? FaultFlags.Write : FaultFlags.None);
        }

        region.Mm.MmapReadUnlock();
    }

    private static void Change(StressThread thread)
    {
        if (thread.PickRegion() is { } region)
        {
            (ulong start, int count) = region.Part(thread.Random);
            VmFlags rights = thread.Chance(12)
                ? thread.Pick(VmFlags.Read, VmFlags.None) : VmFlags.Read | VmFlags.Write;
            RequireErrno(region.Mm.Mprotect(start, (ulong)count << Page.Shift, rights));
        }
    }

    private static void Advise(StressThread thread)
    {
        if (thread.PickRegion() is { } region)
        {
            (ulong start, int count) = region.Part(thread.Random);
            RequireErrno(region.Mm.Madvise(start, (ulong)count << Page.Shift, thread.Pick(Enum.GetValues<MadviseAdvice>())));
        }
    }

    private static void Move(StressThread thread)
    {
        if (thread.Regions.Count == 0)
        {
            return;
        }

        int index = thread.Random.Next(thread.Regions.Count);
        Region region = thread.Regions[index];
        int pages = thread.Random.Next(1, region.Pages + 4);
        int error = region.Mm.Mremap(region.Address, region.Length, (ulong)pages << Page.Shift, thread.Chance(2), out ulong moved);
        RequireErrno(error);
        if (error == 0)
        {
            thread.Regions[index] = new Region(region.Mm, moved, pages);
        }
    }

    private static void Punch(StressThread thread)
    {
        if (thread.Regions.Count > 0)
        {
            Region region = thread.Regions[thread.Random.Next(thread.Regions.Count)];
            (ulong start, int count) = region.Part(thread.Random, 4);
            Require(region.Mm.Munmap(start, (ulong)count << Page.Shift), 0);
        }
    }

    private static void Fork(StressThread thread)
    {
        if (thread.Children.Count < 4 && thread.PickProcess().Fork() is { } child)
        {
            Adopt(thread, child);
        }
    }

    private static void Spawn(StressThread thread)
    {
        if (thread.Children.Count < 4)
        {
            Adopt(thread, thread.Kernel.CreateMm());
        }
    }

    private static void Adopt(StressThread thread, MmStruct child)
    {
        thread.World.Born(child);
        thread.Children.Add(child);
        thread.Hold(() =>
        {
            thread.Children.Remove(child);
            child.Dispose();
        });
    }

    public static void Require(int answer, int expected) => Require(answer == expected, $"{answer} instead of {expected}");

    public static void RequireErrno(int answer) => Require(answer is <= 0 and > -600, $"{answer} is no errno");

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
