using System;
using System.Collections.Generic;
using System.Threading;
using Cases.Api;

namespace Cases;

// Locks for readers and writers.
internal sealed class PairsOfReaderWriterLocks
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly ReaderWriterLock _old = new();
    private readonly Dictionary<int, string> _names = new();

    public string Read(int id)
    {
        _lock.EnterReadLock();
        try
        {
            return _names.TryGetValue(id, out string name) ? name : null;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public string EarlyReturnKeepsIt(int id)
    {
        _lock.EnterReadLock(); // ACQ101
        if (!_names.TryGetValue(id, out string name))
            return null;

        _lock.ExitReadLock();
        return name;
    }

    public void LeftByTheWrongExit(int id, string name)
    {
        _lock.EnterWriteLock();
        _names[id] = name;
        _lock.ExitReadLock(); // ACQ103
    }

    public string LeftAsAWriter(int id)
    {
        _lock.EnterReadLock();
        try
        {
            return _names[id];
        }
        finally
        {
            _lock.ExitWriteLock(); // ACQ103
        }
    }

    public bool TriedAndForgotten(int id)
    {
        if (!_lock.TryEnterWriteLock(10)) // ACQ101
            return false;

        if (!_names.Remove(id))
            return false;

        _lock.ExitWriteLock();
        return true;
    }

    public bool ReleasedThoughTheTimeRanOut(int id)
    {
        bool taken = _lock.TryEnterReadLock(TimeSpan.FromSeconds(1));
        if (!taken)
        {
            _lock.ExitReadLock(); // ACQ106
            return false;
        }

        bool known = _names.ContainsKey(id);
        _lock.ExitReadLock();
        return known;
    }

    public void UpgradedAndOneForgotten(int id, string name)
    {
        _lock.EnterUpgradeableReadLock(); // ACQ101
        if (_names.ContainsKey(id))
            return;

        _lock.EnterWriteLock();
        _names[id] = name;
        _lock.ExitWriteLock();
        _lock.ExitUpgradeableReadLock();
    }

    public void Upgraded(int id, string name)
    {
        _lock.EnterUpgradeableReadLock();
        try
        {
            if (_names.ContainsKey(id))
                return;

            _lock.EnterWriteLock();
            try
            {
                _names[id] = name;
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

    public void DowngradedByReading()
    {
        _lock.EnterUpgradeableReadLock();
        _lock.EnterReadLock();
        _lock.ExitUpgradeableReadLock();
        Hw.Kick();
        _lock.ExitReadLock();
    }

    public void EitherWay(int id, bool write)
    {
        if (write)
            _lock.EnterWriteLock();
        else
            _lock.EnterReadLock();

        try
        {
            if (write)
                _names.Remove(id);
        }
        finally
        {
            if (write)
                _lock.ExitWriteLock();
            else
                _lock.ExitReadLock();
        }
    }

    public void LeftIfHeld()
    {
        try
        {
            if (_names.Count == 0)
                return;
            _lock.EnterWriteLock();
            _names.Clear();
        }
        finally
        {
            if (_lock.IsWriteLockHeld)
                _lock.ExitWriteLock();
        }
    }

    public void WhicheverIsHeld()
    {
        if (_lock.IsWriteLockHeld)
            _lock.ExitWriteLock();
        else if (_lock.IsReadLockHeld)
            _lock.ExitReadLock();
        else if (_lock.IsUpgradeableReadLockHeld)
            _lock.ExitUpgradeableReadLock();
    }

    public bool TakenOnlyIfNotHeld(int id)
    {
        bool taken = false;
        if (!_lock.IsReadLockHeld)
        {
            _lock.EnterReadLock();
            taken = true;
        }

        try
        {
            return _names.ContainsKey(id);
        }
        finally
        {
            if (taken)
                _lock.ExitReadLock();
        }
    }

    public void BeginRead() => _lock.EnterReadLock();

    public void EndRead() => _lock.ExitReadLock();

    public IDisposable ReadScope()
    {
        _lock.EnterReadLock();
        return new Scope(_lock);
    }

    public string OldRead(int id)
    {
        _old.AcquireReaderLock(100);
        try
        {
            return _names[id];
        }
        finally
        {
            _old.ReleaseReaderLock();
        }
    }

    public string OldReadForgotten(int id)
    {
        _old.AcquireReaderLock(Timeout.Infinite); // ACQ101
        if (!_names.TryGetValue(id, out string name))
            return null;

        _old.ReleaseReaderLock();
        return name;
    }

    public void OldWriterLeftAsOneOfTheReaders(int id)
    {
        _old.AcquireWriterLock(Timeout.Infinite);
        _names.Remove(id);
        _old.ReleaseReaderLock();
    }

    public void OldReaderLeftAsTheWriter(int id)
    {
        _old.AcquireReaderLock(Timeout.Infinite);
        _names.ContainsKey(id);
        _old.ReleaseWriterLock(); // ACQ103
    }

    public void OldUpgraded(int id, string name)
    {
        _old.AcquireReaderLock(Timeout.Infinite);
        try
        {
            if (_names.ContainsKey(id))
                return;

            LockCookie cookie = _old.UpgradeToWriterLock(Timeout.Infinite);
            try
            {
                _names[id] = name;
            }
            finally
            {
                _old.DowngradeFromWriterLock(ref cookie);
            }
        }
        finally
        {
            _old.ReleaseReaderLock();
        }
    }

    public void OldUpgradedForGood(int id)
    {
        _old.AcquireReaderLock(Timeout.Infinite);
        if (_names.ContainsKey(id))
        {
            _old.UpgradeToWriterLock(Timeout.Infinite);
            _names.Remove(id);
            _old.ReleaseWriterLock();
            return;
        }

        _old.ReleaseReaderLock();
    }

    public void OldLaidDownForAWhile(Action work)
    {
        _old.AcquireWriterLock(Timeout.Infinite);
        LockCookie cookie = _old.ReleaseLock();
        work();
        _old.RestoreLock(ref cookie);
        _old.ReleaseWriterLock();
    }

    private sealed class Scope : IDisposable
    {
        private readonly ReaderWriterLockSlim _held;

        public Scope(ReaderWriterLockSlim held) => _held = held;

        public void Dispose() => _held.ExitReadLock();
    }
}
