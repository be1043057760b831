using System;
using System.Collections.Generic;
using Acquit;
using Cases.Api;

namespace Cases;

internal sealed class Sheaf
{
    private readonly List<Page> _pages = new();

    public int Count => _pages.Count;

    public static Sheaf operator +(Sheaf sheaf, Page page)
    {
        sheaf._pages.Add(page);
        return sheaf;
    }

    public static bool operator >(Sheaf sheaf, Page page) => sheaf._pages.Count > page.Index;

    public static bool operator <(Sheaf sheaf, Page page) => sheaf._pages.Count < page.Index;
}

internal readonly struct Slot
{
    [return: Acquires("handle", ReleasedBy = nameof(Handles.Close))]
    public static extern nint operator +(Slot slot, [Releases("handle")] nint handle);

    [return: Acquires("handle", ReleasedBy = nameof(Handles.Close))]
    public static extern nint operator ~(Slot slot);

    public static extern Slot operator -(Slot slot, [Releases("handle")] nint handle);
}

internal readonly struct Address
{
    private readonly nint _number;

    private Address(nint number) => _number = number;

    public static Address operator +(Address address, int offset) => new(address._number + offset);

    public static Address operator -(Address address, int offset) => new(address._number - offset);

    public static Address operator ++(Address address) => new(address._number + 1);

    public static Address operator --(Address address) => new(address._number - 1);
}

internal static class Heap
{
    [return: Acquires("heap-block", ReleasedBy = nameof(Free))]
    public static extern Address Alloc(int size);

    public static extern void Free([Releases("heap-block")] Address address);

    public static extern void Clear([Borrows] Address address);
}

// An address that was moved still leads to its block.
internal static class OperatorsThatMove
{
    public static void ThereAndBack(int size)
    {
        Address address = Heap.Alloc(size);
        address += 4;
        Heap.Clear(address);
        address -= 4;
        Heap.Free(address);
    }

    public static void ByOne(int size)
    {
        Address address = Heap.Alloc(size);
        address++;
        Heap.Clear(address);
        address--;
        Heap.Free(address);
    }

    public static Address Returned(int size)
    {
        Address address = Heap.Alloc(size);
        address += 4;
        return address;
    }

    public static void Copied(int size)
    {
        Address address = Heap.Alloc(size); // ACQ101
        Address next = address + 4;
        Heap.Clear(next);
    }
}

// Operators that somebody wrote are calls by another name.
internal static class OperatorsThatTakeOver
{
    public static int PutIn(Sheaf sheaf)
    {
        sheaf = sheaf + Mm.NewPage();
        return sheaf.Count;
    }

    public static void PutInAndForgotten(Sheaf sheaf)
    {
        Page page = Mm.NewPage();
        _ = sheaf + page;
    }

    public static void PutInWithAssignment(Sheaf sheaf)
    {
        Page page = Mm.NewPage();
        sheaf += page;
    }

    public static void LookedAt(Sheaf sheaf)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (sheaf > page)
            Hw.Kick();
    }

    public static bool LookedAtAndFreed(Sheaf sheaf)
    {
        Page page = Mm.NewPage();
        bool more = sheaf > page;
        Mm.FreePage(page);
        return more;
    }

    public static void Exchanged(Slot slot)
    {
        if (!Handles.TryOpen("a", out nint handle))
            return;
        nint other = slot + handle;
        Handles.Close(other);
    }

    public static int ExchangedAndKept(Slot slot)
    {
        if (!Handles.TryOpen("a", out nint handle))
            return 0;
        nint other = slot + handle; // ACQ101
        return Handles.Read(other);
    }

    public static void ExchangedAndClosedAsWell(Slot slot)
    {
        if (!Handles.TryOpen("a", out nint handle))
            return;
        nint other = slot + handle;
        Handles.Close(other);
        Handles.Close(handle); // ACQ104
    }

    public static void OfOneOperand(Slot slot)
    {
        nint handle = ~slot;
        Handles.Close(handle);
    }

    public static int OfOneOperandAndKept(Slot slot)
    {
        nint handle = ~slot; // ACQ101
        return Handles.Read(handle);
    }

    public static Slot WithAssignment(Slot slot)
    {
        if (Handles.TryOpen("a", out nint handle))
            slot -= handle;
        return slot;
    }

    public static Slot WithAssignmentTwice(Slot slot)
    {
        if (Handles.TryOpen("a", out nint handle))
        {
            slot -= handle;
            slot -= handle; // ACQ104
        }

        return slot;
    }
}
