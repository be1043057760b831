using System;
using System.Threading;

namespace Cases;

// A variable tells whether the lock was got, and nobody reads it.
internal sealed class TriedForAndNotAsked
{
    private readonly object _gate = new();
    private SpinLock _spin;
    private int _count;

    public void LeavesWhatItMayNotHold()
    {
        bool taken = false;
        Monitor.TryEnter(_gate, 100, ref taken);
        _count++;
        Monitor.Exit(_gate); // ACQ106
    }

    public void LeavesItFinally()
    {
        bool taken = false;
        try
        {
            Monitor.TryEnter(_gate, TimeSpan.FromSeconds(1), ref taken);
            _count++;
        }
        finally
        {
            Monitor.Exit(_gate); // ACQ106
        }
    }

    public void LeavesASpinLockThatItMayNotHold()
    {
        bool taken = false;
        _spin.TryEnter(ref taken);
        _count++;
        _spin.Exit(); // ACQ106
    }

    public void AsksBeforeItLeaves()
    {
        bool taken = false;
        try
        {
            Monitor.TryEnter(_gate, 100, ref taken);
            _count++;
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }
    }

    public void GoesNoFurtherWithout()
    {
        bool taken = false;
        Monitor.TryEnter(_gate, ref taken);
        if (!taken)
            return;
        _count++;
        Monitor.Exit(_gate);
    }

    public void WaitsForIt()
    {
        bool taken = false;
        Monitor.TryEnter(_gate, ref taken);
        if (!taken)
            Monitor.Enter(_gate);
        _count++;
        Monitor.Exit(_gate);
    }

    // It does not return without.
    public void Enters()
    {
        bool taken = false;
        Monitor.Enter(_gate, ref taken);
        _count++;
        Monitor.Exit(_gate);
        bool spinning = false;
        _spin.Enter(ref spinning);
        _count++;
        _spin.Exit();
    }

    public void TellsSomebodyElse()
    {
        bool taken = false;
        Monitor.TryEnter(_gate, ref taken);
        Require(taken);
        Monitor.Exit(_gate);
    }

    public void TellsItsCaller(ref bool taken)
    {
        Monitor.TryEnter(_gate, ref taken);
        _count++;
        Monitor.Exit(_gate);
    }

    public void TellsALambda()
    {
        bool taken = false;
        Action require = () => Require(taken);
        Monitor.TryEnter(_gate, ref taken);
        require();
        Monitor.Exit(_gate);
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException();
    }
}
