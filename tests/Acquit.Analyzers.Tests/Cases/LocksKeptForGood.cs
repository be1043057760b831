using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// An object's own locks, of which no code ever gives back what this takes.
internal static class LocksKeptForGood
{
    public sealed class OneOfTwo
    {
        private readonly ReaderWriterLockSlim _lock = new();
        private int _count;

        public void Upgraded()
        {
            _lock.EnterUpgradeableReadLock();
            try
            {
                _lock.EnterWriteLock(); // ACQ101
                _count++;
            }
            finally
            {
                _lock.ExitUpgradeableReadLock();
            }
        }
    }

    public sealed class TheOtherOfTwo
    {
        private readonly ReaderWriterLockSlim _lock = new();
        private int _count;

        public void Upgraded()
        {
            _lock.EnterUpgradeableReadLock(); // ACQ101
            _lock.EnterWriteLock();
            try
            {
                _count++;
            }
            finally
            {
                _lock.ExitWriteLock();
            }
        }
    }

    public sealed class Entered
    {
        private readonly object _sync = new();
        private int _count;

        public void Add()
        {
            Monitor.Enter(_sync); // ACQ101
            _count++;
        }

        public int Read()
        {
            lock (_sync)
                return _count;
        }
    }

    // Silent.

    public sealed class LeftElsewhere
    {
        private readonly ReaderWriterLockSlim _lock = new();
        private readonly object _sync = new();

        public void Begin()
        {
            _lock.EnterUpgradeableReadLock();
            _lock.EnterWriteLock();
            Monitor.Enter(_sync);
        }

        public void End()
        {
            Monitor.Exit(_sync);
            _lock.ExitWriteLock();
            _lock.ExitUpgradeableReadLock();
        }
    }

    public sealed class SeenByOthers
    {
        private readonly ReaderWriterLockSlim _lock = new();

        public ReaderWriterLockSlim Lock => _lock;

        public void Begin() => _lock.EnterWriteLock();
    }

    public sealed class OfOthers
    {
        private readonly ReaderWriterLockSlim _lock;

        public OfOthers(ReaderWriterLockSlim @lock) => _lock = @lock;

        public void Begin() => _lock.EnterWriteLock();
    }

    public sealed class HandedOn
    {
        private readonly ReaderWriterLockSlim _lock = new();

        public IDisposable Begin()
        {
            _lock.EnterWriteLock();
            return new Scope(_lock);
        }
    }

    public sealed class Signal
    {
        private readonly SemaphoreSlim _done = new(0);

        public void Await() => _done.Wait();
    }

    private sealed class Scope : IDisposable
    {
        private readonly ReaderWriterLockSlim _held;

        public Scope(ReaderWriterLockSlim held) => _held = held;

        public void Dispose() => _held.ExitWriteLock();
    }
}
