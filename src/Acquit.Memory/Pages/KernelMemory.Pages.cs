using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>What freed memory is filled with, so that late readers see it.</summary>
    private const byte Poison = 0xaa;

    private static readonly string[] PageOnly = [ResourceKinds.Page];
    private static readonly string[] PageOrBlock = [ResourceKinds.Page, ResourceKinds.PageBlock];

    /// <summary>Allocates a block of pages that lie next to each other (alloc_pages).</summary>
    /// <remarks>
    /// With <see cref="GfpFlags.Comp"/>, or of order 0, the block has one reference count and dies with the last reference.
    /// Without it, only its first page is counted, and only <see cref="FreePages"/> with the same order frees all of it.
    /// </remarks>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="order">The binary logarithm of the number of pages, 0 to 10.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// The first page, with one reference; null when there is no such block, and, with a warning, when there can be none of
    /// that order.
    /// </returns>
    [return: Acquires(ResourceKinds.Page, When = "return != null && order == 0", ReleasedBy = "FreePages, PutPage")]
    [return: Acquires(ResourceKinds.Page, When = "return != null && order > 0 && gfp has Comp", ReleasedBy = "FreePages, PutPage")]
    [return: Acquires(
        ResourceKinds.PageBlock, When = "return != null && order > 0 && gfp lacks Comp", ReleasedBy = nameof(FreePages))]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public Page? AllocPages(
        GfpFlags gfp, int order,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Allocate(gfp, order, new CallSite(nameof(AllocPages), member, file, line));

    /// <summary>Allocates one page (alloc_page).</summary>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The page, with one reference; null when there is none.</returns>
    [return: Acquires(ResourceKinds.Page, When = "return != null", ReleasedBy = "FreePage, PutPage")]
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public Page? AllocPage(
        GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Allocate(gfp, 0, new CallSite(nameof(AllocPage), member, file, line));

    /// <summary>Gives back a block of pages (__free_pages).</summary>
    /// <remarks>
    /// Drops the allocation's reference. If somebody else holds one, a block with one count lives on until that is dropped; of a
    /// block without, all pages but the first are free at once. Unlike the kernel, a wrong order is noticed.
    /// </remarks>
    /// <param name="page">The first page of the block; not null.</param>
    /// <param name="order">The order it was allocated with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is free, not the first of its block, or held in another way.</exception>
    public void FreePages(
        [Releases(ResourceKinds.Page), Releases(ResourceKinds.PageBlock)] Page page, int order,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(FreePages), member, file, line);
        FreeWhole(page, order, site);
    }

    /// <summary>Gives back one page (__free_page).</summary>
    /// <param name="page">A page that was allocated alone; not null.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page is free, part of a larger block, or held in another way.</exception>
    public void FreePage(
        [Releases(ResourceKinds.Page)] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(FreePage), member, file, line);
        Page first = CheckInUse(page, site);
        if (first.Order != 0)
        {
            throw Bug($"{page} is part of a block of order {first.Order}, which FreePage cannot free; use FreePages", first, site);
        }

        Release(page, 0, PageOnly, site);
    }

    /// <summary>Makes single pages of a block that is not compound (split_page): each is then held, and freed, on its own.</summary>
    /// <param name="page">The first page of the block.</param>
    /// <param name="order">The order it was allocated with.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The page does not start such a block.</exception>
    public void SplitPage(
        [Consumes(ResourceKinds.PageBlock)] Page page, int order,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SplitPage), member, file, line);
        Page start = CheckInUse(page, site);
        if (start != page || page.Order != order || page.Compound || !Ledger.Give(page, PageOrBlock, site))
        {
            throw Bug($"{page} does not start a block of order {order} that could be split", page, site);
        }

        SplitBlock(page, order);
        for (int i = 0; i < 1 << order; i++)
        {
            Ledger.Take(frames[page.Frame + i], ResourceKinds.Page, site);
        }
    }

    private void SplitBlock(Page first, int order)
    {
        first.Order = 0;
        for (int i = 1; i < 1 << order; i++)
        {
            Page single = frames[first.Frame + i];
            single.Block = single;
            single.InitializeCount(1);
        }
    }

    private void FreeWhole(Page page, int order, in CallSite site)
    {
        Page first = CheckInUse(page, site);
        if (first != page || page.Order != order)
        {
            throw Bug(
                first == page
                    ? $"{page} starts a block of order {page.Order}, and cannot be freed with order {order}"
                    : $"{page} is not the start of a block: the block of order {first.Order} starts at {first}",
                first, site);
        }

        Release(page, order, PageOrBlock, site);
    }

    private Page? Allocate(GfpFlags gfp, int order, in CallSite site)
    {
        Page? page = AllocateUnheld(gfp, order, site);
        if (page is not null)
        {
            Ledger.Take(page, order > 0 && !page.Compound ? ResourceKinds.PageBlock : ResourceKinds.Page, site);
        }

        return page;
    }

    private void CheckAllocating(GfpFlags gfp, in CallSite site)
    {
        ThrowIfDisposed();
        if ((gfp & GfpFlags.DirectReclaim) != 0)
        {
            MightSleep(site);
        }
    }

    private void WarnOfOrder(int order, GfpFlags gfp, in CallSite site)
    {
        if ((gfp & GfpFlags.NoWarn) == 0)
        {
            Warn($"{site.Api} was asked for a block of order {order}; the largest is {BuddyAllocator.MaxOrder} [{site}]", site);
        }
    }

    /// <summary>Checks what every allocation checks, and leaves recording the holder to the caller.</summary>
    private Page? AllocateUnheld(GfpFlags gfp, int order, in CallSite site)
    {
        CheckAllocating(gfp, site);
        if (order is < 0 or > BuddyAllocator.MaxOrder)
        {
            WarnOfOrder(order, gfp, site);
            return null;
        }

        Page? page = Injection.Fails(site, out _)
            ? null
            : TakeBlock(order, (gfp & GfpFlags.Comp) != 0, (gfp & GfpFlags.Zero) != 0);
        if ((gfp & GfpFlags.Movable) != 0)
        {
            page?.Place(movable: true);
        }

        return page;
    }
}
