using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Handles of the garbage collector with a type, which are disposed of.
internal sealed unsafe class PairsOfTypedHandles
{
    private IntPtr _context;
    private PinnedGCHandle<byte[]> _kept;

    public static int Pinned(byte[] buffer)
    {
        using var handle = new PinnedGCHandle<byte[]>(buffer);
        return Native.Write(handle.GetAddressOfObjectData(), buffer.Length);
    }

    public static int Forgotten(byte[] buffer)
    {
        var handle = new PinnedGCHandle<byte[]>(buffer); // ACQ101
        return Native.Write(handle.GetAddressOfObjectData(), buffer.Length);
    }

    public static int ForgottenOnFailure(byte[] buffer)
    {
        PinnedGCHandle<byte[]> handle = new(buffer); // ACQ101
        int written = Native.Write(handle.GetAddressOfObjectData(), buffer.Length);
        if (written < 0)
            return written;

        handle.Dispose();
        return written;
    }

    public static bool ReadAfterTheEnd(string text)
    {
        var handle = new WeakGCHandle<string>(text);
        handle.Dispose();
        return handle.TryGetTarget(out _); // ACQ105
    }

    public static bool WeakForgotten(object target)
    {
        var handle = new WeakGCHandle<object>(target); // ACQ101
        return handle.TryGetTarget(out _);
    }

    public static bool WeakUsed(object target)
    {
        using var handle = new WeakGCHandle<object>(target, trackResurrection: true);
        return handle.TryGetTarget(out _);
    }

    public static void FreedIfAllocated(byte[] buffer)
    {
        PinnedGCHandle<byte[]> handle = default;
        try
        {
            if (buffer.Length == 0)
                return;
            handle = new PinnedGCHandle<byte[]>(buffer);
            Native.Write(handle.GetAddressOfObjectData(), buffer.Length);
        }
        finally
        {
            if (handle.IsAllocated)
                handle.Dispose();
        }
    }

    public static void DisposedInAnyCase(byte[] buffer)
    {
        PinnedGCHandle<byte[]> handle = default;
        try
        {
            if (buffer.Length == 0)
                return;
            handle = new PinnedGCHandle<byte[]>(buffer);
            Native.Write(handle.GetAddressOfObjectData(), buffer.Length);
        }
        finally
        {
            handle.Dispose();
            handle.Dispose();
        }
    }

    public void KeptAsAnInteger() => _context = GCHandle<PairsOfTypedHandles>.ToIntPtr(new GCHandle<PairsOfTypedHandles>(this));

    public void FreedFromTheInteger() => GCHandle<PairsOfTypedHandles>.FromIntPtr(_context).Dispose();

    public static PairsOfTypedHandles OnlyLookedAt(IntPtr context) => GCHandle<PairsOfTypedHandles>.FromIntPtr(context).Target;

    public static int MadeAnIntegerAndForgotten(object state)
    {
        var handle = new GCHandle<object>(state); // ACQ101
        IntPtr number = GCHandle<object>.ToIntPtr(handle);
        if (number == 1)
            return -1;

        GCHandle<object>.FromIntPtr(number).Dispose();
        return 0;
    }

    public void Kept(byte[] buffer) => _kept = new PinnedGCHandle<byte[]>(buffer);

    public void Close() => _kept.Dispose();

    private static class Native
    {
        [DllImport("gpu")]
        public static extern int Write(void* address, int length);
    }
}
