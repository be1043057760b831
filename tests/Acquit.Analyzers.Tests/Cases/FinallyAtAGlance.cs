using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Acquit;

namespace Cases;

/// <summary>Bodies that look as if all were given back by the finally after the call, and something in them says otherwise.</summary>
public sealed class FinallyNotQuite
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly object _sync = new();
    private byte[]? _last;

    public void GivenBackByTheHelperToo(int size)
    {
        var block = Marshal.AllocHGlobal(size);
        try
        {
            Finish(block);
        }
        finally
        {
            Marshal.FreeHGlobal(block); // ACQ104
        }
    }

    private static void Finish(IntPtr block) => Marshal.FreeHGlobal(block);

    public void Replaced(Stream source, int size)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        try
        {
            if (source.Length > size)
                buffer = ArrayPool<byte>.Shared.Rent((int)source.Length);
            _ = source.Read(buffer, 0, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void ReplacedByAnOut(int size)
    {
        var block = Marshal.AllocHGlobal(size); // ACQ101
        try
        {
            Take(out block);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    private static void Take(out IntPtr block) => block = IntPtr.Zero;

    public byte[] HandedOutAndGivenBack(Stream source, int size)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            _ = source.Read(buffer, 0, size);
            return buffer; // ACQ105
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public int UsedUnderAnotherName(Stream source, int size)
    {
        byte[] same;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            same = buffer;
            _ = source.Read(buffer, 0, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return same[0]; // ACQ105
    }

    public int UsedAfterwards(Stream source, int size)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            _ = source.Read(buffer, 0, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return buffer[0]; // ACQ105
    }

    public void GivenBackWhenItFailsToo(Stream source, int size)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            _ = source.Read(buffer, 0, size);
        }
        catch (IOException)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer); // ACQ104
        }
    }

    public void TheOtherWayOfHolding(Action<int> use)
    {
        _lock.EnterReadLock();
        try
        {
            use(1);
        }
        finally
        {
            _lock.ExitWriteLock(); // ACQ103
        }
    }

    public void GoesOnWithoutIt(Action<int> use, TextWriter log)
    {
        if (!Monitor.TryEnter(_sync))
            log.WriteLine("busy");
        try
        {
            use(1);
        }
        finally
        {
            Monitor.Exit(_sync); // ACQ106
        }
    }

    public void TwiceTheSame(Action<int> use, int size)
    {
        var block = Marshal.AllocHGlobal(size);
        try
        {
            use(1);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
            Marshal.FreeHGlobal(block); // ACQ104
        }
    }

    public void OneOfTwo(Action<int> use, int size)
    {
        var first = Marshal.AllocHGlobal(size);
        var second = Marshal.AllocHGlobal(size); // ACQ101
        try
        {
            if (size > 4)
                return;
            use(1);
            Marshal.FreeHGlobal(second);
        }
        finally
        {
            Marshal.FreeHGlobal(first);
        }
    }
}

/// <summary>What is moved on, or taken with a chance, is not what the finally gives back.</summary>
public sealed unsafe class FinallyOfSomethingElse
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly object _sync = new();

    [return: Acquires("strip", ReleasedBy = nameof(Give))]
    public static extern byte* Take(int size);

    public static extern void Give([Releases("strip")] byte* strip);

    public static void SteppedOn(int size)
    {
        byte* strip = Take(size); // ACQ101
        try
        {
            *strip++ = 1;
        }
        finally
        {
            Give(strip);
        }
    }

    public static void SteppedBack(int size)
    {
        byte* strip = Take(size); // ACQ101
        try
        {
            *--strip = 1;
        }
        finally
        {
            Give(strip);
        }
    }

    public void TriedAndNotAsked(Action use)
    {
        Monitor.TryEnter(_sync);
        try
        {
            use();
        }
        finally
        {
            Monitor.Exit(_sync); // ACQ106
        }
    }

    public void TriedForAWhile(Action use)
    {
        _lock.TryEnterReadLock(5);
        try
        {
            use();
        }
        finally
        {
            _lock.ExitReadLock(); // ACQ106
        }
    }

    public static void SteppedByAnother(int size)
    {
        byte* strip = Take(size);
        try
        {
            byte* at = strip;
            *at++ = 1;
        }
        finally
        {
            Give(strip);
        }
    }
}

