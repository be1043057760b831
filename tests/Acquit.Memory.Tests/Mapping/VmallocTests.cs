using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class VmallocOnSystemMemoryTests() : VmallocTests(MemoryBacking.Automatic);

public sealed class VmallocOnPortableMemoryTests() : VmallocTests(MemoryBacking.Portable);

public abstract class VmallocTests(MemoryBacking backing) : MappingTests(backing)
{
    [Fact]
    public void Allocated_pages_are_counted_and_those_of_mappings_are_not()
    {
        using KernelMemory kernel = Create(32);
        VmArea first = kernel.Vmalloc(3 * Page.Size)!;
        VmArea second = kernel.VmallocUser(1)!;
        VmArea mapped = kernel.Vmap(kernel.AllocPages(4), VmapFlags.PutPages)!;

        Assert.Equal(4, kernel.NrVmallocPages);
        kernel.Vfree(mapped);
        Assert.Equal(4, kernel.NrVmallocPages);
        kernel.Vfree(first);
        Assert.Equal(1, kernel.NrVmallocPages);
        kernel.Vfree(second);
        Assert.Equal(0, kernel.NrVmallocPages);
    }

    [Fact]
    public void Memory_for_processes_is_zeroed_and_marked()
    {
        using KernelMemory kernel = Create(8);
        VmArea dirty = kernel.Vmalloc(7 * Page.Size)!;
        for (int i = 0; i < dirty.Length; i += Page.Size)
        {
            dirty.Write(i, [1, 2, 3]);
        }

        kernel.Vfree(dirty);
        VmArea area = kernel.VmallocUser(6 * Page.Size)!;

        Assert.True(area.Flags.HasFlag(VmapFlags.UserMap));
        Assert.All(Content(area), value => Assert.Equal(0, value));
        kernel.Vfree(area);
    }

    [Fact]
    public void Zeroes_come_when_they_are_asked_for()
    {
        using KernelMemory kernel = Create(8);
        kernel.Vfree(kernel.Vmalloc(5 * Page.Size));

        VmArea arbitrary = kernel.VmallocGfp(1, GfpFlags.Kernel)!;
        VmArea zeroed = kernel.VmallocGfp(1, GfpFlags.Kernel | GfpFlags.Zero)!;

        Assert.Contains(Content(arbitrary), value => value != 0);
        Assert.All(Content(zeroed), value => Assert.Equal(0, value));
        kernel.Vfree(zeroed);
        kernel.Vfree(arbitrary);
    }

    [Fact]
    public void When_the_pages_run_out_there_is_nothing_and_nothing_is_lost()
    {
        using KernelMemory kernel = Create(8, range: 7);
        Page[] others = kernel.AllocPages(4);
        int free = kernel.FreePageCount;

        Assert.Null(kernel.Vmalloc((free + 1) * Page.Size));

        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(0, kernel.NrVmallocPages);
        kernel.ReleasePages(others, 4);
        VmArea? whole = kernel.Vmalloc(7 * Page.Size);
        Assert.NotNull(whole);
        kernel.Vfree(whole);
    }

    [Fact]
    public void Pages_are_found_by_offset_and_by_address()
    {
        using KernelMemory kernel = Create(8);
        VmArea area = kernel.Vmalloc(2 * Page.Size)!;
        Page second = kernel.VmallocToPage(area, Page.Size + 7);

        Assert.Same(second, kernel.VmallocToPage(area.Address + Page.Size + 7));
        Assert.Same(area, kernel.FindVmArea(area.Address + 5));
        Assert.True(kernel.IsVmallocAddr(area.Address));
        Assert.False(kernel.IsVmallocAddr(kernel.PageAddress(second)));
        Assert.Null(kernel.VmallocToPage(area.Address + (2 * Page.Size)));
        Assert.Null(kernel.VmallocToPage(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.VmallocToPage(area, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.VmallocToPage(area, 2 * Page.Size));

        kernel.Vfree(area);
        Assert.Null(kernel.VmallocToPage(area.Address));
        Assert.Null(kernel.FindVmArea(area.Address));
        Assert.Throws<KernelBugException>(() => kernel.VmallocToPage(area, 0));
    }

    [Fact]
    public void In_atomic_context_only_what_does_not_sleep_is_allowed()
    {
        using KernelMemory kernel = Create(8);
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            VmArea quiet = kernel.VmallocGfp(1, GfpFlags.Atomic)!;
            kernel.VfreeAtomic(quiet);
            Assert.Empty(kernel.Warnings);

            VmArea loud = kernel.Vmalloc(1)!;
            kernel.Vfree(loud);
            string[] sleepers = [nameof(KernelMemory.Vmalloc), nameof(KernelMemory.Vfree)];
            Assert.Equal(sleepers, kernel.Warnings.Select(warning => warning.CallSite.Api));
        }
    }

    [Fact]
    public void Freeing_in_an_interrupt_is_put_off()
    {
        using KernelMemory kernel = Create(16);
        int free = kernel.FreePageCount;
        VmArea area = kernel.Vmalloc(3 * Page.Size)!;
        VmArea mapped = kernel.Vmap(kernel.AllocPages(2), VmapFlags.PutPages)!;

        using (kernel.EnterContext(ExecutionContexts.Interrupt))
        {
            kernel.Vfree(area);
            kernel.VfreeAtomic(mapped);
        }

        Assert.False(area.IsMapped);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(free - 5, kernel.FreePageCount);
        kernel.FlushScheduledWork();
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(0, kernel.NrVmallocPages);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void What_was_put_off_is_freed_before_more_is_allocated()
    {
        using KernelMemory kernel = Create(8);
        VmArea area = kernel.Vmalloc(7 * Page.Size)!;
        using (kernel.EnterContext(ExecutionContexts.Interrupt))
        {
            kernel.Vfree(area);
        }

        Assert.NotNull(kernel.Vmalloc(7 * Page.Size));
    }

    [Fact]
    public void What_was_put_off_is_freed_for_a_thread_that_holds_locks_too()
    {
        using KernelMemory kernel = Create(8, range: 7);
        using MmStruct mm = kernel.CreateMm();
        mm.MmapReadLock();
        for (int i = 0; i < 10; i++)
        {
            VmArea? area = kernel.Vmalloc(5 * Page.Size);
            Assert.NotNull(area);
            kernel.VfreeAtomic(area);
        }

        mm.MmapReadUnlock();
    }

    [Fact]
    public void Freeing_what_was_put_off_again_is_noticed()
    {
        using KernelMemory kernel = Create(8);
        VmArea area = kernel.Vmalloc(1)!;
        kernel.VfreeAtomic(area);

        Assert.Contains("is gone", Assert.Throws<KernelBugException>(() => kernel.Vfree(area)).Message);
        Assert.Contains(nameof(KernelMemory.VfreeAtomic), Assert.Throws<KernelBugException>(() => Content(area)).Message);
    }

    [Fact]
    public void Nothing_can_be_freed_in_an_interrupt_that_cannot_be_held_off()
    {
        using KernelMemory kernel = Create(8);
        VmArea area = kernel.Vmalloc(1)!;
        using (kernel.EnterContext(ExecutionContexts.Nmi))
        {
            Assert.Throws<KernelBugException>(() => kernel.Vfree(area));
            Assert.Throws<KernelBugException>(() => kernel.VfreeAtomic(area));
            Assert.Throws<KernelBugException>(() => kernel.Vfree(null));
        }

        Assert.True(area.IsMapped);
        kernel.Vfree(area);
        Assert.True(kernel.LeakReport().IsEmpty);
    }
}
