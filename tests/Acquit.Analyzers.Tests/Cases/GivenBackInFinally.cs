using System;
using System.Threading;

namespace Cases;

// Locks that a method takes, and gives back in a finally: always, or not always. Only then is it for the callers to care.
internal sealed class GivenBackInFinally
{
    private readonly object _sync = new();
    private readonly SemaphoreSlim _turns = new(1, 1);
    private int _count;

    public int AfterOneThatAlwaysDoes(int limit)
    {
        Count();
        if (_count > limit)
            return -1;
        return _count;
    }

    public int AfterOneThatDoesNotAlways(int limit)
    {
        CountAndStay(); // ACQ101
        if (_count > limit)
            return -1;

        Monitor.Exit(_sync);
        return _count;
    }

    public int AfterOneThatGivesBackAnother(object other, int limit)
    {
        CountUnder(other); // ACQ101
        if (_count > limit)
            return -1;

        Monitor.Exit(_sync);
        return _count;
    }

    public int AfterOneThatStaysOnSuccess(int limit)
    {
        if (!TryTurn()) // ACQ101
            return 0;
        if (_count > limit)
            return -1;

        _turns.Release();
        return _count;
    }

    public int AfterOneThatLeavesBetween(bool idle, int limit)
    {
        if (CountUnlessIdle(idle) < 0)
            return 0;
        return _count > limit ? -1 : _count;
    }

    private void Count()
    {
        Monitor.Enter(_sync);
        try
        {
            _count++;
        }
        finally
        {
            Monitor.Exit(_sync);
        }
    }

    private void CountAndStay()
    {
        Monitor.Enter(_sync);
        try
        {
            _count++;
        }
        finally
        {
            Console.WriteLine(_count);
        }
    }

    private void CountUnder(object other)
    {
        Monitor.Enter(_sync);
        Monitor.Enter(other);
        try
        {
            _count++;
        }
        finally
        {
            Monitor.Exit(other);
        }
    }

    private bool TryTurn()
    {
        var done = false;
        _turns.Wait();
        try
        {
            _count++;
            done = true;
            return true;
        }
        finally
        {
            if (!done)
                _turns.Release();
        }
    }

    private int CountUnlessIdle(bool idle)
    {
        Monitor.Enter(_sync);
        Console.WriteLine(idle);
        try
        {
            return idle ? -1 : ++_count;
        }
        finally
        {
            Monitor.Exit(_sync);
        }
    }
}
