using System;
using System.Collections.Generic;
using System.Threading;
using Cases.Api;

namespace Cases;

// Locks that are taken here and given back there, by classes and scopes of one's own, or by the language.
internal sealed class LocksInOtherClothes : IDisposable
{
    private readonly object _gate = new();
    private readonly SleepLock _mutex = new();
    private readonly RwSem _sem = new();
    private readonly Queue<int> _items = new();
    private bool _stopped;
    private int _depth;

    public void Acquire()
    {
        _mutex.Lock();
        _depth++;
    }

    public void Release()
    {
        _depth--;
        _mutex.Unlock();
    }

    public void EnterGate() => Monitor.Enter(_gate);

    public void LeaveGate() => Monitor.Exit(_gate);

    public bool TryEnterGate(int milliseconds)
    {
        bool taken = false;
        Monitor.TryEnter(_gate, milliseconds, ref taken);
        return taken;
    }

    public bool TryEnterGateUnlessStopped()
    {
        Monitor.Enter(_gate);
        if (_stopped)
        {
            Monitor.Exit(_gate);
            return false;
        }

        return true;
    }

    public bool TryEnterGateAndForgetsWhenStopped()
    {
        Monitor.Enter(_gate); // ACQ101
        if (_stopped)
            return false;

        if (_depth > 4)
        {
            Monitor.Exit(_gate);
            return false;
        }

        return true;
    }

    // Run-down protection: whoever got it gives it back.
    public bool AcquireRundown() => _sem.DownReadTrylock();

    public void ReleaseRundown() => _sem.UpRead();

    public int UsesItsRundown()
    {
        if (!AcquireRundown())
            return -Errno.NoDev;
        int n = _items.Count;
        ReleaseRundown();
        return n;
    }

    public void UsesItsRundownAndForgetsIt()
    {
        if (!AcquireRundown()) // ACQ101
            return;
        if (_items.Count == 0)
            return;
        _items.Dequeue();
        ReleaseRundown();
    }

    public Holder Hold()
    {
        Monitor.Enter(_gate);
        return new Holder(_gate);
    }

    public int HeldByAUsing()
    {
        using Holder holder = Hold();
        return _items.Count;
    }

    // Given back at once if that was asked for: the caller knows.
    public void WaitFor(bool onlyForAMoment)
    {
        Monitor.Enter(_gate);
        _depth++;
        if (onlyForAMoment)
            Monitor.Exit(_gate);
    }

    public void WaitForATime(bool onlyForAMoment, int milliseconds, ref bool taken)
    {
        taken = false;
        bool entered = false;
        try
        {
            Monitor.TryEnter(_gate, milliseconds, ref entered);
            if (entered)
            {
                _depth++;
                if (onlyForAMoment)
                {
                    Monitor.Exit(_gate);
                    entered = false;
                }

                taken = !_stopped;
            }
        }
        finally
        {
            if (!taken && entered)
                Monitor.Exit(_gate);
        }
    }

    public void LeftTooEarly(bool onlyForAMoment)
    {
        Monitor.Enter(_gate); // ACQ101
        if (onlyForAMoment)
            return;
        _depth++;
        Monitor.Exit(_gate);
    }

    // Not had at once, then waited for in a way that is not understood.
    public static int TakenSomehow(Mutex0 mutex)
    {
        bool taken = false;
        try
        {
            taken = mutex.TryTakeAtOnce();
            if (!taken)
            {
                taken = mutex.TryTakeInTurn(out _);
                if (!taken)
                    return -Errno.Busy;
            }

            return 0;
        }
        finally
        {
            if (taken)
                mutex.Give();
        }
    }

    public sealed class Mutex0
    {
        private readonly object _gate = new();
        private readonly Queue<Action> _waiting = new();
        private Func<object, bool> _take = Monitor.TryEnter;

        public bool TryTakeAtOnce() => Monitor.TryEnter(_gate);

        public bool TryTakeInTurn(out int place)
        {
            place = _waiting.Count;
            return _take(_gate);
        }

        public void Give() => Monitor.Exit(_gate);
    }

    // Hand over hand along what a property leads to.
    public static void Handed(Node[] nodes, Action<Node> act)
    {
        object last = null;
        try
        {
            foreach (Node node in nodes)
            {
                object gate = node.Gate;
                if (gate != null)
                {
                    Monitor.Enter(gate);
                    if (last != null)
                        Monitor.Exit(last);
                    last = gate;
                }

                act(node);
            }
        }
        finally
        {
            if (last != null)
                Monitor.Exit(last);
        }
    }

    public sealed class Node
    {
        public object Gate { get; set; }
    }

    public int WithTheLanguagesLock()
    {
        lock (_gate)
        {
            while (_items.Count == 0)
            {
                if (_stopped)
                    return -1;
                Monitor.Wait(_gate);
            }

            int item = _items.Dequeue();
            Monitor.PulseAll(_gate);
            return item;
        }
    }

