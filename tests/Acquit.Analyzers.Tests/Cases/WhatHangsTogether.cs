using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

internal enum LockStatus
{
    Ok,
    Busy,
}

internal struct Options
{
    public bool Native;

    public int Level { get; set; }
}

internal sealed class Buffered
{
    public IntPtr Block;

    public void Refill() => Block = Marshal.AllocHGlobal(16);
}

// Two tests that come out alike, though the same variable is not tested twice.
internal sealed class WhatHangsTogether
{
    private readonly bool _direct;
    private readonly object _gate = new object();

    public WhatHangsTogether(bool direct) => _direct = direct;

    public bool Fixed { get; }

    public static void FieldOfAStructParameter(Options options)
    {
        IntPtr block = IntPtr.Zero;
        if (options.Native)
            block = Marshal.AllocHGlobal(8);
        Hw.Kick();
        if (options.Native)
            Marshal.FreeHGlobal(block);
    }

    public static void FieldOfAStructParameterTheOtherWay(Options options)
    {
        IntPtr block = IntPtr.Zero;
        if (options.Native)
            block = Marshal.AllocHGlobal(8); // ACQ101
        Hw.Kick();
        if (!options.Native)
            Marshal.FreeHGlobal(block);
    }

    public static void PropertyOfAStructLocal(Func<Options> load)
    {
        Options options = load();
        byte[] buffer = options.Level > 2 ? ArrayPool<byte>.Shared.Rent(options.Level) : null;
        Hw.Kick();
        if (options.Level > 2)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public void ReadonlyFieldAcrossACall()
    {
        IntPtr block = IntPtr.Zero;
        if (_direct)
            block = Marshal.AllocHGlobal(8);
        Touch();
        if (_direct)
            Marshal.FreeHGlobal(block);
    }

    public void GetOnlyPropertyAcrossACall()
    {
        if (Fixed)
            Monitor.Enter(_gate);
        Touch();
        if (Fixed)
            Monitor.Exit(_gate);
    }

    public static void PredicateAskedTwice(string name, FileAccessKind access)
    {
        GCHandle handle = default;
        if (access.HasFlag(FileAccessKind.Pin))
            handle = GCHandle.Alloc(name);
        Hw.Kick();
        if (access.HasFlag(FileAccessKind.Pin))
            handle.Free();

        IntPtr text = string.IsNullOrEmpty(name) ? IntPtr.Zero : Marshal.StringToHGlobalUni(name);
        Hw.Kick();
        if (!string.IsNullOrEmpty(name))
            Marshal.FreeHGlobal(text);
    }

    public static void ModeByName(string mode)
    {
        IntPtr block = IntPtr.Zero;
        if (mode == "pin")
            block = Marshal.AllocHGlobal(8);
        if (mode == "quit")
            return;

        Hw.Kick();
        if (mode == "pin")
            Marshal.FreeHGlobal(block);
    }

    public static void FirstOneRemembered(int[] values)
    {
        int? first = null;
        IntPtr block = IntPtr.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            if (first is null)
            {
                first = i;
                block = Marshal.AllocHGlobal(8);
            }
        }

        if (first is not null)
            Marshal.FreeHGlobal(block);
    }

    public static void FlagsAndedTogether(Device device, bool wanted)
    {
        bool held = wanted;
        if (held)
            held &= device.Mutex.TryLock();
        Hw.Kick();
        if (held)
            device.Mutex.Unlock();
    }

    public static void TypeTestedTwice(object target)
    {
        GCHandle handle = default;
        if (target is byte[] bytes)
            handle = GCHandle.Alloc(bytes);
        Hw.Kick();
        if (target is byte[])
            handle.Free();
    }

    public static void SlotBelowTheCount(bool some)
    {
        int slot = -1;
        IntPtr block = IntPtr.Zero;
        if (some)
            slot = 2;
        if ((uint)slot < 4u)
            block = Marshal.AllocHGlobal(8);
        Hw.Kick();
        if (slot >= 0)
            Marshal.FreeHGlobal(block);
    }

    public static void OneBitTestedBothWays(int flags)
    {
        IntPtr block = IntPtr.Zero;
        if ((flags & 4) != 0)
            block = Marshal.AllocHGlobal(8);
        Hw.Kick();
        if ((flags & 4) == 4)
            Marshal.FreeHGlobal(block);
    }

    public static void EmptySpan(ReadOnlySpan<byte> data)
    {
        IntPtr block = IntPtr.Zero;
        if (!data.IsEmpty)
            block = Marshal.AllocHGlobal(data.Length);
        Hw.Kick();
        if (data.Length > 0)
            Marshal.FreeHGlobal(block);
    }

    public static async Task<int> AwaitedInAnotherContext(byte[] data)
    {
        GCHandle handle = await PinLater(data).ConfigureAwait(false);
        try
        {
            return data.Length;
        }
        finally
        {
            handle.Free();
        }
    }

    public static unsafe IntPtr HeaderInFront(int length)
    {
        int* block = (int*)NativeMemory.Alloc((nuint)length + 4);
        *block++ = length;
        return (IntPtr)block;
    }

    public static void CleanupMadeBeforeTheAcquire()
    {
        IntPtr block = IntPtr.Zero;
        Action cleanup = () => Marshal.FreeHGlobal(block);
        block = Marshal.AllocHGlobal(8);
        cleanup();
    }

    public static int LocalFunctionAfterABranch(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data);
        if (data.Length > 3)
            data[0] = 1;
        if (data.Length > 5)
            return Fail(-Errno.Inval);

        return Fail(0);

        int Fail(int error)
        {
            handle.Free();
            return error;
        }
    }

    public static void OwnObjectRefilled()
    {
        var buffered = new Buffered();
        buffered.Block = Marshal.AllocHGlobal(8);
        Marshal.FreeHGlobal(buffered.Block);
        buffered.Refill();
        Marshal.FreeHGlobal(buffered.Block);
    }

    public static void ArrayRefilled()
    {
        var blocks = new IntPtr[1];
        blocks[0] = Marshal.AllocHGlobal(8);
        Marshal.FreeHGlobal(blocks[0]);
        Refill(blocks);
        Marshal.FreeHGlobal(blocks[0]);
    }

    public static void KeyThatIsANumber(int id)
    {
        var blocks = new Dictionary<int, IntPtr>();
        blocks[id] = Marshal.AllocHGlobal(8);
        foreach (IntPtr block in blocks.Values)
            Marshal.FreeHGlobal(block);
    }

    public static void ThrowHelperWithoutAnAttribute(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        if (size > 100)
        {
            Marshal.FreeHGlobal(block);
            ThrowTooLarge();
        }

        Marshal.FreeHGlobal(block);
    }

    public LockStatus StatusTells(bool busy)
    {
        Monitor.Enter(_gate);
        if (busy)
        {
            Monitor.Exit(_gate);
            return LockStatus.Busy;
        }

        return LockStatus.Ok;
    }

    private static Task<GCHandle> PinLater(byte[] data) => Task.FromResult(GCHandle.Alloc(data));

    private static void Refill(IntPtr[] blocks) => blocks[0] = Marshal.AllocHGlobal(8);

    private static void ThrowTooLarge() => throw new ArgumentException("too large");

    private void Touch() => Hw.Kick();
}

[Flags]
internal enum FileAccessKind
{
    None = 0,
    Pin = 1,
}
