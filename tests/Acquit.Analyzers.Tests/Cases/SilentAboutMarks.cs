// silent: ACQ404
using System;
using System.Linq;
using Cases.Contents.Api;

namespace Cases.SilentAboutContents;

public interface IFrameLocks
{
    void LockAll();

    void UnlockAll();
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
