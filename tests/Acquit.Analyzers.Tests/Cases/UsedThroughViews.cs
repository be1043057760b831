using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Cases;

// What leads into something goes when that is released.
internal sealed class UsedThroughViews
{
    private readonly List<long> _addresses = new();
    private IntPtr _address;

    public static int MemoryOfAnOwner(int size)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        Memory<byte> memory = owner.Memory;
        owner.Dispose();
        return memory.Span[0]; // ACQ105
    }

    public static int MemoryOfAnOwnerInTime(int size)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        Memory<byte> memory = owner.Memory;
        int first = memory.Span[0];
        owner.Dispose();
        return first;
    }

    public static int SpanOfAnOwner(int size)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        Span<byte> span = owner.Memory.Span.Slice(0, size);
        owner.Dispose();
        return span[0]; // ACQ105
    }

    public static int LengthOfAnOwnersSpan(int size)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        Span<byte> span = owner.Memory.Span;
        owner.Dispose();
        return span.Length;
    }

    public static byte[] CopyOfAnOwnersMemory(int size)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        byte[] copy = owner.Memory.ToArray();
        owner.Dispose();
        return copy;
    }

    public static int MemoryOfTheNextOwner(int size)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        Memory<byte> memory = owner.Memory;
        owner.Dispose();
        owner = MemoryPool<byte>.Shared.Rent(size);
        memory = owner.Memory;
        int first = memory.Span[0];
        owner.Dispose();
        return first;
    }

    public static byte AddressOfAPinnedArray(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        IntPtr address = handle.AddrOfPinnedObject();
        handle.Free();
        return Marshal.ReadByte(address); // ACQ105
    }

    public static byte AddressOfAPinnedArrayInTime(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            return Marshal.ReadByte(handle.AddrOfPinnedObject());
        }
        finally
        {
            handle.Free();
        }
    }

    // Pinned once more, it stays where it is.
    public static byte AddressOfAnArrayPinnedTwice(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        IntPtr address = handle.AddrOfPinnedObject();
        GCHandle second = GCHandle.Alloc(data, GCHandleType.Pinned);
        handle.Free();
        byte first = Marshal.ReadByte(address);
        second.Free();
        return first;
    }

    public static bool AddressesCompared(byte[] data, IntPtr other)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        IntPtr address = handle.AddrOfPinnedObject();
        handle.Free();
        return address == other;
    }

    public void AddressCrossedOut(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        IntPtr address = handle.AddrOfPinnedObject();
        _addresses.Add(address.ToInt64());
        handle.Free();
        _addresses.Remove(address.ToInt64());
    }

    // Who keeps the address does not keep the handle.
    public void AddressKept(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        _address = handle.AddrOfPinnedObject();
        Native.Start(_address);
    }

    public static unsafe byte PointerOfAPin(Memory<byte> data)
    {
        MemoryHandle pin = data.Pin();
        byte* p = (byte*)pin.Pointer;
        pin.Dispose();
        return p[0]; // ACQ105
    }

    public static unsafe byte PointerOfAPinInTime(Memory<byte> data)
    {
        using MemoryHandle pin = data.Pin();
        byte* p = (byte*)pin.Pointer;
        return p[0];
    }

    public static unsafe bool PointerOfAPinTested(Memory<byte> data)
    {
        MemoryHandle pin = data.Pin();
        byte* p = (byte*)pin.Pointer;
        pin.Dispose();
        return p == null;
    }

    public static int SpanOfARentedArray(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        Span<byte> span = buffer.AsSpan(0, size);
        ArrayPool<byte>.Shared.Return(buffer);
        return span[0]; // ACQ105
    }

    public static int SpanOfAnotherArray(int size, byte[] other)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        Span<byte> span = buffer.AsSpan(0, size);
        int first = span[0];
        ArrayPool<byte>.Shared.Return(buffer);
        span = other;
        return first + span[0];
    }

    public static void UnlessItsAddressIsRegistered(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        if (!Native.Register(handle.AddrOfPinnedObject()))
            handle.Free();
    }

    public static unsafe void UnlessItsPointerIsRegistered(Memory<byte> data)
    {
        MemoryHandle pin = data.Pin();
        if (!Native.RegisterPointer(pin.Pointer))
            pin.Dispose();
    }

    private static unsafe class Native
    {
        [DllImport("native")]
        public static extern void Start(IntPtr address);

        [DllImport("native")]
        public static extern bool Register(IntPtr address);

        [DllImport("native")]
        public static extern bool RegisterPointer(void* address);
    }
}
