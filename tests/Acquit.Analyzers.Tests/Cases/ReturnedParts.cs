using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Helpers that hand out what they acquire as a part of something else.
internal sealed class ReturnedParts
{
    private readonly List<Pinned> _kept = new();

    private static Page Fresh => Mm.NewPage();

    private static Page FreshOrNull
    {
        get
        {
            Page page = Mm.AllocPage();
            if (page != null)
                page.Index = 1;
            return page;
        }
    }

    public static void TupleForgotten(byte[] data)
    {
        (GCHandle handle, nint address) pinned = PinTuple(data); // ACQ101
        Hw.Write(pinned.address, 1);
    }

    public static void TupleForgottenOnOnePath(byte[] data)
    {
        var pinned = PinTuple(data); // ACQ101
        if (pinned.address == 0)
            return;

        pinned.handle.Free();
    }

    public static void TupleFreed(byte[] data)
    {
        var pinned = PinTuple(data);
        try
        {
            Hw.Write(pinned.address, 1);
        }
        finally
        {
            pinned.handle.Free();
        }
    }

    public static void TakenApart(byte[] data)
    {
        var (handle, address) = PinTuple(data);
        Hw.Write(address, 1);
        handle.Free();
    }

    public static void TakenApartAndForgotten(byte[] data)
    {
        var (handle, address) = PinTuple(data); // ACQ101
        if (address == 0)
            return;

        handle.Free();
    }

    public static void TakenApartIntoLocals(byte[] data)
    {
        GCHandle handle;
        nint address;
        (handle, address) = PinTuple(data); // ACQ101
        if (address == 0)
            return;

        handle.Free();
    }

    public static (GCHandle, nint) TuplePassedOn(byte[] data)
    {
        var pinned = PinTuple(data);
        if (pinned.address == 0)
            Hw.Log("nowhere");
        return pinned;
    }

    public static void TupleStored(byte[] data, List<(GCHandle, nint)> all)
    {
        var pinned = PinTuple(data);
        all.Add(pinned);
    }

    public static void LocalTuple(byte[] data)
    {
        var pair = (Handle: GCHandle.Alloc(data), Length: data.Length); // ACQ101
        if (pair.Length == 0)
            return;

        pair.Handle.Free();
    }

    public static void LocalTupleFreed(byte[] data)
    {
        var pair = (Handle: GCHandle.Alloc(data), Length: data.Length);
        if (pair.Length == 0)
        {
            pair.Handle.Free();
            return;
        }

        pair.Handle.Free();
    }

    public static void LocalTupleTakenApart(byte[] data)
    {
        var pair = (GCHandle.Alloc(data), data.Length);
        var (handle, _) = pair;
        handle.Free();
    }

