using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// Bits of a number that say what is held.
internal sealed class BitsThatTell
{
    private readonly object _gate = new();
    private readonly object _other = new();
    private int _state;

    [Flags]
    internal enum Parts
    {
        None = 0,
        Gate = 1,
        Other = 2,
        Third = 4,
    }

    // Reports.

    public void AnotherBit(int how)
    {
        how |= 1;
        Monitor.Enter(_gate); // ACQ101
        if ((how & 2) != 0)
            Monitor.Exit(_gate);
    }

    public void ClearedFirst(Parts parts, bool some)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(3); // ACQ101
        parts = Parts.Gate | parts;
        if (some)
            parts &= ~Parts.Gate;
        if ((parts & Parts.Gate) != 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    public void LeftWhereItWasSetBefore(Parts parts, bool some)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(3); // ACQ101
        if ((parts & Parts.Gate) != 0)
            return;
        if (some)
            parts |= Parts.Gate;
        Work();
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void SetInVain(bool done, bool some)
    {
        IntPtr block = Marshal.AllocHGlobal(4); // ACQ101
        if (some)
            done = true;
        Work();
        if (!done)
            Marshal.FreeHGlobal(block);
    }

    // Silent.

    public void OneOfSeveral(int how)
    {
        if ((how & 5) != 0)
            Monitor.Enter(_gate);
        Work();
        if ((5 & how) != 0)
            Monitor.Exit(_gate);
    }

    public void SetFromTheLeft(Parts parts)
    {
        Monitor.Enter(_gate);
        parts = Parts.Gate | parts;
        parts |= Parts.Other;
        Work();
        if ((parts & Parts.Gate) != 0)
            Monitor.Exit(_gate);
    }

    public void SetAndCleared(Parts parts, bool some)
    {
        parts |= Parts.Gate;
        Monitor.Enter(_gate);
        if (some)
        {
            Monitor.Exit(_gate);
            parts &= ~Parts.Gate;
        }

        Work();
        if ((parts & Parts.Gate) != 0)
            Monitor.Exit(_gate);
    }

    public void OthersAreSetMeanwhile(Parts parts)
    {
        if ((parts & Parts.Gate) != 0)
            Monitor.Enter(_gate);
        parts |= Parts.Other;
        parts &= ~Parts.Third;
        Work();
        if ((parts & Parts.Gate) != 0)
            Monitor.Exit(_gate);
    }

    public void Shifted(int count)
    {
        int level = 1;
        if (count > 3)
        {
            Monitor.Enter(_gate);
            level <<= 1;
        }

        Work();
        if (level == 2)
            Monitor.Exit(_gate);
    }

    public void MoreThanNothing(uint how)
    {
        if ((how & 0x10u) != 0)
            Monitor.Enter(_gate);
        Work();
        if ((how & 0x10) > 0)
            Monitor.Exit(_gate);
    }

    public void InAField()
    {
        Monitor.Enter(_gate);
        _state |= 1;
        Monitor.Enter(_other);
        _state |= 2;
        Work();
        if ((_state & 2) != 0)
            Monitor.Exit(_other);
        if ((_state & 1) != 0)
            Monitor.Exit(_gate);
    }

    public void OnlySetHere(Parts parts, bool some)
    {
        byte[] bytes = null;
        if (some)
        {
            bytes = ArrayPool<byte>.Shared.Rent(3);
            parts |= Parts.Gate;
        }

        Work();
        if ((parts & Parts.Gate) != 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    public void OnlySetInAField(bool some)
    {
        byte[] bytes = null;
        if (some)
        {
            bytes = ArrayPool<byte>.Shared.Rent(3);
            _state |= 1;
        }

        Work();
        if ((_state & 1) != 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    public void FreedAndSaid(bool done, bool some)
    {
        IntPtr block = Marshal.AllocHGlobal(4);
        if (some)
        {
            Marshal.FreeHGlobal(block);
            done = true;
        }

        Work();
        if (!done)
            Marshal.FreeHGlobal(block);
    }

    public void FreedAndSaidInFinally(bool done, bool some)
    {
        IntPtr block = Marshal.AllocHGlobal(4);
        try
        {
            if (some)
            {
                Marshal.FreeHGlobal(block);
                done = true;
                Environment.FailFast("x");
            }

            Work();
        }
        finally
        {
            if (!done)
                Marshal.FreeHGlobal(block);
        }
    }

    private static void Work()
    {
    }
}
