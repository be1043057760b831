using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

internal struct RentedSlot
{
    public byte[] Array;

    public void Fill() => Array = ArrayPool<byte>.Shared.Rent(64);

    public void Clear() => ArrayPool<byte>.Shared.Return(Array);
}

internal struct MemorySlot
{
    private IntPtr _block;

    public void Fill() => _block = Marshal.AllocHGlobal(64);

    public void Clear() => Marshal.FreeHGlobal(_block);
}

// A variable that is a reference stands for something that was there before.
internal sealed class StructsBehindReferences
{
    private readonly RentedSlot[] _rented = new RentedSlot[4];
    private readonly MemorySlot[] _memory = new MemorySlot[4];
    private MemorySlot _own;

    public void FillsAnElement(int at)
    {
        ref var slot = ref _rented[at];
        slot.Fill();
    }

    public void FillsAnElementWithMemory(int at)
    {
        ref var slot = ref _memory[at];
        slot.Fill();
    }

    public void FillsAnElementByAHelper(int at)
    {
        ref var slot = ref _rented[at];
        FillIt(ref slot);
    }

    public void FillsAll(Span<RentedSlot> slots)
    {
        foreach (ref var slot in slots)
        {
            slot.Fill();
        }
    }

    public void FillsAField()
    {
        ref var slot = ref _own;
        slot.Fill();
    }

    public byte FillsAVariableByAnotherName()
    {
        RentedSlot slot = default;
        ref var same = ref slot;
        same.Fill();
        byte first = slot.Array[0];
        slot.Clear();
        return first;
    }

    public int FillsAVariable(int length)
    {
        RentedSlot slot = default;
        slot.Fill(); // ACQ101
        if (length == 0)
        {
            return -1;
        }

        slot.Clear();
        return 0;
    }

    public int FillsAVariableWithMemory(int length)
    {
        MemorySlot slot = default;
        slot.Fill(); // ACQ101
        if (length == 0)
        {
            return -1;
        }

        slot.Clear();
        return 0;
    }

    public void ClearsAll()
    {
        foreach (ref var slot in _rented.AsSpan())
        {
            slot.Clear();
        }

        foreach (ref var slot in _memory.AsSpan())
        {
            slot.Clear();
        }

        _own.Clear();
    }

    private static void FillIt(ref RentedSlot slot) => slot.Array = ArrayPool<byte>.Shared.Rent(32);
}
