using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Semaphores: locks that can be awaited, and throttles.
internal sealed class PairsOfSemaphores
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Semaphore _slots = new(4, 4);
    private readonly Dictionary<string, SemaphoreSlim> _byName = new();
    private int _count;

    public async Task<int> Locked()
    {
        await _gate.WaitAsync();
        try
        {
            return _count++;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<int> EarlyReturnKeepsIt()
    {
        await _gate.WaitAsync().ConfigureAwait(false); // ACQ101
        if (_count == 0)
            return 0;

        _count--;
        _gate.Release();
        return 1;
    }

    public void EarlyReturnOfAVoidMethod(bool stop)
    {
        _gate.Wait(); // ACQ101
        if (stop)
            return;

        _count++;
        _gate.Release();
    }

    public async Task ThrowsWithIt(int limit)
    {
        await _gate.WaitAsync(); // ACQ101
        if (_count > limit)
            throw new InvalidOperationException();

        _count++;
        _gate.Release();
    }

    public async Task<bool> TriedForAWhile()
    {
        if (!await _gate.WaitAsync(100))
            return false;

        try
        {
            _count++;
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<bool> TriedForAWhileAndForgotten(CancellationToken token)
    {
        if (!await _gate.WaitAsync(TimeSpan.FromSeconds(1), token).ConfigureAwait(false)) // ACQ101
            return false;

        if (_count > 10)
            return false;

        _count++;
        _gate.Release();
        return true;
    }

    public async Task<bool> ReleasedThoughTheTimeRanOut()
    {
        bool taken = await _gate.WaitAsync(0);
        if (!taken)
        {
            _gate.Release(); // ACQ106
            return false;
        }

        _gate.Release();
        return true;
    }

    public bool BlockedAndReleasedThoughTheTimeRanOut()
    {
        bool taken = _gate.Wait(0);
        if (!taken)
        {
            _gate.Release(); // ACQ106
            return false;
        }

        _gate.Release();
        return true;
    }

    public async Task<bool> NotGotAndReleased()
    {
        if (!await _gate.WaitAsync(0))
        {
            _gate.Release(); // ACQ106
            return false;
        }

        _gate.Release();
        return true;
    }

    public async Task ReleasedTwice()
    {
        await _gate.WaitAsync();
        try
        {
            _count++;
            if (_count > 5)
            {
                _gate.Release();
                return;
            }
        }
        finally
        {
            _gate.Release(); // ACQ104
        }
    }

    public void ReleasedOnceTooOften()
    {
        _gate.Wait();
        _count++;
        _gate.Release();
        if (_count < 0)
            _gate.Release(); // ACQ104
    }

    public async Task TakenFlag(CancellationToken token)
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

    // Whoever was cancelled while he waited has got nothing.
    public async Task<bool> CancelledWhileWaiting(CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        try
        {
            _count++;
        }
        finally
        {
            _gate.Release();
        }

        return true;
    }

    public async Task CancelledWhileWaitingForATask(CancellationToken token)
    {
        Task wait = _gate.WaitAsync(token);
        try
        {
            await wait;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _count++;
        _gate.Release();
    }

    public void CancelledWhileBlocking(CancellationToken token)
    {
        try
        {
            _gate.Wait(token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _count++;
        _gate.Release();
    }

    // One half here, the other there.
    public Task EnterAsync() => _gate.WaitAsync();

    public void Leave() => _gate.Release();

    public async Task Signalled()
    {
        await _gate.WaitAsync();
        _count++;
    }

    public void Signal(int n)
    {
        if (_count > 0)
            _gate.Release(n);
        else
            _gate.Release();
    }

    public async Task<IDisposable> EnterScopeAsync()
    {
        await _gate.WaitAsync();
        return new Releaser(_gate);
    }

    // Given back by the work it was taken for.
    public async Task<List<Task>> Throttled(IEnumerable<int> work)
    {
        var tasks = new List<Task>();
        foreach (int item in work)
        {
            await _gate.WaitAsync();
            tasks.Add(Task.Run(async () =>
            {
                try
                {
                    await Task.Delay(item);
                }
                finally
                {
                    _gate.Release();
                }
            }));
        }

        return tasks;
    }

    public async Task ThrottledOrDropped(int item)
    {
        await _gate.WaitAsync();
        if (item == 0)
        {
            _gate.Release();
            return;
        }

        _ = Task.Run(() =>
        {
            Hw.Kick();
            _gate.Release();
        });
    }

    public async Task HandedToACallback(Queue<Action> later, int item)
    {
        await _gate.WaitAsync();
        if (item < 0)
        {
            _gate.Release();
            return;
        }

        later.Enqueue(() => _gate.Release());
    }

    public async Task HandedToAMethod(int item)
    {
        await _gate.WaitAsync();
        if (item == 0)
        {
            _gate.Release();
            return;
        }

        _ = WorkThenRelease(item);
    }

    private async Task WorkThenRelease(int item)
    {
        try
        {
            await Task.Delay(item);
        }
        finally
        {
            _gate.Release();
        }
    }

    public static async Task LocalThrottle(IEnumerable<int> work)
    {
        using var throttle = new SemaphoreSlim(4);
        var tasks = new List<Task>();
        foreach (int item in work)
        {
            await throttle.WaitAsync();
            tasks.Add(Task.Run(async () =>
            {
                await Task.Delay(item);
                throttle.Release();
            }));
        }

        await Task.WhenAll(tasks);
    }

    // Nobody else can ever wait for it.
    public static int OnlyCounted()
    {
        var semaphore = new SemaphoreSlim(3);
        semaphore.Wait();
        semaphore.Wait();
        return semaphore.CurrentCount;
    }

    public static void UsedAsASignal(Action<Action> start)
    {
        var done = new SemaphoreSlim(0);
        start(() => done.Release());
        done.Wait();
    }

    public async Task<T> PoolSlot<T>(ConcurrentBag<T> idle, Func<Task<T>> create)
    {
        await _gate.WaitAsync();
        if (idle.TryTake(out T item))
            return item;

        try
        {
            return await create();
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    public async Task SeveralAtOnce()
    {
        await _gate.WaitAsync();
        await _gate.WaitAsync();
        _count++;
        _gate.Release(2);
    }

    public async Task ByName(string name)
    {
        SemaphoreSlim gate;
        lock (_byName)
        {
            if (!_byName.TryGetValue(name, out gate))
                _byName[name] = gate = new SemaphoreSlim(1);
        }

        await gate.WaitAsync();
        try
        {
            _count++;
        }
        finally
        {
            gate.Release();
        }
    }

    public static async Task OnAParameter(SemaphoreSlim gate, Func<Task> work)
    {
        await gate.WaitAsync(); // ACQ101
        if (work == null)
            return;

        try
        {
            await work();
        }
        finally
        {
            gate.Release();
        }
    }

    public bool SlotOfTheSystem()
    {
        if (!_slots.WaitOne(50))
            return false;

        try
        {
            _count++;
        }
        finally
        {
            _slots.Release();
        }

        return true;
    }

    public bool SlotOfTheSystemForgotten()
    {
        if (!_slots.WaitOne(TimeSpan.FromSeconds(1))) // ACQ101
            return false;

        if (_count > 10)
            return false;

        _slots.Release();
        return true;
    }

    public void WaitsForAnEvent(ManualResetEvent stop, WaitHandle other)
    {
        stop.WaitOne();
        if (other.WaitOne(10))
            return;
        _count++;
        stop.Set();
    }

    private sealed class Releaser : IDisposable
    {
        private readonly SemaphoreSlim _held;

        public Releaser(SemaphoreSlim held) => _held = held;

        public void Dispose() => _held.Release();
    }
}
