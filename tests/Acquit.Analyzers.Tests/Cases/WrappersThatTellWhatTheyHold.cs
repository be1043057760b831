using System;
using System.Runtime.InteropServices;

namespace Cases;

// A struct around a block of memory, which may be absent: what holds it is the struct.
internal unsafe struct MemoryInAStruct : IDisposable
{
    private byte* _start;
    private int _length;

    public MemoryInAStruct(int length)
    {
        _start = (byte*)NativeMemory.Alloc((nuint)length);
        _length = length;
    }

    public readonly bool IsMissing => _start == null;

    public readonly bool IsThere => !IsMissing;

    public readonly bool IsEmpty => _length == 0;

    public readonly int Length => _start is null ? 0 : _length;

    public readonly byte this[int at] => _start[at];

    public readonly bool IsUsable() => _start != null && _length > 0;

    public byte* Detach()
    {
        byte* start = _start;
        _start = null;
        return start;
    }

    public void Dispose()
    {
        if (_start != null)
        {
            NativeMemory.Free(_start);
        }

        _start = null;
    }
}

internal ref struct MemoryIfTooLong
{
    private IntPtr _block;

    public MemoryIfTooLong(int length) => _block = length > 256 ? Marshal.AllocHGlobal(length) : IntPtr.Zero;

    public readonly bool IsOnTheHeap => _block != IntPtr.Zero;

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

// The same as an object, which is filled after it was made.
internal sealed class MemoryInAnObject
{
    private IntPtr _block;
    private int _length;

    public bool IsCreated => this._block != IntPtr.Zero;

    public int Length
    {
        get
        {
            if (_block == IntPtr.Zero)
            {
                return 0;
            }

            return _length;
        }
    }

    public void Create(int length)
    {
        _block = Marshal.AllocHGlobal(length);
        _length = length;
    }

    public bool IsUsable() => IsCreated && _length > 0;

    public bool TryGetBlock(out IntPtr block)
    {
        block = _block;
        return block != 0;
    }

    public void Destroy() => Marshal.FreeHGlobal(_block);
}

internal static unsafe class WrappersThatTellWhatTheyHold
{
    public static int LeftOnTheWay(int length)
    {
        var block = new MemoryInAStruct(length); // ACQ101
        if (block[0] == 1)
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int LeftForSomethingElse(int length)
    {
        var block = new MemoryInAStruct(length); // ACQ101
        if (block.IsEmpty)
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int NeverGivenBack(int length)
    {
        var block = new MemoryInAStruct(length); // ACQ101
        return block[0];
    }

    public static int LeftIfTooLong(int length)
    {
        var block = new MemoryIfTooLong(length); // ACQ101
        if (length == 300)
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int LeftAfterItWasFound(int length)
    {
        var block = new MemoryInAStruct(length); // ACQ101
        if (block.IsMissing)
        {
            return -1;
        }

        if (length == 3)
        {
            return -2;
        }

        block.Dispose();
        return 0;
    }

    public static int LeftWhereItIsThere(int length)
    {
        var block = new MemoryInAnObject();
        block.Create(length); // ACQ101
        if (block.IsCreated)
        {
            return -1;
        }

        return 0;
    }

    public static int GivenBackAtOnce(int length)
    {
        using var block = new MemoryInAStruct(length);
        return block.IsMissing ? -1 : block[0];
    }

    public static int NothingIfMissing(int length)
    {
        var block = new MemoryInAStruct(length);
        if (block.IsMissing)
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int NothingUnlessThere(int length)
    {
        var block = new MemoryInAStruct(length);
        if (!block.IsThere)
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int NothingUnlessUsable(int length)
    {
        var block = new MemoryInAStruct(length);
        if (!block.IsUsable())
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int NothingOfNoLength(int length)
    {
        var block = new MemoryInAStruct(length);
        if (block.Length == 0)
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int NothingUnlessOnTheHeap(int length)
    {
        var block = new MemoryIfTooLong(length);
        if (!block.IsOnTheHeap)
        {
            return -1;
        }

        block.Dispose();
        return 0;
    }

    public static int NothingUnlessCreated(int length)
    {
        var block = new MemoryInAnObject();
        block.Create(length);
        if (!block.IsCreated)
        {
            return -1;
        }

        block.Destroy();
        return 0;
    }

    public static int NothingUnlessUsableObject(int length)
    {
        var block = new MemoryInAnObject();
        block.Create(length);
        if (!block.IsUsable())
        {
            return -1;
        }

        block.Destroy();
        return 0;
    }

    public static int NothingOfNoLengthInAnObject(int length)
    {
        var block = new MemoryInAnObject();
        block.Create(length);
        if (block.Length == 0)
        {
            return -1;
        }

        block.Destroy();
        return 0;
    }

    public static int NothingUnlessGot(int length)
    {
        var block = new MemoryInAnObject();
        block.Create(length);
        if (!block.TryGetBlock(out _))
        {
            return -1;
        }

        block.Destroy();
        return 0;
    }

    public static MemoryInAStruct Returned(int length)
    {
        var block = new MemoryInAStruct(length);
        return block;
    }

    public static byte* Detached(int length)
    {
        var block = new MemoryInAStruct(length);
        return block.Detach();
    }

    public static int Copied(int length)
    {
        var block = new MemoryInAStruct(length);
        var same = block;
        int first = same[0];
        same.Dispose();
        return first;
    }

    public static void OneAfterTheOther(int count)
    {
        MemoryInAStruct block = default;
        for (int i = 0; i < count; i++)
        {
            block.Dispose();
            block = new MemoryInAStruct(i);
        }

        block.Dispose();
    }
}
