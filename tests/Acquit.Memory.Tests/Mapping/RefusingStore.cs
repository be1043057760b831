namespace Acquit.Memory.Tests.Mapping;

/// <summary>Portable memory of a system that can be made to refuse, as one does at its limit on mappings.</summary>
internal sealed class RefusingStore(int frames) : FrameStore
{
    private readonly PortableFrameStore inner = new(frames);

    public bool RefusesUnmapping { get; set; }

    /// <summary>Mapping fails half way, and what was mapped cannot be taken back.</summary>
    public bool RefusesMapping { get; set; }

    public int Refusals { get; private set; }

    public override bool MapsAnyOrder => inner.MapsAnyOrder;

    public override Span<byte> Frames(int first, int count) => inner.Frames(first, count);

    public override bool Map(int virtualPage, ReadOnlySpan<int> frames) => !RefusesMapping ? inner.Map(virtualPage, frames) : throw Refusal();

    public override void Unmap(int virtualPage, int count)
    {
        if (RefusesUnmapping)
        {
            throw Refusal();
        }

        inner.Unmap(virtualPage, count);
    }

    public override Span<byte> Mapped(int virtualPage, int count, ReadOnlySpan<int> frames) => inner.Mapped(virtualPage, count, frames);

    public override void Close() => inner.Close();

    private OutOfMemoryException Refusal()
    {
        Refusals++;
        return new OutOfMemoryException("the limit on mappings");
    }
}
