namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Whether a page may be pinned (page_maybe_dma_pinned).</summary>
    /// <remarks>
    /// No is certain. Yes is certain for compound pages, whose pins are counted apart. A small page looks pinned from 1024 ordinary
    /// references on, and with a count that has overflowed.
    /// </remarks>
    /// <param name="page">The page.</param>
    /// <returns>Whether it may be.</returns>
    public bool PageMaybeDmaPinned([Borrows] Page page)
    {
        CheckInUse(page, nameof(PageMaybeDmaPinned));
        return page.MaybeDmaPinned;
    }

    /// <summary>Whether a folio may be pinned (folio_maybe_dma_pinned): what is asked of its pages today.</summary>
    /// <param name="folio">A page of it.</param>
    /// <returns>As <see cref="PageMaybeDmaPinned"/>.</returns>
    public bool FolioMaybeDmaPinned([Borrows] Page folio) => PageMaybeDmaPinned(folio);

    /// <summary>The older name of <see cref="PageMaybeDmaPinned"/> (page_dma_pinned), from before its answer was known to be a guess.</summary>
    /// <param name="page">The page.</param>
    /// <returns>Whether it may be pinned.</returns>
    [ReplacedBy(nameof(PageMaybeDmaPinned))]
    public bool PageDmaPinned([Borrows] Page page) => PageMaybeDmaPinned(page);
}