    public static void SwappedInATuple()
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        (a, b) = (b, a);
        Mm.FreePage(a);
        Mm.FreePage(b);
    }

    public static void StructForgotten(byte[] data)
    {
        Pinned pinned = PinStruct(data); // ACQ101
        if (pinned.Address == 0)
            return;

        pinned.Handle.Free();
    }

    public static void StructFreed(byte[] data)
    {
        Pinned pinned = PinStruct(data);
        Hw.Write(pinned.Address, 1);
        pinned.Handle.Free();
    }

    public static void StructFreedByAHelper(byte[] data)
    {
        Pinned pinned = PinStruct(data);
        Hw.Write(pinned.Address, 1);
        Unpin(in pinned);
    }

    public static void StructOut(byte[] data)
    {
        if (!TryPin(data, out Pinned pinned)) // ACQ101
            return;

        if (pinned.Address == 0)
            return;

        pinned.Handle.Free();
    }

    public static void StructOutFreed(byte[] data)
    {
        if (!TryPin(data, out Pinned pinned))
            return;

        Hw.Write(pinned.Address, 1);
        pinned.Handle.Free();
    }

    public void StructKept(byte[] data)
    {
        Pinned pinned = PinStruct(data);
        _kept.Add(pinned);
    }

    public static void InitializedStruct(byte[] data)
    {
        var pinned = new Pinned { Handle = GCHandle.Alloc(data, GCHandleType.Pinned) }; // ACQ101
        if (data.Length == 0)
            return;

        pinned.Handle.Free();
    }

    public static void InitializedStructFreed(byte[] data)
    {
        var pinned = new Pinned { Handle = GCHandle.Alloc(data, GCHandleType.Pinned) };
        pinned.Address = 3;
        if (data.Length == 0)
        {
            pinned.Handle.Free();
            return;
        }

        pinned.Handle.Free();
    }

    public static void InitializedObject(byte[] data)
    {
        var pinned = new PinnedBox { Handle = GCHandle.Alloc(data, GCHandleType.Pinned) }; // ACQ101
        if (data.Length == 0)
            return;

        pinned.Handle.Free();
    }

    public static void InitializedObjectFreed(byte[] data)
    {
        var pinned = new PinnedBox { Handle = GCHandle.Alloc(data, GCHandleType.Pinned) };
        if (data.Length == 0)
            Hw.Log("empty");
        pinned.Handle.Free();
    }

    public static void InitializedObjectHandedOn(byte[] data, List<PinnedBox> all)
    {
        var pinned = new PinnedBox { Handle = GCHandle.Alloc(data, GCHandleType.Pinned) };
        all.Add(pinned);
    }

    public static PinnedBox InitializedObjectReturned(byte[] data) =>
        new PinnedBox { Handle = GCHandle.Alloc(data, GCHandleType.Pinned) };

    public static void ObjectFromAHelper(byte[] data)
    {
        PinnedBox box = PinBox(data); // ACQ101
        if (data.Length == 0)
            return;

        box.Handle.Free();
    }

    public static void ObjectFromAHelperFreed(byte[] data)
    {
        PinnedBox box = PinBox(data);
        box.Handle.Free();
    }

    public static void Property()
    {
        Page page = Fresh; // ACQ101
        if (page.Index == 0)
            return;

        Mm.FreePage(page);
    }

    public static void PropertyFreed()
    {
        Page page = Fresh;
        Mm.FreePage(page);
    }

    public static void PropertyOrNull()
    {
        Page page = FreshOrNull; // ACQ101
        if (page == null)
            return;

        if (page.Index == 2)
            return;

        Mm.FreePage(page);
    }

    public static int PropertyOrNullFreed()
    {
        Page page = FreshOrNull;
        if (page == null)
            return 0;

        Mm.FreePage(page);
        return 1;
    }

    public static void ExpressionBodied(int size)
    {
        byte[] bytes = Rent(size); // ACQ101
        if (bytes.Length > size)
            return;

        ArrayPool<byte>.Shared.Return(bytes);
    }

    public static void Generic(int size)
    {
        int[] items = RentOf<int>(size); // ACQ101
        if (items.Length > size)
            return;

        ReturnOf(items);
    }

    public static void GenericReturned(int size)
    {
        int[] items = RentOf<int>(size);
        items[0] = 1;
        ReturnOf(items);
    }

    public static void GenericReturnedTwice(int size)
    {
        int[] items = RentOf<int>(size);
        ReturnOf(items);
        ReturnOf(items); // ACQ104
    }

    public static void ByAnExtension(byte[] data)
    {
        GCHandle handle = data.Pin(); // ACQ101
        if (data.Length == 0)
            return;

        handle.Unpin();
    }

    public static void ByAnExtensionFreed(byte[] data)
    {
        GCHandle handle = data.Pin();
        handle.Unpin();
    }

    public static void FilledArray(int n)
    {
        GCHandle[] handles = PinAll(n);
        foreach (GCHandle handle in handles)
            handle.Free();
    }

    public static int PinnedArrayForgotten(ulong start)
    {
        Page[] pages = PinSome(start, out int count); // ACQ101
        if (pages[0].Index == 0)
            return -1;

        Mm.UnpinUserPages(pages, count);
        return 0;
    }

    public static int PinnedArrayUnpinned(ulong start)
    {
        Page[] pages = PinSome(start, out int count);
        Mm.UnpinUserPages(pages, count);
        return 0;
    }

    private static (GCHandle handle, nint address) PinTuple(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        return (handle, handle.AddrOfPinnedObject());
    }

    private static Pinned PinStruct(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        return new Pinned { Handle = handle, Address = handle.AddrOfPinnedObject() };
    }

    private static bool TryPin(byte[] data, out Pinned pinned)
    {
        pinned = default;
        if (data.Length == 0)
            return false;

        pinned.Handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        pinned.Address = pinned.Handle.AddrOfPinnedObject();
        return true;
    }

    private static void Unpin(in Pinned pinned) => pinned.Handle.Free();

    private static PinnedBox PinBox(byte[] data) => new() { Handle = GCHandle.Alloc(data, GCHandleType.Pinned) };

    private static byte[] Rent(int size) => ArrayPool<byte>.Shared.Rent(size);

    private static T[] RentOf<T>(int size) => ArrayPool<T>.Shared.Rent(size);

    private static void ReturnOf<T>(T[] items) => ArrayPool<T>.Shared.Return(items);

    private static GCHandle[] PinAll(int n)
    {
        var handles = new GCHandle[n];
        for (int i = 0; i < n; i++)
            handles[i] = GCHandle.Alloc(new byte[i]);
        return handles;
    }

    private static Page[] PinSome(ulong start, out int count)
    {
        var pages = new Page[8];
        count = Mm.PinUserPagesFast(start, 8, FollFlags.Write, pages);
        return pages;
    }
}

internal struct Pinned
{
    public GCHandle Handle;
    public nint Address;
}

internal sealed class PinnedBox
{
    public GCHandle Handle;
}

internal static class PinExtensions
{
    public static GCHandle Pin(this byte[] data) => GCHandle.Alloc(data, GCHandleType.Pinned);

    public static void Unpin(this GCHandle handle) => handle.Free();
}
