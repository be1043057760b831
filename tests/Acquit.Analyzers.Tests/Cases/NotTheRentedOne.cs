using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

// What was taken here is none of what was there before: a test against one of those tells whether anything was taken.
internal sealed class NotTheRentedOne
{
    private static readonly byte[] s_none = new byte[0];
    private readonly byte[] _own = new byte[256];
    private byte[] _current = new byte[16];
    private IntPtr _block;

    public static int EmptyOrRented(int size)
    {
        byte[] buffer = size == 0 ? Array.Empty<byte>() : ArrayPool<byte>.Shared.Rent(size);
        int sum = buffer.Length;
        if (buffer != Array.Empty<byte>())
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int EmptyOrRentedInFinally(int size)
    {
        byte[] buffer = Array.Empty<byte>();
        try
        {
            if (size > 0)
                buffer = ArrayPool<byte>.Shared.Rent(size);
            return buffer.Length;
        }
        finally
        {
            if (buffer != Array.Empty<byte>())
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static int NoneOrRented(int size)
    {
        byte[] buffer = size == 0 ? s_none : ArrayPool<byte>.Shared.Rent(size);
        int sum = buffer.Length;
        if (buffer != s_none)
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public int OwnOrRented(int size)
    {
        byte[] buffer = size <= _own.Length ? _own : ArrayPool<byte>.Shared.Rent(size);
        int sum = buffer.Length;
        if (buffer != _own)
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int GivenOrRented(byte[] scratch, int size)
    {
        byte[] buffer = size <= scratch.Length ? scratch : ArrayPool<byte>.Shared.Rent(size);
        int sum = buffer.Length;
        if (buffer != scratch)
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int GivenOrRentedByReference(byte[] scratch, int size)
    {
        byte[] buffer = size <= scratch.Length ? scratch : ArrayPool<byte>.Shared.Rent(size);
        int sum = buffer.Length;
        if (!ReferenceEquals(buffer, scratch))
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int EmptyOrRentedAsObjects(int size)
    {
        byte[] buffer = size == 0 ? Array.Empty<byte>() : ArrayPool<byte>.Shared.Rent(size);
        int sum = buffer.Length;
        if (!ReferenceEquals(buffer, Array.Empty<byte>()))
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int ReplacedByAGreaterOne(byte[] scratch, int size)
    {
        byte[] buffer = scratch;
        for (int i = 0; i < size; i++)
        {
            if (i >= buffer.Length)
            {
                byte[] next = ArrayPool<byte>.Shared.Rent(i * 2);
                buffer.CopyTo(next, 0);
                if (buffer != scratch)
                    ArrayPool<byte>.Shared.Return(buffer);
                buffer = next;
            }

            buffer[i] = 1;
        }

        int sum = buffer[0];
        if (buffer != scratch)
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int TestedTheWrongWayRound(int size)
    {
        byte[] buffer = size == 0 ? Array.Empty<byte>() : ArrayPool<byte>.Shared.Rent(size); // ACQ101
        int sum = buffer.Length;
        if (buffer == Array.Empty<byte>())
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public int OwnOrRentedTheWrongWayRound(int size)
    {
        byte[] buffer = size <= _own.Length ? _own : ArrayPool<byte>.Shared.Rent(size); // ACQ101
        int sum = buffer.Length;
        if (buffer == _own)
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int GivenOrRentedAndLeftOnAnotherWay(byte[] scratch, int size)
    {
        byte[] buffer = size <= scratch.Length ? scratch : ArrayPool<byte>.Shared.Rent(size); // ACQ101
        int sum = buffer.Length;
        if (sum > 100)
            return 0;

        if (buffer != scratch)
            ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    public static int EmptyOrRentedAndLeftOnAnotherWay(int size)
    {
        byte[] buffer = size == 0 ? Array.Empty<byte>() : ArrayPool<byte>.Shared.Rent(size); // ACQ101
        if (size > 100)
            return 0;

        if (buffer != Array.Empty<byte>())
            ArrayPool<byte>.Shared.Return(buffer);
        return size;
    }

    // If there was no memory, the two are the same, and there is nothing to give back.
    public static void GivenOrAllocated(Cases.Api.Page given)
    {
        Cases.Api.Page page = given ?? Cases.Api.Mm.AllocPage();
        if (page != given)
            Cases.Api.Mm.FreePage(page);
    }

    public static int GivenOrAllocatedAsANumber(nint given, int size)
    {
        nint block = size == 0 ? given : Cases.Api.Slab.Kmalloc(size);
        if (block == given)
            return 0;
        Cases.Api.Slab.Kfree(block);
        return size;
    }

    public static int GivenOrAllocatedAndLeftOnAnotherWay(nint given, int size)
    {
        nint block = size == 0 ? given : Cases.Api.Slab.Kmalloc(size); // ACQ101
        if (block == given)
            return 0;
        if (size > 100)
            return 1;
        Cases.Api.Slab.Kfree(block);
        return size;
    }

    // Which may be the one that was just put there.
    public int UnlessKept(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        Exchange(buffer);
        if (buffer != _current)
            ArrayPool<byte>.Shared.Return(buffer);
        return size;
    }

    // Nobody has put it there.
    public void NoneOfWhatAFieldNames(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        if (buffer != _current)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public void NoneOfWhatAFieldNamesAfterACall(int size)
    {
        byte[] buffer = size < _current.Length ? _current : ArrayPool<byte>.Shared.Rent(size);
        Other();
        byte[] now = _current;
        if (buffer != now && buffer.Length > 3)
            ArrayPool<byte>.Shared.Return(buffer);
        else if (buffer != now)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public void OnlyIfAFieldNamesIt(int size)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        if (buffer == _current)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Other() => Console.WriteLine(_current.Length);

    // Two may be the same where there was no memory for either.
    public static void NoneOfTheBlocksThatWereThere(IntPtr given, int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        if (block != given)
            Marshal.FreeHGlobal(block);
    }

    public void NoneOfTheBlocksThatWereThereInFinally(int size)
    {
        IntPtr block = size < 16 ? _block : Marshal.AllocHGlobal(size);
        try
        {
            Marshal.WriteInt32(block, size);
        }
        finally
        {
            if (_block != block)
                Marshal.FreeHGlobal(block);
        }
    }

    public static void OnlyIfItWasThere(IntPtr given, int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        if (block == given)
            Marshal.FreeHGlobal(block);
    }

    // The same object comes back with one more reference.
    public static void CountedOnWhatWasGiven(Cases.Api.KObject given)
    {
        IntPtr block = Marshal.GetIUnknownForObject(given);
        IntPtr other = Marshal.GetIUnknownForObject(given);
        if (block == other)
            Marshal.Release(other);
        else
            Marshal.Release(other);
        Marshal.Release(block);
    }

    private void Exchange(byte[] buffer)
    {
        if (buffer.Length > _current.Length)
            _current = buffer;
    }
}
