using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Pins the folios of a memory file, reading them in if need be (memfd_pin_folios), for as long as one likes.</summary>
    /// <remarks>
    /// As with <see cref="FollFlags.LongTerm"/>, what lies where nothing may stay is moved away first. The folios of memory files are
    /// single pages here.
    /// </remarks>
    /// <param name="memfd">The file.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="end">The last byte, not the one after it.</param>
    /// <param name="folios">Where they go.</param>
    /// <param name="maxFolios">At most so many.</param>
    /// <param name="offset">Where in the first of them the first byte is.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// How many folios, not pages, are pinned; fewer than the range has if there is no room for more. A negative errno when none is:
    /// -EINVAL for an empty range, one beyond the end of the file, or no room at all; -ENOMEM.
    /// </returns>
    [NotIn(ExecutionContexts.Atomic)]
    public int MemfdPinFolios(
        [Borrows] ShmemFile memfd, long start, long end,
        [Acquires(ResourceKinds.FolioPin, Count = "return", When = "return > 0", ReleasedBy = "UnpinFolios, UnpinFolio")] Span<Page> folios,
        int maxFolios, out ulong offset,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(MemfdPinFolios), member, file, line);
        ArgumentNullException.ThrowIfNull(memfd);
        ThrowIfDisposed();
        MightSleep(site);
        offset = 0;
        if (start < 0 || start > end || maxFolios < 1 || (ulong)end >> Page.Shift >= memfd.Mapping.PageCount)
        {
            return -Errno.EINVAL;
        }

        ulong first = (ulong)start >> Page.Shift;
        int count = (int)Math.Min(((ulong)end >> Page.Shift) - first + 1, (ulong)maxFolios);
        CheckRoom(count, folios.Length, nameof(folios));
        if (Injection.Fails(site, count, out int error, out int limit))
        {
            if (limit <= 0)
            {
                return error == 0 ? -Errno.ENOMEM : error;
            }

            count = Math.Min(count, limit);
        }

        int held = 0;
        bool complete = false;
        try
        {
            for (error = 0; held < count && error == 0; held += error == 0 ? 1 : 0)
            {
                error = PinFolio(memfd.Mapping, first + (ulong)held, out folios[held]!, site);
            }

            complete = error == 0;
        }
        finally
        {
            // By an error or an exception: the caller learns of no page.
            if (!complete)
            {
                UnpinFolios(folios[..held], held, member, file, line);
                folios[..held].Clear();
            }
        }

        if (error != 0)
        {
            return error;
        }

        offset = (ulong)start & ~Page.Mask;
        return held;
    }

    /// <summary>Reads a page in and turns the reference it comes with into a pin.</summary>
    private int PinFolio(AddressSpace mapping, ulong index, out Page? folio, in CallSite site)
    {
        int error = mapping.Read(index, out folio);
        if (folio is { IsMovable: true })
        {
            DropReference(folio, 1, 0, site);
            error = mapping.Move(folio, site) ? mapping.Read(index, out folio) : -Errno.ENOMEM;
        }

        if (error != 0 || folio is null)
        {
            folio = null;
            return error;
        }

        bool pinned = folio.TryAddCount(MmStruct.GupPinCountingBias, 0);
        DropReference(folio, 1, 0, site);
        if (!pinned)
        {
            folio = null;
            return -Errno.ENOMEM;
        }

        CountPinned(1);
        Ledger.Take(folio, ResourceKinds.FolioPin, site);
        return 0;
    }
}
