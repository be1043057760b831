using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>Huge faults: asked for first, largest first, and fallen back from.</summary>
public sealed class HugeFaultTests() : FaultBench(64)
{
    private const ulong Huge = 512UL * Page.Size;
    private const ulong Giant = 512 * Huge;
    private const ulong Far = 1 << 18;

    [Fact]
    public void A_huge_fault_is_asked_for_the_largest_entry_first_and_falls_back_to_pages()
    {
        List<int> orders = [];
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = MapAt(
            new VmOperations
            {
                HugeFault = (_, order) =>
                {
                    orders.Add(order);
                    return VmFaultCode.Fallback;
                },
                Fault = fault => Answer(fault, page),
            },
            VmFlags.None);

        Assert.Equal(0, Read(address));
        Assert.Equal(0, Read(address + Page.Size));
        Assert.Equal(0, Read(address + Huge));

        Assert.Equal([18, 9, 9], orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_entry_maps_the_whole_range_and_no_other_fault_comes(bool giant)
    {
        int faults = 0;
        ulong address = MapAt(
            new VmOperations
            {
                HugeFault = (fault, order) =>
                {
                    faults++;
                    return order == 18
                        ? giant ? Kernel.VmfInsertPfnPud(fault, Far, fault.IsWrite) : VmFaultCode.Fallback
                        : Kernel.VmfInsertPfnPmd(fault, Far, fault.IsWrite);
                },
            },
            VmFlags.PfnMap);

        Assert.Equal(-Errno.EFAULT, Mm.Write(address + 12, [1]));

        Assert.Equal(giant ? 1 : 2, faults);
        PageTableEntry entry = Mm.PageTable.Lookup(address + (100 * Page.Size), out int level);
        Assert.Equal((giant ? PageTableLevel.Pud : PageTableLevel.Pmd, Far, true, true), (level, entry.Frame, entry.Huge, entry.Dirty));
    }

    [Fact]
    public void Huge_entries_have_to_fit_into_the_area_and_start_at_a_frame_of_their_size()
    {
        List<VmFaultCode> codes = [];
        ulong address = Map(
            new VmOperations
            {
                HugeFault = (fault, order) =>
                {
                    codes.Add(order == 18 ? Kernel.VmfInsertPfnPud(fault, Far, false) : Kernel.VmfInsertPfnPmd(fault, Far, false));
                    return VmFaultCode.Fallback;
                },
            },
            pages: 513, flags: VmFlags.PfnMap, at: 2 * Giant);
        ulong crooked = Map(
            new VmOperations { HugeFault = (fault, _) => Kernel.VmfInsertPfnPmd(fault, Far + 1, false) },
            pages: 512, flags: VmFlags.PfnMap, at: 4 * Giant);

        Assert.Equal(-Errno.EFAULT, Read(address + (512 * Page.Size)));
        Assert.Equal(-Errno.EFAULT, Read(crooked));
        Assert.Equal([VmFaultCode.SigBus, VmFaultCode.SigBus], codes);
    }

    [Fact]
    public void A_write_to_a_huge_entry_asks_the_driver_and_a_fallback_splits_it()
    {
        bool falls = false;
        List<bool> writes = [];
        ulong address = MapAt(
            new VmOperations
            {
                HugeFault = (fault, order) =>
                {
                    writes.Add(fault.IsWrite);
                    return order == 18 || falls ? VmFaultCode.Fallback : Kernel.VmfInsertPfnPmd(fault, Far, fault.IsWrite);
                },
                PfnMkwrite = _ => VmFaultCode.None,
            },
            VmFlags.PfnMap);
        Assert.Equal(-Errno.EFAULT, Read(address));
        Assert.Equal(-Errno.EFAULT, Read(address + Huge));
        Assert.False(Mm.PageTable.Lookup(address).Writable);

        Assert.Equal(-Errno.EFAULT, Mm.Write(address, [1]));
        Assert.True(Mm.PageTable.Lookup(address, out int level).Writable);
        Assert.Equal(PageTableLevel.Pmd, level);
        falls = true;
        Assert.Equal(-Errno.EFAULT, Mm.Write(address + Huge, [1]));

        Assert.True(Mm.PageTable.Lookup(address + Huge, out level).Writable);
        Assert.Equal(PageTableLevel.Pte, level);
        Assert.False(Mm.PageTable.Lookup(address + Huge + Page.Size).Writable);
        Assert.Equal([false, false, false, true, true], writes);
    }

    [Fact]
    public void Areas_without_huge_pages_are_not_asked()
    {
        int asked = 0;
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = MapAt(
            new VmOperations
            {
                HugeFault = (_, _) =>
                {
                    asked++;
                    return VmFaultCode.Fallback;
                },
                Fault = fault => Answer(fault, page),
            },
            VmFlags.NoHugePage);

        Assert.Equal(0, Read(address));
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData(VmFaultCode.Locked)]
    [InlineData(VmFaultCode.DoneCow)]
    public void A_huge_fault_has_no_page_to_lock_or_copy(VmFaultCode answer)
    {
        ulong address = MapAt(new VmOperations { HugeFault = (_, _) => answer }, VmFlags.PfnMap);
        Assert.Contains("means nothing there", Stops(address).Message);
        IsUsable();
    }

    [Fact]
    public void A_huge_insert_that_is_made_to_fail_is_out_of_memory_and_the_rules_of_areas_hold()
    {
        ulong address = MapAt(
            new VmOperations
            {
                HugeFault = (fault, _) =>
                {
                    Kernel.Injection.FailNext(nameof(KernelMemory.VmfInsertPfnPmd));
                    return Kernel.VmfInsertPfnPmd(fault, Far, false);
                },
            },
            VmFlags.PfnMap);
        Assert.Equal(-Errno.EFAULT, Read(address));
        ulong neither = Map(
            new VmOperations { HugeFault = (fault, _) => Kernel.VmfInsertPfnPmd(fault, Far, false) }, pages: 512, at: 6 * Giant);
        Assert.Contains("neither", Stops(neither).Message);
    }

    private ulong MapAt(VmOperations operations, VmFlags flags) =>
        Map(operations, pages: 512 * 512, flags: flags, at: 2 * Giant);
}
