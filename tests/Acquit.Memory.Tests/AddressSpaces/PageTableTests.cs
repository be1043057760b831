using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class PageTableTests
{
    private const ulong Small = Page.Size;
    private const ulong Huge = 512 * Small;
    private const ulong Giant = 512 * Huge;

    private readonly PageTable table = new();

    [Fact]
    public void An_entry_keeps_its_frame_and_its_flags_apart()
    {
        PageTableEntry entry = new(0xf_ffff_ffff_ffff >> 2, EntryFlags.Present | EntryFlags.Writable);

        Assert.Equal(0xf_ffff_ffff_ffffUL >> 2, entry.Frame);
        Assert.Equal(EntryFlags.Present | EntryFlags.Writable, entry.Flags);
        Assert.True(entry.IsCounted);
        Assert.False(entry.With(EntryFlags.Special).IsCounted);
        Assert.False(entry.With(EntryFlags.Device).IsCounted);
        Assert.False(default(PageTableEntry).IsCounted);
        Assert.True(entry.MapsAs(entry.With(EntryFlags.SetByAccess)));
        Assert.False(entry.MapsAs(entry.Without(EntryFlags.Writable)));
        Assert.False(entry.MapsAs(new PageTableEntry(entry.Frame + 1, entry.Flags)));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x1234_5000UL)]
    [InlineData(0x7fff_ffff_e000UL)]
    [InlineData(0xff_ffff_ffff_e000UL)]
    public void Each_of_the_five_levels_has_its_bits_of_the_address(ulong address)
    {
        Assert.True(table.TrySet(address, PageTableLevel.Pte, Present(7)));

        Assert.Equal(7UL, table.Lookup(address).Frame);
        Assert.Equal(7UL, table.Lookup(address + 0xfff).Frame);
        for (int level = PageTableLevel.Pte; level <= PageTableLevel.Pgd; level++)
        {
            Assert.Equal(level, table.Table(address, level)!.Level);
            Assert.False(table.Lookup(address ^ PageTableLevel.Size(level)).Present);
        }
    }

    [Fact]
    public void Looking_makes_no_tables_and_setting_makes_one_a_level()
    {
        Assert.False(table.Lookup(Giant).Present);
        Assert.Null(table.Leaf(Giant, out _));
        Assert.Null(table.PteTable(Giant));

        Assert.True(table.TrySet(Giant, PageTableLevel.Pte, Present(1)));

        Assert.NotNull(table.PteTable(Giant + Huge - Small));
        Assert.Null(table.PteTable(Giant + Huge));
        Assert.NotNull(table.Table(Giant + Huge, PageTableLevel.Pmd));
    }

    [Fact]
    public void What_is_there_is_not_overwritten()
    {
        Assert.True(table.TrySet(Huge, PageTableLevel.Pte, Present(1)));

        Assert.False(table.TrySet(Huge, PageTableLevel.Pte, Present(2)));
        Assert.False(table.TrySet(Huge, PageTableLevel.Pmd, Present(512, EntryFlags.Huge)));
        Assert.True(table.TrySet(2 * Huge, PageTableLevel.Pmd, Present(512, EntryFlags.Huge)));
        Assert.False(table.TrySet(2 * Huge, PageTableLevel.Pte, Present(3)));
        Assert.Equal(1UL, table.Lookup(Huge).Frame);
    }

    [Fact]
    public void Replacing_needs_the_expected_mapping_and_keeps_what_was_read_and_written_since()
    {
        PageTableEntry seen = Present(1);
        Assert.True(table.TrySet(0, PageTableLevel.Pte, seen.With(EntryFlags.Dirty)));

        Assert.False(table.TryReplace(0, Present(2), Present(3)));
        Assert.False(table.TryReplace(Small, seen, Present(3)));
        Assert.True(table.TryReplace(0, seen, seen.With(EntryFlags.Writable)));
        Assert.Equal(EntryFlags.Present | EntryFlags.Writable | EntryFlags.Dirty, table.Lookup(0).Flags);
        Assert.True(table.TryReplace(0, seen.With(EntryFlags.Writable), Present(9)));
        Assert.Equal(Present(9), table.Lookup(0));
    }

    [Fact]
    public void The_search_finds_small_and_huge_entries_in_order_and_nothing_else()
    {
        ulong[] expected = [Small, Huge - Small, 3 * Huge, 2 * Giant, 300 * Giant, (1UL << 55) + Small];
        foreach (ulong address in expected)
        {
            int level = address == 3 * Huge ? PageTableLevel.Pmd : address == 2 * Giant ? PageTableLevel.Pud : PageTableLevel.Pte;
            EntryFlags huge = level > PageTableLevel.Pte ? EntryFlags.Huge : EntryFlags.None;
            Assert.True(table.TrySet(address, level, Present(address >> Page.Shift, huge)));
        }

        List<ulong> found = [];
        ulong at = 0;
        while (table.FindNext(ref at, 1UL << 56, out PageTableLeaf leaf))
        {
            Assert.Equal(at, leaf.Address);
            Assert.Equal(at >> Page.Shift, leaf.Entry.Frame);
            found.Add(at);
            at = leaf.End;
        }

        Assert.Equal(expected, found);
    }

    [Fact]
    public void The_search_begins_inside_a_huge_entry_and_stops_at_the_end()
    {
        Assert.True(table.TrySet(Huge, PageTableLevel.Pmd, Present(0, EntryFlags.Huge)));
        ulong at = Huge + (5 * Small);

        Assert.True(table.FindNext(ref at, Huge + (6 * Small), out PageTableLeaf leaf));
        Assert.Equal(Huge + (5 * Small), at);
        Assert.Equal(Huge, leaf.Address);
        Assert.Equal(2 * Huge, leaf.End);

        at = 0;
        Assert.False(table.FindNext(ref at, Huge, out _));
        Assert.False(table.FindNext(ref at, 0, out _));
    }

    [Fact]
    public void Clearing_answers_with_what_was_there_once()
    {
        Assert.True(table.TrySet(Huge, PageTableLevel.Pte, Present(4)));
        PageTableNode node = table.Leaf(Huge, out int index)!;

        Assert.Equal(4UL, PageTable.Clear(node, index).Frame);
        Assert.True(PageTable.Clear(node, index).IsNone);
    }

    [Fact]
    public void Tables_are_dropped_only_where_they_serve_nothing_else()
    {
        foreach (ulong address in new[] { Huge, 2 * Huge, 3 * Huge })
        {
            Assert.True(table.TrySet(address, PageTableLevel.Pte, Present(1)));
        }

        PageTableNode dropped = table.Leaf(2 * Huge, out int index)!;
        PageTable.Clear(dropped, index);
        table.FreeTables((2 * Huge) + Small, 3 * Huge);
        Assert.Same(dropped, table.PteTable(2 * Huge));

        table.FreeTables(Huge + Small, 3 * Huge);

        Assert.Null(table.PteTable(2 * Huge));
        Assert.False(table.Lookup(2 * Huge).Present);
        Assert.True(table.Lookup(Huge).Present);
        Assert.True(table.Lookup(3 * Huge).Present);
        Assert.True(table.TrySet(2 * Huge, PageTableLevel.Pmd, Present(0, EntryFlags.Huge)));
    }

    [Theory]
    [InlineData(0UL, 10 * Huge, PageTableLevel.Pmd, Huge)]
    [InlineData(Huge + Small, 10 * Huge, PageTableLevel.Pmd, 2 * Huge)]
    [InlineData(Huge + Small, Huge + (2 * Small), PageTableLevel.Pmd, Huge + (2 * Small))]
    [InlineData(Small, 2 * Small, PageTableLevel.Pte, 2 * Small)]
    public void The_next_address_is_the_end_of_the_slot_or_of_the_range(ulong address, ulong end, int level, ulong next) =>
        Assert.Equal(next, PageTableLevel.Next(address, end, level));

    [Fact]
    public void Threads_that_need_the_same_table_share_one()
    {
        const int each = 2000;
        Parallel.For(0, 4, thread =>
        {
            for (int i = 0; i < each; i++)
            {
                Assert.True(table.TrySet((ulong)((i * 4) + thread) * Small, PageTableLevel.Pte, Present((ulong)i)));
            }
        });

        int found = 0;
        for (ulong at = 0; table.FindNext(ref at, Giant, out PageTableLeaf leaf); at = leaf.End)
        {
            found++;
        }

        Assert.Equal(4 * each, found);
    }

    private static PageTableEntry Present(ulong frame, EntryFlags flags = EntryFlags.None) => new(frame, EntryFlags.Present | flags);
}
