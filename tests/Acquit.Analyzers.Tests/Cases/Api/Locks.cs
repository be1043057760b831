using Acquit;

namespace Cases.Api;

public sealed class Spinlock
{
    [Acquires("spinlock", Enters = "atomic", ReleasedBy = nameof(Unlock))]
    public extern void Lock();

    [Acquires("spinlock", When = "return == true", Enters = "atomic", ReleasedBy = nameof(Unlock))]
    public extern bool TryLock();

    [Acquires("spinlock", When = "taken == true", Enters = "atomic", ReleasedBy = nameof(Unlock))]
    public extern void TryEnter(ref bool taken);

    [Releases("spinlock")]
    public extern void Unlock();
}

public sealed class SleepLock
{
    [Acquires("mutex", ReleasedBy = nameof(Unlock))]
    [NotIn("atomic")]
    public extern void Lock();

    [Acquires("mutex", When = "return == true", ReleasedBy = nameof(Unlock))]
    public extern bool TryLock();

    /// <summary>0 when held, -EINTR when a signal came first.</summary>
    [Acquires("mutex", When = "return == 0", ReleasedBy = nameof(Unlock))]
    [NotIn("atomic")]
    public extern int LockKillable();

    [Releases("mutex")]
    public extern void Unlock();
}

public sealed class RwSem
{
    [Acquires("rwsem-read", ReleasedBy = nameof(UpRead))]
    [NotIn("atomic")]
    public extern void DownRead();

    [Acquires("rwsem-read", When = "return == true", ReleasedBy = nameof(UpRead))]
    public extern bool DownReadTrylock();

    [Releases("rwsem-read")]
    public extern void UpRead();

    [Acquires("rwsem-write", ReleasedBy = nameof(UpWrite))]
    [NotIn("atomic")]
    public extern void DownWrite();

    [Releases("rwsem-write")]
    public extern void UpWrite();

    /// <summary>May have to give the read lock up while it waits, and says so: 1 as long as it is held.</summary>
    [Releases("rwsem-read", When = "locked == 0")]
    public extern int WaitUnderRead(ref int locked);

    /// <summary>Given up when it says that it should be tried again, and when it is done.</summary>
    [Releases("rwsem-read", When = "return == -11"), Releases("rwsem-read", When = "return == 1")]
    public extern int TryUnderRead();

    /// <summary>The same, with the answer passed out.</summary>
    [Releases("rwsem-read", When = "dropped == true")]
    public extern int WaitUnderRead(out bool dropped);

    /// <summary>The write lock becomes a read lock without a gap.</summary>
    [Releases("rwsem-write"), Acquires("rwsem-read", ReleasedBy = nameof(UpRead))]
    public extern void DowngradeWrite();
}
