// silent: ACQ404
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Contents.Api;

namespace Cases.SilentAboutContents;

public interface IFrameLocks
{
    void LockAll();

    void UnlockAll();
}

public interface IMarker
{
    void MarkEverything();
}

public class MarkedSomehowElse
{
    public void ByArrayForEach(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        Array.ForEach(frames, Mem.MarkLocked);
        Mem.Unpin(frames, got);
    }

    public void ByArrayForEachLambda(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        Array.ForEach(frames, f => Mem.MarkLocked(f));
        Mem.Unpin(frames, got);
    }

    public void ByTaking(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        foreach (var frame in frames.Take(got))
            Mem.MarkLocked(frame);
        Mem.Unpin(frames, got);
    }

    public void ByParallel(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        Parallel.For(0, got, i => Mem.MarkLocked(frames[i]));
        Mem.Unpin(frames, got);
    }

    public void ByParallelForEach(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        Parallel.ForEach(frames, Mem.MarkLocked);
        Mem.Unpin(frames, got);
    }

    public void ByList(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        var list = new List<Frame>(frames);
        list.ForEach(Mem.MarkLocked);
        Mem.Unpin(frames, got);
    }

    public void ByTask(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.Clear();
        Task.Run(() => Mem.MarkLocked(frame)).Wait();
        Mem.UnpinOne(frame);
    }

    public void ByLambda(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Action mark = () => Mem.MarkLocked(frame);
        frame.Bytes.Clear();
        mark();
        Mem.UnpinOne(frame);
    }

    public void ByLocalFunction(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.Clear();
        Mark();
        Mem.UnpinOne(frame);

        void Mark() => Mem.MarkLocked(frame);
    }

    public void ByHelperInALoop(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        MarkAll(frames, got);
        Mem.Unpin(frames, got);
    }

    public void ByHelperOfSpans(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, got);
        MarkEach(frames.AsSpan(0, got));
        Mem.Unpin(frames, got);
    }

    public void InASequenceOfOne(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.Clear();
        foreach (var f in new[] { frame })
            Mem.MarkLocked(f);
        Mem.UnpinOne(frame);
    }

    public void InAList(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.Clear();
        var dirty = new List<Frame> { frame };
        foreach (var f in dirty)
            Mem.MarkLocked(f);
        Mem.UnpinOne(frame);
    }

    public void OnlyWhatWasWritten(ulong start, int count, int written, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, written);
        for (int i = 0; i < got; i++)
        {
            if (i < written)
                Mem.MarkLocked(frames[i]);
            Mem.UnpinOne(frames[i]);
        }
    }

    public void OnlyTheFirst(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got < 2)
        {
            if (got == 1)
                Mem.Unpin(frames, 1);
            return;
        }

        frames[0].Bytes.Clear();
        Mem.UnpinDirty(frames, 1, true);
        Mem.Unpin(frames.AsSpan(1), got - 1);
    }

    public void OnlyTheFirstLast(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got < 2)
        {
            if (got == 1)
                Mem.Unpin(frames, 1);
            return;
        }

        frames[0].Bytes.Clear();
        Mem.Unpin(frames.AsSpan(1), got - 1);
        Mem.UnpinDirty(frames, 1, true);
    }

    public void WhatWasNotWrittenFirst(ulong start, int count, int used, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames.AsSpan(0, used), used * 4096);
        Mem.Unpin(frames.AsSpan(used), got - used);
        Mem.UnpinDirty(frames, used, true);
    }

    public void FailedOnTheWay(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        try
        {
            Engine.Fill(frames, got);
        }
        catch
        {
            Mem.Unpin(frames, got);
            throw;
        }

        Mem.UnpinDirty(frames, got, true);
    }

    public void FailedBefore(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        bool written = false;
        try
        {
            Engine.Fill(frames, got);
            written = true;
        }
        finally
        {
            Mem.UnpinDirty(frames, got, written);
        }
    }

    public void TriedWithALabel(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        bool ok = Engine.TryFill(frame) == 0;
        if (!ok)
            goto done;
        Mem.MarkLocked(frame);
    done:
        Mem.UnpinOne(frame);
    }

    public void TriedByPattern(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        if (Engine.TryFill(frame) is 0)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void TriedBySwitch(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        switch (Engine.TryFill(frame))
        {
            case 0:
                Mem.MarkLocked(frame);
                break;
            case -5:
                break;
        }

        Mem.UnpinOne(frame);
    }

    public void TriedAndCounted(ulong start, int[] codes)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        codes[0] = Engine.TryFill(frame);
        if (codes[0] == 0)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void ByDirection(ulong start, int count, Frame[] frames, DayOfWeek way)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        switch (way)
        {
            case DayOfWeek.Monday:
                Engine.Fill(frames, got);
                break;
            default:
                Engine.Drain(frames, got);
                break;
        }

        Mem.UnpinDirty(frames, got, way is DayOfWeek.Monday);
    }

    public void ByProperty(ulong start, int count, Frame[] frames, List<int> request)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        if (request.Count > 0)
            Engine.Fill(frames, got);
        Mem.UnpinDirty(frames, got, request.Count > 0);
    }

    public void ByDisposal(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        using (new MarkAtEnd(frame))
            frame.Bytes.Clear();
        Mem.UnpinOne(frame);
    }

    private readonly List<Frame> _dirty = new();

    public void ByEverything(ulong start, IMarker marker)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.Clear();
        _dirty.Add(frame);
        marker.MarkEverything();
        Mem.UnpinOne(frame);
    }

    private static void MarkAll(Frame[] frames, int count)
    {
        for (int i = 0; i < count; i++)
            Mem.MarkLocked(frames[i]);
    }

    private static void MarkEach(ReadOnlySpan<Frame> frames)
    {
        foreach (var frame in frames)
            Mem.MarkLocked(frame);
    }

    private sealed class MarkAtEnd : IDisposable
    {
        private readonly Frame _frame;

        public MarkAtEnd(Frame frame) => _frame = frame;

        public void Dispose() => Mem.MarkLocked(_frame);
    }
}

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

