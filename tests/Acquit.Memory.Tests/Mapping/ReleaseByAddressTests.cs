using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class ReleaseByAddressOnSystemMemoryTests() : ReleaseByAddressTests(MemoryBacking.Automatic);

public sealed class ReleaseByAddressOnPortableMemoryTests() : ReleaseByAddressTests(MemoryBacking.Portable);

/// <summary>Mappings that are released by where they begin, or where they do not.</summary>
public abstract class ReleaseByAddressTests(MemoryBacking backing) : MappingTests(backing)
{
    [Fact]
    public void A_mapping_is_released_by_the_address_it_begins_at()
    {
        using KernelMemory kernel = Create(16);
        int free = kernel.FreePageCount;
        Page[] pages = kernel.AllocPages(2);
        ulong plain = kernel.Vmap(pages, VmapFlags.Map)!.Address;
        ulong ram = kernel.VmMapRam(pages)!.Address;
        ulong allocated = kernel.Vmalloc(2 * Page.Size)!.Address;
        kernel.VunmapAddress(plain);
        kernel.VmUnmapRamAddress(ram, 2);
        kernel.VfreeAddress(allocated);
        kernel.ReleasePages(pages, 2);

        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(free, kernel.FreePageCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Page.Size)]
    [InlineData((2 * Page.Size) - 1)]
    public void An_address_inside_is_refused(int offset)
    {
        using KernelMemory kernel = Create(16);
        VmArea area = kernel.Vmalloc(2 * Page.Size)!;
        VmArea ram = kernel.VmMapRam(kernel.AllocPages(2))!;

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.VfreeAddress(area.Address + (ulong)offset));
        Assert.Contains($"{offset} bytes inside {area}", bug.Message);
        Assert.Throws<KernelBugException>(() => kernel.VunmapAddress(area.Address + (ulong)offset));
        Assert.Throws<KernelBugException>(() => kernel.VmUnmapRamAddress(ram.Address + (ulong)offset, 2));

        Assert.True(area.IsMapped);
        kernel.VfreeAddress(area.Address);
        kernel.VmUnmapRam(ram, 2);
    }

    [Fact]
    public void An_address_inside_releases_all_of_it_in_the_kernel_if_a_page_begins_there()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        VmArea area = kernel.Vmalloc(2 * Page.Size)!;

        kernel.VfreeAddress(area.Address + 1);
        Assert.True(area.IsMapped);
        kernel.VfreeAddress(area.Address + Page.Size);
        Assert.False(area.IsMapped);

        Assert.Equal(2, kernel.Warnings.Count);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Where_nothing_is_mapped_nothing_is_released()
    {
        using KernelMemory kernel = Create(16);
        VmArea area = kernel.Vmap(kernel.AllocPages(1), VmapFlags.Map)!;
        ulong guard = area.Address + Page.Size;
        kernel.Vunmap(area);

        KernelBugException gone = Assert.Throws<KernelBugException>(() => kernel.VunmapAddress(area.Address));
        Assert.Contains("Nothing is mapped", gone.Message);
        Assert.Contains(nameof(KernelMemory.Vunmap), gone.Message);
        Assert.Throws<KernelBugException>(() => kernel.VfreeAddress(guard));
        Assert.Throws<KernelBugException>(() => kernel.VfreeAddress(42));
        Assert.Throws<KernelBugException>(() => kernel.VfreeAddress(ulong.MaxValue));
        Assert.Throws<KernelBugException>(() => kernel.VmUnmapRamAddress(area.Address, 1));
    }

    [Fact]
    public void A_page_of_the_direct_map_is_not_a_mapping()
    {
        using KernelMemory kernel = Create(16);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        Assert.Throws<KernelBugException>(() => kernel.VfreeAddress(kernel.PageAddress(page)));
        Assert.Equal(1, page.RefCount);
    }

    [Fact]
    public void Releases_for_other_memory_leave_a_mapping_alone()
    {
        using KernelMemory kernel = Create(16);
        VmArea plain = kernel.Vmap(kernel.AllocPages(1), VmapFlags.Map)!;
        VmArea allocated = kernel.Vmalloc(1)!;

        Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(allocated.Address));
        Assert.Throws<KernelBugException>(() => kernel.FreePagesAddress(allocated.Address, 0));
        Assert.Throws<KernelBugException>(() => kernel.KunmapLocalAddress(allocated.Address));
        Assert.Throws<KernelBugException>(() => kernel.KvfreeAddress(plain.Address));

        Assert.True(plain.IsMapped && allocated.IsMapped);
        kernel.KvfreeAddress(allocated.Address);
        kernel.Vunmap(plain);
        Assert.Single(kernel.LeakReport().Held);
    }
}
