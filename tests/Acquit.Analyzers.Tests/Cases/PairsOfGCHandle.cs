using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// .NET's own pairs: GCHandle.
internal sealed unsafe class PairsOfGCHandle
{
    private IntPtr _context;

    public static int FreedInFinally(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        try
        {
            return Native.Write(handle.AddrOfPinnedObject(), buffer.Length);
        }
        finally
        {
            handle.Free();
        }
    }

    // Native code that was given the address has not taken over the handle.
    public static int Forgotten(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned); // ACQ101
        return Native.Write(handle.AddrOfPinnedObject(), buffer.Length);
    }

    public static int ForgottenOnFailure(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned); // ACQ101
        int written = Native.Write(handle.AddrOfPinnedObject(), buffer.Length);
        if (written < 0)
            return written;

        handle.Free();
        return written;
    }

    public static void ResultDropped(object state)
    {
        GCHandle.Alloc(state); // ACQ101
    }

    public static int FreedIfAllocated(byte[] buffer)
    {
        GCHandle handle = default;
        try
        {
            if (buffer == null)
                return Native.Write(IntPtr.Zero, 0);

            handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
            return Native.Write(handle.AddrOfPinnedObject(), buffer.Length);
        }
        finally
        {
            if (handle.IsAllocated)
                handle.Free();
        }
    }

    public static int GuardTheWrongWayRound(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned); // ACQ101
        try
        {
            return Native.Write(handle.AddrOfPinnedObject(), buffer.Length);
        }
        finally
        {
            if (!handle.IsAllocated)
                handle.Free();
        }
    }

    public static void FreedTwice(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        Native.Write(handle.AddrOfPinnedObject(), buffer.Length);
        handle.Free();
        handle.Free(); // ACQ104
    }

    public static void FreedTwiceThroughACopy(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        GCHandle copy = handle;
        handle.Free();
        copy.Free(); // ACQ104
    }

    public static void FreedThroughACopyThatStillSaysSo(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        GCHandle copy = handle;
        handle.Free();
        if (copy.IsAllocated)
            copy.Free(); // ACQ104
    }

    public static void CopiedAfterTheFree(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        GCHandle copy = handle;
        handle.Free();
        copy = handle;
        if (copy.IsAllocated)
            copy.Free();
    }

    public static void EitherOfTwoCopies(byte[] buffer, bool first)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        GCHandle copy = handle;
        if (first)
            handle.Free();
        else
            copy.Free();
        if (first && handle.IsAllocated)
            handle.Free();
    }

    public static void FreedOnceThenAsked(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        handle.Free();
        if (handle.IsAllocated)
            handle.Free();
    }

    public static IntPtr AddressTakenAfterTheFree(byte[] buffer)
    {
        GCHandle handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        handle.Free();
        return handle.AddrOfPinnedObject(); // ACQ105
    }

    public static void TwoHandles(byte[] from, byte[] to)
    {
        GCHandle source = GCHandle.Alloc(from, GCHandleType.Pinned);
        GCHandle target = GCHandle.Alloc(to, GCHandleType.Pinned);
        try
        {
            Native.Copy(source.AddrOfPinnedObject(), target.AddrOfPinnedObject(), from.Length);
        }
        finally
        {
            target.Free();
            source.Free();
        }
    }

    public static void TwoHandlesOneFreed(byte[] from, byte[] to)
    {
        GCHandle source = GCHandle.Alloc(from, GCHandleType.Pinned);
        GCHandle target = GCHandle.Alloc(to, GCHandleType.Pinned); // ACQ101
        try
        {
            Native.Copy(source.AddrOfPinnedObject(), target.AddrOfPinnedObject(), from.Length);
        }
        finally
        {
            source.Free();
        }
    }

    public void KeptAsAnInteger() => _context = GCHandle.ToIntPtr(GCHandle.Alloc(this));

    public void FreedFromTheInteger()
    {
        GCHandle.FromIntPtr(_context).Free();
        _context = IntPtr.Zero;
    }

    public static void KeptByNativeCode(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        Native.Register(&Completed, GCHandle.ToIntPtr(handle));
    }

    public static int FreedAgainIfNativeCodeRefuses(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        int err = Native.Register(&Completed, GCHandle.ToIntPtr(handle));
        if (err != 0)
            handle.Free();
        return err;
    }

    [UnmanagedCallersOnly]
    private static void Completed(IntPtr context)
    {
        GCHandle handle = GCHandle.FromIntPtr(context);
        var action = (Action)handle.Target;
        handle.Free();
        action();
    }

    private static object OnlyLookedAt(IntPtr context) => GCHandle.FromIntPtr(context).Target;

    internal static class Native
    {
        [DllImport("gpu")]
        public static extern int Write(IntPtr address, int length);

        [DllImport("gpu")]
        public static extern void Copy(IntPtr source, IntPtr target, int length);

        [DllImport("gpu")]
        public static extern int Register(delegate* unmanaged<IntPtr, void> callback, IntPtr context);
    }
}
