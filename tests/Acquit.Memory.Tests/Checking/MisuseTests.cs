using Xunit;

namespace Acquit.Memory.Tests.Checking;

public class MisuseTests
{
    [Fact]
    public void Freeing_twice_tells_who_freed_it_first_and_who_had_it()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        FirstFree(kernel, page);

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.FreePage(page));

        Assert.StartsWith($"{page} is free, and FreePage needs it", bug.Message);
        Assert.Contains("acquired by AllocPage in Freeing_twice_tells_who_freed_it_first_and_who_had_it (MisuseTests.cs:", bug.Message);
        Assert.Contains("last released by FreePage in FirstFree (MisuseTests.cs:", bug.Message);
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
    }

    [Fact]
    public void Putting_a_pinned_page_is_refused_with_the_right_release()
    {
        using KernelMemory kernel = new(8);
        using MmStruct mm = kernel.CreateMm();
        Page[] pages = Pin(mm);

        KernelBugException bug = Assert.Throws<KernelBugException>(() => mm.PutPage(pages[0]));

        Assert.Contains("is held as page-pin, which PutPage does not release; use UnpinUserPage", bug.Message);
        Assert.Contains("acquired by PinUserPagesFast in Pin (MisuseTests.cs:", bug.Message);
        Assert.Equal(nameof(MmStruct.PutPage), bug.CallSite.Api);
        Assert.Equal(ResourceKinds.PagePin, Assert.Single(bug.Held).Kind);
        Assert.Equal(1 + 1024, pages[0].RefCount);
        mm.UnpinUserPages(pages, 1);
    }

    [Fact]
    public void Putting_a_pinned_page_leaves_it_looking_pinned_for_ever_as_in_the_kernel()
    {
        using KernelMemory kernel = new(8, TestKernel.Warning);
        MmStruct mm = kernel.CreateMm();
        Page[] pages = Pin(mm);

        mm.ReleasePages(pages, 1);
        mm.Dispose();

        Assert.Single(kernel.Warnings);
        Assert.Equal(1023, pages[0].RefCount);
        Assert.False(pages[0].IsFree);
        Assert.Contains("1 page-pin still held", kernel.LeakReport().ToString());
    }

    [Fact]
    public void Unpinning_what_was_never_pinned_is_refused()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.UnpinUserPages([page], 1));

        Assert.Contains("held as page, which UnpinUserPages does not release; use FreePage or PutPage", bug.Message);
        Assert.Equal(1, page.RefCount);
    }

    [Fact]
    public void Unpinning_more_than_was_pinned_stops_at_the_count_even_when_only_warned()
    {
        using KernelMemory kernel = new(8, TestKernel.Warning);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.UnpinUserPage(page));

        Assert.Contains("wants to drop 1024", bug.Message);
        Assert.Equal(1, page.RefCount);
    }

    [Fact]
    public void Using_a_freed_page_is_refused()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.FreePage(page);

        Assert.Throws<KernelBugException>(() => page.Span.Length);
        Assert.Throws<KernelBugException>(() => page.BlockSpan.Length);
        Assert.Throws<KernelBugException>(() => kernel.GetPage(page));
        Assert.Throws<KernelBugException>(() => kernel.Vmap([page], VmapFlags.None));
        Assert.Throws<KernelBugException>(() => kernel.KmapLocalPage(page));
        Assert.Throws<KernelBugException>(() => kernel.SetPageDirtyLock(page));
    }

    [Fact]
    public void A_page_of_another_kernel_is_refused()
    {
        using KernelMemory kernel = new(8);
        using KernelMemory other = new(8);
        Page page = other.AllocPage(GfpFlags.Kernel)!;

        Assert.Contains("another kernel", Assert.Throws<KernelBugException>(() => kernel.PutPage(page)).Message);
        Assert.Equal(1, page.RefCount);
    }

    [Fact]
    public void Freeing_a_page_others_still_hold_by_mistake_is_warned_about()
    {
        using KernelMemory kernel = new(8, TestKernel.Warning);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.LockPage(page);

        kernel.FreePage(page);

        Assert.Contains("while it is still held", Assert.Single(kernel.Warnings).Message);
        Assert.Contains("page-lock", kernel.LeakReport().ToString());
    }

    [Fact]
    public void Freeing_a_page_that_is_still_mapped_is_warned_about()
    {
        using KernelMemory kernel = new(16);
        DmaDevice device = new(kernel, 64);
        Page[] pages = kernel.AllocPages(3);
        VmArea area = kernel.Vmap(pages.AsSpan(0, 1), VmapFlags.None)!;
        long address = device.DmaMapPage(pages[1], 0, 64, DmaDirection.ToDevice);
        KmapMapping mapping = kernel.KmapLocalPage(pages[2]);

        kernel.ReleasePages(pages, 3);

        Assert.Equal(3, kernel.Warnings.Count);
        Assert.All(kernel.Warnings, warning => Assert.Contains("while it is still mapped", warning.Message));
        Assert.Throws<KernelBugException>(() => mapping.Span.Length);
        Assert.Throws<KernelBugException>(() => device.CopyToDevice(address, 0, 1));
        kernel.KunmapLocal(mapping);
        device.DmaUnmapPage(address, 64, DmaDirection.ToDevice);
        kernel.Vunmap(area);
        kernel.FreePage(kernel.AllocPage(GfpFlags.Kernel)!);
        Assert.Equal(3, kernel.Warnings.Count);
    }

    [Fact]
    public void Sleeping_under_a_spinlock_is_warned_about()
    {
        using KernelMemory kernel = new(8);
        List<string> heard = [];
        kernel.Warned += warning => heard.Add(warning.CallSite.Api);
        Spinlock spinlock = new(kernel, "blit lock");

        spinlock.SpinLock();
        Page page = kernel.AllocPage(GfpFlags.Atomic)!;
        Assert.Empty(heard);
        kernel.LockPage(page);
        Page? sleeping = kernel.AllocPage(GfpFlags.Kernel);
        VmArea? area = kernel.Vmap([page], VmapFlags.None);
        kernel.Vunmap(area);
        spinlock.SpinUnlock();
        kernel.FreePage(sleeping!);

        Assert.Equal(
            [nameof(KernelMemory.LockPage), nameof(KernelMemory.AllocPage), nameof(KernelMemory.Vmap), nameof(KernelMemory.Vunmap)],
            heard);
    }

    [Fact]
    public void A_spinlock_is_taken_once_and_released_by_its_holder()
    {
        using KernelMemory kernel = new(8);
        Spinlock spinlock = new(kernel);

        spinlock.SpinLock();
        Assert.False(spinlock.SpinTrylock());
        Assert.Throws<KernelBugException>(() => spinlock.SpinLock());
        Assert.Contains("spinlock still held", kernel.LeakReport().ToString());
        spinlock.SpinUnlock();
        Assert.Throws<KernelBugException>(() => spinlock.SpinUnlock());
        Assert.True(spinlock.SpinTrylock());
        spinlock.SpinUnlock();
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Mapping_and_unmapping_that_may_not_sleep_say_where_they_were_called()
    {
        using KernelMemory kernel = new(8);
        MmStruct mm = kernel.CreateMm();
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            mm.Mmap(Page.Size, VmFlags.Read, out ulong at);
            mm.Munmap(at, Page.Size);
        }

        string[] sleepers = [nameof(MmStruct.Mmap), nameof(MmStruct.Munmap)];
        Assert.Equal(sleepers, kernel.Warnings.Select(warning => warning.CallSite.Api));
        Assert.All(kernel.Warnings, warning => Assert.True(warning.CallSite.Line > 0));
    }

    [Fact]
    public void Atomic_context_can_be_entered_by_hand()
    {
        using KernelMemory kernel = new(8);
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            kernel.Vfree(kernel.Vmalloc(1));
        }

        string[] sleepers = [nameof(KernelMemory.Vmalloc), nameof(KernelMemory.Vfree)];
        Assert.Equal(sleepers, kernel.Warnings.Select(warning => warning.CallSite.Api));
        kernel.Vfree(kernel.Vmalloc(1));
        Assert.Equal(2, kernel.Warnings.Count);
    }

    private static void FirstFree(KernelMemory kernel, Page page) => kernel.FreePage(page);

    private static Page[] Pin(MmStruct mm)
    {
        Page[] pages = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(mm.MapAnonymous(1), 1, FollFlags.Write, pages));
        return pages;
    }
}
