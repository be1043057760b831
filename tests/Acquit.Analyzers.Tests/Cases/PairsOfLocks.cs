using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// Locks of their own type, and spin locks.
internal sealed class PairsOfLocks
{
    private readonly Lock _lock = new();
    private SpinLock _spin = new(false);
    private int _count;

    public void Entered()
    {
        _lock.Enter();
        try
        {
            _count++;
        }
        finally
        {
            _lock.Exit();
        }
    }

    public int EarlyReturnKeepsIt()
    {
        _lock.Enter(); // ACQ101
        if (_count == 0)
            return 0;

        _lock.Exit();
        return 1;
    }

    public bool TriedAndForgotten()
    {
        if (!_lock.TryEnter(10)) // ACQ101
            return false;

        if (_count > 10)
            return false;

        _lock.Exit();
        return true;
    }

    public void ScopeDropped()
    {
        _lock.EnterScope(); // ACQ101
        _count++;
    }

    public int ScopeForgottenOnOnePath()
    {
        Lock.Scope scope = _lock.EnterScope(); // ACQ101
        if (_count == 0)
            return 0;

        scope.Dispose();
        return 1;
    }

    public int ScopeUsed()
    {
        using (_lock.EnterScope())
        {
            if (_count == 0)
                return 0;
        }

        using Lock.Scope scope = _lock.EnterScope();
        return _count;
    }

    public void ScopeDisposedEarly()
    {
        Lock.Scope scope = _lock.EnterScope();
        try
        {
            if (_count > 0)
                scope.Dispose();
        }
        finally
        {
            scope.Dispose();
        }
    }

    public int LockStatement()
    {
        lock (_lock)
        {
            if (_count == 0)
                return 0;
            return _count--;
        }
    }

    public void LeftIfHeld()
    {
        _lock.TryEnter(TimeSpan.FromSeconds(1));
        _count++;
        if (_lock.IsHeldByCurrentThread)
            _lock.Exit();
    }

    public void Enter() => _lock.Enter();

    public void Leave() => _lock.Exit();

    public void Spinning()
    {
        bool taken = false;
        try
        {
            _spin.Enter(ref taken);
            _count++;
        }
        finally
        {
            if (taken)
                _spin.Exit();
        }
    }

    public int SpinningForgotten()
    {
        bool taken = false;
        _spin.Enter(ref taken); // ACQ101
        if (_count == 0)
            return 0;

        _spin.Exit(false);
        return 1;
    }

    public bool SpinningTriedAndForgotten()
    {
        bool taken = false;
        _spin.TryEnter(10, ref taken); // ACQ101
        if (!taken)
            return false;

        if (_count == 0)
            return false;

        _spin.Exit();
        return true;
    }

    public void SpinningLeftThoughNotTaken()
    {
        bool taken = false;
        _spin.TryEnter(ref taken);
        if (!taken)
        {
            _spin.Exit(); // ACQ106
            return;
        }

        _spin.Exit();
    }

    public bool SpinningTried()
    {
        bool taken = false;
        _spin.TryEnter(ref taken);
        if (!taken)
            return false;

        _count++;
        _spin.Exit();
        return true;
    }

    public void SpinningHalf(ref bool taken) => _spin.Enter(ref taken);
}
