using System.Runtime.CompilerServices;

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
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="path">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
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
        ulong length, VmFlags flags, out ulong address, FileStruct? file = null, ulong pgoff = 0, ulong at = 0,
        [CallerMemberName] string member = "", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Mmap), member, path, line);
        CheckAlive(site);
        address = 0;
        ulong size = (length + Page.Size - 1) & Page.Mask;
        if (length == 0 || (at & ~Page.Mask) != 0)
        {
            return -Errno.EINVAL;
        }

        if (size == 0)
        {
            return -Errno.ENOMEM;
        }

        if (pgoff + (size >> Page.Shift) < pgoff)
        {
            return -Errno.EOVERFLOW;
        }

        if (file is { Operations.Mmap: null })
        {
            return -Errno.ENODEV;
        }

        file?.Mapping?.CheckAreasNotLocked(site);
        flags |= VmFlags.MayRead | VmFlags.MayWrite | VmFlags.MayExec;
        MmapLock.EnterWrite(site);
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
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EINVAL for no length or a crooked address; or what <see cref="VmOperations.MaySplit"/> answers for an area that lies only
    /// partly in the range, and nothing is unmapped then.
    /// </returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.PageWalk, Because = HeldInWalks)]
    [NotIn(ExecutionContexts.MappingWalk, Because = AfterMmapLock)]
    public int Munmap(
        ulong address, ulong length, [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ulong size = (length + Page.Size - 1) & Page.Mask;
        if (size == 0 || (address & ~Page.Mask) != 0 || address + size < address)
        {
            return -Errno.EINVAL;
        }

        MmapLock.EnterWrite(new CallSite(nameof(Munmap), member, file, line));
        try
        {
            return UnmapRange(address, address + size);
        }
        finally
        {
            MmapWriteUnlock(nameof(Munmap), "", 0);
        }
    }

    /// <summary>The flags of an area change under the mmap lock held for writing.</summary>
    internal void CheckAreaChange(VmAreaStruct area)
    {
        if (Kernel.IsChecking && !KernelThread.Current.HoldsMmapLockForWrite(this))
        {
            Kernel.Warn(
                $"The flags of {area} were changed without the mmap lock held for writing",
                new CallSite(nameof(VmAreaStruct) + "." + nameof(VmAreaStruct.Flags), "", "", 0));
        }
    }

    /// <returns>0, or what a driver says against splitting its area at an end of the range: then nothing is unmapped.</returns>
    private int UnmapRange(ulong start, ulong end)
    {
        CallSite site = new(nameof(Munmap), "", "", 0);
        foreach (VmAreaStruct area in AreasIn(start, end))
        {
            area.File?.Mapping?.CheckAreasNotLocked(site);
        }

        int error = SplitAt(start, site);
        error = error == 0 ? SplitAt(end, site) : error;
        if (error != 0)
        {
            return error;
        }

        try
        {
            foreach (VmAreaStruct area in AreasIn(start, end))
            {
                Remove(area, site);
            }
        }
        finally
        {
            FreeTablesAround(start, end);
            NoteRoom(start);
        }

        return 0;
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
                area.IsPlaced = true;
                LinkToFile(area, new CallSite(nameof(Mmap), "", "", 0));
            }

            error = answer;
            return error;
        }
        finally
        {
            if (error != 0)
            {
                try
                {
                    ZapForGood(area);
                }
                finally
                {
                    areas.Remove(area.Start);
                    FreeTablesAround(area.Start, area.End);
                    NoteRoom(area.Start);
                }
            }
        }
    }
}
