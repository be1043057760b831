using System;
using System.Buffers;

namespace Cases;

// What leads into something that the end of a using gives back is returned all the same.
internal static class ReturnedFromUsing
{
    public static Memory<byte> OfADeclaration(int size)
    {
        using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        return owner.Memory; // ACQ105
    }

    public static Memory<byte> OfAStatement(int size)
    {
        using (IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size))
        {
            owner.Memory.Span.Clear();
            return owner.Memory; // ACQ105
        }
    }

    public static unsafe IntPtr AddressOfAPin(Memory<byte> memory)
    {
        using MemoryHandle pin = memory.Pin();
        return (IntPtr)pin.Pointer; // ACQ105
    }

    public static byte[] CopiedBefore(int size)
    {
        using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        return owner.Memory.ToArray();
    }

    public static int ReadBefore(int size)
    {
        using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(size);
        return owner.Memory.Span[0];
    }

    public static IMemoryOwner<byte> HandedOut(int size)
    {
        using IMemoryOwner<byte> first = MemoryPool<byte>.Shared.Rent(size);
        IMemoryOwner<byte> second = MemoryPool<byte>.Shared.Rent(size);
        first.Memory.CopyTo(second.Memory);
        return second;
    }
}
