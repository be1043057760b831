using System;
using System.Threading;

namespace Cases;

// Tried, and given back without a look at whether it worked.
internal sealed class TriedBlindly
{
    private readonly object _gate = new();
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _value;

    public void Monitored()
    {
        Monitor.TryEnter(_gate);
        _value++;
        Monitor.Exit(_gate); // ACQ106
    }

    public void MonitoredForAWhile(Action act)
    {
        Monitor.TryEnter(_gate, 100);
        try
        {
            act();
        }
        finally
        {
            Monitor.Exit(_gate); // ACQ106
        }
    }

    public void Written()
    {
        _lock.TryEnterWriteLock(100);
        _value++;
        _lock.ExitWriteLock(); // ACQ106
    }

    public void MonitoredAndTested()
    {
        if (!Monitor.TryEnter(_gate))
            return;

        _value++;
        Monitor.Exit(_gate);
    }

    public void MonitoredAndTestedLater()
    {
        bool taken = Monitor.TryEnter(_gate);
        _value++;
        if (taken)
            Monitor.Exit(_gate);
    }

    public void MonitoredAndAsked()
    {
        Monitor.TryEnter(_gate);
        _value++;
        if (Monitor.IsEntered(_gate))
            Monitor.Exit(_gate);
    }

    public void MonitoredAgain()
    {
        Monitor.Enter(_gate);
        Monitor.TryEnter(_gate);
        _value++;
        Monitor.Exit(_gate);
        Monitor.Exit(_gate);
    }

    // It takes it, or throws; what the flag says is known.
    public void MonitoredWithAFlag()
    {
        bool taken = false;
        Monitor.Enter(_gate, ref taken);
        _value++;
        Monitor.Exit(_gate);
    }

    public void WrittenAndTested()
    {
        if (_lock.TryEnterWriteLock(100))
        {
            _value++;
            _lock.ExitWriteLock();
        }
    }

    public void WrittenAndAsked()
    {
        _lock.TryEnterWriteLock(100);
        if (_lock.IsWriteLockHeld)
            _lock.ExitWriteLock();
    }

    // Set, whether it was or not: a signal that there is one of.
    public void Signalled()
    {
        _signal.Wait(0);
        _signal.Release();
    }

    public void Noted(bool[] results)
    {
        results[0] = Monitor.TryEnter(_gate);
        _value++;
        if (results[0])
            Monitor.Exit(_gate);
    }
}
