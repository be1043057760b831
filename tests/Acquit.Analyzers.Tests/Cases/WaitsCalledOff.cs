using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

/// <summary>Whoever is cancelled while he waits for a semaphore has got nothing, and the handler around his wait gives back what others have.</summary>
internal sealed class WaitsCalledOff
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private int _count;
    private bool _traces;

    public async Task InFinally(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token).ConfigureAwait(false);
            _count++;
        }
        finally
        {
            _gate.Release(); // ACQ106
        }
    }

    public void Blocking(CancellationToken token)
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

    public async Task<int> LoggedAndThrownOn(CancellationToken token)
    {
        try
        {
            await Task.Yield();
            await _gate.WaitAsync(token);
            return _count++;
        }
        catch (Exception e)
        {
            Console.WriteLine(e.Message);
            throw;
        }
        finally
        {
            if (_traces)
                Console.WriteLine("done");

            _gate.Release(); // ACQ106
        }
    }

    public async Task Swallowed()
    {
        CancellationToken token = _stopping.Token;
        try
        {
            await _gate.WaitAsync(token);
            _count++;
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _gate.Release(); // ACQ106
        }
    }

    public async Task OnErrorsOnly(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            await Task.Delay(1);
            _gate.Release();
        }
        catch
        {
            _gate.Release(); // ACQ106
            throw;
        }
    }

    public async Task WithATask(CancellationToken token)
    {
        Task wait = _gate.WaitAsync(token);
        try
        {
            await wait;
            _count++;
        }
        finally
        {
            _gate.Release(); // ACQ106
        }
    }

    public Task InALambda(CancellationToken token) => Task.Run(async () =>
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
    });

    public async Task WaitedForBefore(CancellationToken token)
    {
        await _gate.WaitAsync(token);
        try
        {
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task NothingToCancel()
    {
        try
        {
            await _gate.WaitAsync();
            await Task.Yield();
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task NeverCancelled()
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

    public async Task NeverCancelledByDefault()
    {
        CancellationToken none = default;
        try
        {
            await _gate.WaitAsync(none);
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task Remembered(CancellationToken token)
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

    public async Task AskedOfTheSemaphore(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            _count++;
        }
        finally
        {
            if (_gate.CurrentCount == 0)
                _gate.Release();
        }
    }

    // Not given back if the token comes in between.
    public async Task AskedOfTheToken(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token); // ACQ101
            _count++;
        }
        finally
        {
            if (!token.IsCancellationRequested)
                _gate.Release();
        }
    }

    public async Task AllowedForWhenGivenBack(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            _count++;
        }
        finally
        {
            try
            {
                _gate.Release();
            }
            catch (SemaphoreFullException)
            {
            }
        }
    }

    public async Task WaitedForOnceMore(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            _count++;
        }
        catch (OperationCanceledException)
        {
            await _gate.WaitAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task OtherErrorsOnly(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            await Task.Delay(1);
            _gate.Release();
        }
        catch (InvalidOperationException)
        {
            _gate.Release();
        }
    }

    // What is answered then is not what is answered when it was taken.
    private bool TryEnter(CancellationToken token)
    {
        try
        {
            _gate.Wait(token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void TriedFor(CancellationToken token)
    {
        if (!TryEnter(token))
            return;

        _count++;
        _gate.Release();
    }

    public void TriedForTwice(CancellationToken token)
    {
        if (!TryEnter(token)) // ACQ101
            return;

        if (_count > 2)
            return;

        _gate.Release();
    }

    private bool TryEnterIfThere()
    {
        try
        {
            _gate.Wait();
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public void TriedForIfThere()
    {
        if (!TryEnterIfThere())
            return;

        _count++;
        _gate.Release();
    }

    public void KeptIfThere()
    {
        if (!TryEnterIfThere()) // ACQ101
            return;

        if (_count > 2)
            return;

        _gate.Release();
    }

    // Who says no before he waits has taken nothing either.
    public async Task Refused()
    {
        try
        {
            if (_traces)
                throw new InvalidOperationException();

            await _gate.WaitAsync();
            _count++;
        }
        finally
        {
            _gate.Release(); // ACQ106
        }
    }

    public async Task LeftBefore()
    {
        try
        {
            if (_traces)
                return;

            await _gate.WaitAsync();
            _count++;
        }
        finally
        {
            _gate.Release();
        }
    }
}
