namespace Acquit.Memory;

/// <summary>The bytes behind the page frames, and the virtual range into which kernel mappings go.</summary>
internal abstract class FrameStore
{
    public static FrameStore Create(MemoryBacking backing, int frames, int virtualPages)
    {
        if (backing == MemoryBacking.Portable)
        {
            return new PortableFrameStore(frames);
        }

        FrameStore? shared = MemfdFrameStore.TryCreate(frames, virtualPages, out string? reason);
        return shared
            ?? (backing == MemoryBacking.Automatic
                ? new PortableFrameStore(frames)
                : throw new PlatformNotSupportedException($"Shared page frames cannot be had here: {reason}"));
    }

    /// <summary>Whether pages in any order can be made one span.</summary>
    public abstract bool MapsAnyOrder { get; }

    /// <summary>The bytes of consecutive frames.</summary>
    public abstract Span<byte> Frames(int first, int count);

    /// <summary>Maps the frames, in the order given, at a place in the virtual range.</summary>
    /// <returns>False when the system refuses; nothing is mapped then.</returns>
    public abstract bool Map(int virtualPage, ReadOnlySpan<int> frames);

    /// <summary>Undoes <see cref="Map"/>.</summary>
    public abstract void Unmap(int virtualPage, int count);

    /// <summary>The bytes of a mapping made by <see cref="Map"/>.</summary>
    public abstract Span<byte> Mapped(int virtualPage, int count, ReadOnlySpan<int> frames);

    /// <summary>Gives the memory back. Addresses once handed out never become somebody else's.</summary>
    public abstract void Close();
}
