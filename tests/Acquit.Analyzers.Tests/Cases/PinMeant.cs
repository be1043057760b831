// silent: ACQ406
using System;
using Cases.Contents.Api;

namespace Cases.PinMeant;

public class HandedToADevice
{
    public void Written(ulong start, int count, Frame[] frames)
    {
        int got = Mem.GetMany(start, count, frames); // ACQ406 "What is behind the page references taken by 'GetMany' is within a device's reach at line 14, which needs a page pin; call 'PinSome' instead"
        if (got <= 0)
            return;
        Engine.Fill(frames, 4096);
        Mem.Put(frames, got);
    }

    public void Read(ulong start, int count, Frame[] frames)
    {
        int got = Mem.GetMany(start, count, frames); // ACQ406
        if (got <= 0)
            return;
        Engine.Drain(frames, 4096);
        Mem.Put(frames, got);
    }

    public void OneByOne(ulong start, int count, Frame[] frames)
    {
        int got = Mem.GetMany(start, count, frames); // ACQ406
        if (got <= 0)
            return;
        Engine.Drain(frames, 4096);
        for (int i = 0; i < got; i++) // ACQ403
            Mem.PutOne(frames[i]);
    }

    public void Mapped(ulong start)
    {
        var frame = Mem.Get(start); // ACQ406
        if (frame == null)
            return;
        long bus = Engine.Attach(frame);
        if (bus != -1)
            Engine.Detach(bus);
        Mem.PutOne(frame);
    }

    public void OnSuccess(ulong start)
    {
        var frame = Mem.Get(start); // ACQ406
        if (frame == null)
            return;
        if (Engine.TryFill(frame) == 0)
            Mem.MarkLocked(frame);
        Mem.PutOne(frame);
    }

    public void MarkedAsWell(ulong start, int count, Frame[] frames)
    {
        int got = Mem.GetMany(start, count, frames); // ACQ406
        if (got <= 0)
            return;
        Engine.Fill(frames, 4096);
        for (int i = 0; i < got; i++)
            Mem.MarkLocked(frames[i]);
        Mem.Put(frames, got);
    }

    public void UnderTheLock(Space space, ulong start, int count, Frame[] frames)
    {
        space.Enter();
        int got = space.GetLocked(start, count, frames); // ACQ406
        space.Leave();
        if (got <= 0)
            return;
        Engine.Drain(frames, 4096);
        Mem.Put(frames, got);
    }

    public void Pinned(ulong start, int count, Frame[] frames)
    {
        int got = Mem.PinSome(start, count, frames);
        if (got <= 0)
            return;
        Engine.Drain(frames, 4096);
        Mem.Unpin(frames, got);
    }

    public void NoTwin(int index)
    {
        var frame = Mem.Find(index);
        if (frame == null)
            return;
        Engine.Drain(new[] { frame }, 4096);
        Mem.PutOne(frame);
    }
}

public class WrittenByTheProcessor
{
    private static void Erase(Frame frame) => frame.Bytes.Clear();

    public void AtOnce(ulong start)
    {
        var frame = Mem.Get(start); // ACQ406 "What is behind the page reference taken by 'Get' is written at line 108, which needs a page pin; call 'Pin' instead"
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.PutOne(frame);
    }

    public void AndMarked(ulong start)
    {
        var frame = Mem.Get(start); // ACQ406
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.MarkLocked(frame);
        Mem.PutOne(frame);
    }

    public void ThroughAMapping(ulong start, byte[] from)
    {
        var frame = Mem.Get(start); // ACQ406
        if (frame == null)
            return;
        var window = Mem.Map(frame);
        from.AsSpan().CopyTo(window.Bytes);
        Mem.Unmap(window);
        Mem.PutOne(frame);
    }

    public void ByAHelper(ulong start)
    {
        var frame = Mem.Get(start); // ACQ406
        if (frame == null)
            return;
        Erase(frame);
        Mem.PutOne(frame);
    }

    public void InALoop(ulong start, int count, Frame[] frames)
    {
        int got = Mem.GetMany(start, count, frames); // ACQ406
        for (int i = 0; i < got; i++)
        {
            frames[i].Bytes.Clear();
            Mem.PutOne(frames[i]);
        }
    }

    public byte Read(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return 0;
        byte first = frame.Bytes[0];
        Mem.PutOne(frame);
        return first;
    }

    public bool Inspected(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return false;
        bool dirty = frame.IsDirty;
        Mem.Note(frame);
        Mem.PutOne(frame);
        return dirty;
    }

    public ulong ByNumber(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return 0;
        ulong number = frame.Number;
        Mem.PutOne(frame);
        return number;
    }

    public void PerhapsWritten(ulong start, Random random)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return;
        random.NextBytes(frame.Bytes);
        Mem.PutOne(frame);
    }

    public void ToSomebodyElse(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return;
        Engine.Watch(frame);
        Mem.PutOne(frame);
    }

    public void AnotherReference(Frame frame)
    {
        Mem.Hold(frame);
        frame.Bytes[0] = 1;
        Mem.PutOne(frame);
    }
}

public class ToldOfEveryChange
{
    private readonly Listener _listener = new();

    public int Open(Space space) => space.Register(_listener);

    public void Close(Space space) => space.Unregister(_listener);

    public void Fault(ulong start, int count, Frame[] frames)
    {
        int got = Mem.GetMany(start, count, frames);
        if (got <= 0)
            return;
        Engine.Drain(frames, 4096);
        Mem.Put(frames, got);
    }

    public void Unmarked(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return;
        frame.Bytes[0] = 1;
        Mem.PutOne(frame); // ACQ404
    }
}

public class HelperOfWhoIsTold
{
    public void Fault(ulong start)
    {
        var frame = Mem.Get(start);
        if (frame == null)
            return;
        Engine.Drain(new[] { frame }, 4096);
        Mem.PutOne(frame);
    }
}

public class KnowsTheHelper
{
    private readonly HelperOfWhoIsTold _helper = new();

    public int Open(Space space) => space.Register(new Listener()) == 0 ? 0 : -1; // ACQ101

    public void Fault(ulong start) => _helper.Fault(start);
}
