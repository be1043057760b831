using System.Numerics;
using System.Runtime.CompilerServices;

namespace Acquit.Memory;

/// <summary>A page frame (struct page). There is one object per frame, for the life of its <see cref="KernelMemory"/>.</summary>
/// <remarks>
/// Counts of a compound page are those of its head, whichever of its pages is asked. Reading properties is safe from any
/// thread; the answers are as fresh as the question.
/// </remarks>
public sealed class Page : ITracked
{
    /// <summary>Bytes in a page (PAGE_SIZE).</summary>
    public const int Size = 1 << Shift;

    /// <summary>The binary logarithm of <see cref="Size"/> (PAGE_SHIFT).</summary>
    public const int Shift = 12;

    /// <summary>The bits of an address that name its page (PAGE_MASK).</summary>
    public const ulong Mask = ~(ulong)(Size - 1);

    private const int Referenced = 1;
    private const int Active = 2;

    private int count;
    private int pinCount;
    private int mapCount;
    private int entireMapCount;
    private int aliases;
    private int dirty;
    private int activity;
    private bool? movable;
    private ResourceHistory? history;

    internal Page(KernelMemory kernel, int frame)
    {
        Kernel = kernel;
        Frame = frame;
    }

    /// <summary>The page frame number (page_to_pfn).</summary>
    public ulong Pfn => (ulong)Frame;

    /// <summary>The bytes of the page (page_address). They may be written until the page is freed.</summary>
    /// <exception cref="KernelBugException">The page is free.</exception>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    public Span<byte> Span
    {
        [return: SameAs("this", View = true)]
        get
        {
            Kernel.CheckInUse(this, "Page.Span");
            return Kernel.Store.Frames(Frame, 1);
        }
    }

    /// <summary>The bytes of the whole block that was allocated with this page, from its first page on.</summary>
    /// <exception cref="KernelBugException">The page is free.</exception>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    public Span<byte> BlockSpan
    {
        [return: SameAs("this", View = true)]
        get
        {
            Page first = Kernel.CheckInUse(this, "Page.BlockSpan");
            return Kernel.Store.Frames(first.Frame, 1 << first.Order);
        }
    }

    /// <summary>The reference count (page_count). A pin on a small page counts 1024; 0 when free.</summary>
    public int RefCount => Volatile.Read(ref Head.count);

    /// <summary>The exact number of pins on a compound page; 0 on a small one, whose pins are in <see cref="RefCount"/>.</summary>
    public int PinCount => Volatile.Read(ref Head.pinCount);

    /// <summary>How many page-table entries map this page, alone or in a huge entry for its compound page (page_mapcount).</summary>
    public int MapCount => Volatile.Read(ref mapCount) + Volatile.Read(ref Head.entireMapCount);

    /// <summary>The first page of the compound page this one is in, or the page itself (compound_head).</summary>
    public Page Head => Compound ? Block ?? this : this;

    /// <summary>The binary logarithm of the number of pages in the block that starts here; 0 for tails (compound_order).</summary>
    public int Order { get; internal set; }

    /// <summary>Whether the page is part of a compound page (PageCompound).</summary>
    public bool IsCompound => Compound;

    /// <summary>Whether the page is part of a compound page, but not its first (PageTail).</summary>
    public bool IsTail => Compound && Block is { } head && head != this;

    /// <summary>Whether the page is marked as written (PageDirty).</summary>
    public bool IsDirty => Volatile.Read(ref Head.dirty) != 0;

    /// <summary>Whether the page is locked (PageLocked).</summary>
    public bool IsLocked => Head.Lock.IsHeld;

    /// <summary>Whether somebody has waited for the lock, and may be waiting still (PageWaiters).</summary>
    public bool HasWaiters => Head.Lock.HasWaiters;

    /// <summary>Whether the page was used since reclaim last looked (PageReferenced).</summary>
    public bool IsReferenced => (Volatile.Read(ref Head.activity) & Referenced) != 0;

    /// <summary>Whether the page is in steady use (PageActive).</summary>
    public bool IsActive => (Volatile.Read(ref Head.activity) & Active) != 0;

    /// <summary>Whether the page belongs to a device, and not to the allocator (is_zone_device_page).</summary>
    public bool IsZoneDevice => Frame >= Kernel.TotalPages;

