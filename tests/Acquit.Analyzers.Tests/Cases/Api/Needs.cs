using Acquit;

namespace Cases.Api;

/// <summary>An address space, whose lock has two forms.</summary>
public sealed class Space
{
    public Space Parent = null!;

    [Acquires("mm-lock", ReleasedBy = nameof(ReadUnlock)), RequiresNotHeld("mm-lock")]
    public extern void ReadLock();

    [Acquires("mm-lock", When = "return == true", ReleasedBy = nameof(ReadUnlock))]
    public extern bool ReadTrylock();

    [Acquires("mm-lock", When = "return == 0", ReleasedBy = nameof(ReadUnlock)), RequiresNotHeld("mm-lock")]
    public extern int ReadLockKillable();

    [Releases("mm-lock")]
    public extern void ReadUnlock();

    [Acquires("mm-write-lock", Implies = "mm-lock", ReleasedBy = nameof(WriteUnlock)), RequiresNotHeld("mm-lock")]
    public extern void WriteLock();

    [Releases("mm-write-lock")]
    public extern void WriteUnlock();

    [Releases("mm-write-lock"), Acquires("mm-lock", ReleasedBy = nameof(ReadUnlock))]
    public extern void Downgrade();

    [RequiresHeld("mm-lock")]
    public extern int Find(ulong address);

    [RequiresHeld("mm-write-lock")]
    public extern int Map(ulong address);

    [RequiresNotHeld("mm-lock", Because = "It may fault, and the fault takes the lock.")]
    public extern int Populate(ulong address);

    [RequiresHeld("mm-lock", When = "flags has Unlocked")]
    public extern int Try(ulong address, TryFlags flags);
}

[System.Flags]
public enum TryFlags { None = 0, Unlocked = 1, Fast = 2 }

public sealed class Gate
{
    [Acquires("gate", ReleasedBy = nameof(Leave)), RequiresNotHeld("gate")]
    public extern void Enter();

    [Acquires("gate", When = "return == true", ReleasedBy = nameof(Leave))]
    public extern bool TryEnter();

    [Releases("gate")]
    public extern void Leave();
}

public static class Areas
{
    public static extern int Count(ulong address);

    public static extern int Range([RequiresHeld("mm-lock"), Borrows] Space? mm, ulong start, ulong end);
}

/// <summary>A lock of which there is one.</summary>
public static class Rtnl
{
    [Acquires("rtnl", ReleasedBy = nameof(Unlock))]
    public static extern void Lock();

    [Releases("rtnl")]
    public static extern void Unlock();

    [RequiresHeld("rtnl")]
    public static extern void Register(int device);
}

/// <summary>Needs the language's own lock.</summary>
public static class Queues
{
    public static extern void Push([RequiresHeld("monitor"), Borrows] object queue, int item);
}
