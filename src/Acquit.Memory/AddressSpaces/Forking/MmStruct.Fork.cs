using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Makes the address space of a child process: the same areas, and the same content, from now on apart (dup_mm).</summary>
    /// <remarks>
    /// <para>
    /// Private pages are shared until one of both writes. Pages that may be pinned are copied for the child at once, or a device
    /// would go on with a page that its process loses by its next write. Areas are opened (<see cref="VmOperations.Open"/>); those
    /// that map a file are known to it. Pages of a file are left to be faulted in, unless the area holds what no fault would bring back.
    /// </para>
    /// <para>Areas with <see cref="VmFlags.DontCopy"/> are left out, those with <see cref="VmFlags.WipeOnFork"/> are empty.</para>
    /// </remarks>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The child's address space, to be disposed when it ends; null when there is not enough memory, with nothing left behind.</returns>
    /// <exception cref="KernelBugException">This thread holds the i_mmap lock of a file that is mapped.</exception>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    public MmStruct? Fork(
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(Fork), member, file, line);
        CheckAlive(site);
        Kernel.MightSleep(site);
        if (Kernel.Injection.Fails(site, out _))
        {
            return null;
        }

        MmStruct child = new(Kernel) { RlimitMemlock = RlimitMemlock };
        bool complete = false;
        try
        {
            complete = DuplicateUnderLocks(child, site);
        }
        finally
        {
            if (!complete)
            {
                child.Dispose();
            }
        }

        return complete ? child : null;
    }

    private bool DuplicateUnderLocks(MmStruct child, in CallSite site)
    {
        MmapLock.EnterWrite(site);
        try
        {
            foreach (VmAreaStruct area in areas.Values)
            {
                area.File?.Mapping?.CheckAreasNotLocked(site);
            }

            child.MmapLock.EnterWrite(site, subclass: 1);
            try
            {
                return DuplicateAreas(child, site);
            }
            finally
            {
                child.MmapLock.ExitWrite(site);
            }
        }
        finally
        {
            MmapLock.ExitWrite(site);
        }
    }

    /// <summary>The work of <see cref="Fork"/> (dup_mmap).</summary>
    private bool DuplicateAreas(MmStruct child, in CallSite site)
    {
        foreach (VmAreaStruct area in areas.Values)
        {
            if ((area.Flags & VmFlags.DontCopy) != 0)
            {
                continue;
            }

            VmAreaStruct copy = area.CopyFor(child);
            child.areas.Add(copy.Start, copy);
            LinkToFile(copy, site);
            bool copied = (area.Flags & VmFlags.WipeOnFork) != 0 || CopyPageRange(child, area, site);

            // Even after a failure: the end of the child closes it.
            copy.Open();
            if (!copied)
            {
                return false;
            }
        }

        return true;
    }
}
