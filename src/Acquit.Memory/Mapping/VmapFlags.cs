namespace Acquit.Memory;

/// <summary>How pages are mapped for the kernel (VM_* flags of vmap).</summary>
[Flags]
public enum VmapFlags
{
    /// <summary>The caller keeps its pages.</summary>
    None = 0,

    /// <summary>The mapping's pages (VM_MAP). What drivers pass; it changes nothing.</summary>
    Map = 0x4,

    /// <summary>One reference to each page moves to the mapping, which is then released with vfree (VM_MAP_PUT_PAGES).</summary>
    PutPages = 0x200,
}
