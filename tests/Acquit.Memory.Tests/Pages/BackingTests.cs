using Xunit;

namespace Acquit.Memory.Tests.Pages;

public class BackingTests
{
    private static readonly KernelMemoryOptions Portable = new() { Backing = MemoryBacking.Portable };

    [Fact]
    public void The_portable_backing_offers_everything_but_a_span_over_scattered_pages()
    {
        using KernelMemory kernel = new(16, Portable);
        Page[] pages = kernel.AllocPages(3);
        Array.Reverse(pages);
        Array.Sort(pages, (left, right) => right.Pfn.CompareTo(left.Pfn));

        VmArea area = kernel.Vmap(pages, VmapFlags.None)!;
        byte[] written = [.. Enumerable.Range(0, 6000).Select(i => (byte)(i * 7))];
        area.Write(4000, written);
        byte[] read = new byte[6000];
        area.Read(4000, read);

        Assert.False(kernel.MapsPagesInAnyOrder);
        Assert.Equal(written, read);
        Assert.Equal(written[..96], pages[0].Span[4000..].ToArray());
        Assert.Throws<PlatformNotSupportedException>(() => area.Span.Length);
        kernel.Vunmap(area);
    }

    [Fact]
    public void The_portable_backing_offers_a_span_over_neighbours()
    {
        using KernelMemory kernel = new(16, Portable);
        Page block = kernel.AllocPages(GfpFlags.Kernel, 2)!;
        Page[] pages = [.. Enumerable.Range(0, 4).Select(i => kernel.NthPage(block, i))];

        VmArea area = kernel.Vmap(pages, VmapFlags.None)!;
        area.Span[(3 * Page.Size) + 5] = 77;

        Assert.Equal(77, pages[3].Span[5]);
        kernel.Vunmap(area);
    }

    [Fact]
    public void The_portable_backing_pins_and_faults_like_the_other()
    {
        using KernelMemory kernel = new(16, Portable);
        using MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(2);
        Page[] pages = new Page[2];

        Assert.Equal(0, mm.Write(address + Page.Size - 2, [1, 2, 3, 4]));
        Assert.Equal(2, mm.PinUserPagesFast(address, 2, FollFlags.None, pages));
        Assert.Equal(4, pages[1].Span[1]);
        mm.UnpinUserPages(pages, 2);
    }

    [Fact]
    public void Shared_memory_that_was_asked_for_is_there_or_refused()
    {
        if (OperatingSystem.IsLinux() && Environment.SystemPageSize == Page.Size)
        {
            using KernelMemory kernel = new(16, new KernelMemoryOptions { Backing = MemoryBacking.SharedMemory });
            Assert.True(kernel.MapsPagesInAnyOrder);
        }
        else
        {
            Assert.Throws<PlatformNotSupportedException>(
                () => new KernelMemory(16, new KernelMemoryOptions { Backing = MemoryBacking.SharedMemory }));
        }
    }

    [Fact]
    public void Nothing_can_be_used_after_the_memory_is_disposed()
    {
        KernelMemory kernel = new(16);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmArea area = kernel.Vmalloc(100)!;
        kernel.Dispose();
        kernel.Dispose();

        Assert.Throws<ObjectDisposedException>(() => page.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => area.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => kernel.AllocPage(GfpFlags.Kernel));
        Assert.Throws<ObjectDisposedException>(() => kernel.PutPage(page));
        Assert.Throws<ObjectDisposedException>(() => kernel.Vfree(area));
    }

    [Fact]
    public void A_span_kept_too_long_reaches_nobody_elses_memory()
    {
        KernelMemory kernel = new(16);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        VmArea area = kernel.Vmap([page], VmapFlags.None)!;
        Span<byte> late = area.Span;
        Span<byte> later = page.Span;
        late[0] = 5;

        kernel.Vunmap(area);
        kernel.VmUnmapAliases();
        late[0] = 9;
        Assert.Equal(kernel.MapsPagesInAnyOrder ? 5 : 9, page.Span[0]);
        kernel.Dispose();
        later[0] = 3;

        Assert.Equal(3, later[0]);
    }
}
