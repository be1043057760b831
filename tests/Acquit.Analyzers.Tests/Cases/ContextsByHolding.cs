using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// What may sleep, or not, as it is asked to, where nothing may sleep.
internal sealed class ContextsByHolding
{
    private readonly Spinlock _spin = new();
    private readonly Page _page = new();
    private readonly List<object> _kept = new();
    private int _state;

    public object AllocatesUnderASpinlock()
    {
        _spin.Lock();
        object block = Slabs.Alloc(16, Gfp.Kernel); // ACQ201
        _spin.Unlock();
        return block;
    }

    public object AllocatesInTheFormForIt()
    {
        _spin.Lock();
        object block = Slabs.Alloc(16, Gfp.Atomic | Gfp.Zero);
        _spin.Unlock();
        return block;
    }

    public object AllocatesAsItIsTold(Gfp gfp)
    {
        _spin.Lock();
        object block = Slabs.Alloc(16, gfp);
        _spin.Unlock();
        return block;
    }

    public object AllocatesByAVariable(bool zero)
    {
        Gfp gfp = Gfp.Kernel;
        _spin.Lock();
        object block = Slabs.Alloc(16, gfp); // ACQ201
        _spin.Unlock();
        return block;
    }

    public object AllocatesBefore()
    {
        object block = Slabs.Alloc(16, Gfp.Kernel);
        _spin.Lock();
        _state++;
        _spin.Unlock();
        return block;
    }

    public object AllocatesAfterAnEarlyUnlock(bool wait)
    {
        _spin.Lock();
        if (wait)
        {
            _spin.Unlock();
            return Slabs.Alloc(16, Gfp.Kernel);
        }

        object block = Slabs.Alloc(16, Gfp.None);
        _spin.Unlock();
        return block;
    }

    public object AllocatesBeforeALateUnlock(bool wait)
    {
        _spin.Lock();
        if (wait)
        {
            object soon = Slabs.Alloc(16, Gfp.Kernel); // ACQ201
            _spin.Unlock();
            return soon;
        }

        _spin.Unlock();
        return null;
    }

    public object AllocatesWhereTheTrylockFailed()
    {
        if (!_spin.TryLock())
            return Slabs.Alloc(16, Gfp.Kernel);

        _state++;
        _spin.Unlock();
        return null;
    }

    public object AllocatesWhereTheTrylockWorked()
    {
        bool locked = _spin.TryLock();
        if (!locked)
            return null;

        object block = Slabs.Alloc(16, Gfp.Kernel); // ACQ201
        _spin.Unlock();
        return block;
    }

    public void AllocatesWhileAPageIsMapped()
    {
        nint address = AtomicMaps.Map(_page);
        object block = Slabs.Alloc(16, Gfp.Kernel); // ACQ201
        AtomicMaps.Unmap(address);
        Slabs.Free(block);
    }

    public void SleepsWhileAPageIsMapped()
    {
        nint address = AtomicMaps.Map(_page);
        Sleeping.CopyInAtomic(address, 0, 16);
        Sleeping.CopyFromUser(address, 0, 16); // ACQ201
        AtomicMaps.Unmap(address);
        Sleeping.Msleep(1);
    }

    public void SleepsBetweenTwoMappings()
    {
        AtomicMaps.Unmap(AtomicMaps.Map(_page));
        Sleeping.Msleep(1);
        AtomicMaps.Unmap(AtomicMaps.Map(_page));
    }

    public void SleepsUnderTheOuterMapping(Page other)
    {
        nint outer = AtomicMaps.Map(_page);
        nint inner = AtomicMaps.Map(other);
        AtomicMaps.Unmap(inner);
        Sleeping.Msleep(1); // ACQ201
        AtomicMaps.Unmap(outer);
    }

    public TableWalk CallbacksOfATable() => new()
    {
        PteEntry = address =>
        {
            Keep(Slabs.Alloc(8, Gfp.Kernel)); // ACQ201
            return 0;
        },
        PmdEntry = address =>
        {
            Keep(Slabs.Alloc(8, Gfp.Kernel));
            return 0;
        },
    };

    public TableWalk CallbacksThatDoNotWait() => new()
    {
        PteEntry = address =>
        {
            Keep(Slabs.Alloc(8, Gfp.Urgent));
            return 0;
        },
    };

    public TableWalk CallbacksOfATableThroughHelpers() => new()
    {
        PteEntry = address => Record(address), // ACQ201
        PmdEntry = address => Record(address),
    };

    public TableWalk CallbacksThatHandOnHowToAllocate() => new()
    {
        PteEntry = address => RecordAs(Gfp.Kernel),
    };

    private int Record(ulong address)
    {
        Keep(Slabs.Alloc((int)address, Gfp.Kernel | Gfp.Zero));
        return 0;
    }

    private int RecordAs(Gfp gfp)
    {
        Keep(Slabs.Alloc(8, gfp));
        return 0;
    }

    public void UnmapsInAnInterrupt(SignalLine line) => line.Handler = () => Mappings.Vunmap(4096); // ACQ201

    public void UnmapsElsewhere(SignalLine line)
    {
        line.Handler = () => _state++;
        Mappings.Vunmap(4096);
    }

    public void HelperThatTakesAndGivesBack()
    {
        Advance();
        Sleeping.Msleep(1);
    }

    public void HelperThatTakes()
    {
        Begin();
        Sleeping.Msleep(1); // ACQ201
        End();
        Sleeping.Msleep(1);
    }

    private void Advance()
    {
        Begin();
        _state++;
        End();
    }

    private void Begin() => _spin.Lock();

    private void End() => _spin.Unlock();

    private void Keep(object block) => _kept.Add(block);
}
