using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class VmapArgumentOnSystemMemoryTests() : VmapArgumentTests(MemoryBacking.Automatic);

public sealed class VmapArgumentOnPortableMemoryTests() : VmapArgumentTests(MemoryBacking.Portable);

/// <summary>What cannot be mapped, and what is left as it was then.</summary>
public abstract class VmapArgumentTests(MemoryBacking backing) : MappingTests(backing)
{
    [Fact]
    public void Flags_for_allocated_memory_are_refused_with_a_warning()
    {
        using KernelMemory kernel = Create(8);
        Page[] pages = kernel.AllocPages(2);

        Assert.Null(kernel.Vmap(pages, VmapFlags.PutPages | VmapFlags.FlushResetPerms));

        Assert.Equal(nameof(KernelMemory.Vmap), Assert.Single(kernel.Warnings).CallSite.Api);
        kernel.ReleasePages(pages, 2);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Asking_for_no_guard_is_warned_about_and_ignored()
    {
        using KernelMemory kernel = Create(8);
        Page[] pages = kernel.AllocPages(2);

        VmArea first = kernel.Vmap(pages, VmapFlags.Map | VmapFlags.NoGuard)!;
        VmArea second = kernel.Vmap(pages, VmapFlags.Map)!;

        Assert.Contains("NoGuard", Assert.Single(kernel.Warnings).Message);
        Assert.Equal(VmapFlags.Map, first.Flags);
        Assert.Equal(first.Address + (3 * Page.Size), second.Address);
        kernel.Vunmap(second);
        kernel.Vunmap(first);
    }

    [Theory]
    [InlineData(VmapFlags.Map)]
    [InlineData(VmapFlags.PutPages)]
    public void An_entry_that_is_null_is_warned_about_and_nothing_is_mapped(VmapFlags flags)
    {
        using KernelMemory kernel = Create(8, range: 5);
        Page[] pages = kernel.AllocPages(2);

        Assert.Null(kernel.Vmap([pages[0], null!, pages[1]], flags));
        Assert.Null(kernel.VmMapRam([pages[0], null!]));

        Assert.All(kernel.Warnings, warning => Assert.Contains("no page", warning.Message));
        Assert.Equal(2, kernel.Warnings.Count);
        AssertHoldsOnly(kernel, pages);
        AssertWholeRangeIsFree(kernel);
    }

    [Theory]
    [InlineData(VmapFlags.Map)]
    [InlineData(VmapFlags.PutPages)]
    public void A_page_that_is_free_is_refused_and_nothing_is_mapped(VmapFlags flags)
    {
        using KernelMemory kernel = Create(8, range: 5);
        Page[] pages = kernel.AllocPages(3);
        Page freed = pages[2];
        kernel.FreePage(freed);

        Assert.Throws<KernelBugException>(() => kernel.Vmap([pages[0], freed], flags));
        Assert.Throws<KernelBugException>(() => kernel.VmMapRam([pages[0], freed]));

        AssertHoldsOnly(kernel, pages[..2]);
        AssertWholeRangeIsFree(kernel);
    }

    [Fact]
    public void No_pages_cannot_be_mapped_in_any_way()
    {
        using KernelMemory kernel = Create(4);

        Assert.Null(kernel.Vmap([], VmapFlags.None));
        Assert.Null(kernel.VmMapRam([]));
        Assert.Null(kernel.VmapPfn([]));
        Assert.Null(kernel.Vmalloc(0));
        Assert.Null(kernel.Vmalloc(-1));
        Assert.Null(kernel.Vzalloc(int.MinValue));
        Assert.Null(kernel.VmallocUser(-4096));
        Assert.Null(kernel.VmallocGfp(0, GfpFlags.Atomic));
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void More_pages_than_there_are_cannot_be_mapped_though_the_range_has_room()
    {
        using KernelMemory kernel = Create(4, range: 64);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        Page[] many = [page, page, page, page, page];

        Assert.Null(kernel.Vmap(many, VmapFlags.None));
        Assert.Null(kernel.Vmalloc(5 * Page.Size));
        VmArea twice = kernel.Vmap([page, page], VmapFlags.None)!;
        kernel.Vunmap(twice);
    }

    [Fact]
    public void Memory_without_pages_is_mapped_by_number_and_nothing_is_counted()
    {
        using KernelMemory kernel = Create(8, device: 3);

        VmArea area = kernel.VmapPfn([10, 8])!;
        area.Write(Page.Size, [8]);
        VmArea again = kernel.VmapPfn([8])!;

        Assert.Equal(8, Content(again)[0]);
        Assert.Equal(0, kernel.PfnToPage(8).RefCount);
        Assert.Null(kernel.VmallocToPage(area.Address));
        Assert.Throws<KernelBugException>(() => kernel.VmallocToPage(area, 0));
        kernel.Vunmap(again);
        Assert.Contains("use Vunmap", Assert.Throws<KernelBugException>(() => kernel.Vfree(area)).Message);
        kernel.Vunmap(area);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void A_frame_that_has_a_page_or_is_not_there_is_warned_about()
    {
        using KernelMemory kernel = Create(8, range: 5, device: 2);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        Assert.Null(kernel.VmapPfn([8, page.Pfn]));
        Assert.Null(kernel.VmapPfn([7]));
        Assert.Null(kernel.VmapPfn([8, 9, 10]));
        Assert.Null(kernel.VmapPfn([ulong.MaxValue]));

        Assert.Equal(4, kernel.Warnings.Count);
        AssertHoldsOnly(kernel, [page]);
        AssertWholeRangeIsFree(kernel);
    }

    [Fact]
    public void Injected_failures_leave_everything_with_the_caller()
    {
        using KernelMemory kernel = Create(8, range: 5, device: 1);
        Page[] pages = kernel.AllocPages(2);
        kernel.Injection.FailNext(nameof(KernelMemory.Vmap));
        kernel.Injection.FailNext(nameof(KernelMemory.VmapPfn));
        kernel.Injection.FailNext(nameof(KernelMemory.VmMapRam));
        kernel.Injection.FailNext(nameof(KernelMemory.VmallocUser));

        Assert.Null(kernel.Vmap(pages, VmapFlags.PutPages));
        Assert.Null(kernel.VmapPfn([8]));
        Assert.Null(kernel.VmMapRam(pages));
        Assert.Null(kernel.VmallocUser(1));

        AssertHoldsOnly(kernel, pages);
        AssertWholeRangeIsFree(kernel);
    }

    [Fact]
    public void A_mapping_of_another_kernel_is_refused()
    {
        using KernelMemory kernel = Create(8);
        using KernelMemory other = Create(8);
        VmArea area = other.Vmalloc(1)!;

        Assert.Contains("another kernel", Assert.Throws<KernelBugException>(() => kernel.Vfree(area)).Message);
        Assert.True(area.IsMapped);
        other.Vfree(area);
    }

    private static void AssertHoldsOnly(KernelMemory kernel, Page[] pages)
    {
        Assert.Equal(pages.Length, kernel.LeakReport().Held.Count);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
    }

    private static void AssertWholeRangeIsFree(KernelMemory kernel)
    {
        VmArea? whole = kernel.Vmalloc(5 * Page.Size);
        Assert.NotNull(whole);
        kernel.Vfree(whole);
    }
}
