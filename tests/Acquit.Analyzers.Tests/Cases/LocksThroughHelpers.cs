using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// Locks named by what the caller names, taken and given back by helpers.
internal sealed class LocksThroughHelpers
{
    private readonly SleepLock _mutex = new();
    private readonly RwSem _sem = new();
    private readonly Device _device = new();

    public int OfAMember(Device device)
    {
        LockDevice(device); // ACQ101
        if (device.Dead)
            return -1;

        UnlockDevice(device);
        return 0;
    }

    public int OfAMemberGivenBack(Device device)
    {
        LockDevice(device);
        int state = device.State;
        UnlockDevice(device);
        return state;
    }

    public int OfTheParent(Device device)
    {
        LockDevice(device.Parent); // ACQ101
        if (device.Dead)
            return -1;

        UnlockDevice(device.Parent);
        return 0;
    }

    public void OfOneAndTheOther(Device a, Device b)
    {
        LockDevice(a);
        LockDevice(b);
        UnlockDevice(b);
        UnlockDevice(a);
    }

    public int OfOneAndNotTheOther(Device a, Device b)
    {
        LockDevice(a);
        LockDevice(b); // ACQ101
        if (b.Dead)
        {
            UnlockDevice(a);
            return -1;
        }

        UnlockDevice(b);
        UnlockDevice(a);
        return 0;
    }

    public int OfAField()
    {
        LockDevice(_device); // ACQ101
        if (_device.Dead)
            return -1;

        UnlockDevice(_device);
        return 0;
    }

    public int Own()
    {
        Enter(); // ACQ101
        if (_device.Dead)
            return -1;

        Leave();
        return 0;
    }

    public int OwnTwoDeep()
    {
        EnterDeep(); // ACQ101
        if (_device.Dead)
            return -1;

        Leave();
        return 0;
    }

    public int Interruptible(Device device)
    {
        int err = LockInterruptible(device);
        if (err != 0)
            return err;

        device.State++;
        UnlockDevice(device);
        return 0;
    }

    public int InterruptibleForgotten(Device device)
    {
        int err = LockInterruptible(device); // ACQ101
        if (err != 0)
            return err;

        if (device.Dead)
            return -Errno.NoDev;

        UnlockDevice(device);
        return 0;
    }

    public int InterruptibleTheWrongWayRound(Device device)
    {
        if (LockInterruptible(device) != 0)
        {
            UnlockDevice(device); // ACQ106
            return -Errno.Intr;
        }

        UnlockDevice(device);
        return 0;
    }

    public bool TriedWithTheOtherPolarity(Device device)
    {
        if (!TryLockDevice(device))
            return false;

        UnlockDevice(device);
        return true;
    }

    public bool TriedAndForgotten(Device device)
    {
        if (!TryLockDevice(device)) // ACQ101
            return false;

        if (device.Dead)
            return true;

        UnlockDevice(device);
        return true;
    }

    public int TriedWithNegatedResult(Device device)
    {
        if (FailsToLock(device))
            return -1;

        UnlockDevice(device);
        return 0;
    }

    public int TriedWithNegatedResultForgotten(Device device)
    {
        if (FailsToLock(device)) // ACQ101
            return -1;

        if (device.Dead)
            return 1;

        UnlockDevice(device);
        return 0;
    }

    public void Downgraded()
    {
        _sem.DownWrite();
        _sem.DowngradeWrite();
        _sem.UpRead();
    }

    public void DowngradedByAHelper()
    {
        _sem.DownWrite();
        Downgrade(_sem);
        _sem.UpRead();
    }

    public void DowngradedAndGivenBackAsAWriter()
    {
        _sem.DownWrite();
        Downgrade(_sem);
        _sem.UpWrite(); // ACQ103
    }

    public int DowngradedAndForgotten(RwSem sem, bool early)
    {
        sem.DownWrite();
        Downgrade(sem); // ACQ101
        if (early)
            return -1;

        sem.UpRead();
        return 0;
    }

    public void Upgraded(RwSem sem)
    {
        sem.DownRead();
        Upgrade(sem);
        sem.UpWrite();
    }

    public int UpgradedAndForgotten(RwSem sem, bool early)
    {
        sem.DownRead();
        Upgrade(sem); // ACQ101
        if (early)
            return -1;

        sem.UpWrite();
        return 0;
    }

    public void ByAScope(Device device)
    {
        using (new Scope(device))
            device.State++;
    }

    public void ReadOrWrite(RwSem sem, bool write)
    {
        Take(sem, write);
        Give(sem, write);
    }

    public int ReadOrWriteForgotten(RwSem sem, bool write, bool early)
    {
        Take(sem, write);
        if (early)
            return -1;

        Give(sem, write);
        return 0;
    }

    public void WithReaderWriterLockSlim(ReaderWriterLockSlim gate, bool write)
    {
        if (write)
            gate.EnterWriteLock();
        else
            gate.EnterReadLock();
        try
        {
            _device.State++;
        }
        finally
        {
            if (write)
                gate.ExitWriteLock();
            else
                gate.ExitReadLock();
        }
    }

    public void ByIndex(SleepLock[] locks, int i)
    {
        locks[i].Lock();
        _device.State++;
        locks[i].Unlock();
    }

    public void Hashed(SleepLock[] locks, int key)
    {
        SleepLock bucket = BucketOf(locks, key);
        bucket.Lock();
        _device.State++;
        bucket.Unlock();
    }

    private static SleepLock BucketOf(SleepLock[] locks, int key) => locks[key % locks.Length];

    private static void LockDevice(Device device) => device.Mutex.Lock();

    private static void UnlockDevice(Device device) => device.Mutex.Unlock();

    private static int LockInterruptible(Device device) => device.Mutex.LockKillable();

    private static bool TryLockDevice(Device device) => device.Mutex.TryLock();

    private static bool FailsToLock(Device device) => !device.Mutex.TryLock();

    private static void Downgrade(RwSem sem) => sem.DowngradeWrite();

    private static void Upgrade(RwSem sem)
    {
        sem.UpRead();
        sem.DownWrite();
    }

    private static void Take(RwSem sem, bool write)
    {
        if (write)
            sem.DownWrite();
        else
            sem.DownRead();
    }

    private static void Give(RwSem sem, bool write)
    {
        if (write)
            sem.UpWrite();
        else
            sem.UpRead();
    }

    private void Enter() => _mutex.Lock();

    private void EnterDeep() => Enter();

    private void Leave() => _mutex.Unlock();

    private readonly struct Scope : IDisposable
    {
        private readonly Device _device;

        public Scope(Device device)
        {
            _device = device;
            device.Mutex.Lock();
        }

        public void Dispose() => _device.Mutex.Unlock();
    }
}
