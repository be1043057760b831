using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Helpers that fill in what is somebody else's, and what is given back where it was not taken.
internal sealed class HandedOutThroughWrappers
{
    private readonly SemaphoreSlim _throttle = new(0);
    private int _running;

    public struct Output
    {
        public IMemoryOwner<byte> Owner;
        public int Length;
    }

    public static void Write(ReadOnlySpan<byte> text, ref Output output)
    {
        output.Owner?.Dispose();
        output.Owner = MemoryPool<byte>.Shared.Rent(text.Length);
        output.Length = text.Length;
        text.CopyTo(output.Owner.Memory.Span);
    }

    public static void WriteIfWrong(int state, byte[] text, ref Output output)
    {
        if (state != 0)
            Write(text, ref output);
    }

    public static void WriteHere(byte[] text)
    {
        Output output = default;
        Write(text, ref output);
        Hw.Log("length " + output.Length);
        output.Owner.Dispose();
    }

    public static void WriteHereAndForget(byte[] text)
    {
        Output output = default;
        Write(text, ref output); // ACQ101
        Hw.Log("length " + output.Length);
    }

    public static bool TryNext(MemoryPool<byte> pool, int n, out IMemoryOwner<byte> entry)
    {
        if (n == 0)
        {
            entry = null;
            return false;
        }

        entry = pool.Rent(n);
        return true;
    }

    public static bool TryNext(MemoryPool<byte> pool, out IMemoryOwner<byte> entry) => TryNext(pool, 16, out entry);

    public static bool TryNextByReference(MemoryPool<byte> pool, ref IMemoryOwner<byte> entry)
    {
        if (entry == null && TryNext(pool, 32, out entry))
            return true;
        return false;
    }

    public static int CountAll(MemoryPool<byte> pool, int n)
    {
        int count = 0;
        while (TryNext(pool, n--, out IMemoryOwner<byte> entry))
        {
            count += entry.Memory.Length;
            entry.Dispose();
        }

        return count;
    }

    public static int CountUntil(MemoryPool<byte> pool, int n)
    {
        int count = 0;
        while (TryNext(pool, n--, out IMemoryOwner<byte> entry)) // ACQ101
        {
            if (entry.Memory.Length > 4096)
                return count;
            count += entry.Memory.Length;
            entry.Dispose();
        }

        return count;
    }

    // Waited for by whoever comes too many, and signalled by whoever goes.
    public void Throttle()
    {
        int running = Interlocked.Increment(ref _running);
        if (running > 4)
            _throttle.Wait();
        if (Interlocked.Decrement(ref _running) >= 4)
            _throttle.Release();
    }

    // A semaphore that counts what lies on a stack: taken with what is taken off, given back when there is nothing.
    public void Shrink(Stack<IDisposable> idle, int keep)
    {
        while (idle.Count > keep)
        {
            if (!_throttle.Wait(0))
                break;
            if (idle.TryPop(out IDisposable each))
            {
                each.Dispose();
            }
            else
            {
                _throttle.Release(1);
                break;
            }
        }
    }

    public void ShrinkOneByOne(Stack<IDisposable> idle, int keep)
    {
        while (idle.Count > keep)
        {
            _throttle.Wait(); // ACQ101
            if (!idle.TryPop(out IDisposable each))
                continue;
            each.Dispose();
            _throttle.Release();
        }
    }

    // An array that is made when the first one goes into it.
    public static int PinnedOnDemand(byte[][] all)
    {
        GCHandle[] pins = null;
        int count = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] == null)
                continue;
            pins ??= new GCHandle[all.Length];
            pins[count++] = GCHandle.Alloc(all[i], GCHandleType.Pinned);
        }

        Unpin(pins, ref count);
        return all.Length;
    }

    public static int PinnedOnDemandAndUnpinnedByHand(byte[][] all)
    {
        GCHandle[] pins = null;
        int count = 0;
        try
        {
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i] == null)
                    return -1;
                if (pins == null)
                    pins = new GCHandle[all.Length];
                pins[count] = GCHandle.Alloc(all[i], GCHandleType.Pinned);
                count++;
            }
        }
        finally
        {
            for (int i = 0; i < count; i++)
                pins[i].Free();
        }

        return all.Length;
    }

    public static int PinnedOnDemandAndForgotten(byte[][] all)
    {
        GCHandle[] pins = null;
        for (int i = 0; i < all.Length; i++)
        {
            pins ??= new GCHandle[all.Length];
            pins[i] = GCHandle.Alloc(all[i], GCHandleType.Pinned); // ACQ101
        }

        return all.Length;
    }

    private static void Unpin(GCHandle[] pins, ref int count)
    {
        for (int i = 0; i < count; i++)
            pins[i].Free();
        count = 0;
    }
}
