using System;
using Acquit;

// What is done with the content of pages, by the processor and by a device.
namespace Cases.Contents.Api;

public sealed class Frame
{
    public ulong Number;

    public extern Span<byte> Bytes { [return: SameAs("this", View = true)] get; }

    public extern bool IsDirty { get; }

    public extern void Stamp([Borrows] byte[] text);
}

public static class Mem
{
    public static extern int PinMany(
        ulong start, int count, bool write,
        [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Unpin))] Span<Frame> frames);

    [return: Acquires("page-pin", When = "return != null", ReleasedBy = nameof(UnpinOne))]
    public static extern Frame Pin(ulong start);

    public static extern int PinSome(
        ulong start, int count, [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Unpin))] Span<Frame> frames);

    public static extern int GetMany(
        ulong start, int count,
        [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(Put), PinnedBy = nameof(PinSome))] Span<Frame> frames);

    [return: Acquires("page-ref", When = "return != null", ReleasedBy = nameof(PutOne), PinnedBy = nameof(Pin))]
    public static extern Frame Get(ulong start);

    [return: Acquires("page-ref", When = "return != null", ReleasedBy = nameof(PutOne))]
    public static extern Frame Find(int index);

    public static extern void Hold([Acquires("page-ref", ReleasedBy = nameof(PutOne))] Frame frame);

    public static extern void PutOne([Releases("page-ref")] Frame frame);

    public static extern void Put([Releases("page-ref", Count = "count")] ReadOnlySpan<Frame> frames, int count);

    public static extern void UnpinOne([Releases("page-pin")] Frame frame);

    public static extern void Unpin([Releases("page-pin", Count = "count")] ReadOnlySpan<Frame> frames, int count);

    public static extern void UnpinDirty(
        [Releases("page-pin", Count = "count"), MarksDirty(When = "dirty == true", Locked = true)] ReadOnlySpan<Frame> frames, int count, bool dirty);

    public static extern void MarkLocked([MarksDirty(Locked = true), Borrows] Frame frame);

    public static extern void Mark([MarksDirty(Under = "frame-lock"), Borrows] Frame frame);

    public static extern void Lock([Acquires("frame-lock", ReleasedBy = nameof(Unlock))] Frame frame);

    public static extern bool TryLock([Acquires("frame-lock", When = "return == true", ReleasedBy = nameof(Unlock))] Frame frame);

    public static extern void Unlock([Releases("frame-lock")] Frame frame);

    [return: Acquires("window", ReleasedBy = nameof(Unmap)), SameAs("frame", View = true)]
    public static extern Window Map([Borrows] Frame frame);

    public static extern void Unmap([Releases("window")] Window window);

    public static extern void Note([Borrows] Frame frame);
}

public sealed class Window
{
    public extern Span<byte> Bytes { [return: SameAs("this", View = true)] get; }
}

public static class Engine
{
    public static extern void Fill([Accesses("device-write"), Borrows] ReadOnlySpan<Frame> frames, int length);

    public static extern void Drain([Accesses("device-read"), Borrows] ReadOnlySpan<Frame> frames, int length);

    public static extern int TryFill([Accesses("device-write", When = "return == 0"), Borrows] Frame frame);

    [return: Acquires("bus", When = "return != -1", ReleasedBy = nameof(Detach)), SameAs("frame", View = true)]
    public static extern long Attach([Borrows, Accesses("device")] Frame frame);

    public static extern void Detach([Releases("bus")] long address);

    public static extern int Report([Accesses("device-write", When = "return == 0"), Borrows] long address);

    public static extern void Watch(Frame frame);

    public static extern void NoteNumbers(byte[] numbers, string text, int count);

    public static extern void NoteTexts(string[] texts, int[][] numbers);

    public static extern void NoteObjects(object[] objects);
}

public sealed class Listener
{
}

public sealed class Space
{
    [Acquires("space-lock", ReleasedBy = nameof(Leave))]
    public extern void Enter();

    [Releases("space-lock")]
    public extern void Leave();

    [RequiresHeld("space-lock")]
    public extern int GetLocked(
        ulong start, int count,
        [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(Mem.Put), PinnedBy = "PinFast, PinLocked")] Span<Frame> frames);

    [RequiresHeld("space-lock")]
    public extern int PinLocked(
        ulong start, int count, [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Mem.Unpin))] Span<Frame> frames);

    [RequiresNotHeld("space-lock")]
    public extern int PinFast(
        ulong start, int count, [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Mem.Unpin))] Span<Frame> frames);

    public extern int Register([Acquires("listener", When = "return == 0", Spares = "page-pin", ReleasedBy = nameof(Unregister))] Listener listener);

    public extern void Unregister([Releases("listener")] Listener listener);
}
