using System.Runtime.InteropServices;

namespace Acquit.Memory;

/// <summary>
/// Frames in a memfd. All of them are mapped once, in order (the direct map); kernel mappings map them again, in any order,
/// into a range that was reserved for them.
/// </summary>
/// <remarks>
/// What is unmapped is at once covered by private scratch memory, and ranges are never given back to the process: a span kept
/// for too long then reads zeroes or writes to nobody's memory, but never to memory that has become somebody else's.
/// </remarks>
internal sealed unsafe class MemfdFrameStore : FrameStore
{
    private readonly int frames;
    private readonly int virtualPages;
    private readonly int fd;
    private readonly byte* direct;
    private readonly byte* range;

    private MemfdFrameStore(int frames, int virtualPages, int fd, byte* direct, byte* range)
    {
        this.frames = frames;
        this.virtualPages = virtualPages;
        this.fd = fd;
        this.direct = direct;
        this.range = range;
    }

    public override bool MapsAnyOrder => true;

    public static MemfdFrameStore? TryCreate(int frames, int virtualPages, out string? reason)
    {
        reason = !OperatingSystem.IsLinux() ? "the system is not Linux"
            : !Environment.Is64BitProcess ? "the process is not a 64-bit process"
            : Environment.SystemPageSize != Page.Size ? $"the system's pages have {Environment.SystemPageSize} bytes"
            : null;
        if (reason is not null)
        {
            return null;
        }

        int fd = Libc.MemfdCreate("page-frames", Libc.CloseOnExec);
        if (fd < 0)
        {
            reason = LastError("memfd_create");
            return null;
        }

        nuint size = (nuint)frames * Page.Size;
        if (Libc.Ftruncate(fd, (long)size) != 0)
        {
            reason = LastError("ftruncate");
            _ = Libc.Close(fd);
            return null;
        }

        byte* direct = Libc.Mmap(null, size, Libc.ProtReadWrite, Libc.MapShared, fd, 0);
        if (direct == Libc.MapFailed)
        {
            reason = LastError("mmap of the frames");
            _ = Libc.Close(fd);
            return null;
        }

        byte* range = Libc.Mmap(
            null, (nuint)virtualPages * Page.Size, Libc.ProtNone, Libc.MapPrivate | Libc.MapAnonymous | Libc.MapNoReserve, -1, 0);
        if (range == Libc.MapFailed)
        {
            reason = LastError("mmap of the virtual range");
            _ = Libc.Munmap(direct, size);
            _ = Libc.Close(fd);
            return null;
        }

        return new MemfdFrameStore(frames, virtualPages, fd, direct, range);
    }

    public override Span<byte> Frames(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, frames);
        return new Span<byte>(direct + ((long)first * Page.Size), count * Page.Size);
    }

    public override bool Map(int virtualPage, ReadOnlySpan<int> frames)
    {
        for (int start = 0; start < frames.Length;)
        {
            // One call per run of neighbours: the system keeps a record per call, and has a limit on them.
            int end = start + 1;
            while (end < frames.Length && frames[end] == frames[end - 1] + 1)
            {
                end++;
            }

            byte* wanted = range + ((long)(virtualPage + start) * Page.Size);
            byte* got = Libc.Mmap(
                wanted, (nuint)(end - start) * Page.Size, Libc.ProtReadWrite, Libc.MapShared | Libc.MapFixed, fd,
                (long)frames[start] * Page.Size);
            if (got == Libc.MapFailed)
            {
                Unmap(virtualPage, start);
                return false;
            }

            start = end;
        }

        return true;
    }

    public override void Unmap(int virtualPage, int count) => Cover(range + ((long)virtualPage * Page.Size), count);

    public override Span<byte> Mapped(int virtualPage, int count, ReadOnlySpan<int> frames) =>
        new(range + ((long)virtualPage * Page.Size), count * Page.Size);

    public override void Close()
    {
        Cover(direct, frames);
        Cover(range, virtualPages);
        _ = Libc.Close(fd);
    }

    private static void Cover(byte* address, int pages)
    {
        if (pages == 0)
        {
            return;
        }

        byte* got = Libc.Mmap(
            address, (nuint)pages * Page.Size, Libc.ProtReadWrite,
            Libc.MapPrivate | Libc.MapAnonymous | Libc.MapFixed | Libc.MapNoReserve, -1, 0);
        if (got == Libc.MapFailed)
        {
            throw new OutOfMemoryException(LastError("mmap over an unmapped range"));
        }
    }

    private static string LastError(string call) => $"{call}: {Marshal.GetLastPInvokeErrorMessage()}";
}
