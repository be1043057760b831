using System;
using Acquit;

namespace Cases.Api;

[Flags]
public enum VmapFlags
{
    None = 0,
    Map = 4,
    PutPages = 0x200,
}

public sealed class VmArea
{
    public nint Address;
    public int Length;
}

public static class Vmalloc
{
    [return: Acquires("vmap", When = "return != null && flags lacks PutPages", ReleasedBy = nameof(Vunmap))]
    [return: Acquires("vmalloc", When = "return != null && flags has PutPages", ReleasedBy = nameof(Vfree))]
    [NotIn("atomic")]
    public static extern VmArea Vmap(
        [Consumes("page-ref", When = "return != null && flags has PutPages", Count = "count")] Page[] pages,
        int count, VmapFlags flags);

    /// <summary>Takes over pages that were allocated, and references.</summary>
    [return: Acquires("vmap", When = "return != null && flags lacks PutPages", ReleasedBy = nameof(Vunmap))]
    [return: Acquires("vmalloc", When = "return != null && flags has PutPages", ReleasedBy = nameof(Vfree))]
    [NotIn("atomic")]
    public static extern VmArea Vmap(
        [Consumes("page-ref", When = "return != null && flags has PutPages")]
        [Consumes("page", When = "return != null && flags has PutPages")]
        ReadOnlySpan<Page> pages,
        VmapFlags flags);

    [NotIn("atomic")]
    public static extern void Vunmap([Releases("vmap", When = "area != null")] VmArea area);

    [return: Acquires("vmalloc", When = "return != null", ReleasedBy = nameof(Vfree))]
    [NotIn("atomic")]
    public static extern VmArea Valloc(int size);

    public static extern void Vfree([Releases("vmalloc", When = "area != null")] VmArea area);
}

public static class Highmem
{
    /// <summary>A mapping of this thread; mappings nest.</summary>
    [return: Acquires("kmap-local", Order = "lifo", ReleasedBy = nameof(KunmapLocal))]
    public static extern nint KmapLocal([Borrows] Page page);

    public static extern void KunmapLocal([Releases("kmap-local")] nint address);
}

/// <summary>Addresses are integers, as ports keep them; 0 is failure.</summary>
public static class Slab
{
    [return: Acquires("kmalloc", When = "return != 0", ReleasedBy = nameof(Kfree))]
    public static extern nint Kmalloc(int size);

    /// <summary>Never 0: throws when there is no memory.</summary>
    [return: Acquires("kmalloc", ReleasedBy = nameof(Kfree))]
    public static extern nint KmallocNoFail(int size);

    public static extern void Kfree([Releases("kmalloc", When = "block != 0")] nint block);

    [return: Acquires("kvmalloc", When = "return != 0", ReleasedBy = nameof(Kvfree))]
    public static extern nint Kvmalloc(int size);

    public static extern void Kvfree(
        [Releases("kvmalloc", When = "block != 0"), Releases("kmalloc", When = "block != 0")] nint block);
}

public static class Dma
{
    public const long MappingError = -1;

    [return: Acquires("dma-map", When = "return != -1", ReleasedBy = nameof(UnmapPage))]
    public static extern long MapPage([Borrows] Page page, int size);

    public static extern void UnmapPage([Releases("dma-map")] long address, int size);

    public static extern void Sync([Borrows] long address, int size);

    /// <summary>Nought, or an error code when mapping had failed.</summary>
    public static extern int MapError([TellsHeld("dma-map", When = "return == 0")] long address);

    public static extern bool HasFailed([TellsHeld("dma-map", When = "return == false")] long address);
}
