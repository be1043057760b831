using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// The same thing under another type.
internal static unsafe class Identity
{
    public static int RoundTrip(object target, bool early)
    {
        nint cookie = GCHandle.ToIntPtr(GCHandle.Alloc(target)); // ACQ101
        if (early)
            return -1;

        GCHandle.FromIntPtr(cookie).Free();
        return 0;
    }

    public static void RoundTripFreed(object target)
    {
        nint cookie = GCHandle.ToIntPtr(GCHandle.Alloc(target));
        Hw.Write(cookie, 1);
        GCHandle.FromIntPtr(cookie).Free();
    }

    public static void RoundTripThroughALocal(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        nint cookie = GCHandle.ToIntPtr(handle);
        GCHandle again = GCHandle.FromIntPtr(cookie);
        again.Free();
    }

    public static void FreedTwiceUnderTwoNames(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        nint cookie = (nint)handle;
        handle.Free();
        ((GCHandle)cookie).Free(); // ACQ105
    }

    public static int AddressAsANumber(int size, bool early)
    {
        ulong address = (ulong)Marshal.AllocHGlobal(size); // ACQ101
        if (early)
            return -1;

        Marshal.FreeHGlobal((nint)address);
        return 0;
    }

    public static void AddressAsANumberFreed(int size)
    {
        ulong address = (ulong)Marshal.AllocHGlobal(size);
        *(byte*)address = 1;
        Marshal.FreeHGlobal((nint)address);
    }

    public static void AddressAsANuint(int size, bool early)
    {
        nuint address = (nuint)NativeMemory.Alloc((nuint)size); // ACQ101
        if (early)
            return;

        NativeMemory.Free((void*)address);
    }

    public static void AddressWithAnOffset(int size, bool early)
    {
        byte* block = (byte*)NativeMemory.Alloc((nuint)size); // ACQ101
        byte* header = block + 8;
        *header = 1;
        if (early)
            return;

        NativeMemory.Free(header - 8);
    }

    public static void AddressOfThePinned(byte[] data, bool early)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        byte* address = (byte*)handle.AddrOfPinnedObject();
        *address = 1;
        if (early)
            return;

        handle.Free();
    }

    public static int RentedWhenLong(int length)
    {
        byte[] rented = null;
        Span<byte> bytes = length <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(length));
        int sum = Sum(bytes);
        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public static int RentedWhenLongAndForgotten(int length)
    {
        byte[] rented = null;
        Span<byte> bytes = length <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(length)); // ACQ101
        int sum = Sum(bytes);
        if (sum == 0)
            return -1;

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public static int RentedWhenLongInABranch(int length)
    {
        byte[] rented = null;
        scoped Span<byte> bytes;
        if (length <= 256)
        {
            bytes = stackalloc byte[length];
        }
        else
        {
            rented = ArrayPool<byte>.Shared.Rent(length); // ACQ101
            bytes = rented.AsSpan(0, length);
        }

        int sum = Sum(bytes);
        if (sum < 0)
            throw new InvalidOperationException("negative");
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public static int ReturnedTheWrongWayRound(int length)
    {
        byte[] rented = null;
        Span<byte> bytes = length <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(length)); // ACQ101
        int sum = Sum(bytes);
        if (rented == null)
            return sum;

        return sum + 1;
    }

    public static int ReturnedByTheSameQuestion(int length)
    {
        byte[] rented = length > 256 ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> bytes = rented ?? stackalloc byte[256];
        int sum = Sum(bytes);
        if (length > 256)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public static int UsedByNativeCode(int size)
    {
        nint block = Marshal.AllocHGlobal(size); // ACQ101
        int result = Native.Fill(block, size);
        if (result != 0)
            return result;

        Marshal.FreeHGlobal(block);
        return 0;
    }

    public static int UsedByNativeCodeAndFreed(int size)
    {
        nint block = Marshal.AllocHGlobal(size);
        int result = Native.Fill(block, size);
        Marshal.FreeHGlobal(block);
        return result;
    }

    public static void StoredInANativeStruct(object state)
    {
        var request = new NativeCall { Context = (nint)GCHandle.Alloc(state) };
        Native.Submit(ref request);
    }

    public static void StoredInANativeStructAsANumber(object state)
    {
        NativeCall request = default;
        request.Cookie = (ulong)(nint)GCHandle.Alloc(state);
        Native.Submit(ref request);
    }

    public static void StoredThroughAPointer(NativeCall* request, object state)
    {
        request->Context = GCHandle.ToIntPtr(GCHandle.Alloc(state));
    }

    public static void BufferInANativeStruct(int size, bool early)
    {
        NativeCall request = default;
        request.Buffer = Marshal.AllocHGlobal(size);
        Native.Submit(ref request);
        Marshal.FreeHGlobal(request.Buffer);
    }

    public static int HandleGivenToNativeCode(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        return Native.SubmitCookie((nint)handle);
    }

    public static int HandedOverOnSuccess(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        if (Native.SubmitCookie((nint)handle) != 0)
        {
            handle.Free();
            return -1;
        }

        return 0;
    }

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte b in bytes)
            sum += b;
        return sum;
    }

    internal struct NativeCall
    {
        public nint Context;
        public ulong Cookie;
        public nint Buffer;
    }

    private static class Native
    {
        [DllImport("native")]
        public static extern int Fill(nint block, int size);

        [DllImport("native")]
        public static extern int Submit(ref NativeCall call);

        [DllImport("native")]
        public static extern int SubmitCookie(nint cookie);
    }
}
