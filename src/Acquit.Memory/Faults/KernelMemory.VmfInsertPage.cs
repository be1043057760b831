using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private const string CodeOutsideFault = "It answers with a fault code, which means nothing outside of a fault handler.";

    /// <summary>Maps a page into an area, from its fault handler (vmf_insert_page).</summary>
    /// <remarks>Takes a reference of its own, dropped at unmap; the caller keeps its own. The area must be a mixed map already.</remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The page's address in it.</param>
    /// <param name="page">The page: of order 0 or compound, not anonymous.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>What the handler answers: "no page" when it is mapped now, out of memory, or a bus error. Not an errno.</returns>
    /// <exception cref="KernelBugException">The area is no mixed map.</exception>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(VmInsertPage), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertPage(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmfInsertPage), member, file, line);
        WarnOutsideFault(nameof(VmInsertPage), site);
        return VmFaultCodes.VmfInsertError(Insert(area, address, page, site));
    }

    /// <summary>Maps a page where a fault happened, and for a write at once writable and dirty (vmf_insert_page_mkwrite).</summary>
    /// <remarks>
    /// For handlers of faults and of first writes: when the page is mapped there already, and <paramref name="write"/>, that
    /// mapping is made writable. One reference on a new mapping, none otherwise. The area need not be a mixed map.
    /// </remarks>
    /// <param name="fault">The fault.</param>
    /// <param name="page">The page.</param>
    /// <param name="write">Whether the fault is a write.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>What the handler answers: "no page" when it is mapped now, out of memory, or a bus error. Not an errno.</returns>
    [OnlyIn(ExecutionContexts.PageFault, Use = nameof(VmInsertPage), Because = CodeOutsideFault)]
    [return: Carries(CodeSorts.FaultCode)]
    public VmFaultCode VmfInsertPageMkwrite(
        [Borrows] VmFault fault, [Borrows] Page page, bool write,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmfInsertPageMkwrite), member, file, line);
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(page);
        VmAreaStruct area = fault.Area;
        CheckArea(area, site);
        WarnOutsideFault(nameof(VmInsertPage), site);
        if (page.RefCount == 0)
        {
            return VmFaultCode.SigBus;
        }

        return VmFaultCodes.VmfInsertError(
            Injection.Fails(site, out int injected)
                ? injected == 0 ? -Errno.ENOMEM : injected
                : InsertChecked(area, fault.Address, page, write, site));
    }
}
