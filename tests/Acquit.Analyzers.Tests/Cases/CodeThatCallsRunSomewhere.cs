using System;
using Cases.Api;

namespace Cases;

// The code that a call runs is a lambda.
internal sealed class LambdasThatCallsRun
{
    private static readonly Sem Shared = new();
    private readonly Sem _gate = new();
    private readonly Sem _other = new();
    private readonly Purger _purger;
    private readonly Purger _sharing = new(() =>
    {
        Shared.Down();
        Shared.Up();
    });

    private ulong _cached;

    public LambdasThatCallsRun()
    {
        _purger = new Purger(() =>
        {
            _gate.Down();
            Ranges.Return(_cached);
            _gate.Up();
            if (_other.TryDown())
                _other.Up();
        });
    }

    public void ReservesUnderTheGate()
    {
        _gate.Down();
        _cached = Ranges.Reserve(4096); // ACQ302 "'Reserve' may run the lambda at line 23, which takes the sem that 'Down' took at line 35"
        _gate.Up();
    }

    public void ReservesUnderTheSharedLock()
    {
        Shared.Down();
        _cached = Ranges.Reserve(4096); // ACQ302
        Shared.Up();
    }

    public void ReservesBefore()
    {
        ulong range = Ranges.Reserve(4096);
        _gate.Down();
        _cached = range;
        _gate.Up();
    }

    public void ReservesUnderTheOther()
    {
        _other.Down();
        _cached = Ranges.Reserve(4096);
        _other.Up();
    }
}

internal sealed class LambdasThatLeadOn
{
    private readonly Sem _gate = new();
    private ulong _cached;

    public Purger Register() => new(() => Purge());

    public Purger RegisterWithin()
    {
        Func<Purger> register = () => new Purger(() => Purge());
        return register();
    }

    public void ReservesUnderTheGate()
    {
        _gate.Down();
        _cached = Ranges.Reserve(4096); // ACQ302
        _gate.Up();
    }

    private void Purge()
    {
        _gate.Down();
        Ranges.Return(_cached);
        _gate.Up();
    }
}

internal sealed class LambdasThatOnlyTry
{
    private readonly Sem _gate = new();
    private ulong _cached;

    public Purger Register() => new(() =>
    {
        if (!_gate.TryDown())
            return;

        Ranges.Return(_cached);
        _gate.Up();
    });

    public void ReservesUnderTheGate()
    {
        _gate.Down();
        _cached = Ranges.Reserve(4096);
        _gate.Up();
    }
}

// A lock of the method around the lambda is another one each time.
internal sealed class LambdasWithLocksOfTheirOwn
{
    private ulong _cached;

    public Purger Register()
    {
        var gate = new Sem();
        return new Purger(() =>
        {
            gate.Down();
            gate.Up();
        });
    }

    public void ReservesUnderAnother(Sem gate)
    {
        gate.Down();
        _cached = Ranges.Reserve(4096);
        gate.Up();
    }
}

// The call that runs it is made in a helper.
internal sealed class HelpersThatReserve
{
    private readonly Sem _gate = new();
    private readonly Purger _purger;
    private ulong _cached;

    public HelpersThatReserve() => _purger = new Purger(Purge);

    public void FillsUnderTheGate()
    {
        _gate.Down();
        Fill(); // ACQ302 "'Reserve', which this call comes to at line 183, may run 'Purge', which takes the sem that 'Down' took at line 147"
        _gate.Up();
    }

    public void FillsThroughTwo()
    {
        _gate.Down();
        FillSoon(); // ACQ302
        _gate.Up();
    }

    public void FillsAfter()
    {
        _gate.Down();
        _cached = 0;
        _gate.Up();
        Fill();
    }

    public void FillsWithoutWaiting()
    {
        _gate.Down();
        FillAtOnce();
        _gate.Up();
    }

    public void LocksInAHelper()
    {
        Enter();
        _cached = Ranges.Reserve(4096); // ACQ302
        Leave();
    }

    private void Fill()
    {
        _cached = Ranges.Reserve(4096);
    }

    private void FillSoon() => Fill();

    private void FillAtOnce() => _cached = Ranges.ReserveAs(4096, Gfp.Atomic);

    private void Enter() => _gate.Down();

    private void Leave() => _gate.Up();

    private void Purge()
    {
        Enter();
        Ranges.Return(_cached);
        Leave();
    }
}

internal sealed class HelpersThatGiveTheGateBackFirst
{
    private readonly Sem _gate = new();
    private ulong _cached;

    public Purger Register() => new(Purge);

    public void FillsUnderTheGate()
    {
        _gate.Down();
        FillOutside();
        _gate.Up();
    }

    public void FillsWhenTold(bool told)
    {
        _gate.Down();
        FillWhen(told);
        _gate.Up();
    }

    public void FillsSomehow(Action fill)
    {
        _gate.Down();
        FillBy(fill);
        _gate.Up();
    }

    private void FillOutside()
    {
        _gate.Up();
        _cached = Ranges.Reserve(4096);
        _gate.Down();
    }

    // The caller may know better.
    private void FillWhen(bool told)
    {
        if (told)
            _cached = Ranges.Reserve(4096);
    }

    // What is called first may give anything back.
    private void FillBy(Action fill)
    {
        fill();
        _cached = Ranges.Reserve(4096);
    }

    private void Purge()
    {
        _gate.Down();
        Ranges.Return(_cached);
        _gate.Up();
    }
}
