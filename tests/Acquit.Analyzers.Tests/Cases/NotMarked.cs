// silent: ACQ404
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Cases.Contents.Api;

namespace Cases.NotMarked;

public class WrittenByTheProcessor
{
    public void ByIndex(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.UnpinOne(frame); // ACQ404 "What is behind the page pin taken by 'Pin' is written at line 16 and released without being marked dirty (after 'frame == null' was false); release by 'UnpinDirty'"
    }

    public void ThroughALocal(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        var bytes = frame.Bytes[16..];
        bytes.Fill(0xff);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void ByCopying(ulong start, byte[] from)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        from.AsSpan(0, 4).CopyTo(frame.Bytes);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void ByIncrement(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[3]++;
        Mem.UnpinOne(frame); // ACQ404
    }

    public void AsANumber(ulong start, uint value)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.Bytes.Slice(8), value);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void ThroughAMapping(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        var window = Mem.Map(frame);
        window.Bytes.Clear();
        Mem.Unmap(window);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void InALoop(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        for (int i = 0; i < got; i++)
            frames[i].Bytes.Clear();
        Mem.Unpin(frames, got); // ACQ404
    }

    public void OneByOne(ulong start, int count)
    {
        var frames = new Frame[count];
        int got = Mem.PinMany(start, count, true, frames);
        for (int i = 0; i < got; i++)
        {
            frames[i].Bytes[0] = (byte)i;
            Mem.UnpinOne(frames[i]); // ACQ404
        }
    }

    public void OnOnePath(ulong start, bool erase)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        if (erase)
            frame.Bytes.Clear();
        else
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void AfterTheMark(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.MarkLocked(frame);
        frame.Bytes[1] = 2;
        Mem.UnpinOne(frame); // ACQ404 "What is behind the page pin taken by 'Pin' is written once more"
    }

    public void Marked(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void MarkedInALoop(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        for (int i = 0; i < got; i++)
            frames[i].Bytes.Clear();
        for (int i = 0; i < got; i++)
            Mem.MarkLocked(frames[i]);
        Mem.Unpin(frames, got);
    }

    public void MarkedAndReleasedOneByOne(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        for (int i = 0; i < got; i++)
        {
            frames[i].Bytes.Clear();
            Mem.MarkLocked(frames[i]);
            Mem.UnpinOne(frames[i]);
        }
    }

    public void ReadOnly(ulong start, byte[] into)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.CopyTo(into);
        Mem.UnpinOne(frame);
    }

    public void AllAtOnce(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        foreach (var frame in frames.AsSpan(0, got))
            frame.Bytes.Clear();
        Mem.UnpinDirty(frames, got, true);
    }

    public void LeftToOthers(ulong start, List<Frame> kept)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Engine.Watch(frame);
        Mem.UnpinOne(frame);
    }

    public void WrittenPerhaps(ulong start, Random random)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        random.NextBytes(frame.Bytes);
        Mem.UnpinOne(frame);
    }

    public void WhetherWrittenIsRemembered(ulong start, bool erase)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        bool dirty = false;
        if (erase)
        {
            frame.Bytes.Clear();
            dirty = true;
        }

        if (dirty)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void MarkedByDelegate(ulong start, Action<Frame> mark)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.Clear();
        mark(frame);
        Mem.UnpinOne(frame);
    }

    public void AsManyAsWereWritten(ulong start, int count, int bytes, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        int used = 0;
        for (int left = bytes; left > 0 && used < got; left -= 4096)
            frames[used++].Bytes.Clear();
        for (int i = 0; i * 4096 < bytes; i++)
            Mem.MarkLocked(frames[i]);
        Mem.Unpin(frames, got);
    }
}

public class WrittenByADevice
{
    public int Unmarked(ulong start, int count, Frame[] frames, int length)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return got;
        Engine.Fill(frames, length);
        Mem.Unpin(frames, got); // ACQ404 "What is behind the page pins taken by 'PinMany' is written by a device at line 231 and released without being marked dirty (after 'got <= 0' was false); release by 'UnpinDirty'"
        return got;
    }

    public int SaidToBeClean(ulong start, int count, Frame[] frames, int length)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return got;
        Engine.Fill(frames, length);
        Mem.UnpinDirty(frames, got, false); // ACQ404
        return got;
    }

    public void WrongPolarity(ulong start, int count, Frame[] frames, int length, bool read)
    {
        int got = Mem.PinMany(start, count, read, frames);
        if (got <= 0)
            return;
        if (read)
            Engine.Fill(frames, length);
        else
            Engine.Drain(frames, length);
        Mem.UnpinDirty(frames, got, !read); // ACQ404
    }

    public void OnSuccess(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        int err = Engine.TryFill(frame);
        if (err == 0)
            Mem.Note(frame);
        Mem.UnpinOne(frame); // ACQ404
    }

    public int ThroughAnAddress(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return -1;
        long bus = Engine.Attach(frame);
        if (bus == -1)
        {
            Mem.UnpinOne(frame);
            return -1;
        }

        int err = Engine.Report(bus + 8);
        Engine.Detach(bus);
        if (err != 0)
        {
            Mem.UnpinOne(frame);
            return err;
        }

        Mem.UnpinOne(frame); // ACQ404
        return 0;
    }

    public void RightPolarity(ulong start, int count, Frame[] frames, int length, bool read)
    {
        int got = Mem.PinMany(start, count, read, frames);
        if (got <= 0)
            return;
        if (read)
            Engine.Fill(frames, length);
        else
            Engine.Drain(frames, length);
        Mem.UnpinDirty(frames, got, read);
    }

    public void AsFarAsItCame(ulong start, int count, Frame[] frames, int length, int done)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, length);
        Mem.UnpinDirty(frames, got, done > 0);
    }

    public void OnFailureNot(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        if (Engine.TryFill(frame) == 0)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public int AttachedOnly(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return -1;
        long bus = Engine.Attach(frame);
        if (bus != -1)
            Engine.Detach(bus);
        Mem.UnpinOne(frame);
        return 0;
    }
}

public class OnlyRead
{
    public void ByTheProcessor(ulong start, int count, Frame[] frames, byte[] into)
    {
        int got = Mem.PinMany(start, count, false, frames);
        if (got <= 0)
            return;
        for (int i = 0; i < got; i++)
            frames[i].Bytes.CopyTo(into);
        Mem.UnpinDirty(frames, got, true); // ACQ404 "What is behind the page pins taken by 'PinMany' is marked dirty though it is only read, at line 345: what nobody changed is written back"
    }

    public void ByADevice(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, false, frames);
        if (got <= 0)
            return;
        Engine.Drain(frames, 4096);
        Mem.UnpinDirty(frames, got, true); // ACQ404
    }

    public byte OneByte(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return 0;
        byte first = frame.Bytes[0];
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame); // ACQ404
        return first;
    }

    public void Searched(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        if (frame.Bytes.Slice(4).ToArray().Length > 0)
            Mem.MarkLocked(frame);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void ByNumber(ulong start, byte[] into)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.CopyTo(into);
        Console.WriteLine(frame.Number);
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void NothingKnown(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, false, frames);
        if (got > 0)
            Mem.UnpinDirty(frames, got, true);
    }

    public void PerhapsWritten(ulong start, byte[] into, Random random)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes.CopyTo(into);
        random.NextBytes(frame.Bytes);
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }

    public void WithinReachOfADevice(ulong start, byte[] into)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        long bus = Engine.Attach(frame);
        if (bus != -1)
            Engine.Detach(bus);
        frame.Bytes.CopyTo(into);
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }
}
