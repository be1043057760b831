using System;
using Acquit;

namespace Cases.Api;

[Flags]
public enum Gfp
{
    None = 0,
    MayWait = 1,
    Urgent = 2,
    Zero = 4,
    Kernel = MayWait,
    Atomic = Urgent,
}

/// <summary>Allocations that sleep or not, as they are asked to.</summary>
public static class Slabs
{
    [return: Acquires("slab", When = "return != null", ReleasedBy = nameof(Free))]
    [NotIn("atomic", When = "gfp has MayWait", Because = "It may sleep to make room.")]
    public static extern object Alloc(int size, Gfp gfp);

    public static extern void Free([Releases("slab", When = "block != null")] object block);
}

public static class AtomicMaps
{
    [return: Acquires("kmap-atomic", Order = "lifo", ReleasedBy = nameof(Unmap), Enters = "atomic")]
    public static extern nint Map([Borrows] Page page);

    public static extern void Unmap([Releases("kmap-atomic")] nint address);
}

public sealed class TableWalk
{
    [RunsIn("atomic")]
    public Func<ulong, int> PteEntry { get; init; }

    public Func<ulong, int> PmdEntry { get; init; }
}

public sealed class SignalLine
{
    [RunsIn("interrupt")]
    [RunsIn("atomic")]
    public Action Handler;
}

public static class Mappings
{
    [NotIn("interrupt")]
    public static extern void Vunmap(nint address);
}
