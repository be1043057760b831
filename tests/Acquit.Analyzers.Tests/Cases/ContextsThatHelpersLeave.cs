using Acquit;

namespace Cases;

public sealed class LeftLock
{
    [Acquires("left-lock", Enters = "left-atomic", ReleasedBy = nameof(Unlock))]
    public extern void Lock();

    [Releases("left-lock")]
    public extern void Unlock();

    [NotIn("left-atomic")]
    public static extern void Sleep();
}

internal sealed class ContextsThatHelpersLeave
{
    private readonly LeftLock _lock = new();
    private readonly LeftLock _other = new();

    public void LocksGivenUpMeanwhile()
    {
        _lock.Lock();
        SleepWithoutIt();
        _lock.Unlock();
    }

    private void SleepWithoutIt()
    {
        _lock.Unlock();
        LeftLock.Sleep();
        _lock.Lock();
    }

    public void PairsOfTheHelperChangeNothing()
    {
        _lock.Lock();
        SleepAfterAnother(); // ACQ201
        _lock.Unlock();
    }

    private void SleepAfterAnother()
    {
        _other.Lock();
        _other.Unlock();
        LeftLock.Sleep();
    }
}
