namespace Acquit.Memory;

/// <remarks>Huge entries, and pages around the one that is wanted.</remarks>
public sealed partial class MmStruct
{
    /// <summary>Asks the driver for a huge entry, the largest first (create_huge_pud, create_huge_pmd).</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="level">The level of the table in which an entry is missing.</param>
    /// <param name="site">The call it is for.</param>
    /// <returns>The answer; <see cref="VmFaultCode.Fallback"/> when small pages have to do.</returns>
    private VmFaultCode HandleHuge(VmFault fault, int level, in CallSite site)
    {
        VmAreaStruct area = fault.Target;
        if (area.Ops?.HugeFault is null || (area.Flags & VmFlags.NoHugePage) != 0)
        {
            return VmFaultCode.Fallback;
        }

        VmFaultCode code = VmFaultCode.Fallback;
        for (int at = Math.Min(level, PageTableLevel.Pud); at >= PageTableLevel.Pmd && (code & VmFaultCode.Fallback) != 0; at--)
        {
            code = CallHandler(FaultCallback.HugeFault, fault, (ulong)(at * PageTableLevel.Bits), 0, site);
        }

        return code;
    }

    /// <summary>
    /// A huge entry is to be written or unshared, and may not be (wp_huge_pmd, wp_huge_pud): the driver is asked if it is a shared
    /// one; else, or if it wants that, the entry is split, and the access comes again.
    /// </summary>
    private VmFaultCode HandleHugeWrite(VmFault fault, in CallSite site)
    {
        if (table.Leaf(fault.Address, out int index) is not { } node || node.Level == PageTableLevel.Pte)
        {
            return VmFaultCode.None;
        }

        VmAreaStruct area = fault.Target;
        VmFaultCode code = fault.IsWrite && area.IsShared && area.Ops?.HugeFault is not null
            ? CallHandler(FaultCallback.HugeFault, fault, (ulong)(node.Level * PageTableLevel.Bits), 0, site)
            : VmFaultCode.Fallback;
        if ((code & VmFaultCode.Fallback) == 0)
        {
            return code;
        }

        SplitHuge(node, index);
        return VmFaultCode.None;
    }

    /// <summary>
    /// Has the driver map pages around one that was read, without waiting for anything (do_fault_around). The table for their
    /// entries is there before.
    /// </summary>
    /// <returns>0 when the page itself still has to be asked for.</returns>
    private VmFaultCode MapAround(VmFault fault, in CallSite site)
    {
        VmAreaStruct area = fault.Target;
        ulong window = (ulong)Kernel.FaultAroundBytes;
        if (area.Ops?.MapPages is null || window <= Page.Size)
        {
            return VmFaultCode.None;
        }

        // One table's worth at most, so that it can be made beforehand: a window is a power of two, and not larger.
        ulong from = Math.Max(fault.Address & ~(window - 1), area.Start);
        ulong last = Math.Min((fault.Address & ~(window - 1)) + window, area.End) - Page.Size;
        if (table.Ensure(fault.Address, PageTableLevel.Pte) is null)
        {
            return VmFaultCode.NoPage;
        }

        using (KernelThread.Current.Enter(ExecutionContexts.Atomic))
        {
            return CallHandler(FaultCallback.MapPages, fault, area.PgoffOf(from), area.PgoffOf(last), site);
        }
    }
}
