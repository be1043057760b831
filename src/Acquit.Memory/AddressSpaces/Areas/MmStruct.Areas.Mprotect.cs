namespace Acquit.Memory;

public sealed partial class MmStruct
{
    private const VmFlags Rights = VmFlags.Read | VmFlags.Write | VmFlags.Exec;

    /// <summary>Changes what a range allows, as the mprotect system call does.</summary>
    /// <remarks>
    /// Entries that may not be written any more lose that right here; rights that are gained come with the next fault, except in
    /// shared areas whose driver does not want to be asked. Neighbours with the same flags stay areas of their own.
    /// </remarks>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="length">The size in bytes; rounded up to pages.</param>
    /// <param name="rights">
    /// Any of <see cref="VmFlags.Read"/>, <see cref="VmFlags.Write"/>, <see cref="VmFlags.Exec"/>. What may be written can be read here, as
    /// on most processors.
    /// </param>
    /// <returns>
    /// 0; -EINVAL for a crooked address, other flags, or none at all (PROT_NONE: entries here are there and can be used, or are not);
    /// -ENOMEM at the first address that is not mapped, -EACCES for rights that the area may never have, or what the driver answers:
    /// with the areas before it changed.
    /// </returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int Mprotect(ulong address, ulong length, VmFlags rights)
    {
        CallSite site = new(nameof(Mprotect), "", "", 0);
        CheckAlive(site);
        ulong end = address + ((length + Page.Size - 1) & Page.Mask);
        if ((address & ~Page.Mask) != 0 || rights == VmFlags.None || (rights & ~Rights) != 0)
        {
            return -Errno.EINVAL;
        }

        if (length == 0)
        {
            return 0;
        }

        if (end <= address)
        {
            return -Errno.ENOMEM;
        }

        MmapLock.EnterWrite(site);
        try
        {
            foreach (VmAreaStruct area in AreasIn(address, end))
            {
                if (area.Start > address)
                {
                    return -Errno.ENOMEM;
                }

                ulong to = Math.Min(area.End, end);
                int error = Protect(area, address, to, (area.Flags & ~Rights) | rights, site);
                if (error != 0)
                {
                    return error;
                }

                address = to;
            }

            return address < end ? -Errno.ENOMEM : 0;
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    private int Protect(VmAreaStruct area, ulong from, ulong to, VmFlags flags, in CallSite site)
    {
        // What an area may ever allow stands four bits above what it allows.
        if ((flags & ~(VmFlags)((uint)flags >> 4) & Rights) != 0)
        {
            return -Errno.EACCES;
        }

        int error = area.Ops?.Mprotect?.Invoke(area, from, to, flags) ?? 0;
        if (error != 0 || area.Flags == flags)
        {
            return error;
        }

        error = ChangeFlags(area, from, to, flags, site, out area);
        if (error == 0)
        {
            InvalidateRangeStart(from, to, MmuNotifyEvent.ProtectionVma, site);
            try
            {
                ChangeProtection(area);
            }
            finally
            {
                InvalidateRangeEnd(from, to, MmuNotifyEvent.ProtectionVma);
            }
        }

        return error;
    }

    /// <summary>Brings entries in line with the rights of their area (change_protection).</summary>
    private void ChangeProtection(VmAreaStruct area)
    {
        bool gains = area.MapsWritable;
        bool loses = (area.Flags & VmFlags.Write) == 0;
        for (ulong at = area.Start; (gains || loses) && table.FindNext(ref at, area.End, out PageTableLeaf leaf); at = leaf.End)
        {
            lock (leaf.Table.Ptl)
            {
                PageTableEntry entry = leaf.Table.Read(leaf.Index);
                if (!entry.Present)
                {
                    continue;
                }

                bool zeroes = entry.IsCounted && entry.Frame == Kernel.ZeroPage.Pfn;
                leaf.Table.Write(
                    leaf.Index,
                    gains && !zeroes ? entry.With(EntryFlags.Writable) : entry.Without(EntryFlags.Writable));
            }
        }
    }
}
