using System;
using Cases.Api;

namespace Cases;

internal interface IRoom
{
    ref nint Slot(int number);
}

internal sealed class Keyring : IDisposable
{
    private nint _key;

    public nint Spare;

    public ref nint Key => ref _key;

    public ref nint KeyOf(int number) => ref (number == 0 ? ref _key : ref Spare);

    public void Dispose()
    {
        if (_key != 0)
            Handles.Close(_key);
        if (Spare != 0)
            Handles.Close(Spare);
    }
}

// What a call fills in is written where nobody here follows it: whoever has that place has the handle.
internal static unsafe class FilledInOutOfSight
{
    private static nint* s_where;

    public static int ThroughAPointer(nint* slot)
    {
        if (Handles.Open("a", out *slot) != 0)
            return -1;
        return 0;
    }

    public static int ThroughAPointerInAField() => Handles.Open("a", out *s_where);

    public static int IntoAnElementBehindAPointer(nint* slots, int i) => Handles.Open("a", out slots[i]);

    public static void OnTheStackByPointer()
    {
        nint* slots = stackalloc nint[2];
        if (!Handles.TryOpen("a", out slots[0]))
            return;
        if (Handles.TryOpen("b", out *(slots + 1)))
            Handles.Close(slots[1]);
        Handles.Close(*slots);
    }

    public static int ThroughWhatACallYields(IRoom room) => Handles.Open("a", out room.Slot(3));

    public static bool ThroughAReferenceToAField()
    {
        using var ring = new Keyring();
        return Handles.TryOpen("a", out ring.Key);
    }

    public static bool ThroughAReferenceToEither(int number)
    {
        using var ring = new Keyring();
        return Handles.TryOpen("a", out ring.KeyOf(number));
    }

    public static bool IntoAVariable()
    {
        return Handles.TryOpen("a", out nint handle); // ACQ101
    }

    public static bool IntoNothing()
    {
        return Handles.TryOpen("a", out _); // ACQ101
    }

    public static bool IntoAVariableByAnotherName()
    {
        nint handle = 0;
        ref nint slot = ref handle;
        return Handles.TryOpen("a", out slot); // ACQ101
    }
}

// Of a variable of which the address is known, others may give back what is in it.
internal static unsafe class HeldAtAnAddress
{
    private struct Block
    {
        public nint Address;
        public int Length;
    }

    private static extern void Native(Block* block);

    public static void FilledInAndReleasedByAddress()
    {
        if (!Handles.TryOpen("a", out nint handle))
            return;
        nint* where = &handle;
        Handles.Close(*where);
    }

    public static void ReleasedByTheAddressOfTheStruct(int length)
    {
        Block block;
        block.Address = Slab.KmallocNoFail(length);
        block.Length = length;
        Block* where = &block;
        Slab.Kfree(where->Address);
    }

    public static void StoredWhenTheAddressIsKnown(int length)
    {
        Block block = default;
        Block* where = &block;
        block.Address = Slab.KmallocNoFail(length);
        Slab.Kfree(where->Address);
    }

    public static void ReleasedByCodeWithTheAddress(int length)
    {
        Block block = default;
        block.Address = Slab.KmallocNoFail(length);
        Native(&block);
    }

    public static int InAStructOfOnesOwn(int length)
    {
        Block block;
        block.Address = Slab.KmallocNoFail(length); // ACQ101
        block.Length = length;
        return block.Length;
    }
}