/// <summary>Bodies in which all is given back by the finally after the call.</summary>
public sealed class FinallyAtAGlance
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly SemaphoreSlim _turns = new(1, 1);
    private readonly Dictionary<string, int> _values = new();
    private readonly object _sync = new();

    public int Get(string key)
    {
        _lock.EnterReadLock();
        try
        {
            return _values.TryGetValue(key, out var value) ? value : -1;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public int GetOrAdd(string key, int value)
    {
        _lock.EnterReadLock();
        try
        {
            if (_values.TryGetValue(key, out var known))
                return known;
        }
        finally
        {
            _lock.ExitReadLock();
        }

        _lock.EnterWriteLock();
        try
        {
            return _values[key] = value;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public bool TrySet(string key, int value)
    {
        if (!Monitor.TryEnter(_sync))
        {
            return false;
        }

        try
        {
            _values[key] = value;
            return true;
        }
        finally
        {
            Monitor.Exit(_sync);
        }
    }

    public async Task<int> CopyAsync(Stream source, Stream target, int size)
    {
        await _turns.WaitAsync();
        try
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                int read, total = 0;
                while ((read = await source.ReadAsync(buffer.AsMemory(0, size))) > 0)
                {
                    await target.WriteAsync(buffer.AsMemory(0, read));
                    total += read;
                }

                return total;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    public long SumPinned(byte[] data)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            return Marshal.ReadInt64(pin.AddrOfPinnedObject());
        }
        finally
        {
            pin.Free();
        }
    }

    public void InEveryRound(IEnumerable<int> sizes, Action<IntPtr> use)
    {
        foreach (var size in sizes)
        {
            var block = Marshal.AllocHGlobal(size);
            try
            {
                use(block);
            }
            finally
            {
                Marshal.FreeHGlobal(block);
            }
        }
    }
}

/// <summary>What is handed to code of one's own before the finally gives it back.</summary>
public sealed class HandedOnBeforeFinally : IDisposable
{
    private readonly List<IntPtr> _seen = new();
    private IntPtr _kept;

    public interface ISink
    {
        void Take(IntPtr block);
    }

    public sealed class FreeingSink : ISink
    {
        public void Take(IntPtr block) => Marshal.FreeHGlobal(block);
    }

    public int OnlyRead(byte[] data)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            return First(pin.AddrOfPinnedObject(), data.Length);
        }
        finally
        {
            pin.Free();
        }
    }

    private static int First(IntPtr address, int length) => length == 0 ? 0 : Marshal.ReadInt32(At(address, length - length));

    private static IntPtr At(IntPtr address, int offset) => address + offset;

    public int ReadAfterwards(byte[] data)
    {
        IntPtr address;
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            address = pin.AddrOfPinnedObject();
            First(address, data.Length);
        }
        finally
        {
            pin.Free();
        }

        return Marshal.ReadInt32(address); // ACQ105
    }

    public void FreedByTheHelperOfAHelper(int size)
    {
        var block = Marshal.AllocHGlobal(size);
        try
        {
            Finish(block, size);
        }
        finally
        {
            Marshal.FreeHGlobal(block); // ACQ104
        }
    }

    private static void Finish(IntPtr block, int size)
    {
        if (size > 0)
            Marshal.WriteByte(block, 0);
        End(block);
    }

    private static void End(IntPtr block) => Marshal.FreeHGlobal(block);

    public void ByWhateverSinkThereIs(ISink sink, int size)
    {
        var block = Marshal.AllocHGlobal(size);
        try
        {
            sink.Take(block);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    public void Remembered(int size)
    {
        var block = Marshal.AllocHGlobal(size);
        try
        {
            Remember(block);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    private void Remember(IntPtr block)
    {
        _kept = block;
        _seen.Add(block);
    }

    public void Dispose() => _kept = IntPtr.Zero;
}
