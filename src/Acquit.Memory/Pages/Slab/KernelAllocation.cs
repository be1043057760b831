namespace Acquit.Memory;

/// <summary>Memory from kmalloc or kvmalloc: bytes at a kernel address.</summary>
/// <remarks>Safe from any thread; the bytes are as shared as memory is.</remarks>
public sealed class KernelAllocation : ITracked
{
    private readonly Slab? slab;
    private ResourceHistory? history;
    private int freed;

    internal KernelAllocation(KernelMemory kernel, ulong address, int length, Slab? slab, VmArea? area)
    {
        Kernel = kernel;
        Address = address;
        Length = length;
        this.slab = slab;
        Area = area;
    }

    /// <summary>The kernel address of the first byte; 16 for no bytes (ZERO_SIZE_PTR).</summary>
    public ulong Address
    {
        [return: SameAs("this")]
        get;
    }

    /// <summary>The size in bytes that was asked for.</summary>
    public int Length { get; }

    /// <summary>Whether kvmalloc fell back to vmalloc (is_vmalloc_addr).</summary>
    public bool IsVmalloc => Area is not null;

    /// <summary>Whether the memory was given back.</summary>
    public bool IsFreed => Volatile.Read(ref freed) != 0;

    /// <summary>The bytes.</summary>
    /// <exception cref="KernelBugException">The memory was given back.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// It is <see cref="IsVmalloc"/>, its pages do not lie next to each other, and the backing is portable.
    /// </exception>
    public Span<byte> Span
    {
        [return: SameAs("this", View = true)]
        get
        {
            CheckUsable("KernelAllocation.Span");
            return Area is not null ? Area.Span[..Length] : SlabBytes;
        }
    }

    internal KernelMemory Kernel { get; }

    /// <summary>The mapping that kvmalloc fell back to.</summary>
    internal VmArea? Area { get; }

    internal Slab? Slab => slab;

    // What a mapping is held for is its own history: it is one resource under two names.
    ResourceHistory ITracked.History => (Area as ITracked)?.History ?? history
        ?? Interlocked.CompareExchange(ref history, new ResourceHistory(ToString()), null) ?? history;

    /// <summary>The bytes, given back or not, unless they are <see cref="Area"/>'s.</summary>
    internal Span<byte> SlabBytes =>
        slab is null ? [] : Kernel.Store.Frames(slab.First.Frame, slab.PageCount).Slice(slab.OffsetOf(Address), Length);

    /// <summary>Copies bytes out of the memory; works with every backing.</summary>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <exception cref="KernelBugException">The memory was given back.</exception>
    public void Read(int offset, Span<byte> destination)
    {
        CheckRange(offset, destination.Length, "KernelAllocation.Read");
        if (Area is not null)
        {
            Area.Read(offset, destination);
        }
        else
        {
            SlabBytes.Slice(offset, destination.Length).CopyTo(destination);
        }
    }

    /// <summary>Copies bytes into the memory; works with every backing.</summary>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="source">The bytes.</param>
    /// <exception cref="KernelBugException">The memory was given back.</exception>
    public void Write(int offset, ReadOnlySpan<byte> source)
    {
        CheckRange(offset, source.Length, "KernelAllocation.Write");
        if (Area is not null)
        {
            Area.Write(offset, source);
        }
        else
        {
            source.CopyTo(SlabBytes[offset..]);
        }
    }

    /// <summary>The memory in words.</summary>
    /// <returns><c>24 bytes at ffff888000003018</c>.</returns>
    public override string ToString() => $"{Length} bytes at {Address:x}";

    /// <returns>Whether this call ended it; false if it was given back before.</returns>
    internal bool TryEnd() => Interlocked.Exchange(ref freed, 1) == 0;

    private void CheckRange(int offset, int length, string api)
    {
        CheckUsable(api);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
    }

    private void CheckUsable(string api)
    {
        Kernel.ThrowIfDisposed();
        if (IsFreed)
        {
            throw Kernel.Bug($"{this} were given back, and {api} needs them", this, new CallSite(api, "", "", 0));
        }
    }
}
