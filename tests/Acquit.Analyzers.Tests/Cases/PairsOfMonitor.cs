using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// Monitors.
internal sealed class PairsOfMonitor
{
    private readonly object _gate = new();
    private int _count;

    public void EnteredAndExited()
    {
        Monitor.Enter(_gate);
        try
        {
            _count++;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    public int EarlyReturnKeepsIt()
    {
        Monitor.Enter(_gate); // ACQ101
        if (_count == 0)
            return 0;

        _count--;
        Monitor.Exit(_gate);
        return 1;
    }

    public int LockStatement()
    {
        lock (_gate)
        {
            if (_count == 0)
                return 0;
            _count--;
        }

        return 1;
    }

    public bool TriedAndExited()
    {
        if (!Monitor.TryEnter(_gate))
            return false;

        try
        {
            _count++;
            return true;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    public bool TriedWithReference()
    {
        bool taken = false;
        try
        {
            Monitor.TryEnter(_gate, 50, ref taken);
            if (taken)
                _count++;
            return taken;
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }
    }

    public bool TriedAndForgottenOnOnePath()
    {
        if (!Monitor.TryEnter(_gate, TimeSpan.FromSeconds(1))) // ACQ101
            return false;

        if (_count > 100)
            return false;

        _count++;
        Monitor.Exit(_gate);
        return true;
    }

    public void WaitsForOthers()
    {
        Monitor.Enter(_gate);
        try
        {
            while (_count == 0)
                Monitor.Wait(_gate);
            _count--;
            Monitor.PulseAll(_gate);
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    public void TwiceByTheSameThread()
    {
        Monitor.Enter(_gate);
        Monitor.Enter(_gate);
        _count++;
        Monitor.Exit(_gate);
        Monitor.Exit(_gate);
    }

    public void MonitorInLoop()
    {
        while (true)
        {
            Monitor.Enter(_gate);
            if (_count > 0)
                break;
            Monitor.Exit(_gate);
            Hw.Kick();
        }

        _count--;
        Monitor.Exit(_gate);
    }
}
