namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Takes advice about a range, as the madvise system call does.</summary>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="length">The size in bytes; rounded up to pages.</param>
    /// <param name="advice">The advice.</param>
    /// <returns>
    /// 0; -EINVAL for a crooked address, unknown advice, or advice that the area cannot take; -ENOMEM, with the rest done, when parts
    /// of the range are not mapped; or what <see cref="VmOperations.MaySplit"/> answers.
    /// </returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int Madvise(ulong address, ulong length, MadviseAdvice advice)
    {
        CallSite site = new(nameof(Madvise), "", "", 0);
        CheckAlive(site);
        ulong end = address + ((length + Page.Size - 1) & Page.Mask);
        if ((address & ~Page.Mask) != 0 || end < address || (length != 0 && end == address) || !Enum.IsDefined(advice))
        {
            return -Errno.EINVAL;
        }

        MmapLock.EnterWrite(site);
        try
        {
            int unmapped = 0;
            foreach (VmAreaStruct area in AreasIn(address, end))
            {
                unmapped = area.Start > address ? -Errno.ENOMEM : unmapped;
                ulong from = Math.Max(area.Start, address);
                address = Math.Min(area.End, end);
                int error = Advise(area, from, address, advice, site);
                if (error != 0)
                {
                    return error;
                }
            }

            return address < end ? -Errno.ENOMEM : unmapped;
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    private int Advise(VmAreaStruct area, ulong from, ulong to, MadviseAdvice advice, in CallSite site)
    {
        const VmFlags special = VmFlags.Io | VmFlags.PfnMap | VmFlags.MixedMap | VmFlags.DontExpand;
        VmFlags never = advice switch
        {
            MadviseAdvice.DontNeed => VmFlags.Locked | VmFlags.PfnMap,
            MadviseAdvice.DoFork => VmFlags.Io,
            MadviseAdvice.DoDump => special,
            _ => VmFlags.None,
        };
        if ((area.Flags & never) != 0)
        {
            return -Errno.EINVAL;
        }

        if (advice == MadviseAdvice.DontNeed)
        {
            Zap(from, to, MmuNotifyEvent.Clear);
            return 0;
        }

        return ChangeFlags(area, from, to, AdvisedFlags(area.Flags, advice), site, out _);
    }

    private static VmFlags AdvisedFlags(VmFlags flags, MadviseAdvice advice) => advice switch
    {
        MadviseAdvice.DontFork => flags | VmFlags.DontCopy,
        MadviseAdvice.DoFork => flags & ~VmFlags.DontCopy,
        MadviseAdvice.HugePage => (flags | VmFlags.HugePage) & ~VmFlags.NoHugePage,
        MadviseAdvice.NoHugePage => (flags | VmFlags.NoHugePage) & ~VmFlags.HugePage,
        MadviseAdvice.DontDump => flags | VmFlags.DontDump,
        _ => flags & ~VmFlags.DontDump,
    };

    /// <summary>Gives a part of an area other flags, splitting it off if need be.</summary>
    /// <returns>0, or what the driver says against the split.</returns>
    private int ChangeFlags(VmAreaStruct area, ulong from, ulong to, VmFlags flags, in CallSite site, out VmAreaStruct changed)
    {
        changed = area;
        if (area.Flags == flags)
        {
            return 0;
        }

        int error = SplitAt(from, site);
        error = error == 0 ? SplitAt(to, site) : error;
        if (error == 0)
        {
            changed = areas[from];
            changed.Flags = flags;
        }

        return error;
    }
}
