namespace Acquit.Memory;

/// <remarks>
/// What areas cover of a file changes under the file's i_mmap lock, together with the file's tree: who walks the file sees an
/// area as it was or as it is. The mmap lock is held for writing all the while, and taken first.
/// </remarks>
public sealed partial class MmStruct
{
    /// <summary>Makes an area known to its file (vma_link).</summary>
    private static void LinkToFile(VmAreaStruct area, in CallSite site)
    {
        if (area.File?.Mapping is not { } mapping)
        {
            return;
        }

        mapping.LockAreas(write: true, site);
        mapping.Insert(area);
        mapping.UnlockAreas(write: true, site);
    }

    /// <summary>Makes the file forget an area (unlink_file_vma).</summary>
    private static void UnlinkFromFile(VmAreaStruct area, in CallSite site)
    {
        if (area.FileNode is null || area.File?.Mapping is not { } mapping)
        {
            return;
        }

        mapping.LockAreas(write: true, site);
        mapping.Remove(area);
        mapping.UnlockAreas(write: true, site);
    }

    /// <summary>Gives an area other borders (vma_adjust), and makes what was split off it known at the same moment.</summary>
    private static void Reshape(VmAreaStruct area, ulong start, ulong end, VmAreaStruct? splitOff, in CallSite site)
    {
        AddressSpace? mapping = area.FileNode is null ? null : area.File?.Mapping;
        mapping?.LockAreas(write: true, site);
        mapping?.Remove(area);
        area.Pgoff += (start - area.Start) >> Page.Shift;
        area.Start = start;
        area.End = end;
        if (mapping is not null)
        {
            mapping.Insert(area);
            if (splitOff is not null)
            {
                mapping.Insert(splitOff);
            }

            mapping.UnlockAreas(write: true, site);
        }
    }
}
