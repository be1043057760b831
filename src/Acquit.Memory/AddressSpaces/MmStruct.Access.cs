using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Reads memory as the process would, faulting pages in.</summary>
    /// <param name="address">Where to read.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <returns>0, or -EFAULT when the process would have got a signal; bytes before the bad page were copied.</returns>
    public int Read(ulong address, Span<byte> destination) =>
        Access(address, destination, default, new PageRequest(FaultFlags.User | FaultFlags.Killable, new CallSite(nameof(Read), "", "", 0))) == 0 ? 0 : -Errno.EFAULT;

    /// <summary>Writes memory as the process would, faulting pages in.</summary>
    /// <param name="address">Where to write.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>0, or -EFAULT when the process would have got a signal; bytes before the bad page were written.</returns>
    public int Write(ulong address, ReadOnlySpan<byte> source) =>
        Access(
            address, default, source,
            new PageRequest(FaultFlags.User | FaultFlags.Killable | FaultFlags.Write, new CallSite(nameof(Write), "", "", 0))) == 0
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
        if (Kernel.IsChecking && KernelThread.Current.HoldsMmapLock(this))
        {
            Kernel.Warn(
                $"{site.Api} may fault, and take the mmap lock, which this thread holds{Kernel.Ledger.Describe(this)} [{site}]", site);
        }

        return !Kernel.Injection.Fails(site, out _);
    }

    /// <returns>The number of bytes not copied.</returns>
    private int Access(ulong address, Span<byte> read, ReadOnlySpan<byte> written, in PageRequest request)
    {
        int length = request.Write ? written.Length : read.Length;
        int faults = 0;
        for (int done = 0; done < length;)
        {
            ulong at = address + (ulong)done;
            int count = Math.Min(length - done, Page.Size - (int)(at & ~Page.Mask));
            if (at < address || at >= TaskSize)
            {
                return length - done;
            }

            int copied = request.Write
                ? StoreMapped(at, written.Slice(done, count))
                : LoadMapped(at, read.Slice(done, count));
            if (copied < 0)
            {
                return length - done;
            }

            done += copied;
            faults = copied > 0 ? 0 : faults + 1;
            if (copied == 0 && (IsHopeless(faults, at, request) || FaultIn(at, request, ref faults) != 0))
            {
                return length - done;
            }
        }

        return 0;
    }

    /// <summary>Stores within one page, if it is mapped and may be written.</summary>
    /// <remarks>
    /// Under the lock of the entry until the entry says "dirty": who clears that bit under the lock, having taken the right to
    /// write away, has seen the last store before it.
    /// </remarks>
    /// <returns>The number of bytes stored; 0 if the page has to be faulted in; -1 if there is no memory behind the frame.</returns>
    private int StoreMapped(ulong address, ReadOnlySpan<byte> source)
    {
        if (table.Leaf(address, out int index) is not { } node)
        {
            return 0;
        }

        lock (node.Ptl)
        {
            PageTableEntry entry = node.Read(index);
            if (!entry.Writable || !IsThere(entry))
            {
                return 0;
            }

            if (!Kernel.TryFrameBytes(FrameAt(entry, address, node.Level), out Span<byte> bytes))
            {
                return -1;
            }

            source.CopyTo(bytes[(int)(address & ~Page.Mask)..]);
            node.Write(index, entry.With(EntryFlags.SetByAccess));
            return source.Length;
        }
    }

    /// <summary>Loads within one page, if it is mapped. The lock of the entry keeps the page.</summary>
    /// <returns>As <see cref="StoreMapped"/>.</returns>
    private int LoadMapped(ulong address, Span<byte> destination)
    {
        if (table.Leaf(address, out int index) is not { } node)
        {
            return 0;
        }

        lock (node.Ptl)
        {
            PageTableEntry entry = node.Read(index);
            if (!IsThere(entry))
            {
                return 0;
            }

            if (!Kernel.TryFrameBytes(FrameAt(entry, address, node.Level), out Span<byte> bytes))
            {
                return -1;
            }

            bytes.Slice((int)(address & ~Page.Mask), destination.Length).CopyTo(destination);
            node.Write(index, entry.With(EntryFlags.Accessed));
            return destination.Length;
        }
    }

    /// <summary>The frame of an address, by the entry that maps it on a level.</summary>
    private static ulong FrameAt(PageTableEntry entry, ulong address, int level) =>
        entry.Frame + ((address >> Page.Shift) & (PageTableLevel.Pages(level) - 1));

    /// <summary>Whether something is mapped, and was not freed by somebody who dropped a reference that was not theirs.</summary>
    private bool IsThere(PageTableEntry entry) =>
        entry.Present && (!entry.IsCounted || !Kernel.MappedPage(entry.Frame).IsFree);
}
