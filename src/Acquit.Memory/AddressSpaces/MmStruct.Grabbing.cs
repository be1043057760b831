using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>
    /// Holds pages that are mapped with the rights that are wanted, up to the first that is not (gup_fast_pgd_range).
    /// </summary>
    /// <remarks>
    /// Hold first, then see whether the same is still mapped; if not, undo the hold in its own family. No lock, no allocation, no
    /// counter but the pages' own: one operation on it for a page, or for all the pages that one huge entry maps. Unlike a fault,
    /// it neither needs nor sets the dirty bit: who writes through the hold has to say so.
    /// </remarks>
    /// <returns>
    /// How many pages are held: 0 when the first has to be looked at more closely; -ENOMEM when its count is full.
    /// </returns>
    internal int GrabMapped(ulong address, Span<Page> pages, in PageRequest request)
    {
        int held = 0;
        while (held < pages.Length && address < TaskSize && table.Leaf(address, out int index) is { } node)
        {
            int wanted;
            int got;
            if (node.Level == PageTableLevel.Pte)
            {
                wanted = Math.Min(pages.Length - held, PageTableNode.Slots - index);
                got = GrabRun(node, index, pages.Slice(held, wanted), request);
            }
            else
            {
                ulong first = (address >> Page.Shift) & (PageTableLevel.Pages(node.Level) - 1);
                wanted = (int)Math.Min((ulong)(pages.Length - held), PageTableLevel.Pages(node.Level) - first);
                got = GrabHuge(node, index, first, pages.Slice(held, wanted), request);
            }

            if (got < 0)
            {
                return held > 0 ? held : got;
            }

            held += got;
            if (got < wanted)
            {
                break;
            }

            address += (ulong)got << Page.Shift;
        }

        return held;
    }

    /// <summary>Holds pages that neighbouring entries of one table map (gup_pte_range).</summary>
    private int GrabRun(PageTableNode node, int index, Span<Page> pages, in PageRequest request)
    {
        long rights = (long)(EntryFlags.Present | (request.Write ? EntryFlags.Writable : EntryFlags.None));
        const long ignored = (long)EntryFlags.SetByAccess;
        const long unusual = (long)(EntryFlags.Special | EntryFlags.Device);
        int references = request.Pin ? GupPinCountingBias : 1;
        bool careful = request.LongTerm;
        bool unshared = request.IsCareful;
        Page zeroes = Kernel.ZeroPage;
        ReadOnlySpan<Page> frames = Kernel.OrdinaryFrames;
        ref long first = ref node.Entry(index);
        for (int i = 0; i < pages.Length; i++)
        {
            ref long slot = ref Unsafe.Add(ref first, i);
            PageTableEntry entry = new(Volatile.Read(ref slot));
            ulong frame = entry.Frame;
            if ((entry.Bits & (rights | unusual)) != rights || frame >= (ulong)frames.Length)
            {
                return (entry.Bits & (rights | (long)EntryFlags.Special)) == rights
                    ? GrabDevicePage(node, index, i, pages, request)
                    : i;
            }

            Page page = frames[(int)frame];
            if (careful || page.IsCompound || page == zeroes || (unshared && page.IsAnonShared) || !page.TryAddOwnCount(references))
            {
                int got = Hold(page, 1, ref slot, entry, request);
                if (got <= 0)
                {
                    return i > 0 ? i : got;
                }
            }
            else if (((Volatile.Read(ref slot) ^ entry.Bits) & ~ignored) != 0 || page.IsCompound || (unshared && page.IsAnonShared))
            {
                Kernel.DropReference(page, references, 0, request.Site);
                return i;
            }

            page.SetReferenced();
            pages[i] = page;
        }

        return pages.Length;
    }

    /// <summary>Holds pages that one huge entry maps (gup_huge_pmd, gup_huge_pud).</summary>
    private int GrabHuge(PageTableNode node, int index, ulong first, Span<Page> pages, in PageRequest request)
    {
        EntryFlags rights = EntryFlags.Present | (request.Write ? EntryFlags.Writable : EntryFlags.None);
        ref long slot = ref node.Entry(index);
        PageTableEntry entry = new(Volatile.Read(ref slot));
        if ((entry.Flags & (rights | EntryFlags.Special)) != rights || (request.Foll & FollFlags.SplitPmd) != 0)
        {
            return 0;
        }

        ulong frame = entry.Frame + first;
        if (entry.Device)
        {
            return GrabDevicePages(frame, ref slot, entry, pages, request);
        }

        Page page = Kernel.MappedPage(frame);
        int got = Hold(page, pages.Length, ref slot, entry, request);
        if (got <= 0)
        {
            return got;
        }

        // All at once: storing references one by one costs more than everything before.
        page.SetReferenced();
        Kernel.FrameTable.Slice((int)frame, pages.Length).CopyTo(pages);
        return pages.Length;
    }

    /// <summary>Takes holds on a page, or on so many pages of its compound page at once, if the entry still maps it then.</summary>
    /// <returns>1 when held; 0 when the entry has changed, or the page is not to be held like that; -ENOMEM when the count is full.</returns>
    private int Hold(Page page, int holds, ref long slot, PageTableEntry entry, in PageRequest request)
    {
        bool careful = request.IsCareful;
        if (careful && IsBarred(page, request))
        {
            return 0;
        }

        bool pin = request.Pin;
        if (pin && page == Kernel.ZeroPage)
        {
            // The page of zeroes is nobody's: neither pinning nor unpinning counts it.
            return 1;
        }

        bool compound = page.IsCompound;
        Page head = compound ? page.Head : page;
        int references = pin && !compound ? GupPinCountingBias : holds;
        int pins = pin && compound ? holds : 0;
        bool counted = head.TryAddCount(references, pins);
        bool same = new PageTableEntry(Volatile.Read(ref slot)).MapsAs(entry)
            && page.IsCompound == compound && (!compound || page.Head == head);
        bool barred = careful && counted && IsBarred(page, request);
        if (counted && same && !barred)
        {
            return 1;
        }

        if (counted)
        {
            // A stranger's page by now, perhaps; what was added to its count is taken off it again, to the last.
            Kernel.DropReference(head, references, pins, request.Site);
        }

        // No references are no reason to give up: the page is on its way out, or is being moved and has them again in a moment.
        return same && !barred && !counted && head.RefCount > int.MaxValue - references ? -Errno.ENOMEM : 0;
    }
}
