using System.Threading;

namespace Cases;

// A helper takes a lock and sets a flag; whoever asks the flag asks what the helper did.
internal sealed class FlagsSetByHelpers
{
    private readonly object _gate = new();
    private bool _held;
    private int _state;

    private void Slow()
    {
        Monitor.Enter(_gate);
        _held = true;
    }

    private bool TrySlow()
    {
        if (!Monitor.TryEnter(_gate))
            return false;
        _held = true;
        return true;
    }

    private void Leave()
    {
        _held = false;
        Monitor.Exit(_gate);
    }

    private void SlowBit()
    {
        Monitor.Enter(_gate);
        _state |= 1;
    }

    // Reports.

    public void LeftEarly(bool early)
    {
        Slow(); // ACQ101
        if (early)
            return;
        if (_held)
            Leave();
    }

    // Silent.

    public void Once()
    {
        Slow();
        Work();
        if (_held)
            Monitor.Exit(_gate);
    }

    public void OnOneWay(bool some)
    {
        if (some)
            Slow();
        Work();
        if (_held)
            Monitor.Exit(_gate);
    }

    public void LeftOnOneWay(bool some)
    {
        Slow();
        if (some)
            Leave();
        Work();
        if (_held)
            Leave();
    }

    public void Tried(bool some)
    {
        _held = false;
        if (some)
            TrySlow();
        Work();
        if (_held)
            Leave();
    }

    public void TriedWhateverItSaid()
    {
        bool _ = TrySlow();
        Work();
        if (_held)
            Leave();
    }

    public void OneBit()
    {
        SlowBit();
        Work();
        if ((_state & 1) != 0)
            Monitor.Exit(_gate);
    }

    private static void Work()
    {
    }
}
