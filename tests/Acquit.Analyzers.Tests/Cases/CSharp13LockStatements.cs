// roslyn: 4.14
using System;
using System.Threading;
using Acquit;

namespace Cases;

#nullable enable

// The lock statement takes a lock of the type by a scope of it.
internal sealed class CSharp13LockStatements
{
    private readonly Lock _lock = new();
    private readonly Lock _other = new();
    private int _count;

    public void HoldsIt()
    {
        lock (_lock)
        {
            CountUnderLock();
            if (_count > 1)
                return;
            CountUnderLock();
        }

        CountAlone();
    }

    public void HoldsItWithinAnother()
    {
        lock (_other)
        {
            lock (_lock)
                CountUnderLock();
            CountAlone();
        }
    }

    public void HoldsItInALoop(int[] numbers)
    {
        foreach (int number in numbers)
        {
            lock (_lock)
                CountUnderLock();
            CountAlone();
        }
    }

    public void HoldsNoMonitor()
    {
        lock (_lock)
            CountInMonitor(); // ACQ301
    }

    public void HoldsAnother()
    {
        lock (_other)
            CountUnderLock(); // ACQ301
    }

    public void ComesTooLate()
    {
        lock (_lock)
            _count++;
        CountUnderLock(); // ACQ301
    }

    public void CallsWhatTakesIt()
    {
        lock (_lock)
        {
            _count++;
            CountAlone(); // ACQ302
        }
    }

    public void CallsAHelperThatCallsWhatTakesIt()
    {
        lock (_lock)
            CountByAHelper(); // ACQ302
    }

    // It is run when the lock is not held any more.
    public Action HandsOutWhatNeedsIt()
    {
        lock (_lock)
            return () => CountAlone();
    }

    public static void HoldsThatOfAnother(CSharp13LockStatements one, CSharp13LockStatements other)
    {
        lock (one._lock)
            one.CountUnderLock();
        lock (other._lock)
            one.CountUnderLock(); // ACQ301
    }

    public static void DoesNotKnowWhichItHolds(CSharp13LockStatements one, CSharp13LockStatements other, bool isOther)
    {
        var some = isOther ? other : one;
        lock (some._lock)
        {
            one.CountUnderLock();
            other.CountAlone();
        }
    }

    private void CountByAHelper() => CountAlone();

    [RequiresHeld("threading-lock", Of = nameof(_lock))]
    private void CountUnderLock() => _count++;

    [RequiresNotHeld("threading-lock", Of = nameof(_lock))]
    private void CountAlone() => _count++;

    [RequiresHeld("monitor", Of = nameof(_lock))]
    private void CountInMonitor() => _count++;
}

#nullable disable

// The same where nobody tells which references may be null.
internal sealed class CSharp13LockStatementsOnAnything
{
    private readonly Lock _lock = new();
    private int _count;

    public void HoldsIt()
    {
        lock (_lock)
            CountUnderLock();
        CountAlone();
    }

    public void ComesTooLate()
    {
        lock (_lock)
            _count++;
        CountUnderLock(); // ACQ301
    }

    public void CallsWhatTakesIt()
    {
        lock (_lock)
            CountAlone(); // ACQ302
    }

    [RequiresHeld("threading-lock", Of = nameof(_lock))]
    private void CountUnderLock() => _count++;

    [RequiresNotHeld("threading-lock", Of = nameof(_lock))]
    private void CountAlone() => _count++;
}
