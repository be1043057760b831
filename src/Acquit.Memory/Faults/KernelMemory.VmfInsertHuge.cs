using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Maps 512 frames by one huge entry, from a huge-fault handler (vmf_insert_pfn_pmd).</summary>
    /// <remarks>
    /// Nothing is counted. The entry covers the fault's address, and has to lie in the area whole; the kernel leaves that to the
    /// handler, and maps beyond the area.
    /// </remarks>
    /// <param name="fault">The fault.</param>
    /// <param name="pfn">The first frame, a multiple of 512.</param>
    /// <param name="write">Whether the fault is a write: the entry is writable, as far as the area is, and dirty.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// What the handler answers: "no page" when it is mapped now, or something else was; a bus error for a range or frame that does
    /// not fit; out of memory.
    /// </returns>
    /// <exception cref="KernelBugException">As <see cref="VmfInsertPfn"/>, but for frames that are pages of a device, which may go anywhere.</exception>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(RemapPfnRange), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertPfnPmd(
        [Borrows] VmFault fault, ulong pfn, bool write,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertHuge(fault, pfn, PageTableLevel.Pmd, write, new CallSite(nameof(VmfInsertPfnPmd), member, file, line));

    /// <summary>Maps 512 * 512 frames by one huge entry, from a huge-fault handler (vmf_insert_pfn_pud).</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="pfn">The first frame, a multiple of 512 * 512.</param>
    /// <param name="write">Whether the fault is a write: the entry is writable, as far as the area is, and dirty.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="VmfInsertPfnPmd"/>.</returns>
    /// <exception cref="KernelBugException">As <see cref="VmfInsertPfnPmd"/>.</exception>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(RemapPfnRange), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertPfnPud(
        [Borrows] VmFault fault, ulong pfn, bool write,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertHuge(fault, pfn, PageTableLevel.Pud, write, new CallSite(nameof(VmfInsertPfnPud), member, file, line));

    private VmFaultCode InsertHuge(VmFault fault, ulong pfn, int level, bool write, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(fault);
        VmAreaStruct area = fault.Area;
        CheckArea(area, site);
        WarnOutsideFault(nameof(RemapPfnRange), site);
        bool device = IsDeviceFrame(pfn);
        if (!device || (area.Flags & (VmFlags.PfnMap | VmFlags.MixedMap)) != 0)
        {
            CheckFrameArea(area, site);
        }

        ulong start = PageTableLevel.Start(fault.Address, level);
        ulong pages = PageTableLevel.Pages(level);
        if (start < area.Start || area.End - start < PageTableLevel.Size(level) || pfn % pages != 0 || pfn > LastPfn)
        {
            return VmFaultCode.SigBus;
        }

        if (Injection.Fails(site, out int injected))
        {
            return VmFaultCodes.VmfInsertError(injected == 0 ? -Errno.ENOMEM : injected);
        }

        EntryFlags kind = device && IsDeviceFrame(pfn + pages - 1) ? EntryFlags.Device : EntryFlags.Special;
        bool writable = area.MapsWritable || (write && (area.Flags & VmFlags.Write) != 0);
        if (!area.Mm.InstallFrames(start, pfn, level, kind, writable, write) && write)
        {
            area.Mm.TryMarkWritten(area, start, level, pfn, site);
        }

        return VmFaultCode.NoPage;
    }
}
