namespace Acquit.Memory;

/// <summary>A page table of four levels of 512 entries. Readers take no lock; writers hold the table's.</summary>
internal sealed class PageTable
{
    private const int Levels = 4;
    private const int Bits = 9;

    private readonly object?[] root = new object?[1 << Bits];

    public object Gate { get; } = new();

    public PageTableEntry? Lookup(ulong address)
    {
        object?[] table = root;
        for (int level = Levels - 1; level > 0; level--)
        {
            if (Volatile.Read(ref table[Index(address, level)]) is not object?[] lower)
            {
                return null;
            }

            table = lower;
        }

        return (PageTableEntry?)Volatile.Read(ref table[Index(address, 0)]);
    }

    /// <summary>Sets an entry; the caller holds <see cref="Gate"/>.</summary>
    /// <returns>What was there.</returns>
    public PageTableEntry? Set(ulong address, PageTableEntry? entry)
    {
        object?[] table = root;
        for (int level = Levels - 1; level > 0; level--)
        {
            ref object? slot = ref table[Index(address, level)];
            if (slot is not object?[] lower)
            {
                if (entry is null)
                {
                    return null;
                }

                lower = new object?[1 << Bits];
                Volatile.Write(ref slot, lower);
            }

            table = lower;
        }

        ref object? last = ref table[Index(address, 0)];
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
            object?[] table = root;
            int level = Levels - 1;
            while (level > 0 && Volatile.Read(ref table[Index(address, level)]) is object?[] lower)
            {
                table = lower;
                level--;
            }

            if (level == 0 && Volatile.Read(ref table[Index(address, 0)]) is not null)
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
}
