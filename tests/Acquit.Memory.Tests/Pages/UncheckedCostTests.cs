using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>With checking off, references cost what their counts cost.</summary>
public class UncheckedCostTests
{
    [Fact]
    public void References_allocate_nothing()
    {
        using KernelMemory kernel = new(64, new KernelMemoryOptions { Checking = false, DevicePages = 1 });
        using MmStruct mm = kernel.CreateMm();
        Page[] pages = kernel.AllocPages(8);
        Page head = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 2)!;
        DevPagemap device = new()
        {
            Type = MemoryDeviceType.FsDax, Pfn = 64, PageCount = 1, Ops = new DevPagemapOps { PageFree = _ => { } },
        };
        kernel.MemremapPages(device, out _);
        pages = [.. pages, head, kernel.NthPage(head, 2), kernel.PfnToPage(64)];
        Use(kernel, mm, pages, device);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Use(kernel, mm, pages, device);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All(pages[..8], page => Assert.Equal(1, page.RefCount));
    }

    [Fact]
    public void Pages_are_allocated_and_freed_without_garbage()
    {
        using KernelMemory kernel = new(64, new KernelMemoryOptions { Checking = false });
        Page[] pages = new Page[4];
        Cycle(kernel, pages);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Cycle(kernel, pages);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(63, kernel.FreePageCount);
    }

    private static void Use(KernelMemory kernel, MmStruct mm, Page[] pages, DevPagemap device)
    {
        foreach (Page page in pages)
        {
            kernel.GetPage(page);
            mm.PutPage(page);
            _ = kernel.TryGetPage(page) && kernel.GetPageUnlessZero(page);
            kernel.FolioPutRefs(page, 2);
            kernel.GetPage(page);
        }

        mm.ReleasePages(pages, pages.Length);
        kernel.PutDevPagemap(kernel.GetDevPagemap(64, kernel.GetDevPagemap(64)));
        Assert.True(device.IsLive);
    }

    private static void Cycle(KernelMemory kernel, Page[] pages)
    {
        kernel.FreePage(kernel.AllocPage(GfpFlags.Kernel)!);
        kernel.FreePages(kernel.AllocPages(GfpFlags.Kernel, 3)!, 3);
        kernel.PutPage(kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 3)!);
        kernel.FreePagesAddress(kernel.GetFreePages(GfpFlags.Kernel, 1), 1);
        kernel.FreePagesExact(kernel.AllocPagesExact(9000, GfpFlags.Kernel), 9000);
        kernel.ReleasePages(pages, kernel.AllocPagesBulk(GfpFlags.Kernel, 4, pages));
        Array.Clear(pages);
    }
}
