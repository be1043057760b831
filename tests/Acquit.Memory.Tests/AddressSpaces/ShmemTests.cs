using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class ShmemTests : IDisposable
{
    private readonly KernelMemory kernel = new(32);
    private readonly ShmemFile file;

    public ShmemTests() => file = new ShmemFile(kernel, (3 * Page.Size) + 1);

    public void Dispose()
    {
        file.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void A_page_is_read_with_one_reference_for_the_reader()
    {
        Page page = kernel.ShmemReadMappingPage(file.Mapping, 3, out int error)!;

        Assert.Equal(0, error);
        Assert.Equal(2, page.RefCount);
        Assert.False(page.IsLocked);
        Assert.Same(page, kernel.ShmemReadMappingPage(file.Mapping, 3, out _));
        kernel.PutPage(page);
        kernel.PutPage(page);
        Assert.Equal(1, page.RefCount);
        Assert.Equal(1, file.Mapping.CachedPages);
    }

    [Fact]
    public void Beyond_the_end_there_is_no_page_but_an_error()
    {
        Assert.Null(kernel.ShmemReadMappingPage(file.Mapping, 4, out int error));
        Assert.Equal(-Errno.EINVAL, error);
    }

    [Fact]
    public void A_read_that_is_made_to_fail_says_why()
    {
        kernel.Injection.FailNext(nameof(KernelMemory.ShmemReadMappingPage), -Errno.EIO);

        Assert.Null(kernel.ShmemReadMappingPage(file.Mapping, 0, out int error));
        Assert.Equal(-Errno.EIO, error);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void The_process_and_the_driver_see_the_same_file()
    {
        using MmStruct mm = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(2 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file, pgoff: 1));

        Assert.Equal(0, mm.Write(address + Page.Size, [6]));
        Page page = kernel.ShmemReadMappingPage(file.Mapping, 2, out _)!;

        Assert.Equal(6, page.Span[0]);
        Assert.Equal(3, page.RefCount);
        kernel.PutPage(page);
    }

    [Fact]
    public void A_process_that_touches_beyond_the_end_gets_a_signal()
    {
        using MmStruct mm = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(8 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file));

        Assert.Equal(0, mm.Read(address + (3 * Page.Size), new byte[1]));
        Assert.Equal(-Errno.EFAULT, mm.Read(address + (4 * Page.Size), new byte[1]));
    }

    [Fact]
    public void Reclaim_keeps_what_was_marked_dirty_and_loses_what_was_not()
    {
        Page[] pages = [.. Enumerable.Range(0, 2).Select(i => kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out _)!)];
        pages[0].Span[0] = 1;
        pages[1].Span[0] = 1;
        kernel.SetPageDirtyLock(pages[0]);
        Assert.Equal(0, file.Reclaim());
        kernel.ReleasePages(pages, 2);

        Assert.Equal(2, file.Reclaim());

        Assert.Equal(1, Content(0));
        Assert.Equal(0, Content(1));
    }

    [Fact]
    public void Unevictable_files_are_left_alone_and_the_flag_does_not_nest()
    {
        Content(0);
        kernel.MappingSetUnevictable(file.Mapping);
        kernel.MappingSetUnevictable(file.Mapping);
        Assert.Equal(0, file.Reclaim());
        Assert.Contains("unevictable", kernel.LeakReport().ToString());

        kernel.MappingClearUnevictable(file.Mapping);

        Assert.Equal(1, file.Reclaim());
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Reclaim_takes_pages_from_processes_that_only_map_them_and_keeps_what_they_wrote()
    {
        using MmStruct mm = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(3 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file));
        Assert.Equal(0, mm.Write(address, [5]));
        Assert.Equal(0, mm.Read(address + Page.Size, new byte[1]));
        Assert.Equal(0, mm.Write(address + (2 * Page.Size), [7]));
        Page[] pinned = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(address + (2 * Page.Size), 1, FollFlags.Write, pinned));

        Assert.Equal(2, file.Reclaim());

        byte[] read = new byte[1];
        Assert.Equal(0, mm.Read(address, read));
        Assert.Equal(5, read[0]);
        mm.UnpinUserPages(pinned, 1);
        Assert.Equal(2, file.Reclaim());
        Assert.Equal(0, mm.Read(address + (2 * Page.Size), read));
        Assert.Equal(7, read[0]);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Disposing_the_file_drops_its_pages_but_not_those_others_hold()
    {
        Page held = kernel.ShmemReadMappingPage(file.Mapping, 0, out _)!;
        Content(1);

        file.Dispose();

        Assert.Equal(kernel.TotalPages - 2, kernel.FreePageCount);
        kernel.PutPage(held);
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
    }

    private int Content(ulong index)
    {
        Page page = kernel.ShmemReadMappingPage(file.Mapping, index, out _)!;
        int content = page.Span[0];
        kernel.PutPage(page);
        return content;
    }
}
