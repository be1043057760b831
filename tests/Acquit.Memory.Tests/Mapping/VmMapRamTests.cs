using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class VmMapRamOnSystemMemoryTests() : VmMapRamTests(MemoryBacking.Automatic);

public sealed class VmMapRamOnPortableMemoryTests() : VmMapRamTests(MemoryBacking.Portable);

public abstract class VmMapRamTests(MemoryBacking backing) : MappingTests(backing)
{
    [Fact]
    public void Pages_are_mapped_for_a_short_time_and_stay_the_callers()
    {
        using KernelMemory kernel = Create(16);
        Page[] pages = kernel.AllocPages(3);

        VmArea area = kernel.VmMapRam(pages, -1)!;
        area.Write(Page.Size - 1, [1, 2]);
        kernel.VmUnmapRam(area, 3);

        Assert.Equal(1, pages[0].Span[^1]);
        Assert.Equal(2, pages[1].Span[0]);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        Assert.Throws<KernelBugException>(() => Content(area));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(4)]
    public void It_is_unmapped_with_the_same_number_of_pages_or_not_at_all(int count)
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        VmArea area = kernel.VmMapRam(kernel.AllocPages(3))!;

        Assert.Contains("in part", Assert.Throws<KernelBugException>(() => kernel.VmUnmapRam(area, count)).Message);
        Assert.Throws<KernelBugException>(() => kernel.VmUnmapRamAddress(area.Address, count));

        Assert.True(area.IsMapped);
        kernel.VmUnmapRam(area, 3);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void The_kernel_does_not_list_it()
    {
        using KernelMemory kernel = Create(16);
        VmArea area = kernel.VmMapRam(kernel.AllocPages(1))!;

        Assert.Null(kernel.FindVmArea(area.Address));
        Assert.NotNull(kernel.VmallocToPage(area.Address));
        kernel.VmUnmapRam(area, 1);
    }

    [Fact]
    public void Mapping_and_unmapping_may_sleep()
    {
        using KernelMemory kernel = Create(16);
        Page[] pages = kernel.AllocPages(1);
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            kernel.VmUnmapRam(kernel.VmMapRam(pages)!, 1);
        }

        string[] sleepers = [nameof(KernelMemory.VmMapRam), nameof(KernelMemory.VmUnmapRam)];
        Assert.Equal(sleepers, kernel.Warnings.Select(warning => warning.CallSite.Api));
    }
}
