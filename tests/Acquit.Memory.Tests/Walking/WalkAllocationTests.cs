using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>With checking off, walking allocates nothing.</summary>
public sealed class WalkAllocationTests : IDisposable
{
    private readonly KernelMemory kernel = new(64, new KernelMemoryOptions { Checking = false });
    private readonly MmStruct mm;
    private readonly TrackedFile file;
    private readonly ulong address;
    private readonly ulong[] bitmap = new ulong[1];
    private int seen;

    public WalkAllocationTests()
    {
        mm = kernel.CreateMm();
        file = new TrackedFile(kernel, 16);
        address = file.Map(mm, 16);
        TrackedFile.Write(mm, address, 0, 1, 2, 3);
    }

    public void Dispose()
    {
        mm.Dispose();
        file.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Walks_of_every_kind_allocate_nothing()
    {
        MmWalkOps ops = new()
        {
            TestWalk = (_, _, ref _) => 0, PreVma = (_, _, ref _) => 0, PostVma = (ref _) => seen++,
            PgdEntry = Count, P4dEntry = Count, PudEntry = Count, PmdEntry = Count, PteEntry = Count,
            PteHole = (_, _, _, ref _) => 0,
        };
        Walk(ops);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(ops);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(seen > 0);
    }

    [Fact]
    public void Write_protecting_cleaning_and_unmapping_allocate_nothing()
    {
        ulong cleaned = Change();
        TrackedFile.Write(mm, address, 0, 1, 2, 3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        cleaned += Change();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(8UL, cleaned);
    }

    private ulong Change()
    {
        ulong start = 0, end = 0;
        kernel.WpSharedMappingRange(file.Mapping, 0, 16);
        ulong cleaned = kernel.CleanRecordSharedMappingRange(file.Mapping, 0, 16, 0, bitmap, ref start, ref end);
        kernel.UnmapMappingPages(file.Mapping, 0, 16, evenCows: true);
        return cleaned;
    }

    private void Walk(MmWalkOps ops)
    {
        ulong end = address + (20 * Page.Size);
        mm.MmapWriteLock();
        int error = kernel.WalkPageRange(mm, address, end, ops) + kernel.WalkPageRangeDebug(mm, address, end, ops)
            + kernel.WalkPageVma(mm.VmaLookup(address)!, ops);
        mm.MmapWriteUnlock();
        file.Mapping.IMmapLockRead();
        error += kernel.WalkPageMapping(file.Mapping, 0, 16, ops);
        file.Mapping.IMmapUnlockRead();
        seen += error == 0 ? 1 : int.MinValue;
    }

    private int Count(PageTableSlot entry, ulong at, ulong next, ref MmWalk walk)
    {
        seen += entry.IsPresent ? 1 : 0;
        return 0;
    }
}
