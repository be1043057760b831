using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>Pins of pages that belong to a device, mapped by entries that do not count.</summary>
public sealed class DevicePinTests : IDisposable
{
    private const int Frames = 1024;

    private readonly KernelMemory kernel = new(64, new KernelMemoryOptions { DevicePages = Frames + 1 });
    private readonly MmStruct mm;
    private readonly DevPagemap pgmap;
    private readonly Page[] pages = new Page[512];
    private DevPagemap? second;
    private int idle;

    public DevicePinTests()
    {
        mm = kernel.CreateMm();
        pgmap = new DevPagemap
        {
            Type = MemoryDeviceType.FsDax, Pfn = 64, PageCount = Frames, Ops = new DevPagemapOps { PageFree = _ => idle++ },
        };
        Assert.NotEqual(0UL, kernel.MemremapPages(pgmap, out _));
    }

    public void Dispose()
    {
        mm.Dispose();
        if (pgmap.IsLive)
        {
            kernel.MemunmapPages(pgmap);
        }

        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        kernel.Dispose();
    }

    [Theory]
    [InlineData(PageTableLevel.Pte)]
    [InlineData(PageTableLevel.Pmd)]
    public void A_page_is_idle_again_when_its_pin_goes_and_the_device_is_kept_only_meanwhile(int level)
    {
        ulong start = Map(level);
        long references = pgmap.References;

        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));

        Assert.Equal((1 + 1024, references), (pages[0].RefCount, pgmap.References));
        Assert.True(pages[0].IsReferenced);
        mm.UnpinUserPages(pages, 1);
        Assert.Equal((1, 1), (pages[0].RefCount, idle));
    }

    [Fact]
    public void A_huge_entry_holds_each_page_for_itself()
    {
        ulong start = Map(PageTableLevel.Pmd);

        Assert.Equal(500, mm.PinUserPagesFast(start + (12 * Page.Size), 500, FollFlags.Write, pages));

        Assert.Equal(64UL + Slack + 12, pages[0].Pfn);
        Assert.All(pages[..500], page => Assert.Equal(1 + 1024, page.RefCount));
        mm.UnpinUserPages(pages, 500);
        Assert.Equal(500, idle);
    }

    [Theory]
    [InlineData(PageTableLevel.Pte)]
    [InlineData(PageTableLevel.Pmd)]
    public void Pins_for_long_of_memory_under_a_file_system_are_not_supported(int level)
    {
        ulong start = Map(level);

        Assert.Equal(0, mm.PinUserPagesFastOnly(start, 1, FollFlags.LongTerm | FollFlags.Write, pages));
        Assert.Equal(-Errno.EOPNOTSUPP, mm.PinUserPagesFast(start, 1, FollFlags.LongTerm | FollFlags.Write, pages));
    }

    [Fact]
    public void Device_pages_are_found_only_by_who_takes_them()
    {
        ulong start = Map(PageTableLevel.Pte);
        long references = pgmap.References;

        Assert.Equal(1, mm.GetUserPagesUnlocked(start, 1, FollFlags.None, null));

        Assert.Equal((1, references), (kernel.PfnToPage(64 + Slack).RefCount, pgmap.References));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_the_device_is_ending_what_was_found_is_undone_in_its_own_family(bool pin)
    {
        ulong start = Map(PageTableLevel.Pte);
        Page other = Place(start + Page.Size);
        kernel.Injection.FailNth(nameof(KernelMemory.GetDevPagemap), 2);

        int got = pin
            ? mm.PinUserPagesFastOnly(start, 2, FollFlags.Write, pages)
            : mm.GetUserPagesFastOnly(start, 2, FollFlags.Write, pages);

        Assert.Equal(0, got);
        Assert.All(pages, Assert.Null);
        Page first = kernel.PfnToPage(64 + Slack);
        Assert.Equal((1, 1), (first.RefCount, other.RefCount));
        Assert.False(first.IsReferenced);
        Assert.Equal(1, idle);
        Assert.False(kernel.Injection.IsPending);
        mm.Dispose();
        kernel.MemunmapPages(second!);
    }

    [Fact]
    public void A_device_that_has_ended_has_no_pages()
    {
        ulong start = Map(PageTableLevel.Pte);
        kernel.MemunmapPages(pgmap);

        Assert.Equal(-Errno.EFAULT, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        Assert.Equal(-Errno.EFAULT, mm.GetUserPagesUnlocked(start, 1, FollFlags.Write, pages));
    }

    /// <summary>Huge entries want aligned frames; the device begins at frame 64.</summary>
    private const ulong Slack = 512 - 64;

    /// <summary>Maps the only page of another device.</summary>
    private Page Place(ulong address)
    {
        second = new DevPagemap { Type = MemoryDeviceType.DevDax, Pfn = 64 + Frames, PageCount = 1 };
        Assert.NotEqual(0UL, kernel.MemremapPages(second, out _));
        Assert.True(mm.InstallFrames(address, second.Pfn, PageTableLevel.Pte, EntryFlags.Device, writable: true));
        return kernel.PfnToPage(second.Pfn);
    }

    private ulong Map(int level)
    {
        FileStruct file = TestKernel.FileWith(new VmOperations(), VmFlags.MixedMap);
        ulong huge = PageTableLevel.Size(PageTableLevel.Pmd);
        Assert.Equal(0, mm.Mmap(huge, TestKernel.SharedReadWrite, out ulong start, file, at: 64 * huge));
        Assert.True(mm.InstallFrames(start, 64 + Slack, level, EntryFlags.Device, writable: true));
        return start;
    }
}
