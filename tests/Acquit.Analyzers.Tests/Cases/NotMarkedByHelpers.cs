// silent: ACQ404
using System;
using Cases.Contents.Api;

namespace Cases.NotMarked;

public class ThroughHelpers
{
    private static void Erase(Frame frame) => frame.Bytes.Clear();

    private static void EraseAll(Frame[] frames, int count)
    {
        for (int i = 0; i < count; i++)
            frames[i].Bytes.Clear();
    }

    private static void Put(Span<byte> bytes, byte value) => bytes[0] = value;

    private static void MarkAll(Frame[] frames, int count)
    {
        for (int i = 0; i < count; i++)
            Mem.MarkLocked(frames[i]);
    }

    private static void Finish(Frame[] frames, int count, bool dirty) => Mem.UnpinDirty(frames, count, dirty);

    private static void Done(Frame frame)
    {
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    private static int Sum(Frame frame) => frame.Bytes[0] + frame.Bytes[1];

    private static void Transfer(Frame frame, bool write)
    {
        if (write)
            frame.Bytes[0] = 1;
    }

    public void Written(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Erase(frame);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void AllWritten(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        EraseAll(frames, got);
        Mem.Unpin(frames, got); // ACQ404
    }

    public void BytesWritten(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Put(frame.Bytes, 7);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void SaidToBeClean(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, 4096);
        Finish(frames, got, false); // ACQ404
    }

    public int SummedAndMarked(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return 0;
        int sum = Sum(frame);
        Done(frame); // ACQ404
        return sum;
    }

    public void WrittenAsAsked(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Transfer(frame, true);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void WrittenAndMarked(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        EraseAll(frames, got);
        MarkAll(frames, got);
        Mem.Unpin(frames, got);
    }

    public void SaidToBeDirty(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, 4096);
        Finish(frames, got, true);
    }

    public void DoneWith(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Erase(frame);
        Done(frame);
    }

    public void NotWrittenAsAsked(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Transfer(frame, false);
        Mem.UnpinOne(frame);
    }

    public void WrittenIfAsked(ulong start, bool write)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Transfer(frame, write);
        if (write)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }
}
