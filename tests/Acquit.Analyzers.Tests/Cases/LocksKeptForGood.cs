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

    public sealed class LeftByTakersOnly
    {
        private readonly object _sync = new();
        private readonly ReaderWriterLockSlim _lock = new();
        private int _count;

        public void Add()
        {
            Monitor.Enter(_sync); // ACQ101
            _count++;
        }

        public int Taken()
        {
            Monitor.Enter(_sync);
            try
            {
                return _count--;
            }
            finally
            {
                Monitor.Exit(_sync);
            }
        }

        public bool TryTake()
        {
            bool taken = false;
            try
            {
                Monitor.TryEnter(_sync, ref taken);
                return taken && _count-- > 0;
            }
            finally
            {
                if (taken)
                    Monitor.Exit(_sync);
            }
        }

        public bool TryTakeAtOnce()
        {
            if (!Monitor.TryEnter(_sync))
                return false;
            _count--;
            Monitor.Exit(_sync);
            return true;
        }

        public int Read()
        {
            _lock.EnterReadLock(); // ACQ101
            return _count;
        }

        public int ReadUnlessThereAreNone()
        {
            _lock.EnterReadLock(); // ACQ101
            if (_count == 0)
                return 1;
            _lock.ExitReadLock();
            return 0;
        }
    }

    // Silent.

    public sealed class LeftByOneOfTwoWays
    {
        private readonly object _sync = new();
        private int _count;

        public void Begin() => Monitor.Enter(_sync);

        public void End(bool isBegun)
        {
            if (!isBegun)
                Monitor.Enter(_sync);
            _count++;
            Monitor.Exit(_sync);
        }
    }

    public sealed class LeftIfHeldAlready
    {
        private readonly object _sync = new();
        private bool _isHeld;

        public void Begin()
        {
            Monitor.Enter(_sync);
            _isHeld = true;
        }

        public void End()
        {
            if (_isHeld || Monitor.TryEnter(_sync))
            {
                _isHeld = false;
                Monitor.Exit(_sync);
            }
        }
    }

    public sealed class LeftByATurn
    {
        private readonly object _sync = new();
        private bool _isHeld;

        public void Turn()
        {
            if (!_isHeld)
            {
                Monitor.Enter(_sync);
                _isHeld = true;
            }
            else
            {
                _isHeld = false;
                Monitor.Exit(_sync);
            }
        }
    }

    public sealed class LeftByADelegate
    {
        private readonly object _sync = new();

        public Action<object> Leaving => Monitor.Exit;

        public void Begin() => Monitor.Enter(_sync);

        public void Within()
        {
            Monitor.Enter(_sync);
            Monitor.Exit(_sync);
        }
    }

    public sealed class LeftByAnEnclosedType
    {
        private readonly object _sync = new();

        public Left Begin()
        {
            Monitor.Enter(_sync);
            return new Left(this);
        }

        public void Within()
        {
            Monitor.Enter(_sync);
            Monitor.Exit(_sync);
        }

        public readonly struct Left : IDisposable
        {
            private readonly LeftByAnEnclosedType _owner;

            public Left(LeftByAnEnclosedType owner) => _owner = owner;

            public void Dispose() => Monitor.Exit(_owner._sync);
        }
    }

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
