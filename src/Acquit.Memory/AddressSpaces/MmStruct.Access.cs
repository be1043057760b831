using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Reads memory as the process would, faulting pages in.</summary>
    /// <param name="address">Where to read.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <returns>0, or -EFAULT when the process would have got a signal; bytes before the bad page were copied.</returns>
    public int Read(ulong address, Span<byte> destination) =>
        Access(address, destination, default, new PageRequest(FaultFlags.User, new CallSite(nameof(Read), "", "", 0))) == 0 ? 0 : -Errno.EFAULT;

    /// <summary>Writes memory as the process would, faulting pages in.</summary>
    /// <param name="address">Where to write.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>0, or -EFAULT when the process would have got a signal; bytes before the bad page were written.</returns>
    public int Write(ulong address, ReadOnlySpan<byte> source) =>
        Access(
            address, default, source,
            new PageRequest(FaultFlags.User | FaultFlags.Write, new CallSite(nameof(Write), "", "", 0))) == 0
            ? 0 : -Errno.EFAULT;

    /// <summary>Copies from the process to the kernel (copy_from_user).</summary>
    /// <param name="to">Where the bytes go.</param>
    /// <param name="from">The process's address.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The number of bytes that were <em>not</em> copied: 0 on success. Not an errno.</returns>
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    public int CopyFromUser(
        Span<byte> to, ulong from,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(CopyFromUser), member, file, line);
        return CopyAllowed(site) ? Access(from, to, default, new PageRequest(FaultFlags.None, site)) : to.Length;
    }

    /// <summary>Copies from the kernel to the process (copy_to_user).</summary>
    /// <param name="to">The process's address.</param>
    /// <param name="from">The bytes.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The number of bytes that were <em>not</em> copied: 0 on success. Not an errno.</returns>
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    public int CopyToUser(
        ulong to, ReadOnlySpan<byte> from,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(CopyToUser), member, file, line);
        return CopyAllowed(site) ? Access(to, default, from, new PageRequest(FaultFlags.Write, site)) : from.Length;
    }

    private bool CopyAllowed(in CallSite site)
    {
        Kernel.MightSleep(site);
        return !Kernel.Injection.Fails(site.Api, out _);
    }

    /// <returns>The number of bytes not copied.</returns>
    private int Access(ulong address, Span<byte> read, ReadOnlySpan<byte> written, in PageRequest request)
    {
        int length = request.Write ? written.Length : read.Length;
        for (int done = 0; done < length;)
        {
            ulong at = address + (ulong)done;
            int offset = (int)(at & ~Page.Mask);
            int count = Math.Min(length - done, Page.Size - offset);
            if (at < address || Grab(at, request, out Page? page) != 0)
            {
                return length - done;
            }

            Span<byte> bytes = Kernel.Store.Frames(page!.Frame, 1).Slice(offset, count);
            if (request.Write)
            {
                written.Slice(done, count).CopyTo(bytes);
            }
            else
            {
                bytes.CopyTo(read.Slice(done, count));
            }

            Kernel.DropReference(page, 1, 0, request.Site);
            done += count;
        }

        return 0;
    }
}
