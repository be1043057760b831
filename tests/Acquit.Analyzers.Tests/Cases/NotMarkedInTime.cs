// silent: ACQ404
using System;
using Cases.Contents.Api;

namespace Cases.NotMarked;

public class MarkedTooLate
{
    public void One(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.UnpinOne(frame); // ACQ404 "What is behind the page pin taken by 'Pin' is marked dirty at line 16 only, when it is released already and may be somebody else's; release by 'UnpinDirty'"
        Mem.MarkLocked(frame);
    }

    public void UnknownWhetherWritten(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Engine.Watch(frame);
        Mem.UnpinOne(frame); // ACQ404
        Mem.MarkLocked(frame);
    }

    public void Read(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Mem.Note(frame);
        Mem.UnpinOne(frame); // ACQ404
        Mem.MarkLocked(frame);
    }

    public void OneByOne(ulong start, int count)
    {
        var frames = new Frame[count];
        int got = Mem.PinMany(start, count, true, frames);
        for (int i = 0; i < got; i++)
        {
            Mem.UnpinOne(frames[i]); // ACQ404
            Mem.MarkLocked(frames[i]);
        }
    }

    public void All(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, 8);
        Mem.Unpin(frames, got); // ACQ404
        for (int i = 0; i < got; i++)
            Mem.MarkLocked(frames[i]);
    }

    public void AnotherFrame(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Mem.UnpinOne(frame);
        frame = Mem.Pin(start + 1);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.MarkLocked(frame);
        Mem.UnpinOne(frame);
    }
}

public class MarkedWithoutTheLock
{
    public void Unlocked(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.Mark(frame);
        Mem.UnpinOne(frame); // ACQ404 "What is behind the page pin taken by 'Pin' is marked dirty at line 84 without the frame lock that this needs; release by 'UnpinDirty'"
    }

    public void UnlockedTooSoon(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Mem.Lock(frame);
        frame.Bytes[0] = 1;
        Mem.Unlock(frame);
        Mem.Mark(frame);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void UnlockedInALoop(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, 4096);
        for (int i = 0; i < got; i++)
            Mem.Mark(frames[i]);
        Mem.Unpin(frames, got); // ACQ404
    }

    public void Locked(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.Lock(frame);
        Mem.Mark(frame);
        Mem.Unlock(frame);
        Mem.UnpinOne(frame);
    }

    public void LockedInALoop(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinMany(start, count, true, frames);
        if (got <= 0)
            return;
        Engine.Fill(frames, 4096);
        for (int i = 0; i < got; i++)
        {
            Mem.Lock(frames[i]);
            Mem.Mark(frames[i]);
            Mem.Unlock(frames[i]);
        }

        Mem.Unpin(frames, got);
    }

    public void Tried(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        if (Mem.TryLock(frame))
        {
            Mem.Mark(frame);
            Mem.Unlock(frame);
        }
        else
        {
            Mem.MarkLocked(frame);
        }

        Mem.UnpinOne(frame);
    }

    // Numbers and texts are all that this gets: there is no lock to be found by them.
    public void SomethingElseIsNoted(ulong start, byte[] numbers, string text)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Engine.NoteNumbers(numbers, text, 1);
        Mem.Mark(frame);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void AmongTextsAndNumbers(ulong start, string[] texts, int[][] numbers)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Engine.NoteTexts(texts, numbers);
        Mem.Mark(frame);
        Mem.UnpinOne(frame); // ACQ404
    }

    public void AmongObjects(ulong start, object[] objects)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Engine.NoteObjects(objects);
        Mem.Mark(frame);
        Mem.UnpinOne(frame);
    }

    public void LockedBySomebodyElse(ulong start)
    {
        var frame = Mem.Pin(start);
        if (frame == null)
            return;
        Engine.Watch(frame);
        frame.Bytes[0] = 1;
        Mem.Mark(frame);
        Mem.UnpinOne(frame);
    }
}
