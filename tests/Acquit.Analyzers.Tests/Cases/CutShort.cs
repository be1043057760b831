using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

// Waiting that a token cuts short has taken nothing, and what comes after it in a finally block runs all the same.
internal sealed class CutShort
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _count;

    // Reports.

    public async Task WaitsInside(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            _count++;
        }
        finally
        {
            _gate.Release(); // ACQ106
        }
    }

    public async Task WaitsInsideForAWhile(CancellationToken token)
    {
        try
        {
            if (!await _gate.WaitAsync(100, token).ConfigureAwait(false))
                throw new TimeoutException();
            _count++;
        }
        finally
        {
            _gate.Release(); // ACQ106
        }
    }

    public void BlocksInside(CancellationToken token)
    {
        try
        {
            _gate.Wait(token);
            _count++;
        }
        finally
        {
            _gate.Release(); // ACQ106
        }
    }

    public async Task CaughtAndGivenBack(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            _count++;
            _gate.Release();
        }
        catch
        {
            _gate.Release(); // ACQ106
            throw;
        }
    }

    // Silent.

    public async Task WaitsBefore(CancellationToken token)
    {
        await _gate.WaitAsync(token);
        try
        {
            await Task.Delay(1, token);
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task NothingToCutItShort()
    {
        try
        {
            await _gate.WaitAsync(CancellationToken.None);
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task NoToken()
    {
        try
        {
            await _gate.WaitAsync();
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task Flagged(CancellationToken token)
    {
        bool taken = false;
        try
        {
            await _gate.WaitAsync(token);
            taken = true;
            _count++;
        }
        finally
        {
            if (taken)
                _gate.Release();
        }
    }

    public void FlaggedAndBlocking(CancellationToken token)
    {
        bool taken = false;
        try
        {
            taken = _gate.Wait(100, token);
            _count++;
        }
        finally
        {
            if (taken)
                _gate.Release();
        }
    }

    public async Task HeldAlready(CancellationToken token)
    {
        await _gate.WaitAsync(token);
        try
        {
            await Task.Delay(1, token);
        }
        finally
        {
            _gate.Release();
        }

        try
        {
            await Task.Delay(1, token);
        }
        finally
        {
            _count--;
        }
    }

    public async Task CaughtByName(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }
}
