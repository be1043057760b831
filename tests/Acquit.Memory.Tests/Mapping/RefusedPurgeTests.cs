using Xunit;

namespace Acquit.Memory.Tests.Mapping;

/// <summary>The system refuses to take a mapping away: the books of the layer stay in order.</summary>
public sealed class RefusedPurgeTests
{
    private readonly RefusingStore store = new(32);

    [Fact]
    public void Freeing_drops_the_pages_although_the_purge_is_refused_and_says_so_once()
    {
        using KernelMemory kernel = Create(WarnReaction.Collect);
        int free = kernel.FreePageCount;
        VmArea[] areas = [kernel.Vmalloc(8 * Page.Size)!, kernel.Vmalloc(8 * Page.Size)!, kernel.Vmalloc(8 * Page.Size)!];
        store.RefusesUnmapping = true;

        foreach (VmArea area in areas)
        {
            kernel.Vfree(area);
        }

        Assert.Equal(2, store.Refusals);
        Assert.Equal(0, kernel.NrVmallocPages);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(24, kernel.LazyVmapPages);
        Assert.Contains("the limit on mappings", Assert.Single(kernel.Warnings).Message, StringComparison.Ordinal);
        store.RefusesUnmapping = false;
        kernel.VmUnmapAliases();
        Assert.Equal(0, kernel.LazyVmapPages);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_warning_that_is_thrown_keeps_no_page_from_being_dropped()
    {
        using KernelMemory kernel = Create(WarnReaction.Throw);
        int free = kernel.FreePageCount;
        VmArea area = kernel.Vmalloc(12 * Page.Size)!;
        store.RefusesUnmapping = true;

        Assert.Throws<KernelWarningException>(() => kernel.Vfree(area));

        Assert.Equal(0, kernel.NrVmallocPages);
        Assert.Equal(free, kernel.FreePageCount);
        store.RefusesUnmapping = false;
    }

    [Fact]
    public void Mapping_answers_null_when_the_system_refuses_to_map_and_to_purge()
    {
        using KernelMemory kernel = Create(WarnReaction.Collect);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.Vunmap(kernel.Vmap([page], VmapFlags.Map));
        store.RefusesMapping = store.RefusesUnmapping = true;

        Assert.Null(kernel.Vmap([page], VmapFlags.Map));

        store.RefusesMapping = store.RefusesUnmapping = false;
        VmArea? area = kernel.Vmap([page], VmapFlags.Map);
        Assert.NotNull(area);
        kernel.Vunmap(area);
        kernel.FreePage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Who_asks_for_the_purge_itself_hears_of_the_refusal()
    {
        using KernelMemory kernel = Create(WarnReaction.Collect);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.Vunmap(kernel.Vmap([page], VmapFlags.Map));
        store.RefusesUnmapping = true;

        Assert.Throws<OutOfMemoryException>(() => kernel.VmUnmapAliases());

        Assert.Equal(1, kernel.LazyVmapPages);
        kernel.FreePage(page);
    }

    // 40 pages of range: more than 10 may not wait.
    private KernelMemory Create(WarnReaction reaction) =>
        new(32, new KernelMemoryOptions { Backing = MemoryBacking.Portable, VmallocPages = 40, OnWarn = reaction }) { Store = store };
}
