using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
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
    /// <returns>The first page, with one reference; null when there is no such block.</returns>
    [return: Acquires(ResourceKinds.Page, When = "return != null && order == 0", ReleasedBy = "FreePages, PutPage")]
    [return: Acquires(ResourceKinds.Page, When = "return != null && order > 0 && gfp has Comp", ReleasedBy = "FreePages, PutPage")]
    [return: Acquires(
        ResourceKinds.PageBlock, When = "return != null && order > 0 && gfp lacks Comp", ReleasedBy = nameof(FreePages))]
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
        CheckInUse(page, site);
        if (page.Block != page || page.Order != order)
        {
            Page first = page.Block!;
            throw Bug(
                page.Block == page
                    ? $"{page} starts a block of order {page.Order}, and cannot be freed with order {order}"
                    : $"{page} is not the start of a block: the block of order {first.Order} starts at {first}",
                first, site);
        }

        Release(page, order, PageOrBlock, site);
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
        CheckInUse(page, site);
        if (page.Block != page || page.Order != order || page.Compound || !Ledger.Give(page, PageOrBlock, site))
        {
            throw Bug($"{page} does not start a block of order {order} that could be split", page, site);
        }

        page.Order = 0;
        for (int i = 0; i < 1 << order; i++)
        {
            Page single = frames[page.Frame + i];
            single.Block = single;
            if (i > 0)
            {
                single.InitializeCount(1);
            }

            Ledger.Take(single, ResourceKinds.Page, site);
        }
    }

    /// <summary>Allocates without recording anybody as the holder: the core's own pages.</summary>
    internal Page? TakeBlock(int order, bool compound, bool zero)
    {
        int frame = buddy.Allocate(order);
        if (frame < 0)
        {
            return null;
        }

        Page first = frames[frame];
        for (int i = 0; i < 1 << order; i++)
        {
            Page page = frames[frame + i];
            page.Order = 0;
            page.Compound = compound && order > 0;
            page.IsAnonymous = false;
            page.Mapping = null;
            page.InitializeCount(0);
            page.Block = first;
        }

        first.Order = order;
        first.SetDirty(false);
        if (zero)
        {
            Store.Frames(frame, 1 << order).Clear();
        }

        first.InitializeCount(1);
        return first;
    }

    /// <summary>Drops references that the core holds, and frees the page with the last one.</summary>
    internal void DropReference(Page page, int references, int pins, in CallSite site)
    {
        if (!TryDropReference(page, references, pins, site))
        {
            throw Bug($"{page} has {page.RefCount} references; {site.Api} wants to drop {references}", page.Head, site);
        }
    }

    /// <returns>False, with nothing changed, if the page does not have so many.</returns>
    internal bool TryDropReference(Page page, int references, int pins, in CallSite site)
    {
        Page head = page.Head;
        int left = head.DropCount(references, pins);
        if (left == 0)
        {
            // Only the first page of a block that is not compound is counted: the rest stays behind, as in the kernel.
            FreeBlock(head, head.Compound ? head.Order : 0, site);
        }

        return left >= 0;
    }

    private Page? Allocate(GfpFlags gfp, int order, in CallSite site)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if ((gfp & GfpFlags.DirectReclaim) != 0)
        {
            MightSleep(site);
        }

        if (order is < 0 or > BuddyAllocator.MaxOrder || Injection.Fails(site.Api, out _))
        {
            return null;
        }

        Page? page = TakeBlock(order, (gfp & GfpFlags.Comp) != 0, (gfp & GfpFlags.Zero) != 0);
        if (page is not null)
        {
            Ledger.Take(page, order > 0 && !page.Compound ? ResourceKinds.PageBlock : ResourceKinds.Page, site);
        }

        return page;
    }

    private void Release(Page page, int order, string[] kinds, in CallSite site)
    {
        if (!Ledger.Give(page, kinds, site))
        {
            Misuse(WrongRelease(page, site), page, site);
        }

        // Once the reference is gone, somebody else may free the page and a third allocate it: all that is to be known of it
        // has to be known before.
        bool compound = page.Compound;
        if (!compound)
        {
            page.Order = 0;
        }

        int left = page.DropCount(1, 0);
        if (left < 0)
        {
            page.Order = order;
            throw Bug($"{page} has no references left for {site.Api} to drop", page, site);
        }

        if (left == 0)
        {
            FreeBlock(page, order, site);
            return;
        }

        if (!compound)
        {
            // Somebody holds the first page a moment longer; the others are not counted, so nobody can.
            for (int half = order - 1; half >= 0; half--)
            {
                Page upper = frames[page.Frame + (1 << half)];
                FreeBlock(upper, half, site);
            }
        }
    }

    private void FreeBlock(Page first, int order, in CallSite site)
    {
        if (Ledger.Enabled && Ledger.HoldsOf(first) is { Count: > 0 } held && held[0].Kind != ResourceKinds.PageBlock)
        {
            Warn($"{first} is freed by {site} while it is still held{Ledger.Describe(first)}", site);
        }

        Ledger.NoteRelease(first, site);
        for (int i = 0; i < 1 << order; i++)
        {
            Page page = frames[first.Frame + i];
            if (Options.Checking && page.Aliases > 0)
            {
                Warn($"{page} is freed by {site} while it is still mapped, for the kernel or for a device", site);
            }

            page.Block = null;
            page.Compound = false;
            page.Order = 0;
            if (i > 0)
            {
                Ledger.NoteRelease(page, site);
            }
        }

        if (Options.PoisonFreedPages)
        {
            Store.Frames(first.Frame, 1 << order).Fill(0xaa);
        }

        buddy.Free(first.Frame, order);
    }
}
