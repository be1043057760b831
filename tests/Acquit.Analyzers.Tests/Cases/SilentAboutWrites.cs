// silent: ACQ404
using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Contents.Api;

namespace Cases.SilentAboutContents;

public class NotContentAtAll
{
    public void RestCleared(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        frames.AsSpan(got).Clear();
        Mem.Unpin(frames, got);
    }

    public void Copied(ulong start, int count, Frame[] frames, Frame[] others)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        frames.AsSpan(0, got).CopyTo(others);
        Mem.UnpinDirty(frames, got, true);
    }

    public void Swapped(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        var all = frames.AsSpan(0, got);
        (all[0], all[got - 1]) = (all[got - 1], all[0]);
        Mem.Unpin(frames, got);
    }

    public void Reversed(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        frames.AsSpan(0, got).Reverse();
        Mem.Unpin(frames, got);
    }

    public void ElementSet(ulong start, int count, Frame[] frames, Frame spare)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Span<Frame> all = frames;
        all[got] = spare;
        Mem.Unpin(frames, got);
    }

    public void ACopy(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        var copy = frame.Bytes.ToArray();
        copy[0] = 1;
        Mem.UnpinOne(frame);
    }

    public void ACopyOnTheStack(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Span<byte> copy = stackalloc byte[4];
        frame.Bytes[..4].CopyTo(copy);
        copy[0] = 1;
        copy.Clear();
        Mem.UnpinOne(frame);
    }

    public void AnotherSpan(ulong start, byte[] scratch)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Span<byte> bytes = frame.Bytes;
        bytes.CopyTo(scratch);
        bytes = scratch;
        bytes[0] = 1;
        Mem.UnpinOne(frame);
    }

    public void OneOfTwo(ulong start, byte[] scratch, bool real)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        var bytes = real ? frame.Bytes : scratch;
        bytes[0] = 1;
        if (real)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void OneOfTwoInSteps(ulong start, byte[] scratch, bool real)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Span<byte> bytes = scratch;
        if (real)
            bytes = frame.Bytes;
        bytes[0] = 1;
        if (real)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }
}

public unsafe class NotOnlyRead
{
    public void ByReference(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        ref byte first = ref frame.Bytes[0];
        if (first == 0)
            first = 1;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByPointer(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[1];
        fixed (byte* p = frame.Bytes)
            *p = was;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByRefLoop(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        foreach (ref var b in frame.Bytes)
            b = 0;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByCast(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[1];
        MemoryMarshal.Cast<byte, uint>(frame.Bytes)[0] = was;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByOut(ulong start, string text)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[1];
        if (!byte.TryParse(text, out frame.Bytes[0]))
            frame.Bytes[1] = was;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByVolatile(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[1];
        Volatile.Write(ref frame.Bytes[0], was);
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByTuple(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        var bytes = frame.Bytes;
        (bytes[0], bytes[1]) = (bytes[1], bytes[0]);
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void FromTheEnd(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[^1] |= frame.Bytes[0];
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void InACallback(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[1];
        Task.Run(() => frame.Bytes[0] = was).Wait();
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void InALocalFunction(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[1];
        Set();
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);

        void Set() => frame.Bytes[0] = was;
    }

    public void BySwap(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[3];
        Swap(ref frame.Bytes[0], ref frame.Bytes[1]);
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void Sorted(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[3];
        frame.Bytes.Sort();
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void TriedToCopy(ulong start, byte[] from)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[3];
        if (from.AsSpan().TryCopyTo(frame.Bytes))
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByAsMemory(ulong start, Func<Frame, Memory<byte>> memory)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        byte was = frame.Bytes[3];
        memory(frame).Span[0] = was;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    private static void Swap(ref byte a, ref byte b) => (a, b) = (b, a);
}
