namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Maps a file, or anonymous memory, as the mmap system call does.</summary>
    /// <remarks>Calls the file's <see cref="FileOperations.Mmap"/> with the mmap lock held for writing.</remarks>
    /// <param name="length">The size in bytes; rounded up to pages.</param>
    /// <param name="flags">What the area allows; the "may" flags are added.</param>
    /// <param name="address">Where it was mapped; 0 on an error.</param>
    /// <param name="file">The file; null for anonymous memory.</param>
    /// <param name="pgoff">Where in the file the area begins, in pages.</param>
    /// <param name="at">Where to map it (MAP_FIXED_NOREPLACE); 0 for anywhere.</param>
    /// <returns>
    /// 0 or a negative errno: -EINVAL for no length or a crooked address, -ENOMEM when there is no room, -EEXIST when the
    /// place is taken, -EOVERFLOW for an end that no page offset reaches, -ENODEV for a file that cannot be mapped, or what the
    /// file's operation answers.
    /// </returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int Mmap(
        ulong length, VmFlags flags, out ulong address, FileStruct? file = null, ulong pgoff = 0, ulong at = 0)
    {
        CheckAlive(new CallSite(nameof(Mmap), "", "", 0));
        address = 0;
        ulong size = (length + Page.Size - 1) & Page.Mask;
        if (size == 0 || (at & ~Page.Mask) != 0)
        {
            return -Errno.EINVAL;
        }

        if (pgoff + (size >> Page.Shift) < pgoff)
        {
            return -Errno.EOVERFLOW;
        }

        if (file is { Operations.Mmap: null })
        {
            return -Errno.ENODEV;
        }

        file?.Mapping?.CheckAreasNotLocked(new CallSite(nameof(Mmap), "", "", 0));
        flags |= VmFlags.MayRead | VmFlags.MayWrite | VmFlags.MayExec;
        MmapWriteLock(nameof(Mmap), "", 0);
        try
        {
            int error = FindRoom(size, at, flags, out ulong start);
            if (error != 0)
            {
                return error;
            }

            file ??= (flags & VmFlags.Shared) != 0 ? new SharedAnonymousFile(Kernel, size) : null;
            error = Place(new VmAreaStruct(this, start, start + size, flags, pgoff, file));
            address = error == 0 ? start : 0;
            return error;
        }
        finally
        {
            MmapWriteUnlock(nameof(Mmap), "", 0);
        }
    }

    /// <summary>Unmaps a range, as the munmap system call does: the mapping's references to pages are dropped.</summary>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="length">The size in bytes; rounded up to pages.</param>
    /// <returns>0, or -EINVAL for no length or a crooked address.</returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public int Munmap(ulong address, ulong length)
    {
        ulong size = (length + Page.Size - 1) & Page.Mask;
        if (size == 0 || (address & ~Page.Mask) != 0 || address + size < address)
        {
            return -Errno.EINVAL;
        }

        MmapWriteLock(nameof(Munmap), "", 0);
        try
        {
            UnmapRange(address, address + size);
        }
        finally
        {
            MmapWriteUnlock(nameof(Munmap), "", 0);
        }

        return 0;
    }

    private void UnmapRange(ulong start, ulong end)
    {
        CallSite site = new(nameof(Munmap), "", "", 0);
        VmAreaStruct[] touched = AreasIn(start, end);
        foreach (VmAreaStruct area in touched)
        {
            area.File?.Mapping?.CheckAreasNotLocked(site);
        }

        foreach (VmAreaStruct area in touched)
        {
            Cut(area, Math.Max(start, area.Start), Math.Min(end, area.End));
        }

        FreeTablesAround(start, end);
    }

    /// <summary>Puts an area in its place and lets its file map it; if that fails, by answer or exception, takes it out again.</summary>
    private int Place(VmAreaStruct area)
    {
        areas.Add(area.Start, area);
        int error = -Errno.EINVAL;
        try
        {
            int answer;
            using (KernelThread.Current.Enter(ExecutionContexts.Mmap))
            {
                answer = area.File is null ? 0 : area.File.Operations.Mmap!(area.File, area);
            }

            if (answer == 0)
            {
                LinkToFile(area, new CallSite(nameof(Mmap), "", "", 0));
            }

            error = answer;
            return error;
        }
        finally
        {
            if (error != 0)
            {
                Zap(area.Start, area.End);
                areas.Remove(area.Start);
                FreeTablesAround(area.Start, area.End);
            }
        }
    }

    /// <summary>Takes a range, which lies in the area, out of it.</summary>
    private void Cut(VmAreaStruct area, ulong start, ulong end)
    {
        CallSite site = new(nameof(Munmap), "", "", 0);
        Zap(start, end);
        if (start > area.Start && end < area.End)
        {
            ulong skipped = (end - area.Start) >> Page.Shift;
            VmAreaStruct upper = new(this, end, area.End, area.Flags, area.Pgoff + skipped, area.File)
            {
                Ops = area.Ops,
                PrivateData = area.PrivateData,
            };
            Reshape(area, area.Start, start, upper, site);
            areas.Add(end, upper);
            upper.Ops?.Open?.Invoke(upper);
        }
        else if (start > area.Start)
        {
            Reshape(area, area.Start, start, null, site);
        }
        else if (end < area.End)
        {
            areas.Remove(area.Start);
            Reshape(area, end, area.End, null, site);
            areas.Add(end, area);
        }
        else
        {
            areas.Remove(area.Start);
            UnlinkFromFile(area, site);
            area.Ops?.Close?.Invoke(area);
        }
    }
}
