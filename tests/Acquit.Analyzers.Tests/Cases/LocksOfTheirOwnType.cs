using System;
using System.Threading;
using Acquit;

namespace Cases;

// A scope of a lock holds the lock that it was got from; a monitor that is entered is held, whatever variable tells so.
internal sealed class LocksOfTheirOwnType
{
    private readonly Lock _lock = new();
    private readonly object _gate = new();
    private int _count;

    public void HoldsItByAScope()
    {
        using (_lock.EnterScope())
            CountUnderLock();
        using var scope = _lock.EnterScope();
        CountUnderLock();
    }

    public void HoldsItByAScopeThatItDisposesOf()
    {
        var scope = _lock.EnterScope();
        try
        {
            CountUnderLock();
        }
        finally
        {
            scope.Dispose();
        }

        CountAlone();
    }

    public void HoldsItByCalls()
    {
        _lock.Enter();
        try
        {
            CountUnderLock();
        }
        finally
        {
            _lock.Exit();
        }

        if (_lock.TryEnter())
        {
            try
            {
                CountUnderLock();
            }
            finally
            {
                _lock.Exit();
            }
        }
    }

    public void AsksWhoHoldsIt()
    {
        if (_lock.IsHeldByCurrentThread)
            CountUnderLock();
        if (Monitor.IsEntered(_gate))
            CountInMonitor();
    }

    public void HasDisposedOfItsScope()
    {
        var scope = _lock.EnterScope();
        scope.Dispose();
        CountUnderLock(); // ACQ301
    }

    public void ComesTooLateForItsScope()
    {
        using (_lock.EnterScope())
            _count++;
        CountUnderLock(); // ACQ301
    }

    public void CallsWhatTakesItWithinAScope()
    {
        using (_lock.EnterScope())
            CountAlone(); // ACQ302
    }

    public void CallsWhatTakesItBeforeItsScopeEnds()
    {
        using var scope = _lock.EnterScope();
        _count++;
        CountAlone(); // ACQ302
    }

    public void HoldsAnotherLock()
    {
        lock (_gate)
            CountUnderLock(); // ACQ301
        using (_lock.EnterScope())
            CountInMonitor(); // ACQ301
    }

    public void HoldsTheMonitor()
    {
        lock (_gate)
            CountInMonitor();
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken);
            CountInMonitor();
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }

        CountOutOfMonitor();
    }

    public void CallsWhatTakesTheMonitorInALockStatement()
    {
        lock (_gate)
            CountOutOfMonitor(); // ACQ302
    }

    public void CallsWhatTakesTheMonitorThatItHasEntered()
    {
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken);
            CountOutOfMonitor(); // ACQ302
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }
    }

    public void CallsWhatTakesTheMonitorThatItMayHaveEntered()
    {
        bool taken = false;
        try
        {
            Monitor.TryEnter(_gate, 100, ref taken);
            CountOutOfMonitor();
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }
    }

    public static void HoldsThatOfAnother(LocksOfTheirOwnType one, LocksOfTheirOwnType other)
    {
        using (one._lock.EnterScope())
            one.CountUnderLock();
        using (other._lock.EnterScope())
            one.CountUnderLock(); // ACQ301
    }

    public static void TakesThatOfAnother(LocksOfTheirOwnType one, LocksOfTheirOwnType other)
    {
        using (other._lock.EnterScope())
            one.CountAlone();
    }

    public static void HoldsItByAHelper(LocksOfTheirOwnType one)
    {
        using (ScopeOf(one))
            one.CountUnderLock();
    }

    public static void HoldsANewOneByAHelper()
    {
        var fresh = new Lock();
        using (ScopeOf(fresh))
            CountUnder(fresh);
    }

    private static Lock.Scope ScopeOf(LocksOfTheirOwnType one) => one._lock.EnterScope();

    private static Lock.Scope ScopeOf(Lock one) => one.EnterScope();

    private static void CountUnder([RequiresHeld("threading-lock")] Lock held) => GC.KeepAlive(held);

    [RequiresHeld("threading-lock", Of = nameof(_lock))]
    private void CountUnderLock() => _count++;

    [RequiresNotHeld("threading-lock", Of = nameof(_lock))]
    private void CountAlone() => _count++;

    [RequiresHeld("monitor", Of = nameof(_gate))]
    private void CountInMonitor() => _count++;

    [RequiresNotHeld("monitor", Of = nameof(_gate))]
    private void CountOutOfMonitor() => _count++;
}

// A lock of one's own with a scope of one's own.
internal sealed class LocksWithScopesOfOnesOwn
{
    private readonly Latch _latch = new();

    public void HoldsIt()
    {
        using (_latch.Hold())
            Latch.Write(_latch);
    }

    public void ComesTooLate()
    {
        using (_latch.Hold())
        {
        }

        Latch.Write(_latch); // ACQ301
    }

    public void WaitsForItself()
    {
        using (_latch.Hold())
            Latch.Wait(_latch); // ACQ302
    }

    internal sealed class Latch
    {
        [return: Acquires("latch-hold", Implies = "latch", ReleasedBy = "Dispose"), SameAs("this", View = true)]
        public extern Hold Hold();

        public static extern void Write([RequiresHeld("latch")] Latch latch);

        public static extern void Wait([RequiresNotHeld("latch")] Latch latch);
    }

    internal sealed class Hold : IDisposable
    {
        [Releases("latch-hold")]
        public extern void Dispose();
    }
}
