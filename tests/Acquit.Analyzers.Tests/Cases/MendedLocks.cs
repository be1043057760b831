using System;
using System.Collections.Generic;
using System.Threading;
using Cases.Api;

namespace Cases;

// Locks that public code once kept, or gave back unheld, and how that was mended.
internal sealed class MendedLocks
{
    private readonly object _gate = new();
    private readonly Dictionary<int, string> _names = new();
    private bool _closed;

    // Enter where Exit was meant.
    public bool MakeCurrent(Func<bool> current)
    {
        Monitor.Enter(_gate);
        bool success = false;
        try
        {
            success = current();
            return success;
        }
        finally
        {
            if (!success)
                Monitor.Enter(_gate);
        }
    }

    public bool MakeCurrentMended(Func<bool> current)
    {
        Monitor.Enter(_gate);
        bool success = false;
        try
        {
            success = current();
            return success;
        }
        finally
        {
            if (!success)
                Monitor.Exit(_gate);
        }
    }

    // Found in the cache, and gone.
    public string Find(int key)
    {
        Monitor.Enter(_gate); // ACQ101
        if (_names.TryGetValue(key, out string name))
            return name;
        name = key.ToString();
        _names.Add(key, name);
        Monitor.Exit(_gate);
        return name;
    }

    public string FindMended(int key)
    {
        Monitor.Enter(_gate);
        try
        {
            if (_names.TryGetValue(key, out string name))
                return name;
            name = key.ToString();
            _names.Add(key, name);
            return name;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    // Given back in the finally whether or not it was taken.
    public int Count()
    {
        bool taken = Monitor.TryEnter(_gate, 100);
        try
        {
            return taken ? _names.Count : -1;
        }
        finally
        {
            Monitor.Exit(_gate); // ACQ106
        }
    }

    public int CountMended()
    {
        bool taken = Monitor.TryEnter(_gate, 100);
        try
        {
            return taken ? _names.Count : -1;
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }
    }

    // Another object is given back than was taken.
    public void Add(int key)
    {
        Monitor.Enter(_gate); // ACQ101
        if (_closed)
        {
            Monitor.Exit(_gate);
            return;
        }

        _names[key] = "";
        Monitor.Exit(this);
    }

    // Closed meanwhile.
    public void Remove(int key)
    {
        Monitor.Enter(_gate); // ACQ101
        if (_closed)
            throw new ObjectDisposedException(nameof(MendedLocks));
        _names.Remove(key);
        Monitor.Exit(_gate);
    }

    public void RemoveMended(int key)
    {
        Monitor.Enter(_gate);
        if (_closed)
        {
            Monitor.Exit(_gate);
            throw new ObjectDisposedException(nameof(MendedLocks));
        }

        _names.Remove(key);
        Monitor.Exit(_gate);
    }

    // In a loop, the round that is skipped keeps it.
    public void Drain(int[] keys)
    {
        foreach (int key in keys)
        {
            Monitor.Enter(_gate); // ACQ101
            if (!_names.ContainsKey(key))
                continue;
            _names.Remove(key);
            Monitor.Exit(_gate);
        }
    }

    public void DrainMended(int[] keys)
    {
        foreach (int key in keys)
        {
            Monitor.Enter(_gate);
            if (!_names.ContainsKey(key))
            {
                Monitor.Exit(_gate);
                continue;
            }

            _names.Remove(key);
            Monitor.Exit(_gate);
        }
    }

    // A lock that can fail, of which the result was dropped.
    public static void Reset(Device device)
    {
        device.Mutex.TryLock();
        device.State = 0;
        device.Mutex.Unlock();
    }

    public static void ResetMended(Device device)
    {
        if (!device.Mutex.TryLock())
            return;
        device.State = 0;
        device.Mutex.Unlock();
    }

    // Interrupted: not held, and given back.
    public static int Wait(Device device)
    {
        int err = device.Mutex.LockKillable();
        if (err != 0)
            goto out_unlock;
        device.State = 1;

    out_unlock:
        device.Mutex.Unlock(); // ACQ106
        return err;
    }

    public static int WaitMended(Device device)
    {
        int err = device.Mutex.LockKillable();
        if (err != 0)
            return err;
        device.State = 1;
        device.Mutex.Unlock();
        return 0;
    }

    // Read lock, write unlock.
    public static void Update(Device device)
    {
        device.Sem.DownWrite();
        device.State++;
        device.Sem.UpRead(); // ACQ103
    }

    public static void UpdateMended(Device device)
    {
        device.Sem.DownWrite();
        device.State++;
        device.Sem.UpWrite();
    }
}
