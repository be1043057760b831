using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Semaphores and reader-writer locks that public code once kept, and how that was mended.
internal sealed class MendedSemaphores
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<int, string> _names = new();
    private bool _connected;

    // Connected already.
    public async Task Connect(Func<Task> open)
    {
        await _semaphore.WaitAsync(); // ACQ101
        if (_connected)
            return;
        await open();
        _connected = true;
        _semaphore.Release();
    }

    public async Task ConnectMended(Func<Task> open)
    {
        await _semaphore.WaitAsync();
        try
        {
            if (_connected)
                return;
            await open();
            _connected = true;
        }
        finally
        {
            _semaphore.Release();
        }
    }

    // Not had in time, and given back all the same.
    public async Task<bool> TryConnect(Func<Task> open)
    {
        bool entered = await _semaphore.WaitAsync(100);
        try
        {
            if (entered)
                await open();
            return entered;
        }
        finally
        {
            _semaphore.Release(); // ACQ106
        }
    }

    public async Task<bool> TryConnectMended(Func<Task> open)
    {
        if (!await _semaphore.WaitAsync(100))
            return false;
        try
        {
            await open();
            return true;
        }
        finally
        {
            _semaphore.Release();
        }
    }

    // Not had in time, and gone on.
    public string Lookup(int key)
    {
        if (!_lock.TryEnterReadLock(100))
            return null;
        if (_names.TryGetValue(key, out string name))
        {
            _lock.ExitReadLock();
            return name;
        }

        _lock.ExitReadLock();
        return "";
    }

    public string LookupForgotten(int key)
    {
        _lock.EnterReadLock(); // ACQ101
        if (_names.TryGetValue(key, out string name))
            return name;
        _lock.ExitReadLock();
        return "";
    }

    // The read lock where the write lock was taken.
    public void Add(int key)
    {
        _lock.EnterWriteLock();
        _names[key] = "";
        _lock.ExitReadLock(); // ACQ103
    }

    public void AddMended(int key)
    {
        _lock.EnterWriteLock();
        try
        {
            _names[key] = "";
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    // Upgraded, and only half undone.
    public void AddOnce(int key)
    {
        _lock.EnterUpgradeableReadLock();
        if (!_names.ContainsKey(key))
        {
            _lock.EnterWriteLock(); // ACQ101
            if (_connected)
            {
                _lock.ExitUpgradeableReadLock();
                return;
            }

            _names.Add(key, "");
            _lock.ExitWriteLock();
        }

        _lock.ExitUpgradeableReadLock();
    }

    public void AddOnceMended(int key)
    {
        _lock.EnterUpgradeableReadLock();
        try
        {
            if (_names.ContainsKey(key))
                return;
            _lock.EnterWriteLock();
            try
            {
                _names.Add(key, "");
            }
            finally
            {
                _lock.ExitWriteLock();
            }
        }
        finally
        {
            _lock.ExitUpgradeableReadLock();
        }
    }

    // A throttle: taken by who starts work, given back by who ends it.
    public async Task RunAll(IEnumerable<Func<Task>> all)
    {
        var running = new List<Task>();
        foreach (Func<Task> each in all)
        {
            await _semaphore.WaitAsync();
            running.Add(Run(each));
        }

        await Task.WhenAll(running);

        async Task Run(Func<Task> work)
        {
            try
            {
                await work();
            }
            finally
            {
                _semaphore.Release();
            }
        }
    }

    public async Task RunInTheBackground(Func<Task> work)
    {
        await _semaphore.WaitAsync();
        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                _semaphore.Release();
            }
        });
    }

    // A signal, not a lock.
    public void Signal() => _semaphore.Release();

    public async Task<int> WaitForSignals(int n)
    {
        for (int i = 0; i < n; i++)
            await _semaphore.WaitAsync();
        return n;
    }

    public async Task<IDisposable> Enter(CancellationToken token)
    {
        await _semaphore.WaitAsync(token);
        return new Releaser(_semaphore);
    }

    private sealed class Releaser : IDisposable
    {
        private SemaphoreSlim _held;

        public Releaser(SemaphoreSlim held) => _held = held;

        public void Dispose() => Interlocked.Exchange(ref _held, null)?.Release();
    }
}
