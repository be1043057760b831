namespace Acquit.Memory;

/// <summary>A range of an address space with one purpose (vm_area_struct). Guarded by the mmap lock of its address space.</summary>
public sealed class VmAreaStruct
{
    private VmFlags flags;

    internal VmAreaStruct(MmStruct mm, ulong start, ulong end, VmFlags flags, ulong pgoff, FileStruct? file)
    {
        Mm = mm;
        Start = start;
        End = end;
        this.flags = flags;
        Pgoff = pgoff;
        File = file;
    }

    /// <summary>The address space (vm_mm).</summary>
    public MmStruct Mm { get; }

    /// <summary>The first address (vm_start), a multiple of the page size.</summary>
    public ulong Start { get; internal set; }

    /// <summary>The address after the last (vm_end), a multiple of the page size.</summary>
    public ulong End { get; internal set; }

    /// <summary>What the area allows (vm_flags). Changed with the mmap lock held for writing only, as in a file's mmap operation.</summary>
    public VmFlags Flags
    {
        get => flags;
        set
        {
            Mm.CheckAreaChange(this);
            flags = value;
        }
    }

    /// <summary>The rights with which pages are mapped (vm_page_prot).</summary>
    public PageProt PageProt => MapsWritable ? PageProt.Writable : PageProt.ReadOnly;

    /// <summary>Where in the mapped object the area begins, in pages (vm_pgoff).</summary>
    public ulong Pgoff { get; internal set; }

    /// <summary>What the driver does about the area; null for anonymous memory (vm_ops).</summary>
    public VmOperations? Ops { get; set; }

    /// <summary>The driver's own (vm_private_data).</summary>
    public object? PrivateData { get; set; }

    /// <summary>The mapped file; null for anonymous memory (vm_file).</summary>
    public FileStruct? File { get; }

    /// <summary>The size in pages (vma_pages).</summary>
    public ulong PageCount => (End - Start) >> Page.Shift;

    /// <summary>The area's place among those that map its file; null while it is not known to the file.</summary>
    internal IntervalTree<VmAreaStruct>.Node? FileNode { get; set; }

    internal bool IsAnonymous => Ops is null && File is null;

    internal bool IsShared => (Flags & VmFlags.Shared) != 0;

    /// <summary>Whether a write makes a private copy (is_cow_mapping).</summary>
    internal bool IsCow => (Flags & (VmFlags.Shared | VmFlags.MayWrite)) == VmFlags.MayWrite;

    /// <summary>Whether entries for private pages may be writable: even a write that was forced leaves others read-only (maybe_mkwrite).</summary>
    internal bool AllowsWrite => (Flags & VmFlags.Write) != 0;

    /// <summary>The file's mmap operation is done with the area: from then on the driver is asked what it wants to be asked.</summary>
    internal bool IsPlaced { get; set; }

    /// <summary>Whether the driver knows the area, and is owed a close: a copy is not known before its open has returned.</summary>
    private bool IsOpened { get; set; } = true;

    /// <summary>
    /// Whether an inserted or faulted page may be written without asking first: not if the driver wants to be asked
    /// (vma_wants_writenotify), which begins when the area is placed.
    /// </summary>
    internal bool MapsWritable =>
        (Flags & (VmFlags.Shared | VmFlags.Write)) == (VmFlags.Shared | VmFlags.Write)
        && !(IsPlaced && Ops is { TracksWrites: true });

    /// <summary>
    /// Whether the page of zeroes may be inserted (vm_mixed_zeropage_allowed): where a write makes a copy, where nobody can ever
    /// write, or where the driver of device memory is asked before.
    /// </summary>
    internal bool AllowsZeroPage =>
        IsCow || (Flags & (VmFlags.Write | VmFlags.MayWrite)) == 0 || (Ops?.PfnMkwrite is not null && (Flags & VmFlags.Io) != 0);

    /// <summary>The address at which the area maps a page of its object, which it does map.</summary>
    internal ulong AddressOf(ulong pgoff) => Start + ((pgoff - Pgoff) << Page.Shift);

    /// <summary>The page of the object that the area maps at an address of its own.</summary>
    internal ulong PgoffOf(ulong address) => Pgoff + ((address - Start) >> Page.Shift);

    /// <summary>An area like this one in another place; nobody knows it yet.</summary>
    internal VmAreaStruct CopyAs(ulong start, ulong end, ulong pgoff) =>
        new(Mm, start, end, flags, pgoff, File) { Ops = Ops, PrivateData = PrivateData, IsPlaced = IsPlaced, IsOpened = false };

    /// <summary>The area of a child process: the lock in memory is not inherited. Nobody knows it yet.</summary>
    internal VmAreaStruct CopyFor(MmStruct child) =>
        new(child, Start, End, flags & ~VmFlags.Locked, Pgoff, File) { Ops = Ops, PrivateData = PrivateData, IsPlaced = true, IsOpened = false };

    /// <summary>Tells the driver of a copy.</summary>
    internal void Open()
    {
        Ops?.Open?.Invoke(this);
        IsOpened = true;
    }

    /// <summary>Tells the driver that the area is gone, if it knew it.</summary>
    internal void Close()
    {
        if (IsOpened)
        {
            Ops?.Close?.Invoke(this);
        }
    }

    internal bool Contains(ulong address) => address >= Start && address < End;

    /// <summary>The area in words.</summary>
    /// <returns><c>area 10000000-10002000</c>.</returns>
    public override string ToString() => $"area {Start:x}-{End:x}";
}
