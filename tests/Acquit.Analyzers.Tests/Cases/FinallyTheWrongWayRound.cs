using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Cases.Api;

namespace Cases;

// A finally that asks whether there is something to release, and has it the wrong way round.
internal sealed class FinallyTheWrongWayRound
{
    private readonly object _gate = new();

    public static void NotAllocated(object o)
    {
        GCHandle handle = GCHandle.Alloc(o); // ACQ101
        try
        {
            Hw.Kick();
        }
        finally
        {
            if (!handle.IsAllocated)
                handle.Free();
        }
    }

    public static void Allocated(object o)
    {
        GCHandle handle = GCHandle.Alloc(o);
        try
        {
            Hw.Kick();
        }
        finally
        {
            if (handle.IsAllocated)
                handle.Free();
        }
    }

    public static void AllocatedInsideTheTry(object o)
    {
        GCHandle handle = default;
        try
        {
            Hw.Kick();
            handle = GCHandle.Alloc(o);
            Hw.Kick();
        }
        finally
        {
            if (handle.IsAllocated)
                handle.Free();
        }
    }

    public static void NotAllocatedInsideTheTry(object o)
    {
        GCHandle handle = default;
        try
        {
            Hw.Kick();
            handle = GCHandle.Alloc(o); // ACQ101
            Hw.Kick();
        }
        finally
        {
            if (!handle.IsAllocated)
                handle.Free();
        }
    }

    public static void OnlyIfZero(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        try
        {
            Hw.Write(block, 1);
        }
        finally
        {
            if (block == IntPtr.Zero)
                Marshal.FreeHGlobal(block);
        }
    }

    public static void OnlyIfNotZero(int size)
    {
        IntPtr block = IntPtr.Zero;
        try
        {
            Hw.Kick();
            block = Marshal.AllocHGlobal(size);
            Hw.Write(block, 1);
        }
        finally
        {
            if (block != IntPtr.Zero)
                Marshal.FreeHGlobal(block);
        }
    }

    public void NotTaken()
    {
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken);
            Hw.Kick();
        }
        finally
        {
            if (!taken)
                Monitor.Exit(_gate); // ACQ106
        }
    }

    public void Taken()
    {
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken);
            Hw.Kick();
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }
    }

    public void EnteredAgainInsteadOfLeft()
    {
        Monitor.Enter(_gate); // ACQ101
        try
        {
            Hw.Kick();
        }
        finally
        {
            Monitor.Enter(_gate); // ACQ101
        }
    }

    public static void OnlyIfNull()
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
        }
        finally
        {
            if (page == null)
                Mm.FreePage(page);
        }
    }

    public static void OnlyIfDone()
    {
        bool done = false;
        Page page = Mm.NewPage();
        try
        {
            CheckReady();
            done = true;
        }
        finally
        {
            if (done)
                Mm.FreePage(page);
        }
    }

    public static void OnlyIfNotDone()
    {
        bool done = false;
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            CheckReady();
            done = true;
        }
        finally
        {
            if (!done)
                Mm.FreePage(page);
        }
    }

    public static void EmptyFinally(int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ101
        try
        {
            Hw.Fill(buffer);
        }
        finally
        {
        }
    }

    public static void EmptyFinallyAndReleasedBehind(int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102
        try
        {
            CheckReady();
            Hw.Fill(buffer);
        }
        finally
        {
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void WrongKindInTheFinally(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        try
        {
            Hw.Write(block, 1);
        }
        finally
        {
            Marshal.FreeCoTaskMem(block); // ACQ103
        }
    }

    public static void NestedTests(object o, bool pin)
    {
        GCHandle handle = default;
        try
        {
            if (pin)
                handle = GCHandle.Alloc(o, GCHandleType.Pinned);
            Hw.Kick();
        }
        finally
        {
            if (pin)
            {
                if (handle.IsAllocated)
                    handle.Free();
            }
        }
    }

    private static void CheckReady()
    {
        if (!Hw.Ready())
            throw new IOException("not ready");
    }
}
