using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Where the kernel sees all page frames, one after another (PAGE_OFFSET).</summary>
    internal const ulong DirectMapStart = 0xffff_8880_0000_0000;

    /// <summary>The kernel address of a page (page_address). It names the page for as long as the memory exists.</summary>
    /// <param name="page">The page.</param>
    /// <returns>The address; its bytes are those of <see cref="Page.Span"/>.</returns>
    public ulong PageAddress([Borrows] Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return DirectMapStart + (page.Pfn << Page.Shift);
    }

    /// <summary>The page at a kernel address (virt_to_page).</summary>
    /// <param name="address">An address that <see cref="PageAddress"/>, <see cref="GetFreePages"/> or the like has given, or one in that page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The page; no reference is taken.</returns>
    /// <exception cref="KernelBugException">There is no page frame at that address. Mappings have addresses of their own.</exception>
    [return: LooksUp(nameof(address), ReleasedBy = nameof(FreePageAddress))]
    public Page VirtToPage(
        ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        PageAt(address, new CallSite(nameof(VirtToPage), member, file, line));

    /// <summary>Whether a kernel address is that of a page frame (virt_addr_valid).</summary>
    /// <param name="address">Any address.</param>
    /// <returns>Whether <see cref="VirtToPage"/> has an answer.</returns>
    public bool VirtAddrValid(ulong address) =>
        address >= DirectMapStart && (address - DirectMapStart) >> Page.Shift < (ulong)frames.Length;

    /// <summary>The bytes at a kernel address: what a pointer to them is in the kernel.</summary>
    /// <param name="address">The address of a byte in a page that is in use.</param>
    /// <param name="length">How many bytes. All pages they are on are in use.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="KernelBugException">There is no page frame at one of the addresses, or it is free.</exception>
    [return: SameAs(nameof(address), View = true)]
    public Span<byte> BytesAt(
        ulong address, int length,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(BytesAt), member, file, line);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Page first = PageAt(address, site);
        int offset = (int)(address & ~Page.Mask);
        int pages = Page.Count((long)offset + length);
        for (int i = 0; i < pages; i++)
        {
            CheckInUse(PageAt(address + ((ulong)i << Page.Shift), site), site);
        }

        return pages == 0 ? [] : Store.Frames(first.Frame, pages).Slice(offset, length);
    }

    /// <summary>Allocates a block of pages by address (__get_free_pages).</summary>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="order">The binary logarithm of the number of pages, 0 to 10.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The address of the first page; 0, not null, when there is no such block.</returns>
    [return: Acquires(ResourceKinds.Page, When = "return != 0 && order == 0", ReleasedBy = nameof(FreePagesAddress))]
    [return: Acquires(ResourceKinds.Page, When = "return != 0 && order > 0 && gfp has Comp", ReleasedBy = nameof(FreePagesAddress))]
    [return: Acquires(
        ResourceKinds.PageBlock, When = "return != 0 && order > 0 && gfp lacks Comp", ReleasedBy = nameof(FreePagesAddress))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public ulong GetFreePages(
        GfpFlags gfp, int order,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AddressOrZero(Allocate(gfp, order, new CallSite(nameof(GetFreePages), member, file, line)));

    /// <summary>Allocates one page by address (__get_free_page).</summary>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The address; 0 when there is no page.</returns>
    [return: Acquires(ResourceKinds.Page, When = "return != 0", ReleasedBy = nameof(FreePageAddress))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public ulong GetFreePage(
        GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AddressOrZero(Allocate(gfp, 0, new CallSite(nameof(GetFreePage), member, file, line)));

    /// <summary>Allocates one page of zeroes by address (get_zeroed_page).</summary>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The address; 0 when there is no page.</returns>
    [return: Acquires(ResourceKinds.Page, When = "return != 0", ReleasedBy = nameof(FreePageAddress))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public ulong GetZeroedPage(
        GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        AddressOrZero(Allocate(gfp | GfpFlags.Zero, 0, new CallSite(nameof(GetZeroedPage), member, file, line)));

    /// <summary>Gives back a block of pages by address (free_pages).</summary>
    /// <remarks>The same as <see cref="FreePages"/> of the page at the address, but for address 0, which is ignored.</remarks>
    /// <param name="address">The address of the first page; 0 is ignored.</param>
    /// <param name="order">The order it was allocated with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// There is no page at that address, it is free, not the first of its block, of another order, or held in another way.
    /// </exception>
    public void FreePagesAddress(
        [Releases(ResourceKinds.Page, When = "address != 0"), Releases(ResourceKinds.PageBlock, When = "address != 0")] ulong address,
        int order,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FreeAt(address, order, new CallSite(nameof(FreePagesAddress), member, file, line));

    /// <summary>Gives back one page by address (free_page).</summary>
    /// <param name="address">The address of the page; 0 is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">As <see cref="FreePagesAddress"/> with order 0.</exception>
    public void FreePageAddress(
        [Releases(ResourceKinds.Page, When = "address != 0")] ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FreeAt(address, 0, new CallSite(nameof(FreePageAddress), member, file, line));

    private ulong AddressOrZero(Page? page) => page is null ? 0 : PageAddress(page);

    private Page PageAt(ulong address, in CallSite site)
    {
        ThrowIfDisposed();
        return VirtAddrValid(address)
            ? frames[(address - DirectMapStart) >> Page.Shift]
            : throw Bug(
                $"{address:x} is not the address of a page frame"
                + (address >= VmallocStart ? "; mappings have addresses of their own" : ""),
                null, site);
    }

    private void FreeAt(ulong address, int order, in CallSite site)
    {
        if (address == 0)
        {
            return;
        }

        Page page = PageAt(address, site);
        if (order > 0 && page.Order != order && Ledger.HoldsOf(page).Any(held => held.Kind == ResourceKinds.PageRange))
        {
            throw Bug(
                $"{page} was allocated by its exact size, and the rest of its block given back then: freeing {1L << order} pages "
                + "would free that a second time; use FreePagesExact",
                page, site);
        }

        FreeWhole(page, order, site);
    }
}
