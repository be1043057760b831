namespace Acquit.Memory;

/// <summary>Whose pages a mapping shows, and so what its release does.</summary>
internal enum VmAreaKind
{
    /// <summary>Somebody else's: vmap.</summary>
    Borrowed,

    /// <summary>None: frames of a device that are no pages, by vmap_pfn.</summary>
    Frames,

    /// <summary>A reference to each was moved to it: vmap with VM_MAP_PUT_PAGES.</summary>
    PutPages,

    /// <summary>It allocated and counted them: vmalloc.</summary>
    Allocated,

    /// <summary>Somebody else's, for a short time: vm_map_ram, which keeps its own records.</summary>
    Ram,
}
