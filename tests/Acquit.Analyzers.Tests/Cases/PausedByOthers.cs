using System;
using System.Threading;

namespace Cases;

/// <summary>Code that runs while a monitor is held may come to what gives it up for a while, and leaves word of that.</summary>
internal sealed class PausedByOthers
{
    private readonly object _gate = new();
    private readonly Action? _work;
    private bool _released;
    private int _count;

    public PausedByOthers(Action? work) => _work = work;

    public void Pause()
    {
        Monitor.Exit(_gate);
        _released = true;
    }

    public void TakenAgainInFinally()
    {
        Monitor.Enter(_gate);
        try
        {
            _work?.Invoke();
        }
        finally
        {
            if (_released)
            {
                Monitor.Enter(_gate);
                _released = false;
            }

            Monitor.Exit(_gate);
        }
    }

    public void TakenAgainAfterwards()
    {
        Monitor.Enter(_gate);
        _work?.Invoke();
        if (_released)
        {
            Monitor.Enter(_gate);
            _released = false;
        }

        _count++;
        Monitor.Exit(_gate);
    }
}

internal sealed class PausedByNobody
{
    private readonly object _gate = new();
    private readonly Action? _work;
    private bool _released;
    private int _count;

    public PausedByNobody(Action? work) => _work = work;

    public void TakesAndGivesBack()
    {
        Monitor.Enter(_gate);
        _count++;
        Monitor.Exit(_gate);
    }

    public void TakenOnceTooOften()
    {
        Monitor.Enter(_gate); // ACQ101
        try
        {
            _work?.Invoke();
        }
        finally
        {
            if (_released)
            {
                Monitor.Enter(_gate);
                _released = false;
            }

            Monitor.Exit(_gate);
        }
    }
}
