namespace Acquit.Memory;

/// <summary>Why and how the pages from an address on are wanted.</summary>
/// <param name="Flags">The fault it would cause.</param>
/// <param name="Site">The call it is for.</param>
internal readonly record struct PageRequest(FaultFlags Flags, CallSite Site)
{
    /// <summary>How a driver's call follows the pages; nothing when a CPU touches them.</summary>
    public FollFlags Foll { get; init; }

    /// <summary>The area, when the mmap lock is held; null when nobody has looked.</summary>
    public VmAreaStruct? Area { get; init; }

    public bool Write => (Flags & FaultFlags.Write) != 0;

    /// <summary>Pin, instead of taking a reference.</summary>
    public bool Pin => (Foll & FollFlags.Pin) != 0;

    /// <summary>Whether pages are taken at all, and not only faulted in.</summary>
    public bool Takes => (Foll & (FollFlags.Pin | FollFlags.Get)) != 0;

    public bool LongTerm => (Foll & FollFlags.LongTerm) != 0;

    /// <summary>Whether it depends on more than the entry if a page may be taken: see <see cref="MmStruct.MustUnshare"/>.</summary>
    public bool IsCareful => LongTerm || (Pin && !Write);

    /// <summary>Whether a CPU's access is allowed in an area.</summary>
    public bool IsAllowedIn(VmAreaStruct area) => (area.Flags & (Write ? VmFlags.Write : VmFlags.Read)) != 0;
}
