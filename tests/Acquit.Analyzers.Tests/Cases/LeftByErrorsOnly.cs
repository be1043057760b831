using System;
using System.Collections.Generic;
using System.Threading;

namespace Cases;

/// <summary>A loop without an end that holds a lock in every round, and is left by an error only.</summary>
internal sealed class LeftByErrorsOnly
{
    private readonly object _gate = new();
    private readonly Queue<int> _queue = new();

    // Reports.

    public int ByANegativeCode()
    {
        while (true)
        {
            Monitor.Enter(_gate); // ACQ101
            if (_queue.Count > 100)
                return -1;

            Monitor.Exit(_gate);
        }
    }

    public int ByAnExceptionOrACode()
    {
        while (true)
        {
            Monitor.Enter(_gate); // ACQ101
            int count = _queue.Count;
            if (count > 200)
                throw new InvalidOperationException();

            if (count > 100)
                return -1;

            Monitor.Exit(_gate);
        }
    }

    // Silent.

    public int ReleasedBeforeTheError()
    {
        while (true)
        {
            Monitor.Enter(_gate);
            if (_queue.Count > 100)
            {
                Monitor.Exit(_gate);
                return -1;
            }

            Monitor.Exit(_gate);
        }
    }
}

// What is found stays locked, for the caller to use and to unlock.
internal sealed class LeftLockedWhenFound
{
    internal readonly object _gate = new();
    private readonly Queue<int> _queue = new();

    public int WithANumber()
    {
        while (true)
        {
            Monitor.Enter(_gate);
            if (_queue.Count > 100)
                return _queue.Count;

            Monitor.Exit(_gate);
        }
    }

    public bool WithAFlag()
    {
        while (true)
        {
            Monitor.Enter(_gate);
            if (_queue.Count > 100)
                return false;

            Monitor.Exit(_gate);
        }
    }

    public int WithBoth()
    {
        while (true)
        {
            Monitor.Enter(_gate);
            if (_queue.Count > 200)
                return -1;

            if (_queue.Count > 100)
                return 0;

            Monitor.Exit(_gate);
        }
    }
}

// The other half is by the caller, whatever is answered.
internal sealed class LeftLockedForTheOtherHalf
{
    private readonly object _gate = new();
    private readonly Queue<int> _queue = new();

    public int Begin()
    {
        while (true)
        {
            Monitor.Enter(_gate);
            if (_queue.Count > 100)
                return -1;

            Monitor.Exit(_gate);
        }
    }

    public void End() => Monitor.Exit(_gate);
}
