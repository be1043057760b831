using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

// Whoever waits for no longer than some time has to ask whether he got in.
internal sealed class WaitedForInVain
{
    private readonly SemaphoreSlim _slots = new(1, 1);
    private readonly SemaphoreSlim _signal = new(0);
    private int _count;

    public async Task GivenBackEitherWay()
    {
        await _slots.WaitAsync(TimeSpan.FromSeconds(1));
        try
        {
            _count++;
        }
        finally
        {
            _slots.Release(); // ACQ106
        }
    }

    public async Task GivenBackThoughConfigured()
    {
        await _slots.WaitAsync(1000).ConfigureAwait(false);
        try
        {
            _count++;
            await Task.Yield();
        }
        finally
        {
            _slots.Release(); // ACQ106
        }
    }

    public void GivenBackWithoutAnAnswer()
    {
        bool entered = _slots.Wait(100);
        try
        {
            _count++;
        }
        finally
        {
            _slots.Release(); // ACQ106
        }
    }

    public async Task<bool> Asked()
    {
        if (!await _slots.WaitAsync(1000))
            return false;
        try
        {
            _count++;
            return true;
        }
        finally
        {
            _slots.Release();
        }
    }

    public async Task AskedInTheEnd()
    {
        bool entered = await _slots.WaitAsync(1000).ConfigureAwait(false);
        try
        {
            _count++;
        }
        finally
        {
            if (entered)
                _slots.Release();
        }
    }

    // For as long as it takes.
    public async Task WaitedForGood()
    {
        await _slots.WaitAsync();
        try
        {
            _count++;
        }
        finally
        {
            _slots.Release();
        }
    }

    // A pause, after which somebody else is told to go on.
    public async Task PausedAndPassedOn()
    {
        await _signal.WaitAsync(100);
        _count++;
        _signal.Release();
    }

    // For ever, or for a time that may be that; not at all, to take away an old signal; and by somebody who is ready to have had nothing.
    public async Task ForEver(CancellationToken token)
    {
        await _slots.WaitAsync(Timeout.Infinite, token);
        try
        {
            _count++;
        }
        finally
        {
            _slots.Release();
        }

        _slots.Wait(Timeout.InfiniteTimeSpan);
        try
        {
            _count++;
        }
        finally
        {
            _slots.Release();
        }
    }

    public async Task AsLongAsToldTo(int timeout)
    {
        await _slots.WaitAsync(timeout);
        try
        {
            _count++;
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Signalled()
    {
        _signal.Wait(0);
        try
        {
            _count++;
        }
        finally
        {
            _signal.Release();
        }
    }

    public void ReadyForNothing()
    {
        _slots.Wait(100);
        try
        {
            _count++;
        }
        finally
        {
            try
            {
                _slots.Release();
            }
            catch (SemaphoreFullException)
            {
                _count--;
            }
        }
    }

    public void LockedForEver(object gate)
    {
        Monitor.TryEnter(gate, Timeout.Infinite);
        _count++;
        Monitor.Exit(gate);
    }

    public void LockedForAWhile(object gate)
    {
        Monitor.TryEnter(gate, 100);
        _count++;
        Monitor.Exit(gate); // ACQ106
    }
}
