using System;
using System.Buffers;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Memory that is pinned, owned or tied to something.
internal sealed unsafe class PairsOfPins : IDisposable
{
    private readonly IMemoryOwner<byte> _owned = MemoryPool<byte>.Shared.Rent(16);
    private MemoryHandle _pin;

    public static int PinUsed(Memory<byte> memory)
    {
        using MemoryHandle pin = memory.Pin();
        return Native.Write(pin.Pointer, memory.Length);
    }

    public static int PinForgotten(ReadOnlyMemory<byte> memory)
    {
        MemoryHandle pin = memory.Pin(); // ACQ101
        return Native.Write(pin.Pointer, memory.Length);
    }

    public static int PinForgottenOnFailure(Memory<byte> memory)
    {
        MemoryHandle pin = memory.Pin(); // ACQ101
        int written = Native.Write(pin.Pointer, memory.Length);
        if (written < 0)
            return written;

        pin.Dispose();
        return written;
    }

    public static int OnlyTheAddressTaken(Memory<byte> memory)
    {
        void* address = memory.Pin().Pointer; // ACQ101
        return Native.Write(address, memory.Length);
    }

    public static int AddressReadAfterTheEnd(Memory<byte> memory)
    {
        MemoryHandle pin = memory.Pin();
        pin.Dispose();
        return Look(pin); // ACQ105
    }

    public static int PinnedIfThereIsSomething(Memory<byte> memory)
    {
        MemoryHandle pin = default;
        try
        {
            if (memory.IsEmpty)
                return Native.Write(null, 0);

            pin = memory.Pin();
            return Native.Write(pin.Pointer, memory.Length);
        }
        finally
        {
            pin.Dispose();
        }
    }

    // Dispose of a pin may be called again.
    public static void UnpinnedEarly(Memory<byte> memory)
    {
        using MemoryHandle pin = memory.Pin();
        Native.Write(pin.Pointer, memory.Length);
        pin.Dispose();
        Hw.Kick();
    }

    public void PinKept(Memory<byte> memory) => _pin = memory.Pin();

    public static MemoryHandle PinHandedOut(Memory<byte> memory) => memory.Pin();

    public static int PinGotFromAHelper(Memory<byte> memory)
    {
        MemoryHandle pin = PinHandedOut(memory); // ACQ101
        return Native.Write(pin.Pointer, 1);
    }

    // What pins itself may be unpinned without the handle.
    public static int PinnedByItsManager(MemoryManager<byte> manager)
    {
        MemoryHandle pin = manager.Pin();
        int written = Native.Write(pin.Pointer, 1);
        manager.Unpin();
        return written;
    }

    public static int ManagersPinForgottenOnFailure(IPinnable manager)
    {
        MemoryHandle pin = manager.Pin(0); // ACQ101
        int written = Native.Write(pin.Pointer, 1);
        if (written < 0)
            return written;

        pin.Dispose();
        return 0;
    }

    public static int RentedUsed(int n)
    {
        using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(n);
        return Fill(owner.Memory.Span);
    }

    public static int RentedForgotten(int n)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(n); // ACQ101
        return Fill(owner.Memory.Span);
    }

    public static int RentedForgottenOnFailure(int n)
    {
        var owner = MemoryPool<byte>.Shared.Rent(n); // ACQ101
        int filled = Fill(owner.Memory.Span);
        if (filled < 0)
            return filled;

        owner.Dispose();
        return 0;
    }

    public static int RentedReadAfterTheEnd(int n)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(n);
        owner.Dispose();
        return owner.Memory.Length; // ACQ105
    }

    public static Memory<byte> OnlyTheMemoryHandedOut(int n)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(n); // ACQ101
        return owner.Memory;
    }

    public static IMemoryOwner<byte> OwnerHandedOut(int n)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(n);
        try
        {
            if (Fill(owner.Memory.Span) < 0)
                throw new InvalidOperationException();
            return owner;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public static int PerhapsRented(int n)
    {
        IMemoryOwner<byte> owner = n > 256 ? MemoryPool<byte>.Shared.Rent(n) : null;
        int filled = owner is null ? 0 : Fill(owner.Memory.Span);
        owner?.Dispose();
        return filled;
    }

    public static void GivenBackAsWhateverItIs(int n)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(n);
        Fill(owner.Memory.Span);
        ((IDisposable)owner).Dispose();
    }

    public static void OwnerDisposedEarly(int n)
    {
        using var owner = MemoryPool<byte>.Shared.Rent(n);
        Fill(owner.Memory.Span);
        owner.Dispose();
        Hw.Kick();
    }

    public void Dispose()
    {
        _pin.Dispose();
        _owned.Dispose();
        _owned.Dispose();
    }

    public static object Tied(object key, object value)
    {
        var handle = new DependentHandle(key, value);
        try
        {
            return handle.Dependent;
        }
        finally
        {
            handle.Dispose();
        }
    }

    public static object TiedForEver(object key, object value)
    {
        var handle = new DependentHandle(key, value); // ACQ101
        return handle.Dependent;
    }

    public static object ReadAfterItWasUntied(object key, object value)
    {
        var handle = new DependentHandle(key, value);
        handle.Dispose();
        return Look(handle); // ACQ105
    }

    public static bool StillTied(object key, object value)
    {
        using var handle = new DependentHandle(key, value);
        handle.Dispose();
        return handle.IsAllocated;
    }

    private static int Fill(Span<byte> span) => span[0];

    private static unsafe int Look(MemoryHandle pin) => *(int*)pin.Pointer;

    private static object Look(DependentHandle handle) => handle.Dependent;

    private static class Native
    {
        [DllImport("gpu")]
        public static extern int Write(void* address, int length);
    }
}

internal static class PinsAcrossAwaits
{
    public static async Task<int> RentedWhileWaiting(System.IO.Stream stream, int n)
    {
        using var owner = MemoryPool<byte>.Shared.Rent(n);
        return await stream.ReadAsync(owner.Memory);
    }

    public static async Task<int> RentedAndForgottenAtTheEnd(System.IO.Stream stream, int n)
    {
        var owner = MemoryPool<byte>.Shared.Rent(n); // ACQ101
        int read = await stream.ReadAsync(owner.Memory);
        if (read == 0)
            return -1;

        owner.Dispose();
        return read;
    }
}
