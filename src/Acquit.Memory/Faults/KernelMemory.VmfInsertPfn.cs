using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>The largest frame number that an entry has room for.</summary>
    private const ulong LastPfn = (1UL << 52) - 1;

    /// <summary>Maps a bare frame into an area, from its fault handler (vmf_insert_pfn).</summary>
    /// <remarks>Nothing is counted: the driver unmaps the frame before it gives it to somebody else.</remarks>
    /// <param name="area">The area: of bare frames, or a mixed map.</param>
    /// <param name="address">The address in it.</param>
    /// <param name="pfn">The frame. In a mixed map one that has no page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// What the handler answers: "no page" when it is mapped now, or something else was; a bus error outside the area; out of memory.
    /// </returns>
    /// <exception cref="KernelBugException">
    /// The area is neither, or both; it maps bare frames and is private and may be written; it is a mixed map and the frame has a page.
    /// </exception>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(RemapPfnRange), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertPfn(
        [Borrows] VmAreaStruct area, ulong address, ulong pfn,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(area);
        return InsertPfn(area, address, pfn, area.PageProt, new CallSite(nameof(VmfInsertPfn), member, file, line));
    }

    /// <summary>Maps a bare frame into an area with rights of its own, from its fault handler (vmf_insert_pfn_prot).</summary>
    /// <param name="area">The area: of bare frames, or a mixed map.</param>
    /// <param name="address">The address in it.</param>
    /// <param name="pfn">The frame. In a mixed map one that has no page.</param>
    /// <param name="prot">The rights.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="VmfInsertPfn"/>.</returns>
    /// <exception cref="KernelBugException">As <see cref="VmfInsertPfn"/>.</exception>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(RemapPfnRange), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertPfnProt(
        [Borrows] VmAreaStruct area, ulong address, ulong pfn, PageProt prot,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertPfn(area, address, pfn, prot, new CallSite(nameof(VmfInsertPfnProt), member, file, line));

    /// <summary>Maps a frame, with or without a page, into a mixed map, from its fault handler (vmf_insert_mixed).</summary>
    /// <remarks>No reference is taken, not even to a page: entries here can say that they map a bare frame.</remarks>
    /// <param name="area">The area: a mixed map.</param>
    /// <param name="address">The address in it.</param>
    /// <param name="pfn">The frame.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// As <see cref="VmfInsertPfn"/>; a bus error, with a warning, for an area that is no mixed map. Older kernels stop for that.
    /// </returns>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(RemapPfnRange), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertMixed(
        [Borrows] VmAreaStruct area, ulong address, ulong pfn,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertMixed(area, address, pfn, written: false, new CallSite(nameof(VmfInsertMixed), member, file, line));

    /// <summary>As <see cref="VmfInsertMixed"/>, for a write (vmf_insert_mixed_mkwrite): the frame may be written at once, and is dirty.</summary>
    /// <param name="area">The area: a mixed map.</param>
    /// <param name="address">The address in it.</param>
    /// <param name="pfn">The frame. If it is mapped there already, it is made writable.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>As <see cref="VmfInsertMixed"/>.</returns>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(RemapPfnRange), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertMixedMkwrite(
        [Borrows] VmAreaStruct area, ulong address, ulong pfn,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertMixed(area, address, pfn, written: true, new CallSite(nameof(VmfInsertMixedMkwrite), member, file, line));

    private VmFaultCode InsertPfn(VmAreaStruct area, ulong address, ulong pfn, PageProt prot, in CallSite site)
    {
        CheckArea(area, site);
        WarnOutsideFault(nameof(RemapPfnRange), site);
        CheckFrameArea(area, site);
        if ((area.Flags & VmFlags.MixedMap) != 0 && PfnValid(pfn))
        {
            throw Bug($"{site.Api}: frame 0x{pfn:x} has a page, which a mixed map counts; use {nameof(VmfInsertPage)}", null, site);
        }

        return InsertFrame(area, address, pfn, EntryFlags.Special, (prot & PageProt.Writable) != 0, written: false, site);
    }

    private VmFaultCode InsertMixed(VmAreaStruct area, ulong address, ulong pfn, bool written, in CallSite site)
    {
        CheckArea(area, site);
        WarnOutsideFault(nameof(RemapPfnRange), site);
        if ((area.Flags & VmFlags.MixedMap) == 0 && !(IsDeviceFrame(pfn) || pfn == ZeroPage.Pfn))
        {
            Warn($"{site.Api}: {area} is no mixed map; make it one in the file's mmap operation [{site}]", site);
            return VmFaultCode.SigBus;
        }

        EntryFlags kind = IsDeviceFrame(pfn) ? EntryFlags.Device : EntryFlags.Special;
        return InsertFrame(area, address, pfn, kind, area.MapsWritable, written, site);
    }

    /// <summary>Maps a frame that is not counted (insert_pfn).</summary>
    private VmFaultCode InsertFrame(
        VmAreaStruct area, ulong address, ulong pfn, EntryFlags kind, bool writable, bool written, in CallSite site)
    {
        if (!area.Contains(address) || pfn > LastPfn)
        {
            return VmFaultCode.SigBus;
        }

        if (Injection.Fails(site, out int injected))
        {
            return VmFaultCodes.VmfInsertError(injected == 0 ? -Errno.ENOMEM : injected);
        }

        writable |= written && (area.Flags & VmFlags.Write) != 0;
        if (!area.Mm.InstallFrames(address & Page.Mask, pfn, PageTableLevel.Pte, kind, writable, written) && written)
        {
            area.Mm.TryMarkWritten(area, address & Page.Mask, PageTableLevel.Pte, pfn, site);
        }

        return VmFaultCode.NoPage;
    }

    /// <summary>The area may hold bare frames, or the kernel stops.</summary>
    private void CheckFrameArea(VmAreaStruct area, in CallSite site)
    {
        VmFlags kinds = area.Flags & (VmFlags.PfnMap | VmFlags.MixedMap);
        string? wrong = kinds == 0 ? "neither maps bare frames nor is a mixed map"
            : kinds == (VmFlags.PfnMap | VmFlags.MixedMap) ? "is said to map bare frames, and to be a mixed map too"
            : kinds == VmFlags.PfnMap && area.IsCow ? "is private and may be written: a bare frame cannot be told from its copy"
            : null;
        if (wrong is not null)
        {
            throw Bug($"{site.Api}: {area} {wrong}", null, site);
        }
    }

    /// <summary>Whether a frame has a page (pfn_valid): the allocator's have, a device's only while its driver has made them pages.</summary>
    private bool PfnValid(ulong pfn) => pfn < (ulong)TotalPages || IsDeviceFrame(pfn);

    private bool IsDeviceFrame(ulong pfn) => pfn >= (ulong)TotalPages && pfn < (ulong)frames.Length && !frames[pfn].IsFree;
}
