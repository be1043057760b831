using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] ExactOnly = [ResourceKinds.PageRange];

    /// <summary>Allocates pages that lie next to each other, no more than a size needs (alloc_pages_exact).</summary>
    /// <remarks>
    /// A block of a power of two is allocated and split, and what the size does not need is given back at once. The pages are
    /// not compound; <see cref="GfpFlags.Comp"/> is warned about and left out.
    /// </remarks>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The address of the first page; 0 when there is no such block, or, with a warning, can be none.</returns>
    [return: Acquires(ResourceKinds.PageRange, When = "return != 0", ReleasedBy = nameof(FreePagesExact))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public ulong AllocPagesExact(
        long size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(AllocPagesExact), member, file, line);
        if ((gfp & GfpFlags.Comp) != 0)
        {
            Warn($"{site.Api} was asked for a compound page, which could not be given back in part [{site}]", site);
            gfp &= ~GfpFlags.Comp;
        }

        int order = Page.GetOrder(size);
        Page? first = AllocateUnheld(gfp, order, site);
        if (first is null)
        {
            return 0;
        }

        SplitBlock(first, order);
        int needed = Page.Count(size);
        for (int i = 0; i < 1 << order; i++)
        {
            Page page = frames[first.Frame + i];
            if (i < needed)
            {
                Ledger.Take(page, ResourceKinds.PageRange, site);
            }
            else
            {
                DropReference(page, 1, 0, site);
            }
        }

        return PageAddress(first);
    }

    /// <summary>Gives back pages that were allocated by size (free_pages_exact).</summary>
    /// <remarks>
    /// Frees the pages of the size it is given, one by one: with a smaller size than was allocated the rest stays allocated.
    /// Address 0 is not ignored: unless the size fits on one page, the kernel goes on to free the page at address 4096.
    /// </remarks>
    /// <param name="address">The address of the first page.</param>
    /// <param name="size">The size it was allocated with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// One of the addresses is not that of a page, or the page is free or was not allocated by size. Nothing was freed then.
    /// </exception>
    public void FreePagesExact(
        [Releases(ResourceKinds.PageRange, When = "address != 0")] ulong address, long size,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(FreePagesExact), member, file, line);
        ThrowIfDisposed();
        ulong count = ((ulong)size >> Page.Shift) + (((ulong)size & ~Page.Mask) != 0 ? 1UL : 0);
        if (size == 0 || (address == 0 && count == 1))
        {
            return;
        }

        if (address == 0)
        {
            throw Bug(
                $"{site.Api} was given address 0 with {count} pages: it is ignored for one page only, and the next is at 1000",
                null, site);
        }

        for (ulong i = 0; i < count; i++)
        {
            CheckExact(PageAt(address + (i << Page.Shift), site), site);
        }

        for (ulong i = 0; i < count; i++)
        {
            Release(PageAt(address + (i << Page.Shift), site), 0, ExactOnly, site);
        }
    }

    private void CheckExact(Page page, in CallSite site)
    {
        Page block = CheckInUse(page, site);
        if (block.Order != 0)
        {
            throw Bug($"{page} is part of a block of order {block.Order}, which {site.Api} cannot free; use FreePages", block, site);
        }

        if (Ledger.Enabled && Options.OnMisuse == MisuseReaction.Throw
            && !Ledger.HoldsOf(page).Any(held => held.Kind == ResourceKinds.PageRange))
        {
            throw Bug(WrongRelease(page, site), page, site);
        }
    }
}
