using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>Who follows an address space hears of what is changed through a file.</summary>
public sealed class WalkNotifierTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;
    private readonly MmStruct other;
    private readonly TrackedFile file;
    private readonly List<string> heard = [];
    private readonly ulong address;

    public WalkNotifierTests()
    {
        mm = kernel.CreateMm();
        other = kernel.CreateMm();
        file = new TrackedFile(kernel, 8);
        address = file.Map(mm, 8);
        TrackedFile.Write(mm, address, 1, 2, 3);
    }

    public void Dispose()
    {
        mm.Dispose();
        other.Dispose();
        file.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Write_protecting_and_cleaning_tell_each_area_of_a_change_of_protection_before_and_after()
    {
        TrackedFile.Write(other, file.Map(other, 4, pgoff: 2), 0);
        Listen(mm, "first");
        Listen(other, "second");

        Assert.Equal(3UL, kernel.WpSharedMappingRange(file.Mapping, 2, 4));
        string[] both =
        [
            "first start ProtectionPage 2+4 written", "first end 2+4", "second start ProtectionPage 0+4 written", "second end 0+4",
        ];
        Assert.Equal(both.Select(line => line.Replace(" written", " True", StringComparison.Ordinal)), heard);
        heard.Clear();

        ulong start = 0, end = 0;
        Assert.Equal(3UL, kernel.CleanRecordSharedMappingRange(file.Mapping, 2, 4, 0, new ulong[1], ref start, ref end));
        Assert.Equal(both.Select(line => line.Replace(" written", " False", StringComparison.Ordinal)), heard);
    }

    [Fact]
    public void Unmapping_tells_of_cleared_entries()
    {
        Listen(mm, "first");
        kernel.UnmapMappingPages(file.Mapping, 0, 2, evenCows: false);
        Assert.Equal(["first start Clear 0+2 False", "first end 0+2"], heard);
    }

    [Fact]
    public void A_listener_that_throws_leaves_nothing_begun_and_no_lock_held()
    {
        MmuNotifier notifier = new(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, _) => throw new InvalidOperationException("thrown"),
        });
        Assert.Equal(0, mm.MmuNotifierRegister(notifier));

        Assert.Throws<InvalidOperationException>(() => kernel.WpSharedMappingRange(file.Mapping, 0, 8));
        Assert.Throws<InvalidOperationException>(() => kernel.UnmapMappingPages(file.Mapping, 0, 8, evenCows: true));

        mm.MmuNotifierUnregister(notifier);
        Assert.Equal(3UL, kernel.WpSharedMappingRange(file.Mapping, 0, 8));
        Assert.DoesNotContain("lock", kernel.LeakReport().ToString());
    }

    private void Listen(MmStruct listened, string name)
    {
        listened.MmapReadLock();
        ulong origin = listened.Areas.Single().Start;
        listened.MmapReadUnlock();
        WalkLog log = new(origin);
        MmuNotifier notifier = new(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, range) =>
            {
                // Whether the first page of the range may still be written when its listener hears of the change.
                bool writable = listened.PageTable.Lookup(range.Start).Writable;
                heard.Add($"{name} start {range.Event} {log.Range(range.Start, range.End)} {writable}");
                return 0;
            },
            InvalidateRangeEnd = (_, range) => heard.Add($"{name} end {log.Range(range.Start, range.End)}"),
        });
        Assert.Equal(0, listened.MmuNotifierRegister(notifier));
    }
}
