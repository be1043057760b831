using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;
using Cases.Api;

namespace Cases;

// Helpers whose outcome tells what they acquired, that take locks, or that hand out what somebody else holds.
internal sealed class WrappersOfMore
{
    private static readonly object Shared = new();

    private readonly object _gate = new();
    private readonly SleepLock _mutex = new();
    private byte[] _cached;
    private Page _spare;

    public int RentedOnlyForLongInput(ReadOnlySpan<byte> input)
    {
        Span<byte> format = stackalloc byte[64];
        if (!TryFormat(input, ref format, out var rented))
            return -1;

        int sum = format.Length;
        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public int RentedForLongInputAndForgotten(ReadOnlySpan<byte> input)
    {
        Span<byte> format = stackalloc byte[64];
        if (!TryFormat(input, ref format, out var rented)) // ACQ101
            return -1;

        if (format.Length == 3)
            return -2;

        int sum = format.Length;
        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        return sum;
    }

    public void LockedByOwnMethods(int[] items)
    {
        Begin();
        items[0]++;
        End();
    }

    public void LockedByOwnMethodsAndThrown(int[] items)
    {
        Begin(); // ACQ101
        if (items.Length == 0)
            throw new ArgumentException("empty", nameof(items));

        items[0]++;
        End();
    }

    public static void LockedForAnother(WrappersOfMore other, bool early)
    {
        other.Begin(); // ACQ101
        if (early)
            return;

        other.End();
    }

    public static void LockedForOneEndedForAnother(WrappersOfMore one, WrappersOfMore other)
    {
        one.Begin();
        other.Begin();
        one.End();
        other.End();
    }

    public static int LockedForAll(bool early)
    {
        BeginForAll(); // ACQ101
        if (early)
            return 1;

        EndForAll();
        return 0;
    }

    // One half of a pair: the other is in a sibling.
    public void OpensOnly() => Begin();

    public void ClosesOnly() => End();

    public byte[] RentedOnceAndKept()
    {
        byte[] buffer = Cached();
        buffer[0] = 1;
        return buffer;
    }

    public void RentedOnceAndUsed()
    {
        byte[] buffer = Cached();
        buffer[0] = 1;
    }

    public int HandedOutForTheTimeBeing()
    {
        Page page = Spare();
        return page.Index;
    }

    public static void MadeByOneOfTwo(bool large)
    {
        Page page = large ? Large() : Small(); // ACQ101, ACQ101
        page.Index = 1;
    }

    public static void MadeByOneOfTwoAndFreed(bool large)
    {
        Page page = large ? Large() : Small();
        page.Index = 1;
        Mm.FreePage(page);
    }

    public static void MadeOrFound(Page[] known)
    {
        // Whether it is new cannot be told, so nothing is owed for certain.
        Page page = FindOrMake(known);
        page.Index = 1;
    }

    public static void PinnedTwoDeep(byte[] data)
    {
        GCHandle handle = PinTwice(data); // ACQ101
        Hw.Log(data.Length.ToString());
    }

    public static IntPtr PinnedTwoDeepAndHandedOn(byte[] data) => GCHandle.ToIntPtr(PinTwice(data));

    public static void FreedInAnyCase(byte[] data)
    {
        GCHandle handle = PinTwice(data);
        try
        {
            Hw.Log(data.Length.ToString());
        }
        finally
        {
            Unpin(ref handle);
        }
    }

    public static void UnpinnedTwice(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        handle.Free();
        Unpin(ref handle); // ACQ104
    }

    public static void UnpinnedOnceMoreByOneThatLooks(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        handle.Free();
        UnpinIfAllocated(ref handle);
    }

    // A circle of calls says nothing about itself.
    public static void AcquiredInACircle(int depth)
    {
        Page page = Ping(depth);
        page.Index = 1;
    }

    public static void FilledInByLoop(Page[] pages)
    {
        FillAll(pages);
        ReleaseAll(pages);
    }

    public static void ListedForLater(System.Collections.Generic.List<Page> later)
    {
        Page page = Listed(later);
        page.Index = 1;
    }

    private static bool TryFormat(ReadOnlySpan<byte> input, ref Span<byte> format, out byte[] rented)
    {
        if (input.IsEmpty)
        {
            rented = null;
            return false;
        }

        if (input.Length > format.Length)
        {
            format = rented = ArrayPool<byte>.Shared.Rent(input.Length);
            format = format[..input.Length];
        }
        else
        {
            rented = null;
            format = format[..input.Length];
        }

        input.CopyTo(format);
        return true;
    }

    private void Begin()
    {
        Monitor.Enter(_gate);
        _mutex.Lock();
    }

    private void End()
    {
        _mutex.Unlock();
        Monitor.Exit(_gate);
    }

    private static void BeginForAll() => Monitor.Enter(Shared);

    private static void EndForAll() => Monitor.Exit(Shared);

    private byte[] Cached() => _cached ??= ArrayPool<byte>.Shared.Rent(16);

    private Page Spare()
    {
        if (_spare == null)
            _spare = Mm.NewPage();
        return _spare;
    }

    private static Page Large() => Mm.NewPage();

    private static Page Small() => Mm.NewPage();

    private static Page FindOrMake(Page[] known)
    {
        foreach (Page page in known)
        {
            if (page.Uptodate)
                return page;
        }

        return Mm.NewPage();
    }

    private static GCHandle Pin(object data) => GCHandle.Alloc(data, GCHandleType.Pinned);

    private static GCHandle PinTwice(object data)
    {
        GCHandle handle = Pin(data);
        return handle;
    }

    private static void Unpin(ref GCHandle handle) => handle.Free();

    private static void UnpinIfAllocated(ref GCHandle handle)
    {
        if (handle.IsAllocated)
            handle.Free();
    }

    private static Page Ping(int depth) => depth == 0 ? Mm.NewPage() : Pong(depth - 1);

    private static Page Pong(int depth) => depth == 0 ? Mm.NewPage() : Ping(depth - 1);

    private static void FillAll(Page[] pages)
    {
        for (int i = 0; i < pages.Length; i++)
            pages[i] = Mm.NewPage();
    }

    private static void ReleaseAll(Page[] pages)
    {
        foreach (Page page in pages) // ACQ403
            Mm.FreePage(page);
    }

    private static Page Listed(System.Collections.Generic.List<Page> later)
    {
        Page page = Mm.NewPage();
        later.Add(page);
        return page;
    }
}
