using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// Flags that tell what is held, and that are elements of arrays or are set and asked through references that something keeps.
internal static class FlagsOfSeveralNames
{
    public static void OnePerHandle(SafeHandle[] handles)
    {
        var taken = new bool[handles.Length];
        try
        {
            for (int i = 0; i < handles.Length; i++)
                handles[i].DangerousAddRef(ref taken[i]);
            Console.WriteLine();
        }
        finally
        {
            for (int i = 0; i < handles.Length; i++)
            {
                if (taken[i])
                    handles[i].DangerousRelease();
            }
        }
    }

    public static void InStructs(Slot[] slots)
    {
        try
        {
            for (int i = 0; i < slots.Length; i++)
                slots[i].Handle.DangerousAddRef(ref slots[i].Taken);
            Console.WriteLine();
        }
        finally
        {
            for (int i = 0; i < slots.Length; i++)
            {
                if (slots[i].Taken)
                    slots[i].Handle.DangerousRelease();
            }
        }
    }

    public static void ByAFixedElement(SafeHandle one, SafeHandle other, bool both)
    {
        var taken = new bool[2];
        one.DangerousAddRef(ref taken[0]);
        if (both)
            other.DangerousAddRef(ref taken[1]);
        if (taken[1])
            other.DangerousRelease();
        if (taken[0])
            one.DangerousRelease();
    }

    public static void SetThroughAReference(bool early)
    {
        bool isOver = false;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        var over = new FlagReference(ref isOver);
        if (early)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            over.Value = true;
        }

        if (!isOver)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void SetThroughASpan(bool early)
    {
        bool isOver = false;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        Span<bool> over = MemoryMarshal.CreateSpan(ref isOver, 1);
        if (early)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            over[0] = true;
        }

        if (!isOver)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void SetInAnObject(bool early)
    {
        var state = new State();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        var over = new FlagReference(ref state.IsOver);
        if (early)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            over.Value = true;
        }

        if (!state.IsOver)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void TakenThroughAReference(object sync)
    {
        bool isTaken = false;
        var taken = new FlagReference(ref isTaken);
        Monitor.Enter(sync, ref taken.Of);
        if (isTaken)
            Monitor.Exit(sync);
    }

    public static void FilledThroughAReference(int size, bool wanted)
    {
        byte[]? buffer = null;
        var filled = new ArrayReference(ref buffer);
        if (wanted)
            filled.Of = ArrayPool<byte>.Shared.Rent(size);
        Console.WriteLine();
        if (buffer != null)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void OfNoReference(bool early)
    {
        bool isOver = false;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        if (early)
            ArrayPool<byte>.Shared.Return(buffer);
        if (!isOver)
            ArrayPool<byte>.Shared.Return(buffer); // ACQ104
    }

    public static void OfAnotherFlag(bool early)
    {
        bool isSeen = false;
        var seen = new FlagReference(ref isSeen);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        seen.Value = true;
        if (early)
            return;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public struct Slot
    {
        public SafeHandle Handle;
        public bool Taken;
    }

    private sealed class State
    {
        public bool IsOver;
    }

    private ref struct FlagReference
    {
        private readonly ref bool _flag;

        public FlagReference(ref bool flag) => _flag = ref flag;

        public bool Value
        {
            get => _flag;
            set => _flag = value;
        }

        public ref bool Of => ref _flag;
    }

    private ref struct ArrayReference
    {
        public ref byte[]? Of;

        public ArrayReference(ref byte[]? array) => Of = ref array;
    }
}