    public int WithoutIt()
    {
        Monitor.Enter(_gate);
        try
        {
            while (_items.Count == 0)
            {
                if (_stopped)
                    return -1;
                Monitor.Wait(_gate);
            }

            return _items.Dequeue();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    public int WithoutItAndForgotten()
    {
        Monitor.Enter(_gate); // ACQ101
        while (_items.Count == 0)
        {
            if (_stopped)
                return -1;
            Monitor.Wait(_gate);
        }

        int item = _items.Dequeue();
        Monitor.Exit(_gate);
        return item;
    }

    // The lock statement's own release is not the method's: given up for a while inside.
    public void GivenUpForACall(Action call)
    {
        lock (_gate)
        {
            Monitor.Exit(_gate);
            try
            {
                call();
            }
            finally
            {
                Monitor.Enter(_gate);
            }
        }
    }

    public void GivenUpForACallUnderMonitor(Action call)
    {
        Monitor.Enter(_gate);
        try
        {
            _depth++;
            Monitor.Exit(_gate);
            try
            {
                call();
            }
            finally
            {
                Monitor.Enter(_gate);
            }

            _depth--;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    public void TakenOnlyIfNotTaken()
    {
        bool mine = !Monitor.IsEntered(_gate);
        if (mine)
            Monitor.Enter(_gate);
        try
        {
            _depth++;
        }
        finally
        {
            if (mine)
                Monitor.Exit(_gate);
        }
    }

    public void GivenBackIfStillTaken(Action<object> call)
    {
        Monitor.Enter(_gate);
        try
        {
            call(_gate);
        }
        finally
        {
            if (Monitor.IsEntered(_gate))
                Monitor.Exit(_gate);
        }
    }

    public void TakenTwiceAndGivenBackTwice()
    {
        Monitor.Enter(_gate);
        Monitor.Enter(_gate);
        _depth++;
        Monitor.Exit(_gate);
        Monitor.Exit(_gate);
    }

    public static void TwoInOrder(LocksInOtherClothes a, LocksInOtherClothes b)
    {
        var (first, second) = a._depth < b._depth ? (a, b) : (b, a);
        lock (first._gate)
        {
            lock (second._gate)
                first._depth = second._depth;
        }
    }

    public static void TwoInOrderByHand(Device a, Device b)
    {
        Device first = a.State < b.State ? a : b;
        Device second = ReferenceEquals(first, a) ? b : a;
        first.Mutex.Lock();
        second.Mutex.Lock();
        a.State = b.State;
        second.Mutex.Unlock();
        first.Mutex.Unlock();
    }

    // Hand over hand down a chain.
    public static Device LockedParentOf(Device device)
    {
        device.Mutex.Lock();
        while (device.Parent != null)
        {
            Device parent = device.Parent;
            parent.Mutex.Lock();
            device.Mutex.Unlock();
            device = parent;
        }

        return device;
    }

    public static Device LockedParentOfUnlessDead(Device device)
    {
        device.Mutex.Lock(); // ACQ101
        Device parent = device.Parent;
        if (parent == null)
            return null;
        parent.Mutex.Lock();
        device.Mutex.Unlock();
        return parent;
    }

    public static int AllLockedAndUnlocked(Device[] devices)
    {
        foreach (Device device in devices)
            device.Mutex.Lock();
        int sum = 0;
        foreach (Device device in devices)
            sum += device.State;
        for (int i = devices.Length - 1; i >= 0; i--)
            devices[i].Mutex.Unlock();
        return sum;
    }

    public static int TheFirstThatIsFree(Device[] devices)
    {
        Device free = null;
        foreach (Device device in devices)
        {
            if (device.Mutex.TryLock())
            {
                free = device;
                break;
            }
        }

        if (free == null)
            return -Errno.Busy;
        int state = free.State;
        free.Mutex.Unlock();
        return state;
    }

    public void ChangedFromReadToWrite(bool change)
    {
        _sem.DownRead();
        if (!change)
        {
            _sem.UpRead();
            return;
        }

        _sem.UpRead();
        _sem.DownWrite();
        _depth = 0;
        _sem.DowngradeWrite();
        _sem.UpRead();
    }

    public void TakenByTheMode(bool write)
    {
        if (write)
            _sem.DownWrite();
        else
            _sem.DownRead();
        try
        {
            _depth++;
        }
        finally
        {
            if (write)
                _sem.UpWrite();
            else
                _sem.UpRead();
        }
    }

    public void TakenByTheModeAndGivenBackByTheOther(bool write)
    {
        if (write)
            _sem.DownWrite();
        else
            _sem.DownRead();
        _depth++;
        if (!write)
            _sem.UpWrite(); // ACQ103
        else
            _sem.UpRead(); // ACQ103
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    internal struct Holder : IDisposable
    {
        private object _held;

        public Holder(object gate) => _held = gate;

        public void Dispose()
        {
            if (_held != null)
                Monitor.Exit(_held);
            _held = null;
        }
    }
}
