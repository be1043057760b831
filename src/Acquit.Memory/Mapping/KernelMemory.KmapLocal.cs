using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>How many short mappings a thread can have at once (KM_MAX_IDX), local and atomic ones together.</summary>
    public const int MaxLocalMappings = 16;

    /// <summary>Where the addresses of short mappings begin: a row of slots for each thread, each with a guard behind it.</summary>
    internal const ulong KmapStart = 0xffff_fd00_0000_0000;

    private static readonly string[] KmapLocalKind = [ResourceKinds.KmapLocal];

    /// <summary>Maps a page for a short time, for this thread only (kmap_local_page).</summary>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; never null. Unmap in the reverse order of mapping, on this thread.</returns>
    /// <exception cref="KernelBugException">The page is free, or the thread has sixteen mappings already.</exception>
    [return: Acquires(ResourceKinds.KmapLocal, ReleasedBy = nameof(KunmapLocal), Order = "lifo")]
    [return: SameAs("page", View = true)]
    public KmapMapping KmapLocalPage(
        [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        MapShortly(page, 0, ResourceKinds.KmapLocal, new CallSite(nameof(KmapLocalPage), member, file, line));

    /// <summary>Maps the one page of a larger one that an offset lies in, for a short time (kmap_local_folio).</summary>
    /// <param name="folio">The first page of a compound page, or a page of order 0.</param>
    /// <param name="offset">The offset from its first byte.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping, from the offset to the end of that page; never null.</returns>
    /// <exception cref="KernelBugException">
    /// The page is free or not the first of its block, the offset lies outside, or the thread has sixteen mappings already.
    /// </exception>
    [return: Acquires(ResourceKinds.KmapLocal, ReleasedBy = nameof(KunmapLocal), Order = "lifo")]
    [return: SameAs("folio", View = true)]
    public KmapMapping KmapLocalFolio(
        [Borrows] Page folio, int offset,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(KmapLocalFolio), member, file, line);
        CheckInUse(folio, site);
        if (folio.Head != folio || offset < 0 || offset >> Page.Shift >= (folio.IsCompound ? 1 << folio.Order : 1))
        {
            throw Bug($"Offset {offset} does not lie in the memory that begins with {folio}", folio.Head, site);
        }

        return MapShortly(
            NthPage(folio, offset >> Page.Shift), offset & (Page.Size - 1), ResourceKinds.KmapLocal, site);
    }

    /// <summary>Maps a page frame for a short time, for this thread only (kmap_local_pfn).</summary>
    /// <param name="pfn">The number of the frame.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; never null.</returns>
    /// <exception cref="KernelBugException">There is no such frame, it is free, or the thread has sixteen mappings already.</exception>
    [return: Acquires(ResourceKinds.KmapLocal, ReleasedBy = nameof(KunmapLocal), Order = "lifo")]
    public KmapMapping KmapLocalPfn(
        ulong pfn,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(KmapLocalPfn), member, file, line);
        if (pfn >= (ulong)frames.Length)
        {
            throw Bug($"{site.Api} was given frame 0x{pfn:x}, and there is none", null, site);
        }

        return MapShortly(frames[pfn], 0, ResourceKinds.KmapLocal, site);
    }

    /// <summary>Takes a short mapping down (kunmap_local). A wrong order is warned about.</summary>
    /// <remarks>In the wrong order the kernel takes the latest mapping down instead of this one; here the one that is meant goes.</remarks>
    /// <param name="mapping">The mapping, not the page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The mapping is gone, of another kind, or belongs to another thread.</exception>
    public void KunmapLocal(
        [Releases(ResourceKinds.KmapLocal)] KmapMapping mapping,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnmapShortly(mapping, KmapLocalKind, new CallSite(nameof(KunmapLocal), member, file, line));

    /// <summary>Takes the short mapping down that an address lies in (kunmap_local).</summary>
    /// <param name="address">Any address inside the page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// There is no such mapping, it is of another kind, or belongs to another thread.
    /// </exception>
    public void KunmapLocalAddress(
        [Releases(ResourceKinds.KmapLocal)] ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(KunmapLocalAddress), member, file, line);
        UnmapShortly(MappingAt(address, site), KmapLocalKind, site);
    }

    private KmapMapping MapShortly(Page page, int offset, string kind, in CallSite site)
    {
        CheckInUse(page, site);
        List<KmapMapping> mappings = KernelThread.Current.Kmaps;
        mappings.RemoveAll(stale => stale.Kernel.disposed != 0);
        ulong slots = SlotsOf(Environment.CurrentManagedThreadId);
        uint taken = 0;
        foreach (KmapMapping other in mappings)
        {
            if (other.Kernel == this)
            {
                taken |= 1u << (int)((other.Start - slots) >> (Page.Shift + 1));
            }
        }

        int slot = System.Numerics.BitOperations.TrailingZeroCount(~taken);
        if (slot >= MaxLocalMappings)
        {
            throw Bug($"This thread has {MaxLocalMappings} short mappings, and cannot have more", page.Head, site);
        }

        KmapMapping mapping = new(this, page, kind, slots + ((ulong)slot << (Page.Shift + 1)), offset);
        mappings.Add(mapping);
        page.AddAlias(1);
        Ledger.Take(mapping, kind, site);
        return mapping;
    }

    private void UnmapShortly(KmapMapping mapping, string[] kinds, in CallSite site)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        if (mapping.Kernel != this)
        {
            throw Bug($"{mapping} belongs to another kernel's memory", mapping, site);
        }

        if (!mapping.IsMapped)
        {
            throw Bug($"{mapping} is gone", mapping, site);
        }

        if (mapping.Kind == ResourceKinds.Kmap)
        {
            throw Bug($"{mapping} is there for every thread; {nameof(Kunmap)} of the page ends it, not {site.Api}", mapping, site);
        }

        if (!mapping.IsMine)
        {
            throw Bug($"{mapping} belongs to another thread", mapping, site);
        }

        if (mapping.Kind != kinds[0])
        {
            // The kernel would go on in atomic context for ever, or leave one it never entered.
            Misuse(WrongRelease(mapping, site), mapping, site);
        }

        List<KmapMapping> mappings = KernelThread.Current.Kmaps;
        KmapMapping latest = mappings.FindLast(mapped => mapped.Kernel == this)!;
        if (latest != mapping)
        {
            Warn($"{mapping} is taken down before {latest}, which was made after it{Ledger.Describe(latest)} [{site}]", site);
        }

        mappings.Remove(mapping);
        mapping.End();
        mapping.Page.AddAlias(-1);
        Ledger.Give(mapping, mapping.Kind == ResourceKinds.KmapAtomic ? KmapAtomicKind : KmapLocalKind, site);
        mapping.Atomic?.Dispose();
    }

    private KmapMapping MappingAt(ulong address, in CallSite site)
    {
        ThrowIfDisposed();
        foreach (KmapMapping mapping in KernelThread.Current.Kmaps)
        {
            if (mapping.Kernel == this && mapping.Start == (address & Page.Mask))
            {
                return mapping;
            }
        }

        ulong slots = SlotsOf(Environment.CurrentManagedThreadId);
        bool anothers = address >= KmapStart && (address < slots || address >= SlotsOf(Environment.CurrentManagedThreadId + 1));
        throw Bug(
            anothers
                ? $"{address:x} is an address for another thread's short mappings, and {site.Api} is for one's own"
                : $"This thread has no short mapping at {address:x}, which {site.Api} was given",
            null, site);
    }

    private static ulong SlotsOf(int threadId) => KmapStart + (((ulong)threadId * MaxLocalMappings) << (Page.Shift + 1));
}
