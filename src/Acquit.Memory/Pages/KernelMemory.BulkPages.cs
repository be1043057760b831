using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>Allocates single pages into the empty slots of an array (alloc_pages_bulk_array).</summary>
    /// <remarks>
    /// Slots that are not null are left as they are, and counted. It ends at the first slot it has no page for: slots after that
    /// which were not null are not counted, as in the kernel.
    /// </remarks>
    /// <param name="gfp">How to allocate.</param>
    /// <param name="count">How many slots are to be filled; none for 0 or less.</param>
    /// <param name="pages">The slots, at least <paramref name="count"/>.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many slots, from the first on, have a page now. Fewer than asked for is a normal answer.</returns>
    /// <exception cref="ArgumentException">There are fewer slots than that; nothing was allocated.</exception>
    [NotIn(ExecutionContexts.Atomic, When = "gfp has DirectReclaim")]
    public int AllocPagesBulk(
        GfpFlags gfp, int count,
        [Acquires(ResourceKinds.Page, Count = "return", When = "return > 0", ReleasedBy = nameof(ReleasePages)), Borrows] Span<Page> pages,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(AllocPagesBulk), member, file, line);
        CheckRoom(count, pages.Length, nameof(pages));
        CheckAllocating(gfp, site);
        int filled = 0;
        while (filled < count && pages[filled] is not null)
        {
            filled++;
        }

        if (filled >= count)
        {
            return filled;
        }

        int most = int.MaxValue;
        if (Injection.Fails(site, count, out _, out int limit))
        {
            most = Math.Max(limit, 0);
        }

        for (; filled < count; filled++)
        {
            if (pages[filled] is not null)
            {
                continue;
            }

            Page? page = most-- > 0 ? TakeBlock(0, compound: false, (gfp & GfpFlags.Zero) != 0) : null;
            if (page is null)
            {
                break;
            }

            pages[filled] = page;
            Ledger.Take(page, ResourceKinds.Page, site);
        }

        return filled;
    }

    /// <summary>The kernel would go on beyond the end of the array.</summary>
    internal static void CheckRoom(int count, int length, string parameter)
    {
        if (count > length)
        {
            throw new ArgumentException($"The count is {count}, and the array has {length} elements", parameter);
        }
    }
}
