using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Acquit.Memory;

/// <summary>One table of 512 entries, on one level of a page table.</summary>
/// <remarks>
/// <para>
/// Any thread may read entries at any time, without a lock, and gets an entry that stood there: entries are written whole. What
/// follows from it has to be checked again after whatever keeps it true: the table's lock, or a reference to the page.
/// </para>
/// <para>
/// Entries change under <see cref="Ptl"/> only. Who holds it may use plain loads and stores through <see cref="Entry"/> or
/// <see cref="Entries"/>. A page whose entry is seen there under the lock lives at least until the lock is given back, since
/// the mapping's reference is dropped by who has cleared the entry. Nobody sleeps, faults, or takes the lock of a higher table
/// while holding it.
/// </para>
/// </remarks>
internal sealed class PageTableNode
{
    /// <summary>The number of entries in a table (PTRS_PER_PTE).</summary>
    public const int Slots = 1 << PageTableLevel.Bits;

    private readonly long[] entries = new long[Slots];
    private readonly PageTableNode?[] tables;

    public PageTableNode(int level)
    {
        Level = level;
        tables = level == PageTableLevel.Pte ? [] : new PageTableNode?[Slots];
    }

    /// <summary>One of <see cref="PageTableLevel"/>.</summary>
    public int Level { get; }

    /// <summary>The lock of the entries in this table (pte_lockptr, pmd_lockptr). Re-entrant.</summary>
    public Lock Ptl { get; } = new();

    /// <summary>All entries, as they are stored. To write, and to read more than one moment's truth, hold <see cref="Ptl"/>.</summary>
    public Span<long> Entries => entries;

    /// <summary>An entry's place. The index is from <see cref="PageTableLevel.Index"/>, and not checked again.</summary>
    public ref long Entry(int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), index & (Slots - 1));

    /// <summary>An entry as it is now (ptep_get).</summary>
    public PageTableEntry Read(int index) => new(Volatile.Read(ref Entry(index)));

    /// <summary>Sets an entry that points to no lower table, neither before nor after. The caller holds <see cref="Ptl"/>.</summary>
    public void Write(int index, PageTableEntry entry) => Volatile.Write(ref Entry(index), entry.Bits);

    /// <summary>The lower table that hangs at a slot; null when none does. Needs no lock.</summary>
    public PageTableNode? Table(int index) => Read(index).IsTable ? Lower(index) : null;

    /// <summary>The lower table of a slot whose entry was seen to be one; null when it has been taken away since. Needs no lock.</summary>
    public PageTableNode? Lower(int index) => Volatile.Read(ref tables[index]);

    /// <summary>The first slot at or after one that is not empty; <see cref="Slots"/> when all are. Needs no lock.</summary>
    public int NextUsed(int index)
    {
        int found = entries.AsSpan(index).IndexOfAnyExcept(0L);
        return found < 0 ? Slots : index + found;
    }

    /// <summary>Hangs a lower table at a slot, in one step for who reads without a lock. The caller holds <see cref="Ptl"/>.</summary>
    public void Attach(int index, PageTableNode table)
    {
        Volatile.Write(ref tables[index], table);
        Volatile.Write(ref Entry(index), (long)EntryFlags.Table);
    }

    /// <summary>Takes a lower table away; who still reads it sees an empty table. The caller holds <see cref="Ptl"/>.</summary>
    public void Detach(int index)
    {
        Volatile.Write(ref Entry(index), 0);
        Volatile.Write(ref tables[index], null);
    }
}
