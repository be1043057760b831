using System.ComponentModel;
using System.Runtime.InteropServices;
using Acquit.Memory;

namespace Acquit.Benchmarks.Memory;

/// <summary>Maps runs of a memory object one after the other into a range, by calls of the C library and nothing else.</summary>
internal sealed class BareMappings : IDisposable
{
    private const int ReadWrite = 3;
    private const int Shared = 1;
    private const int Private = 2;
    private const int Fixed = 0x10;
    private const int AnonymousNoReserve = 0x4020;

    private readonly int fd;
    private readonly nint range;
    private readonly int rangePages;
    private int next;

    /// <summary>Makes the object and the range.</summary>
    /// <param name="framePages">The size of the object.</param>
    /// <param name="rangePages">The size of the range; when it is full, all of it is covered by one call.</param>
    public BareMappings(int framePages, int rangePages)
    {
        this.rangePages = rangePages;
        fd = MemfdCreate("bare", 1);
        if (fd < 0 || Ftruncate(fd, (long)framePages * Page.Size) != 0)
        {
            throw new Win32Exception();
        }

        range = Map(0, rangePages, Private | AnonymousNoReserve, -1, 0);
    }

    /// <summary>Maps pages, one call for each run of neighbours, and leaves a page free behind them.</summary>
    /// <param name="frames">Where each run begins in the object.</param>
    /// <param name="pagesPerRun">The length of each run.</param>
    public void Map(ReadOnlySpan<int> frames, int pagesPerRun)
    {
        int pages = frames.Length * pagesPerRun;
        if (next + pages + 1 > rangePages)
        {
            Map(range, rangePages, Private | AnonymousNoReserve | Fixed, -1, 0);
            next = 0;
        }

        nint at = range + ((nint)next * Page.Size);
        next += pages + 1;
        foreach (int frame in frames)
        {
            Map(at, pagesPerRun, Shared | Fixed, fd, frame);
            at += (nint)pagesPerRun * Page.Size;
        }
    }

    public void Dispose()
    {
        Map(range, rangePages, Private | AnonymousNoReserve | Fixed, -1, 0);
        _ = Close(fd);
    }

    private static nint Map(nint at, int pages, int flags, int fd, int frame)
    {
        nint mapped = Mmap(at, (nuint)pages * Page.Size, ReadWrite, flags, fd, (long)frame * Page.Size);
        return mapped == -1 ? throw new Win32Exception() : mapped;
    }

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern int MemfdCreate(string name, uint flags);

    [DllImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static extern int Ftruncate(int fd, long length);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Mmap(nint address, nuint length, int protection, int flags, int fd, long offset);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int fd);
}
