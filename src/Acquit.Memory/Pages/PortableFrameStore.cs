namespace Acquit.Memory;

/// <summary>Frames in one pinned array: a span over it keeps it alive, so nothing can dangle.</summary>
internal sealed class PortableFrameStore(int frames) : FrameStore
{
    private readonly byte[] bytes = GC.AllocateArray<byte>(checked(frames * Page.Size), pinned: true);

    public override bool MapsAnyOrder => false;

    public override Span<byte> Frames(int first, int count) => bytes.AsSpan(first * Page.Size, count * Page.Size);

    public override bool Map(int virtualPage, ReadOnlySpan<int> frames) => true;

    public override void Unmap(int virtualPage, int count) { }

    public override Span<byte> Mapped(int virtualPage, int count, ReadOnlySpan<int> frames)
    {
        for (int i = 1; i < frames.Length; i++)
        {
            if (frames[i] != frames[i - 1] + 1)
            {
                throw new PlatformNotSupportedException(
                    "These pages do not lie next to each other, and the portable backing cannot make one span of them. "
                    + "Use Read and Write of the mapping, or a system with shared memory.");
            }
        }

        return Frames(frames[0], count);
    }

    public override void Close() { }
}
