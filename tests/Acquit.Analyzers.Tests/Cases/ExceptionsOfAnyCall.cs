// option: acquit.exceptions = calls
using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Any call may throw of which nothing is known.
internal static class ExceptionsOfAnyCall
{
    private static Page kept;

    public static int Read(Stream stream, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102 "'Read' throws"
        int read = stream.Read(buffer, 0, length);
        ArrayPool<byte>.Shared.Return(buffer);
        return read;
    }

    public static async Task<int> FlushAndFill(Stream stream, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102
        await stream.FlushAsync();
        int filled = Hw.Fill(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
        return filled;
    }

    public static async Task Await(Task ready)
    {
        Page page = Mm.NewPage(); // ACQ102 "if line 36 throws"
        await ready;
        Mm.FreePage(page);
    }

    public static int ReadAndRelease(Stream stream, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return stream.Read(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static int Described()
    {
        Page page = Mm.NewPage(); // ACQ102
        int status = Hw.Start(page);
        Mm.FreePage(page);
        return status;
    }

    public static int Nothing(Page other)
    {
        Page page = Mm.NewPage();
        page.Index = other.Index + 1;
        page.Uptodate = other.Uptodate;
        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static int NumbersOnly(byte[] source, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        Array.Copy(source, buffer, Math.Min(source.Length, length));
        int first = buffer.AsSpan(0, length).IndexOf((byte)0);
        ArrayPool<byte>.Shared.Return(buffer);
        return first;
    }

    public static void TwoAtOnce()
    {
        Page first = Mm.NewPage(); // ACQ102 "'NewPage' throws"
        Page second = Mm.NewPage();
        Mm.FreePage(second);
        Mm.FreePage(first);
    }

    public static int SecondReturnsNullOnFailure()
    {
        Page first = Mm.NewPage();
        Page second = Mm.AllocPage();
        if (second == null)
        {
            Mm.FreePage(first);
            return -Errno.NoMem;
        }

        Mm.FreePage(second);
        Mm.FreePage(first);
        return 0;
    }

    public static void TwoHandles(byte[] data, object other)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ102
        GCHandle second = GCHandle.Alloc(other, GCHandleType.Pinned);
        second.Free();
        pin.Free();
    }

    public static void SeveralReleases()
    {
        Page first = Mm.NewPage(); // ACQ102
        Page second = Mm.NewPage();
        Mm.FreePage(first);
        Mm.FreePage(second);
    }

    public static void Delegate(Action action)
    {
        Page page = Mm.NewPage(); // ACQ102
        action();
        Mm.FreePage(page);
    }

    public static void MakesAnException()
    {
        Page page = Mm.NewPage();
        var error = new IOException("lost");
        page.Index = error.HResult;
        Mm.FreePage(page);
    }

    public static void MakesAnObject(string path)
    {
        Page page = Mm.NewPage(); // ACQ102 "'new FileInfo' throws"
        var file = new FileInfo(path);
        page.Index = file.Name.Length;
        Mm.FreePage(page);
    }

    public static void AddressOfAPin(byte[] data)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        nint address = pin.AddrOfPinnedObject();
        Marshal.WriteByte(address, 1);
        pin.Free();
    }

    public static void KeptAliveMeanwhile(byte[] data, object owner)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        GC.KeepAlive(owner);
        pin.Free();
    }

    public static string WhatEveryObjectHas(Version version, object other)
    {
        Page page = Mm.NewPage();
        string text = version.Equals(other) ? version.ToString() : other.GetType().Name;
        Mm.FreePage(page);
        return text;
    }

    public static bool Asked(string text, System.Collections.Concurrent.ConcurrentQueue<int> queue)
    {
        Page page = Mm.NewPage();
        bool some = !string.IsNullOrEmpty(text) && queue.TryDequeue(out _);
        Mm.FreePage(page);
        return some;
    }

    public static bool TriedByOnesOwn(int mode)
    {
        Page page = Mm.NewPage();
        bool done = TryMode(mode);
        Mm.FreePage(page);
        return done;
    }

    public static bool TriedByOneThatThrows(int mode)
    {
        Page page = Mm.NewPage(); // ACQ102 "'TryHarder' throws"
        bool done = TryHarder(mode);
        Mm.FreePage(page);
        return done;
    }

    private static bool TryMode(int mode) => mode > 3;

    private static bool TryHarder(int mode) => mode > 3 ? true : throw new IOException("lost");

    public static void LoopOverAList(System.Collections.Generic.List<Page> others)
    {
        Page page = Mm.NewPage();
        foreach (Page other in others)
            page.Index += other.Index;
        Mm.FreePage(page);
    }

    public static int NameOnly(Page other)
    {
        Page page = Mm.NewPage();
        string name = nameof(other);
        int length = name.Length;
        Mm.FreePage(page);
        return length;
    }

    public static void Replaced()
    {
        Mm.FreePage(kept);
        kept = Mm.NewPage(); // ACQ102 "If 'NewPage' throws"
    }

    public static void MayHaveKeptIt(IRegistry registry)
    {
        Page page = Mm.NewPage();
        registry.Add(page);
        Mm.FreePage(page);
    }
}
