using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Owners and slots that come from one place, are filled in at another and are given back at a third.
internal sealed class PairsHandedAlong
{
    private readonly SemaphoreSlim _throttle = new(0);
    private readonly SemaphoreSlim _gate = new(1);
    private int _waiting;
    private int _count;

    internal struct Output
    {
        public IMemoryOwner<byte> Owner;
        public int Length;
    }

    private static void Write(ref Output output, int length)
    {
        output.Owner = MemoryPool<byte>.Shared.Rent(length);
        output.Length = length;
    }

    // It is the caller's output that was written.
    public static void WriteThrough(ref Output output) => Write(ref output, 3);

    public static bool WriteOnError(ref Output output, int error)
    {
        if (error == 0)
            return true;

        Write(ref output, error);
        return false;
    }

    public static int WrittenAndForgotten()
    {
        Output output = default;
        Write(ref output, 3); // ACQ101
        return output.Length;
    }

    public static int WrittenAndGivenBack()
    {
        Output output = default;
        Write(ref output, 3);
        output.Owner.Dispose();
        return output.Length;
    }

    public static bool TryGet(int n, out IMemoryOwner<byte> owner, out int length)
    {
        length = n;
        if (n <= 0)
        {
            owner = default;
            return false;
        }

        owner = MemoryPool<byte>.Shared.Rent(n);
        return true;
    }

    public static bool TryGet(int n, out IMemoryOwner<byte> owner)
    {
        return TryGet(n, out owner, out _);
    }

    public static int GotAndForgotten(int n)
    {
        if (!TryGet(n, out IMemoryOwner<byte> owner, out _)) // ACQ101
            return 0;
        return owner.Memory.Length;
    }

    public static int PinnedInAnArray(Memory<byte>[] blocks)
    {
        MemoryHandle[] handles = null;
        int count = 0;
        try
        {
            for (int i = 0; i < blocks.Length; i++)
            {
                if (blocks[i].Length < 0)
                    return -1;

                MemoryHandle handle = blocks[i].Pin();
                handles ??= new MemoryHandle[blocks.Length];
                handles[count] = handle;
                count++;
            }

            return count;
        }
        finally
        {
            Release(handles, count);
        }

        static void Release(MemoryHandle[] handles, int count)
        {
            for (int h = 0; h < count; h++)
                handles[h].Dispose();
        }
    }

    // The array is made only when there is something to put into it.
    public static int RentedIntoAnArrayMadeLate(int[] sizes)
    {
        byte[][] blocks = null;
        int count = 0;
        try
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                if (sizes[i] < 0)
                    return -1;

                blocks ??= new byte[sizes.Length][];
                blocks[count] = ArrayPool<byte>.Shared.Rent(sizes[i]);
                count++;
            }

            return count;
        }
        finally
        {
            for (int h = 0; h < count; h++)
                ArrayPool<byte>.Shared.Return(blocks[h]);
        }
    }

    public static int RentedIntoAnArrayAndForgottenOnFailure(int[] sizes)
    {
        var blocks = new byte[sizes.Length][];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0)
                return -1;

            blocks[i] = ArrayPool<byte>.Shared.Rent(sizes[i]); // ACQ101
        }

        for (int h = 0; h < sizes.Length; h++)
            ArrayPool<byte>.Shared.Return(blocks[h]);
        return sizes.Length;
    }

    // A signal: whoever leaves lets one of those go on who wait.
    public void ThrottledBySignal()
    {
        int waiting = Interlocked.Increment(ref _waiting);
        if (waiting > 5)
            _throttle.Wait();

        if (Interlocked.Decrement(ref _waiting) >= 5)
            _throttle.Release();
    }

    public async Task LoopThatContinuesWithTheGate(Func<Task<bool>> more, Func<bool> read)
    {
        while (await more())
        {
            await _gate.WaitAsync(); // ACQ101
            if (!read())
                continue;

            try
            {
                _count++;
            }
            finally
            {
                _gate.Release();
            }
        }
    }
}
