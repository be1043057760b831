namespace Acquit.Memory;

/// <summary>How pages are mapped for the kernel (VM_* flags of vmap).</summary>
[Flags]
public enum VmapFlags
{
    /// <summary>The caller keeps its pages.</summary>
    None = 0,

    /// <summary>The mapping's pages (VM_MAP). What drivers pass; it changes nothing.</summary>
    Map = 0x4,

    /// <summary>May be mapped into a process, because it was zeroed (VM_USERMAP). Set by <see cref="KernelMemory.VmallocUser"/>.</summary>
    UserMap = 0x8,

    /// <summary>No page is left free behind the mapping (VM_NO_GUARD). Refused with a warning; the guard is there all the same.</summary>
    NoGuard = 0x40,

    /// <summary>Permissions are reset on release (VM_FLUSH_RESET_PERMS). For allocated memory only: vmap refuses it.</summary>
    FlushResetPerms = 0x100,

    /// <summary>One reference to each page moves to the mapping, which is then released with vfree (VM_MAP_PUT_PAGES).</summary>
    PutPages = 0x200,
}
