namespace Acquit.Memory;

/// <summary>A mapping of pages into the kernel's virtual range: what vmap and vmalloc answer, and vunmap and vfree take back.</summary>
/// <remarks>Safe from any thread; the bytes are as shared as memory is.</remarks>
public sealed class VmArea : ITracked
{
    private readonly KernelMemory kernel;
    private int[]? frames;
    private ResourceHistory? history;
    private int unmapped;

    internal VmArea(KernelMemory kernel, int virtualPage, Page[] pages, VmAreaKind kind, VmapFlags flags)
    {
        this.kernel = kernel;
        VirtualPage = virtualPage;
        Pages = pages;
        Kind = kind;
        Flags = flags;
    }

    /// <summary>The address in the simulated kernel's virtual range.</summary>
    public ulong Address
    {
        [return: SameAs("this")]
        get => KernelMemory.VmallocStart + ((ulong)VirtualPage << Page.Shift);
    }

    /// <summary>The size in bytes.</summary>
    public int Length => Pages.Length * Page.Size;

    /// <summary>The size in pages (nr_pages).</summary>
    public int PageCount => Pages.Length;

    /// <summary>How it was mapped.</summary>
    public VmapFlags Flags { get; }

    /// <summary>Whether the mapping is still there.</summary>
    public bool IsMapped => Volatile.Read(ref unmapped) == 0;

    /// <summary>All bytes of the mapping: the same bytes as those of its pages, in the order they were mapped.</summary>
    /// <exception cref="KernelBugException">The mapping is gone.</exception>
    /// <exception cref="PlatformNotSupportedException">The pages do not lie next to each other and the backing is portable.</exception>
    public Span<byte> Span
    {
        [return: SameAs("this", View = true)]
        get
        {
            CheckMapped("VmArea.Span");
            frames ??= kernel.Store.MapsAnyOrder ? [] : Array.ConvertAll(Pages, page => page.Frame);
            return kernel.Store.Mapped(VirtualPage, Pages.Length, frames);
        }
    }

    internal KernelMemory Kernel => kernel;

    internal int VirtualPage { get; }

    /// <summary>The page after the last one, which is the guard.</summary>
    internal int EndPage => VirtualPage + Pages.Length;

    internal Page[] Pages { get; }

    internal VmAreaKind Kind { get; }

    /// <summary>Whether releasing the mapping drops a reference to each page.</summary>
    internal bool OwnsPages => Kind is VmAreaKind.PutPages or VmAreaKind.Allocated;

    internal bool IsRam => Kind == VmAreaKind.Ram;

    ResourceHistory ITracked.History => history
        ?? Interlocked.CompareExchange(ref history, new ResourceHistory(ToString()), null) ?? history;

    /// <summary>Copies bytes out of the mapping; works with every backing.</summary>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <exception cref="KernelBugException">The mapping is gone.</exception>
    public void Read(int offset, [Accesses("write"), Borrows] Span<byte> destination)
    {
        CheckRange(offset, destination.Length, "VmArea.Read");
        for (int done = 0; done < destination.Length;)
        {
            Span<byte> piece = Piece(offset + done, destination.Length - done);
            piece.CopyTo(destination[done..]);
            done += piece.Length;
        }
    }

    /// <summary>Copies bytes into the mapping; works with every backing.</summary>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="source">The bytes.</param>
    /// <exception cref="KernelBugException">The mapping is gone.</exception>
    public void Write(int offset, [Accesses("read"), Borrows] ReadOnlySpan<byte> source)
    {
        CheckRange(offset, source.Length, "VmArea.Write");
        for (int done = 0; done < source.Length;)
        {
            Span<byte> piece = Piece(offset + done, source.Length - done);
            source.Slice(done, piece.Length).CopyTo(piece);
            done += piece.Length;
        }
    }

    /// <summary>The mapping in words.</summary>
    /// <returns><c>mapping ffffc90000000000 of 3 pages</c>.</returns>
    public override string ToString() => $"mapping {Address:x} of {PageCount} pages";

    /// <returns>Whether this call ended the mapping; false if it was gone.</returns>
    internal bool TryEnd() => Interlocked.Exchange(ref unmapped, 1) == 0;

    internal void CheckMapped(string api)
    {
        kernel.ThrowIfDisposed();
        if (!IsMapped)
        {
            throw kernel.Bug($"{this} is gone, and {api} needs it", this, new CallSite(api, "", "", 0));
        }
    }

    private Span<byte> Piece(int offset, int most)
    {
        int within = offset & (Page.Size - 1);
        return kernel.Store.Frames(Pages[offset >> Page.Shift].Frame, 1).Slice(within, Math.Min(most, Page.Size - within));
    }

    private void CheckRange(int offset, int length, string api)
    {
        CheckMapped(api);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
    }
}
