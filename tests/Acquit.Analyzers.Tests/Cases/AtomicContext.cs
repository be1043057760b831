// silent: ACQ201
using System;
using Acquit;
using Cases.Api;

namespace Cases;

// A context that is entered by holding something: no sleeping under a spinlock.
internal sealed class AtomicContext
{
    private readonly Spinlock _spin = new();
    private readonly SleepLock _mutex = new();
    private int _state;

    public void SleepsUnderTheSpinlock()
    {
        _spin.Lock();
        Sleeping.Msleep(1); // ACQ201
        _spin.Unlock();
    }

    public void SleepsBeforeAndAfter()
    {
        Sleeping.Msleep(1);
        _spin.Lock();
        _state++;
        _spin.Unlock();
        Sleeping.Msleep(1);
    }

    public void TakesAMutexUnderTheSpinlock()
    {
        _spin.Lock();
        _mutex.Lock(); // ACQ201
        _state++;
        _mutex.Unlock();
        _spin.Unlock();
    }

    public void TakesTheSpinlockUnderAMutex()
    {
        _mutex.Lock();
        _spin.Lock();
        _state++;
        _spin.Unlock();
        Sleeping.Msleep(1);
        _mutex.Unlock();
    }

    public void TriesAMutexUnderTheSpinlock()
    {
        _spin.Lock();
        if (_mutex.TryLock())
        {
            _state++;
            _mutex.Unlock();
        }

        _spin.Unlock();
    }

    public void SleepsOnlyWhereTheTrylockFailed()
    {
        while (!_spin.TryLock())
            Sleeping.Msleep(1);

        _state++;
        _spin.Unlock();
    }

    public void SleepsWhereTheTrylockWorked()
    {
        if (_spin.TryLock())
        {
            Sleeping.Msleep(1); // ACQ201
            _spin.Unlock();
        }
    }

    public void SleepsOnOnePathOnly(bool wait)
    {
        _spin.Lock();
        if (wait)
            Sleeping.Msleep(1); // ACQ201

        _state++;
        _spin.Unlock();
    }

    public void DropsTheLockToSleep(bool wait)
    {
        _spin.Lock();
        if (wait)
        {
            _spin.Unlock();
            Sleeping.Msleep(1);
            _spin.Lock();
        }

        _state++;
        _spin.Unlock();
    }

    public void SleepsUnderTheSameConditionOnly(bool atomic)
    {
        if (atomic)
            _spin.Lock();

        if (!atomic)
            Sleeping.Msleep(1);

        if (atomic)
            _spin.Unlock();
    }

    public void SleepsInAHelper()
    {
        _spin.Lock();
        WaitForHardware(); // ACQ201
        _spin.Unlock();
    }

    public void CallsAHelperThatDoesNotSleep()
    {
        _spin.Lock();
        Count();
        _spin.Unlock();
    }

    public void CopiesInTheFormForIt(nint target, ulong source)
    {
        _spin.Lock();
        Sleeping.CopyInAtomic(target, source, 16);
        _spin.Unlock();
    }

    public int CopiesInTheSleepingForm(nint target, ulong source)
    {
        _spin.Lock();
        int left = Sleeping.CopyFromUser(target, source, 16); // ACQ201
        _spin.Unlock();
        return left;
    }

    public void MapsUnderTheSpinlock(Page[] pages)
    {
        _spin.Lock();
        VmArea area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None); // ACQ201
        _spin.Unlock();
        Vmalloc.Vunmap(area);
    }

    public void LambdaOnlyMadeUnderTheSpinlock()
    {
        _spin.Lock();
        Action later = () => Sleeping.Msleep(1);
        _spin.Unlock();
        later();
    }

    public void SleepsInAnInterrupt(InterruptLine line)
    {
        line.Raised += () => Sleeping.Msleep(1); // ACQ201
        line.Enable();
    }

    public void CountsInAnInterrupt(InterruptLine line)
    {
        line.Raised += () => _state++;
        line.Raised += OnInterrupt;
        line.Enable();
    }

    public int SleepsAfterBreak(int n)
    {
        for (int i = 0; i < n; i++)
        {
            _spin.Lock();
            if (_state == i)
            {
                _spin.Unlock();
                break;
            }

            _spin.Unlock();
        }

        Sleeping.Msleep(1);
        return _state;
    }

    public void SleepsWhenBrokenOut(int n)
    {
        _spin.Lock();
        for (int i = 0; i < n; i++)
        {
            if (_state == i)
                break;
        }

        Sleeping.Msleep(1); // ACQ201
        _spin.Unlock();
    }

    public void SleepsInTheFinally()
    {
        _spin.Lock();
        try
        {
            _state++;
        }
        finally
        {
            _spin.Unlock();
            Sleeping.Msleep(2);
        }
    }

    public void NestedSpinlocks(Device d)
    {
        _spin.Lock();
        d.Lock.Lock();
        d.Lock.Unlock();
        Sleeping.Msleep(2); // ACQ201
        _spin.Unlock();
        Sleeping.Msleep(2);
    }

    [RunsIn("atomic")]
    public void SaysThatItIsAtomic()
    {
        Count();
        WaitForHardware(); // ACQ201
    }

    private void OnInterrupt()
    {
        _state++;
        _mutex.Lock(); // ACQ201
        _mutex.Unlock();
    }

    private static void WaitForHardware()
    {
        while (!Hw.Ready())
            Sleeping.Msleep(1);
    }

    private void Count() => _state++;
}
