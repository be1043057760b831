using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>A page table of four levels of 512 entries. Readers take no lock; writers hold the table's.</summary>
internal sealed class PageTable
{
    private const int Levels = 4;
    private const int Bits = 9;

    private readonly Node root = new();

    public object Gate { get; } = new();

    public PageTableEntry? Lookup(ulong address)
    {
        Node node = root;
        for (int level = Levels - 1; level > 0; level--)
        {
            object? lower = Volatile.Read(ref node[Index(address, level)]);
            if (lower is null)
            {
                return null;
            }

            // The level decides what a slot holds; a checked cast in each step of each lookup would cost more than the step.
            node = Unsafe.As<Node>(lower);
        }

        return Unsafe.As<PageTableEntry?>(Volatile.Read(ref node[Index(address, 0)]));
    }

    /// <summary>Sets an entry; the caller holds <see cref="Gate"/>.</summary>
    /// <returns>What was there.</returns>
    public PageTableEntry? Set(ulong address, PageTableEntry? entry)
    {
        Node node = root;
        for (int level = Levels - 1; level > 0; level--)
        {
            ref object? slot = ref node[Index(address, level)];
            if (slot is not Node lower)
            {
                if (entry is null)
                {
                    return null;
                }

                lower = new Node();
                Volatile.Write(ref slot, lower);
            }

            node = lower;
        }

        ref object? last = ref node[Index(address, 0)];
        PageTableEntry? old = (PageTableEntry?)last;
        Volatile.Write(ref last, entry);
        return old;
    }

    /// <summary>Moves an address on to the next mapped page, passing over empty parts of the tree as a whole.</summary>
    /// <returns>False if there is none before the end.</returns>
    public bool FindNext(ref ulong address, ulong end)
    {
        while (address < end)
        {
            Node node = root;
            int level = Levels - 1;
            while (level > 0 && Volatile.Read(ref node[Index(address, level)]) is Node lower)
            {
                node = lower;
                level--;
            }

            if (level == 0 && Volatile.Read(ref node[Index(address, 0)]) is not null)
            {
                return true;
            }

            ulong step = 1UL << (Page.Shift + (level * Bits));
            address = (address & ~(step - 1)) + step;
        }

        return false;
    }

    private static int Index(ulong address, int level) =>
        (int)(address >> (Page.Shift + (level * Bits))) & ((1 << Bits) - 1);

    /// <summary>One table: lower tables, or entries on the lowest level.</summary>
    private sealed class Node
    {
        private readonly object?[] slots = new object?[1 << Bits];

        public ref object? this[int index] => ref slots[index];
    }
}
