using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] SgTableOnly = [ResourceKinds.SgTable];

    /// <summary>Makes room for pieces in a table (sg_alloc_table).</summary>
    /// <param name="table">The table; without room.</param>
    /// <param name="nents">How many pieces; each has to be filled in.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -EINVAL for no pieces; -ENOMEM.</returns>
    /// <exception cref="KernelBugException">The table has room already, which the kernel would lose.</exception>
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public int SgAllocTable(
        [Acquires(ResourceKinds.SgTable, When = "return == 0", ReleasedBy = nameof(SgFreeTable))] SgTable table,
        int nents, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SgAllocTable), member, file, line);
        int error = PrepareTable(table, nents, gfp, site);
        if (error == 0)
        {
            FillTable(table, ScatterList.SgInitTable(nents), site);
        }

        return error;
    }

    /// <summary>Fills a table with pages (sg_alloc_table_from_pages): those that lie next to each other become one piece.</summary>
    /// <param name="table">The table; without room.</param>
    /// <param name="pages">The pages, held by the caller for as long as the table is used.</param>
    /// <param name="offset">Where in the first page to begin, in bytes.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0; -EINVAL for no bytes, or more than the pages have; -ENOMEM.</returns>
    /// <exception cref="KernelBugException">The table has room already, or a page is free.</exception>
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public int SgAllocTableFromPages(
        [Acquires(ResourceKinds.SgTable, When = "return == 0", ReleasedBy = nameof(SgFreeTable))] SgTable table,
        [Borrows] ReadOnlySpan<Page> pages, int offset, int size, GfpFlags gfp,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SgAllocTableFromPages), member, file, line);
        foreach (Page page in pages)
        {
            CheckInUse(page, site);
        }

        bool fits = offset >= 0 && size > 0 && (long)offset + size <= (long)pages.Length << Page.Shift;
        int error = PrepareTable(table, fits ? 1 : 0, gfp, site);
        if (error == 0)
        {
            FillTable(table, [.. Pieces(pages.ToArray(), offset, size)], site);
        }

        return error;
    }

    /// <summary>Gives a table's room back (sg_free_table). Not its pages; and not while it is mapped. A table without room is left alone.</summary>
    /// <param name="table">The table.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The table is mapped for a device.</exception>
    public void SgFreeTable(
        [Releases(ResourceKinds.SgTable)] SgTable table,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(SgFreeTable), member, file, line);
        ArgumentNullException.ThrowIfNull(table);
        if (table.Sgl.Length == 0)
        {
            return;
        }

        if (table.Sgl[0].Mapped is { } mapped)
        {
            Misuse($"{site.Api}: {table} is mapped for {mapped.Device}; it is unmapped first", mapped, site);
        }

        Ledger.Give(table, SgTableOnly, site);
        table.Sgl = [];
        table.Nents = 0;
        table.OrigNents = 0;
    }

    private static IEnumerable<ScatterList> Pieces(Page[] pages, int offset, int size)
    {
        ScatterList? piece = null;
        foreach (Page page in pages)
        {
            if (offset >= Page.Size)
            {
                offset -= Page.Size;
                continue;
            }

            if (size == 0)
            {
                break;
            }

            int part = Math.Min(size, Page.Size - offset);
            bool followsOn = piece is not null && offset == 0
                && ((long)piece.Page!.Pfn << Page.Shift) + piece.Offset + piece.Length == (long)page.Pfn << Page.Shift;
            if (followsOn)
            {
                piece!.SgSetPage(piece.Page!, piece.Length + part, piece.Offset);
            }
            else
            {
                if (piece is not null)
                {
                    yield return piece;
                }

                piece = new ScatterList();
                piece.SgSetPage(page, part, offset);
            }

            size -= part;
            offset = 0;
        }

        yield return piece!;
    }

    private int PrepareTable(SgTable table, int nents, GfpFlags gfp, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(table);
        ThrowIfDisposed();
        if (table.Sgl.Length > 0)
        {
            throw Bug($"{site.Api}: {table} has room already, which would be lost", table, site);
        }

        if ((gfp & GfpFlags.DirectReclaim) != 0)
        {
            MightSleep(site);
        }

        return nents <= 0 ? -Errno.EINVAL
            : Injection.Fails(site, out int errno) ? (errno == 0 ? -Errno.ENOMEM : errno)
            : 0;
    }

    private void FillTable(SgTable table, ScatterList[] pieces, in CallSite site)
    {
        table.Sgl = pieces;
        table.Nents = pieces.Length;
        table.OrigNents = pieces.Length;
        Ledger.Take(table, ResourceKinds.SgTable, site);
    }
}
