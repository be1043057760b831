// silent: ACQ404
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cases.Contents.Api;

namespace Cases.SilentAboutContents;

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
