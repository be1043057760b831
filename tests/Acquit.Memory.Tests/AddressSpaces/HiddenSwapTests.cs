using Acquit.Memory.Tests.Faults;
using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

/// <summary>A huge page is not mapped over pages that are swapped out.</summary>
public sealed class HiddenSwapTests() : FaultBench(4096)
{
    private const ulong Huge = 512UL * Page.Size;

    [Fact]
    public void A_page_of_a_swapped_out_huge_page_that_was_given_up_comes_back_small()
    {
        ulong start = SwappedOut();
        Assert.Equal(0, Mm.Madvise(start, Page.Size, MadviseAdvice.DontNeed));

        Assert.Equal(0, Mm.Write(start, [1]));

        Assert.Equal(0, Read(start + (7 * Page.Size)));
        Assert.Equal((9, 510), (Seen[0], Mm.SwappedPages));
    }

    [Fact]
    public void A_child_finds_what_its_parent_had_swapped_out_whatever_page_it_touches_first()
    {
        ulong start = SwappedOut();
        Assert.Equal(0, Mm.Madvise(start, Page.Size, MadviseAdvice.DontNeed));
        using MmStruct child = Mm.Fork()!;

        Assert.Equal(0, child.Write(start, [1]));

        Assert.Equal(0, child.Read(start + (7 * Page.Size), Seen));
        Assert.Equal(9, Seen[0]);
    }

    [Fact]
    public void What_moved_while_it_was_swapped_out_is_found_whatever_page_is_touched_first()
    {
        ulong start = SwappedOut();
        Assert.Equal(0, Mm.Madvise(start, Page.Size, MadviseAdvice.DontNeed));
        Assert.Equal(0, Mm.Mmap(Page.Size, VmFlags.Read, out _, at: start + Huge));
        Assert.Equal(0, Mm.Mremap(start, Huge, 2 * Huge, true, out ulong moved));

        Assert.Equal(0, Mm.Write(moved, [1]));

        Assert.Equal(0, Read(moved + (7 * Page.Size)));
        Assert.Equal(9, Seen[0]);
    }

    [Fact]
    public void A_driver_is_not_asked_for_a_huge_page_over_swapped_out_private_ones()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        int asked = 0;
        ulong start = Map(
            new VmOperations
            {
                Fault = fault => Answer(fault, page),
                HugeFault = (_, _) =>
                {
                    asked++;
                    return VmFaultCode.Fallback;
                },
            },
            512, rights: VmFlags.Read | VmFlags.Write, at: 1UL << 33);
        Assert.Equal(0, Mm.Write(start + (7 * Page.Size), [9]));
        Assert.Equal(1, Mm.Reclaim());
        using MmStruct child = Mm.Fork()!;
        asked = 0;

        Assert.Equal(0, child.Read(start, Seen));

        Assert.Equal(0, asked);
        Assert.Equal(0, child.Read(start + (7 * Page.Size), Seen));
        Assert.Equal(9, Seen[0]);
    }

    private ulong SwappedOut()
    {
        Assert.Equal(0, Mm.Mmap(Huge, VmFlags.Read | VmFlags.Write | VmFlags.HugePage, out ulong start, at: 1UL << 33));
        Assert.Equal(0, Mm.Write(start + (7 * Page.Size), [9]));
        Assert.Equal(512, Mm.Reclaim());
        return start;
    }
}
