using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class FastPinTests : IDisposable
{
    private const int Pages = 600;

    private readonly KernelMemory kernel = new(4096, new KernelMemoryOptions { Checking = false });
    private readonly MmStruct mm;

    public FastPinTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Pins_and_accesses_of_mapped_pages_allocate_nothing()
    {
        ulong start = Resident(Pages);
        Page[] pages = new Page[Pages];
        byte[] bytes = new byte[3 * Page.Size];
        int Work()
        {
            int done = mm.PinUserPagesFast(start, Pages, FollFlags.Write, pages);
            mm.UnpinUserPages(pages, Pages);
            done += mm.GetUserPagesFast(start, Pages, FollFlags.None, pages);
            mm.ReleasePages(pages, Pages);
            return done + mm.Write(start + 5, bytes) + mm.Read(start + 5, bytes);
        }

        int first = Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int second = Work();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((2 * Pages, 2 * Pages), (first, second));
    }

    [Fact]
    public void A_run_ends_where_the_rights_do_and_the_rest_is_faulted_in()
    {
        ulong start = Resident(Pages);
        Protect(start + (550 * Page.Size));
        Page[] pages = new Page[Pages];

        Assert.Equal(Pages, mm.PinUserPagesFast(start, Pages, FollFlags.Write, pages));

        Assert.All(pages, page => Assert.Equal(1 + 1024, page.RefCount));
        Assert.True(mm.PageTable.Lookup(start + (550 * Page.Size)).Writable);
        mm.UnpinUserPages(pages, Pages);
        Assert.Equal(Pages, kernel.NrFollPinAcquired);
        Assert.Equal(Pages, kernel.NrFollPinReleased);
    }

    [Fact]
    public void A_full_count_is_minus_ENOMEM_and_what_was_held_before_it_is_a_short_count()
    {
        ulong start = Resident(2);
        Page page = kernel.PfnToPage(mm.PageTable.Lookup(start + Page.Size).Frame);
        page.TryAddCount(int.MaxValue - 1024, 0);
        Page[] pages = new Page[2];

        Assert.Equal(1, mm.PinUserPagesFast(start, 2, FollFlags.Write, pages));
        Assert.Equal(-Errno.ENOMEM, mm.PinUserPagesFast(start + Page.Size, 1, FollFlags.Write, pages.AsSpan(1)));
        Assert.Equal(1, mm.GetUserPagesFast(start + Page.Size, 1, FollFlags.None, pages.AsSpan(1)));

        mm.UnpinUserPage(pages[0]);
        mm.PutPage(pages[1]);
        page.DropCount(int.MaxValue - 1024, 0);
    }

    [Fact]
    public void A_pin_for_writing_does_not_make_the_entry_dirty()
    {
        ulong start = Resident(1);
        PageTableNode node = mm.PageTable.Leaf(start, out int index)!;
        lock (node.Ptl)
        {
            node.Write(index, node.Read(index).Without(EntryFlags.Dirty));
        }

        Page[] pages = new Page[1];
        Assert.Equal(1, mm.PinUserPagesFast(start, 1, FollFlags.Write, pages));
        mm.UnpinUserPage(pages[0]);
        Assert.False(mm.PageTable.Lookup(start).Dirty);

        Assert.Equal(0, mm.Write(start, [1]));
        Assert.True(mm.PageTable.Lookup(start).Dirty);
    }

    [Fact]
    public void Undoing_too_many_pins_is_noticed_after_those_before_it_were_undone()
    {
        ulong start = Resident(2);
        Page[] pages = new Page[2];
        Assert.Equal(2, mm.PinUserPagesFast(start, 2, FollFlags.Write, pages));
        mm.UnpinUserPage(pages[1]);

        Assert.Throws<KernelBugException>(() => mm.UnpinUserPages(pages, 2));

        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
    }

    [Fact]
    public void Undoing_more_pins_of_a_compound_page_than_there_are_is_noticed()
    {
        Assert.Equal(0, mm.Mmap(512 * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start));
        Page[] pages = new Page[4];
        Assert.Equal(4, mm.PinUserPagesFast(start, 4, FollFlags.Write, pages));
        mm.UnpinUserPages(pages, 2);

        Assert.Throws<KernelBugException>(() => mm.UnpinUserPages(pages, 4));

        Assert.Equal((0, 1), (pages[0].PinCount, pages[0].RefCount));
    }

    private ulong Resident(int pages)
    {
        ulong start = mm.MapAnonymous(pages);
        for (int i = 0; i < pages; i++)
        {
            Assert.Equal(0, mm.Write(start + ((ulong)i * Page.Size), [1]));
        }

        return start;
    }

    private void Protect(ulong address)
    {
        PageTableNode node = mm.PageTable.Leaf(address, out int index)!;
        lock (node.Ptl)
        {
            node.Write(index, node.Read(index).Without(EntryFlags.Writable));
        }
    }
}