public class LockedSomehow
{
    private readonly IFrameLocks _locks;

    public LockedSomehow(IFrameLocks locks) => _locks = locks;

    public void ByAll(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        _locks.LockAll();
        Mem.Mark(frame);
        _locks.UnlockAll();
        Mem.UnpinOne(frame);
    }

    public void ByHelper(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.Lock(frame);
        MarkIt(frame);
        Mem.Unlock(frame);
        Mem.UnpinOne(frame);
    }

    public void ByScope(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        using (new Locked(frame))
            Mem.Mark(frame);
        Mem.UnpinOne(frame);
    }

    private static void MarkIt(Frame frame) => Mem.Mark(frame);

    private readonly struct Locked : IDisposable
    {
        private readonly Frame _frame;

        public Locked(Frame frame)
        {
            _frame = frame;
            Mem.Lock(frame);
        }

        public void Dispose() => Mem.Unlock(_frame);
    }
}

public class UnderAReference
{
    public void PinnedAsWell(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return;
        ulong number = frame.Number;
        var pinned = Mem.Pin(number << 12);
        if (pinned == null)
        {
            Mem.PutOne(frame);
            return;
        }

        pinned.Bytes[0] = 1;
        Mem.MarkLocked(pinned);
        Mem.UnpinOne(pinned);
        Mem.PutOne(frame);
    }

    public void RestCleared(ulong start, int count, Frame[] frames)
    {
        int got = Mem.GetMany(start, count, frames);
        if (got <= 0)
            return;
        frames.AsSpan(got).Clear();
        Mem.Put(frames, got);
    }

    public byte[] Snapshot(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return Array.Empty<byte>();
        var copy = frame.Bytes.ToArray();
        copy[0] = 0;
        Mem.PutOne(frame);
        return copy;
    }

    public int Hash(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return 0;
        int sum = 0;
        foreach (byte b in frame.Bytes)
            sum += b;
        Mem.PutOne(frame);
        return sum;
    }

    public int Numbers(ulong start, int count, Frame[] frames, ulong[] numbers)
    {
        int got = Mem.GetMany(start, count, frames);
        for (int i = 0; i < got; i++)
        {
            numbers[i] = frames[i].Number;
            frames[i].Number = 0;
            Mem.PutOne(frames[i]);
        }

        return got;
    }

    public void Described(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return;
        Span<ulong> numbers = stackalloc ulong[1];
        numbers[0] = frame.Number;
        numbers.Clear();
        Mem.PutOne(frame);
    }
}
