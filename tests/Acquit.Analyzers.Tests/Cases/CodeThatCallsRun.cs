// silent: ACQ302
using System;
using Cases.Api;

namespace Cases;

// A call may run what was handed over for it: under all that its caller holds.
internal sealed class CodeThatCallsRun
{
    private static readonly Sem Shared = new();
    private readonly Sem _gate = new();
    private readonly Sem _other = new();
    private readonly Purger _purger;
    private ulong _cached;

    public CodeThatCallsRun() => _purger = new Purger(Purge);

    public Purger PurgesAll() => new(PurgeAll);

    public void ReservesUnderTheGate()
    {
        _gate.Down();
        _cached = Ranges.Reserve(4096); // ACQ302
        _gate.Up();
    }

    public void ReservesBefore()
    {
        ulong range = Ranges.Reserve(4096);
        _gate.Down();
        _cached = range;
        _gate.Up();
    }

    public void ReservesAfter()
    {
        _gate.Down();
        _cached = 0;
        _gate.Up();
        _cached = Ranges.Reserve(4096);
    }

    public void ReservesUnderAnotherLock()
    {
        _other.Down();
        _cached = Ranges.Reserve(4096);
        _other.Up();
    }

    public void ReservesUnderTheSharedLock()
    {
        Shared.Down();
        _cached = Ranges.Reserve(4096); // ACQ302
        Shared.Up();
    }

    public void ReservesUnderTheGateOfAnother(CodeThatCallsRun another)
    {
        another._gate.Down();
        _cached = Ranges.Reserve(4096);
        another._gate.Up();
    }

    public void ReservesWhereTheTrylockFailed()
    {
        if (!_gate.TryDown())
        {
            _cached = Ranges.Reserve(4096);
            return;
        }

        _gate.Up();
    }

    public void ReservesWhereTheTrylockWorked()
    {
        if (_gate.TryDown())
        {
            _cached = Ranges.Reserve(4096); // ACQ302
            _gate.Up();
        }
    }

    public void ReservesWithoutWaiting()
    {
        _gate.Down();
        _cached = Ranges.ReserveAs(4096, Gfp.Atomic);
        _gate.Up();
    }

    public void ReservesWithWaiting()
    {
        _gate.Down();
        _cached = Ranges.ReserveAs(4096, Gfp.Kernel | Gfp.Zero); // ACQ302
        _gate.Up();
    }

    public void ReservesAsItIsTold(Gfp gfp)
    {
        _gate.Down();
        _cached = Ranges.ReserveAs(4096, gfp);
        _gate.Up();
    }

    private void Purge()
    {
        _gate.Down();
        Ranges.Return(_cached);
        _gate.Up();
        if (_other.TryDown())
            _other.Up();
    }

    private static void PurgeAll()
    {
        Shared.Down();
        Shared.Up();
    }
}

// Who only tries cannot wait for its own thread.
internal sealed class CodeThatOnlyTries
{
    private readonly Sem _gate = new();
    private ulong _cached;

    public Purger Register() => new(Purge);

    public void ReservesUnderTheGate()
    {
        _gate.Down();
        _cached = Ranges.Reserve(4096);
        _gate.Up();
    }

    private void Purge()
    {
        if (!_gate.TryDown())
            return;

        Ranges.Return(_cached);
        _gate.Up();
    }
}
