using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// Mutexes: WaitOne is a member of every wait handle, and takes only these.
internal sealed class PairsOfMutexes
{
    private readonly Mutex _mutex = new(false, "gpu");
    private int _count;

    public void Owned()
    {
        _mutex.WaitOne();
        try
        {
            _count++;
        }
        finally
        {
            _mutex.ReleaseMutex();
        }
    }

    public int EarlyReturnKeepsIt()
    {
        _mutex.WaitOne(); // ACQ101
        if (_count == 0)
            return 0;

        _count--;
        _mutex.ReleaseMutex();
        return 1;
    }

    public bool TimeoutForgetsOnOnePath()
    {
        if (!_mutex.WaitOne(500)) // ACQ101
            return false;

        if (_count > 10)
            return false;

        _count++;
        _mutex.ReleaseMutex();
        return true;
    }

    public void ReleasedThoughTheTimeRanOut()
    {
        bool owned = _mutex.WaitOne(500, false);
        if (!owned)
        {
            _mutex.ReleaseMutex(); // ACQ106
            return;
        }

        _count++;
        _mutex.ReleaseMutex();
    }

    public void ReleasedTwice()
    {
        _mutex.WaitOne();
        try
        {
            if (_count++ > 10)
                _mutex.ReleaseMutex();
        }
        finally
        {
            _mutex.ReleaseMutex(); // ACQ104
        }
    }

    public bool AbandonedByAnother()
    {
        bool owned = false;
        try
        {
            try
            {
                owned = _mutex.WaitOne(5000, false);
                if (!owned)
                    throw new TimeoutException();
            }
            catch (AbandonedMutexException)
            {
                owned = true;
            }

            _count++;
            return true;
        }
        finally
        {
            if (owned)
                _mutex.ReleaseMutex();
        }
    }

    // It lives as long as the process, which ends with it.
    public static int SingleInstance(Func<int> run)
    {
        using var mutex = new Mutex(false, "Local\\gpu");
        if (!mutex.WaitOne(TimeSpan.Zero, true))
            return 1;
        return run();
    }

    public static int SingleInstanceFromTheStart(Func<int> run)
    {
        var mutex = new Mutex(true, "Local\\gpu", out bool created);
        if (!created)
            return 1;

        int result = run();
        mutex.ReleaseMutex();
        return result;
    }

    public void Enter() => _mutex.WaitOne();

    public void Leave() => _mutex.ReleaseMutex();

    public static bool AnEventIsNotALock(AutoResetEvent ready, bool quick)
    {
        ready.WaitOne();
        if (quick)
            return false;
        ready.Set();
        return true;
    }

    public static void AnyHandle(WaitHandle handle, Mutex mutex)
    {
        handle.WaitOne();
        mutex.ReleaseMutex();
    }
}