    /// <summary>Whether the page is cut into pieces by kmalloc, or one (PageSlab, PageLargeKmalloc).</summary>
    public bool IsSlab { get; internal set; }

    /// <summary>Whether the page belongs to an anonymous area (PageAnon).</summary>
    public bool IsAnonymous { get; internal set; }

    /// <summary>Whether other address spaces may have the page of anonymous memory too: the opposite of PageAnonExclusive.</summary>
    internal bool IsAnonShared { get; set; }

    /// <summary>Whether the page lies where nothing may stay for long (ZONE_MOVABLE, CMA): a long-term pin moves it away first.</summary>
    internal bool IsMovable => Head.movable ?? (Kernel.Options.MovableUserPages && !IsZoneDevice && (Head.IsAnonymous || Head.Mapping is not null));

    /// <summary>Whether the page is free.</summary>
    public bool IsFree => Block is null;

    /// <summary>
    /// Whether the page may be pinned (page_maybe_dma_pinned). False is certain. True is certain for compound pages only:
    /// 1024 ordinary references to a small page look like a pin.
    /// </summary>
    public bool MaybeDmaPinned =>
        IsCompound ? PinCount > 0 : (uint)Volatile.Read(ref count) >= MmStruct.GupPinCountingBias;

    internal KernelMemory Kernel { get; }

    internal int Frame { get; }

    /// <summary>The first page of the allocated block; null when free.</summary>
    internal Page? Block { get; set; }

    internal bool Compound { get; set; }

    /// <summary>The file whose cache the page is in (page_mapping).</summary>
    public AddressSpace? Mapping { get; internal set; }

    internal PageLock Lock { get; } = new();

    ResourceHistory ITracked.History => history
        ?? Interlocked.CompareExchange(ref history, new ResourceHistory($"page 0x{Frame:x}"), null) ?? history;

    /// <summary>The order of the smallest block that holds so many bytes (get_order).</summary>
    /// <param name="bytes">A number of bytes.</param>
    /// <returns>The order; for no bytes, or a negative number, an order that no allocation can have.</returns>
    public static int GetOrder(long bytes) => 64 - BitOperations.LeadingZeroCount((ulong)(bytes - 1) >> Shift);

    /// <summary>The number of pages that cover so many bytes (PFN_UP).</summary>
    /// <param name="bytes">A number of bytes.</param>
    /// <returns>A number of pages.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="OverflowException">They are more pages than an <see cref="int"/> can count.</exception>
    public static int Count(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return checked((int)((bytes >> Shift) + ((bytes & (Size - 1)) == 0 ? 0 : 1)));
    }

    /// <summary>The page frame in words.</summary>
    /// <returns><c>page 0x1f</c>.</returns>
    public override string ToString() => $"page 0x{Frame:x}";

    /// <summary>Says where the page, or the block that it begins, lies.</summary>
    internal void Place(bool movable) => this.movable = movable;

    internal void SetDirty(bool value) => Volatile.Write(ref Head.dirty, value ? 1 : 0);

    /// <summary>First use marks it referenced, the second active.</summary>
    internal void MarkAccessed()
    {
        Page head = Head;
        int seen = Volatile.Read(ref head.activity);
        if ((seen & Referenced) == 0)
        {
            Interlocked.Or(ref head.activity, Referenced);
        }
        else if ((seen & Active) == 0)
        {
            Interlocked.CompareExchange(ref head.activity, Active, seen);
        }
    }

    /// <summary>Marks it referenced, and nothing more (SetPageReferenced).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetReferenced()
    {
        if ((Volatile.Read(ref activity) & Referenced) == 0)
        {
            Interlocked.Or(ref Head.activity, Referenced);
        }
    }

    internal void ClearReferenced() => Interlocked.And(ref Head.activity, ~Referenced);

    internal void ClearActive() => Interlocked.And(ref activity, ~Active);

    /// <summary>The page is part of a block from now on, with no references yet and no past.</summary>
    internal void BeginUse(Page block, bool compound)
    {
        Volatile.Write(ref dirty, 0);
        Volatile.Write(ref activity, 0);
        Order = 0;
        IsAnonymous = false;
        IsAnonShared = false;
        movable = null;
        IsSlab = false;
        Mapping = null;
        Compound = compound;
        InitializeCount(0);
        Block = block;
    }

