namespace Acquit.Memory;

/// <remarks>
/// Where areas go that ask for no place: the lowest gap that is large enough. Gaps below a certain address are known to be small,
/// so that areas that come one after the other are not searched from the first one each time.
/// </remarks>
public sealed partial class MmStruct
{
    /// <summary>Where the search begins: the lowest address of a gap (free_area_cache).</summary>
    private ulong firstRoom = LowestAddress;

    /// <summary>No gap below <see cref="firstRoom"/> is larger (cached_hole_size).</summary>
    private ulong largestGapBelow;

    /// <returns>0; -ENOMEM when there is no room, -EEXIST when the place that was asked for is taken.</returns>
    private int FindRoom(ulong size, ulong at, VmFlags flags, out ulong start)
    {
        start = at;
        if (at != 0)
        {
            if (at + size > TaskSize || at + size < at)
            {
                return -Errno.ENOMEM;
            }

            int next = FirstAreaAfter(at);
            return next < areas.Count && areas.Values[next].Start < at + size ? -Errno.EEXIST : 0;
        }

        if (size > MapWindow)
        {
            return -Errno.ENOMEM;
        }

        // Huge entries need their own alignment, or an area as large as one could still not be mapped by one.
        ulong huge = PageTableLevel.Size(PageTableLevel.Pmd);
        ulong step = (flags & VmFlags.HugePage) != 0 && size >= huge ? huge : Page.Size;
        ulong gapStart = firstRoom;
        ulong largest = largestGapBelow;
        if (size <= largest)
        {
            gapStart = LowestAddress;
            largest = 0;
        }

        for (int i = FirstAreaAfter(gapStart); ; i++)
        {
            start = (gapStart + step - 1) & ~(step - 1);
            VmAreaStruct? next = i < areas.Count ? areas.Values[i] : null;

            // A page stays free between areas, so that an overrun faults instead of hitting the next one.
            if (next is null || start + size + Page.Size <= next.Start)
            {
                break;
            }

            largest = Math.Max(largest, next.Start > gapStart ? next.Start - gapStart : 0);
            gapStart = Math.Max(gapStart, next.End + Page.Size);
        }

        if (start > MapWindow - size)
        {
            return -Errno.ENOMEM;
        }

        largestGapBelow = Math.Max(largest, start - gapStart);
        firstRoom = start + size + Page.Size;
        return 0;
    }

    /// <summary>There is room from an address on that was taken: the gap around it is searched again.</summary>
    private void NoteRoom(ulong start)
    {
        if (start < firstRoom)
        {
            int next = FirstAreaAfter(start);
            firstRoom = Math.Max(LowestAddress, next > 0 ? areas.Values[next - 1].End + Page.Size : 0);
        }
    }
}
