using System;
using Acquit;

namespace Cases.Api;

public sealed class Sem
{
    [Acquires("sem", ReleasedBy = nameof(Up)), RequiresNotHeld("sem")]
    public extern void Down();

    [Acquires("sem", When = "return == true", ReleasedBy = nameof(Up))]
    public extern bool TryDown();

    [Releases("sem")]
    public extern void Up();
}

public sealed class Region
{
    public Space Owner { get; init; }

    public ulong Start;
}

public sealed class WalkOps
{
    [NotIn("file-walk", Because = "Nobody holds the lock of the spaces there.")]
    public Func<ulong, int> LargeEntry { get; init; }

    [RunsIn("atomic")]
    public Func<ulong, int> Entry { get; init; }

    public Func<ulong, int> Hole { get; init; }
}

public static class Walks
{
    public static extern int WalkRegion([RequiresHeld("mm-lock", Of = nameof(Region.Owner)), Borrows] Region region, [RunsIn("space-walk")] WalkOps ops);

    public static extern int WalkFile(object file, [RunsIn("file-walk")] WalkOps ops);

    [NotIn("space-walk"), NotIn("file-walk")]
    public static extern void LockSpace();

    [NotIn("file-walk")]
    public static extern void SplitEntry(ulong address);

    public static extern void TakeNote(ulong address);
}

public sealed class Purger
{
    public extern Purger([RunsIn("purge")] Action purge);
}

public static class Ranges
{
    [MayRun("purge")]
    public static extern ulong Reserve(int size);

    [MayRun("purge", When = "gfp has MayWait")]
    public static extern ulong ReserveAs(int size, Gfp gfp);

    [NotIn("interrupt")]
    public static extern void Return(ulong range);
}