    /// <summary>The page is free from now on.</summary>
    internal void EndUse()
    {
        Block = null;
        Compound = false;
        Order = 0;
    }

    internal void InitializeCount(int value)
    {
        Volatile.Write(ref pinCount, 0);
        Volatile.Write(ref count, value);
    }

    /// <summary>Adds references, unless there are none: a page without references is on its way to being free.</summary>
    /// <returns>
    /// Whether they were added. False too when the page became part of another block while we looked: the count belongs to
    /// that one, and has been given back.
    /// </returns>
    internal bool TryAddCount(int references, int pins)
    {
        Page head = Head;
        if (!head.TryAddOwnCount(references))
        {
            return false;
        }

        if (pins != 0)
        {
            Interlocked.Add(ref head.pinCount, pins);
        }

        return Head == head || GiveBack(head, references, pins);
    }

    /// <summary>As <see cref="TryAddCount"/>, of a page that is not a tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryAddOwnCount(int references)
    {
        for (int seen = Volatile.Read(ref count); ;)
        {
            if (seen <= 0 || seen > int.MaxValue - references)
            {
                return false;
            }

            int found = Interlocked.CompareExchange(ref count, seen + references, seen);
            if (found == seen)
            {
                return true;
            }

            seen = found;
        }
    }

    /// <summary>Takes the count to nothing if it is what only its owner has (page_ref_freeze): nobody can take a reference from then on.</summary>
    internal bool TryFreeze(int expected) => Interlocked.CompareExchange(ref count, 0, expected) == expected;

    /// <summary>The page takes the place of another one (folio_migrate_flags).</summary>
    internal void InheritFrom(Page other)
    {
        IsAnonymous = other.IsAnonymous;
        IsAnonShared = other.IsAnonShared;
        Volatile.Write(ref dirty, Volatile.Read(ref other.dirty));
        Volatile.Write(ref activity, Volatile.Read(ref other.activity));
    }

    private bool GiveBack(Page stranger, int references, int pins)
    {
        Kernel.DropReference(stranger, references, pins, new CallSite(nameof(TryAddCount), "", "", 0));
        return false;
    }

    /// <summary>Drops references.</summary>
    /// <returns>What is left; negative, with nothing changed, if there were not so many.</returns>
    internal int DropCount(int references, int pins)
    {
        Page head = Head;
        return pins == 0 ? head.DropOwnCount(references) : head.DropPinned(references, pins);
    }

    /// <summary>The pins go first: once the references are gone, the frame and its counts may be somebody else's.</summary>
    private int DropPinned(int references, int pins)
    {
        if (Volatile.Read(ref count) < references)
        {
            return -1;
        }

        Interlocked.Add(ref pinCount, -pins);
        int left = DropOwnCount(references);
        if (left < 0)
        {
            Interlocked.Add(ref pinCount, pins);
        }

        return left;
    }

    /// <summary>As <see cref="DropCount"/>, of a page that is not a tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int DropOwnCount(int references)
    {
        for (int seen = Volatile.Read(ref count); ;)
        {
            if (seen < references)
            {
                return -1;
            }

            int found = Interlocked.CompareExchange(ref count, seen - references, seen);
            if (found == seen)
            {
                return seen - references;
            }

            seen = found;
        }
    }

    /// <summary>Drops references of a page that is not a tail, if at least one is left then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryDropOwnCountButLast(int references)
    {
        for (int seen = Volatile.Read(ref count); seen > references;)
        {
            int found = Interlocked.CompareExchange(ref count, seen - references, seen);
            if (found == seen)
            {
                return true;
            }

            seen = found;
        }

        return false;
    }

    /// <summary>How many kernel and device mappings show this page without keeping it alive.</summary>
    internal int Aliases => Volatile.Read(ref aliases);

    internal void AddAlias(int change) => Interlocked.Add(ref aliases, change);

    internal void AddMapCount(int change) => Interlocked.Add(ref mapCount, change);

    /// <summary>Counts huge entries that map all of the compound page (compound_mapcount). On the head only.</summary>
    internal void AddEntireMapCount(int change) => Interlocked.Add(ref entireMapCount, change);
}
