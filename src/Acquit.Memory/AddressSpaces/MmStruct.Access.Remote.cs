using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    /// <summary>Reads or writes memory for a debugger (access_process_vm, access_remote_vm).</summary>
    /// <remarks>
    /// Page by page; where there are no pages to take, as in areas of bare frames, the area's <see cref="VmOperations.Access"/> does it.
    /// </remarks>
    /// <param name="address">Where to begin.</param>
    /// <param name="buffer">Where the bytes go, or come from.</param>
    /// <param name="flags"><see cref="FollFlags.Write"/> to write; <see cref="FollFlags.Force"/> to override the rights of private areas.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>How many bytes were moved, up to the first that cannot be. Never an errno.</returns>
    [RequiresNotHeld(ResourceKinds.MmapLock)]
    [NotIn(ExecutionContexts.PageFault)]
    [NotIn(ExecutionContexts.Mmap)]
    [NotIn(ExecutionContexts.Atomic)]
    [NotIn(ExecutionContexts.MmuNotifier, Because = KernelMemory.LockedByMover)]
    public int AccessProcessVm(
        ulong address, Span<byte> buffer, FollFlags flags = FollFlags.None,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(AccessProcessVm), member, file, line);
        CheckAlive(site);
        int done = 0;
        while (done < buffer.Length)
        {
            MmapLock.EnterRead(site);
            int moved;
            try
            {
                moved = MoveForDebugger(address + (ulong)done, buffer[done..], flags);
            }
            finally
            {
                // A fault handler may have given it back.
                if (MmapLock.IsHeldByMe(forWrite: false))
                {
                    MmapLock.ExitRead(site);
                }
            }

            if (moved <= 0)
            {
                break;
            }

            done += moved;
        }

        return done;
    }

    private int MoveForDebugger(ulong address, Span<byte> buffer, FollFlags flags)
    {
        bool write = (flags & FollFlags.Write) != 0;
        Page[] pages = new Page[1];
        if (GetUserPages(address & Page.Mask, 1, flags & (FollFlags.Write | FollFlags.Force), pages) != 1)
        {
            return VmaLookup(address) is { Ops.Access: { } access } area
                ? Math.Min(access(area, address, buffer[..(int)Math.Min((ulong)buffer.Length, area.End - address)], write), buffer.Length)
                : 0;
        }

        Span<byte> bytes = pages[0].Span[(int)(address & ~Page.Mask)..];
        int count = Math.Min(bytes.Length, buffer.Length);
        if (write)
        {
            buffer[..count].CopyTo(bytes);
            Kernel.SetPageDirtyLock(pages[0]);
        }
        else
        {
            bytes[..count].CopyTo(buffer);
        }

        PutPage(pages[0]);
        return count;
    }
}
