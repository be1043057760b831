using System;
using System.Runtime.InteropServices;
using Acquit;

namespace Cases;

internal static class Wires
{
    [DllImport("native")]
    public static extern int Plug(int id, [Acquires("wire", When = "return == 0", ReleasedBy = nameof(Unplug))] out IntPtr wire);

    [DllImport("native")]
    public static extern void Unplug([Releases("wire")] IntPtr wire);
}

// Fields that a call fills in, which is passed them by reference.
internal sealed class WireNeverUnplugged
{
    private IntPtr _wire;

    public bool Open() => Wires.Plug(1, out _wire) == 0; // ACQ108

    public void Close()
    {
    }
}

internal sealed class WirePluggedOnSuccess
{
    private IntPtr _wire;

    public bool Open()
    {
        if (Wires.Plug(1, out _wire) != 0) // ACQ108
            return false;
        return true;
    }
}

internal sealed class WirePluggedByAConstructor
{
    private readonly IntPtr _wire;

    public WirePluggedByAConstructor()
    {
        if (Wires.Plug(1, out _wire) != 0) // ACQ108
            throw new InvalidOperationException();
    }
}

internal sealed class OneWireOfTwo : IDisposable
{
    private IntPtr _first;
    private IntPtr _second;

    public bool Open()
    {
        if (Wires.Plug(1, out _first) != 0) // ACQ108
            return false;
        return Wires.Plug(2, out _second) == 0;
    }

    public void Dispose() => Wires.Unplug(_second);
}

internal sealed class WireUnplugged : IDisposable
{
    private IntPtr _wire;

    public bool Open() => Wires.Plug(1, out _wire) == 0;

    public void Dispose()
    {
        if (_wire != IntPtr.Zero)
            Wires.Unplug(_wire);
        _wire = IntPtr.Zero;
    }
}

internal sealed class BothWiresUndone
{
    private IntPtr _first;
    private IntPtr _second;

    public bool Open()
    {
        if (Wires.Plug(1, out _first) != 0)
            return false;
        if (Wires.Plug(2, out _second) != 0)
        {
            Wires.Unplug(_first);
            _first = IntPtr.Zero;
            return false;
        }

        return true;
    }

    public void Close()
    {
        Wires.Unplug(_second);
        Wires.Unplug(_first);
    }
}

// Whoever is handed it may unplug it.
internal sealed class WireOfOthers
{
    private IntPtr _wire;

    public bool Open() => Wires.Plug(1, out _wire) == 0;

    public IntPtr Wire => _wire;
}
