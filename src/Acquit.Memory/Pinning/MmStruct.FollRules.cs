namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Flags that no driver passes (INTERNAL_GUP_FLAGS).</summary>
    private const FollFlags InternalFlags =
        FollFlags.Touch | FollFlags.Tried | FollFlags.Remote | FollFlags.Pin | FollFlags.FastOnly | FollFlags.Unlockable
        | FollFlags.MadvPopulate;

    /// <summary>Flags that mean something without looking at areas.</summary>
    private const FollFlags FastFlags =
        FollFlags.Write | FollFlags.LongTerm | FollFlags.Force | FollFlags.Pin | FollFlags.Get | FollFlags.FastOnly
        | FollFlags.NoFault | FollFlags.PciP2pDma | FollFlags.HonorNumaFault;

    /// <summary>Whether the flags of a call go together (is_valid_gup_args); warns if not.</summary>
    /// <param name="flags">What the caller passed; afterwards with what the call adds.</param>
    /// <param name="adds">What the call adds.</param>
    /// <param name="hasPages">Whether there is an array for the pages.</param>
    /// <param name="site">The call.</param>
    private bool FlagsAgree(ref FollFlags flags, FollFlags adds, bool hasPages, in CallSite site)
    {
        FollFlags passed = flags;
        flags |= adds;
        const FollFlags both = FollFlags.Pin | FollFlags.Get;
        string? wrong =
            (passed & InternalFlags) != 0 ? $"{passed & InternalFlags}, which is the core's own"
            : (flags & both) == both ? "FOLL_GET, which does not go with pins"
            : (flags & (FollFlags.LongTerm | FollFlags.Pin)) == FollFlags.LongTerm ? "FOLL_LONGTERM, which needs pins"
            : (flags & both) != 0 && !hasPages ? "no array for the pages it is to take"
            : (flags & FollFlags.LongTerm) != 0 && (flags & FollFlags.PciP2pDma) != 0
                ? "FOLL_PCI_P2PDMA, whose memory may go at any time, with FOLL_LONGTERM"
            : null;
        if (wrong is not null)
        {
            Kernel.Warn($"{site.Api} was given {wrong} [{site}]", site);
        }

        return wrong is null;
    }

    private bool FlagsSuitFastHalf(FollFlags flags, in CallSite site)
    {
        FollFlags others = flags & ~FastFlags;
        if (others != 0)
        {
            Kernel.Warn($"{site.Api} was given {others}, which means nothing without looking at areas [{site}]", site);
        }

        return others == 0;
    }

    /// <summary>Whether pages of an area may be followed (check_vma_flags).</summary>
    /// <returns>0, -EFAULT, or -EOPNOTSUPP.</returns>
    private static int CheckArea(VmAreaStruct area, FollFlags foll)
    {
        if ((area.Flags & (VmFlags.Io | VmFlags.PfnMap)) != 0 || ((foll & FollFlags.Anon) != 0 && !area.IsAnonymous))
        {
            return -Errno.EFAULT;
        }

        bool longTerm = (foll & FollFlags.LongTerm) != 0;
        if (longTerm && area.File is { IsDax: true })
        {
            return -Errno.EOPNOTSUPP;
        }

        bool forced = (foll & FollFlags.Force) != 0;
        bool allowed = (foll & FollFlags.Write) == 0
            ? (area.Flags & VmFlags.Read) != 0 || (forced && (area.Flags & VmFlags.MayRead) != 0)
            : (area.AllowsWrite || (forced && area.IsCow)) && !(longTerm && NeedsDirtyTracking(area));
        return allowed ? 0 : -Errno.EFAULT;
    }

    /// <summary>Whether somebody wants to be told before a page is written, which nobody is who writes through a pin (vma_needs_dirty_tracking).</summary>
    private static bool NeedsDirtyTracking(VmAreaStruct area) => area.IsShared && area.Ops is { TracksWrites: true };

    /// <summary>
    /// Whether a read-only pin would not be of what the process will see later: whoever writes first gets another page (gup_must_unshare).
    /// </summary>
    internal static bool MustUnshare(Page page, in PageRequest request) =>
        request.Pin && !request.Write
        && (page.IsAnonymous
            ? page.IsAnonShared
            : request.LongTerm && (request.Area is null || request.Area.IsCow));

    /// <summary>Whether a page is not to be taken as it is; without the area it depends on, the answer is yes.</summary>
    private static bool IsBarred(Page page, in PageRequest request) =>
        MustUnshare(page, request)
        || (request.LongTerm && request.Area is null
            && (page.IsMovable || (request.Write && !page.IsAnonymous && (page.Mapping is null || page.IsZoneDevice))));

    /// <summary>Whether a write that was forced may go through a read-only entry: the copy it needs is there (can_follow_write_pte).</summary>
    private bool CanForce(PageTableEntry entry, ulong address, int level, in PageRequest request)
    {
        if ((request.Foll & FollFlags.Force) == 0 || request.Area is not { IsCow: true, AllowsWrite: false } || !entry.IsCounted)
        {
            return false;
        }

        Page page = Kernel.MappedPage(FrameAt(entry, address, level));
        return page.IsAnonymous && !page.IsAnonShared;
    }
}
