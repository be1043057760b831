using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// A field that was set for what is held, and asked after ways that other code may have changed it on have met.
internal sealed class FlagsAskedLater
{
    private readonly object _gate = new();
    private bool _closing;
    private int _depth;
    private bool _has;
    private bool _open;
    private bool _released;
    private int _state;

    // Reports.

    public void ClosedMeanwhile(Func<bool> work)
    {
        if (_closing)
            return;
        Monitor.Enter(_gate); // ACQ101
        while (work())
        {
        }

        if (_closing)
            return;
        Monitor.Exit(_gate);
    }

    public void OpenedBefore(Action work)
    {
        _open = true;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(3); // ACQ101
        try { work(); } catch (InvalidOperationException) { }
        if (!_open)
            return;
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void LeftInCatch(Action work)
    {
        Monitor.Enter(_gate); // ACQ101
        _has = true;
        try { work(); } catch (InvalidOperationException) { return; }
        if (_has)
            Monitor.Exit(_gate);
    }

    public void GivenBackAndAskedAgain(Action work)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(3);
        ArrayPool<byte>.Shared.Return(bytes);
        _released = true;
        work();
        if (!_released)
            ArrayPool<byte>.Shared.Return(bytes); // ACQ104
    }

    // Silent.

    public void AfterTry(Action work)
    {
        Monitor.Enter(_gate);
        _has = true;
        try { work(); } catch (InvalidOperationException) { }
        if (_has)
            Monitor.Exit(_gate);
    }

    public void RentedAfterTry(Action work)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(3);
        _has = true;
        try { work(); } catch (InvalidOperationException) { }
        try { work(); } catch (InvalidOperationException) { }
        if (_has)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    public void AfterLoop(Action work, int count)
    {
        Monitor.Enter(_gate);
        _has = true;
        for (int i = 0; i < count; i++)
            work();
        if (_has)
            Monitor.Exit(_gate);
    }

    public void AfterOneOrTheOther(Action work, Action other, bool more)
    {
        Monitor.Enter(_gate);
        _depth = 1;
        if (more)
            work();
        else
            other();
        if (_depth > 0)
            Monitor.Exit(_gate);
    }

    public void NotReleased(Action work)
    {
        Monitor.Enter(_gate);
        _released = false;
        try { work(); }
        finally
        {
            if (!_released)
                Monitor.Exit(_gate);
        }
    }

    public void NotReleasedAfterLoop(Func<bool> work)
    {
        IntPtr block = Marshal.AllocHGlobal(3);
        _released = false;
        while (work())
        {
        }

        if (!_released)
            Marshal.FreeHGlobal(block);
    }

    public void OneBit(Func<bool> work)
    {
        Monitor.Enter(_gate);
        _state |= 1;
        while (work())
        {
        }

        if ((_state & 1) != 0)
            Monitor.Exit(_gate);
    }

    public void GivenUp(Action work)
    {
        Monitor.Enter(_gate);
        Monitor.Exit(_gate);
        _released = true;
        work();
        if (!_released)
            Monitor.Exit(_gate);
    }
}
