using System.Threading;
using Cases.Api;

namespace Cases;

// Locks, references and pins on what the caller can reach too: a whole half of a pair is a method's good right,
// half a half is a mistake.
internal sealed class OutlivingKeys
{
    private readonly SleepLock _mutex = new();
    private readonly Spinlock _spin = new();
    private readonly object _gate = new();
    private KObject _target;
    private int _users;

    public void Enter() => _mutex.Lock();

    public void Leave() => _mutex.Unlock();

    public static void LockOnly(Device device)
    {
        device.Mutex.Lock();
        device.State++;
    }

    public static void UnlockOnly(Device device)
    {
        device.State--;
        device.Mutex.Unlock();
    }

    public static void ReferenceOnly(Page page) => Mm.GetPage(page);

    public static void ReferenceDroppedOnly(Page page) => Mm.PutPage(page);

    public void Watch(KObject target)
    {
        target.AddRef();
        _target = target;
    }

    public void Unwatch()
    {
        _target.Release();
        _target = null;
    }

    public static bool TryLockReturnsTheAnswer(Device device) => device.Mutex.TryLock();

    public static int KillableReturnsTheAnswer(Device device) => device.Mutex.LockKillable();

    public static bool TryLockBoth(Device a, Device b)
    {
        if (!a.Mutex.TryLock())
            return false;

        if (!b.Mutex.TryLock())
        {
            a.Mutex.Unlock();
            return false;
        }

        return true;
    }

    public static bool TryLockBothForgetsTheFirst(Device a, Device b)
    {
        if (!a.Mutex.TryLock()) // ACQ101
            return false;

        if (!b.Mutex.TryLock())
        {
            Hw.Kick();
            return false;
        }

        if (a.Dead)
        {
            b.Mutex.Unlock();
            a.Mutex.Unlock();
            return false;
        }

        return true;
    }

    public static int BeginReturnsZeroWhenHeld(Device device)
    {
        device.Mutex.Lock();
        if (device.Dead)
        {
            device.Mutex.Unlock();
            return -Errno.NoDev;
        }

        device.Users++;
        return 0;
    }

    public static int BeginKillable(Device device)
    {
        int err = device.Mutex.LockKillable();
        if (err != 0)
            return err;

        if (device.Dead)
        {
            device.Mutex.Unlock();
            return -Errno.NoDev;
        }

        return 0;
    }

    public static Page FindLockedReturnsNullWhenNotHeld(Device device)
    {
        device.Mutex.Lock();
        Page page = device.Current;
        if (page == null)
        {
            device.Mutex.Unlock();
            return null;
        }

        return page;
    }

    public static void BeginTellsByOutParameter(Device device, out bool locked)
    {
        device.Mutex.Lock();
        locked = true;
        if (device.Dead)
        {
            device.Mutex.Unlock();
            locked = false;
        }
    }

    public static int ErrorPathKeepsTheLock(Device device)
    {
        device.Mutex.Lock(); // ACQ101
        if (device.Dead)
            return -Errno.NoDev;

        device.State++;
        device.Mutex.Unlock();
        return 0;
    }

    public static void EarlyReturnKeepsTheLock(Device device)
    {
        device.Mutex.Lock(); // ACQ101
        if (device.Dead)
            return;

        device.State++;
        device.Mutex.Unlock();
    }

    public static int OneOfTwoErrorsKeepsTheLock(Device device)
    {
        device.Mutex.Lock(); // ACQ101
        if (device.Dead)
        {
            device.Mutex.Unlock();
            return -Errno.NoDev;
        }

        if (device.Users > 8)
            return -Errno.Busy;

        device.Users++;
        device.Mutex.Unlock();
        return 0;
    }

    public static int ErrorPathKeepsTheReference(KObject target)
    {
        target.AddRef(); // ACQ101
        if (Hw.Status() < 0)
            return -Errno.IO;

        target.Poke();
        target.Release();
        return 0;
    }

    public int FieldLockKeptOnOnePath()
    {
        _spin.Lock(); // ACQ101
        if (_users == 0)
            return -Errno.NoDev;

        _users--;
        _spin.Unlock();
        return 0;
    }

    public void FieldLockReleasedOnEveryPath()
    {
        _spin.Lock();
        if (_users == 0)
        {
            _spin.Unlock();
            return;
        }

        _users--;
        _spin.Unlock();
    }

    public static void DroppedAndTakenAgain(Device device)
    {
        // Called with the lock held; it is held again afterwards.
        device.Mutex.Unlock();
        Sleeping.Msleep(1);
        device.Mutex.Lock();
    }

    public static int DroppedForTheErrorOnly(Device device)
    {
        // Called with the lock held; an error drops it, as the caller knows.
        if (device.Dead)
        {
            device.Mutex.Unlock();
            return -Errno.NoDev;
        }

        return 0;
    }

    public void MonitorEnteredHere() => Monitor.Enter(_gate);

    public void MonitorLeftHere() => Monitor.Exit(_gate);

    public static void HandOverHand(Device first)
    {
        Device current = first;
        current.Mutex.Lock();
        while (current.Parent != null)
        {
            Device parent = current.Parent;
            parent.Mutex.Lock();
            current.Mutex.Unlock();
            current = parent;
        }

        current.Mutex.Unlock();
    }

    public static KObject LookupReturnsWithAReference(KObject[] table, int id)
    {
        foreach (KObject candidate in table)
        {
            if (candidate.Id == id)
            {
                candidate.AddRef();
                return candidate;
            }
        }

        return null;
    }

    public static int ReferenceKeptWhenQueued(KObject target, Device device)
    {
        // On success the device owns the reference.
        target.AddRef();
        if (device.Dead)
        {
            target.Release();
            return -Errno.NoDev;
        }

        device.State = target.Id;
        return 0;
    }

    // What only this method can name must be let go by it.
    public static void OwnLockKept()
    {
        var gate = new SleepLock();
        gate.Lock(); // ACQ101
        Hw.Kick();
    }

    public static int OwnReferenceKept(int id)
    {
        KObject target = KObject.Create(id); // ACQ101
        if (target == null)
            return -Errno.NoMem;

        target.Poke();
        return 0;
    }

    public static int SecondReferenceOnAnOwnObject(int id)
    {
        KObject target = KObject.Create(id);
        if (target == null)
            return -Errno.NoMem;

        target.AddRef();
        target.Poke();
        target.Release();
        target.Release();
        return 0;
    }
}
