using Acquit.Memory;

namespace Migration;

/// <summary>A frame that processes map, page by page as they touch it, and have copied into their own buffers.</summary>
public sealed class FrameBuffer
{
    private readonly KernelMemory kernel;
    private readonly Page[] frame;
    private readonly FileOperations operations;
    private readonly VmOperations vmOps;

    public FrameBuffer(KernelMemory kernel, Page[] frame)
    {
        this.kernel = kernel;
        this.frame = frame;
        operations = new FileOperations { Mmap = FrameMmap };
        vmOps = new VmOperations { Fault = FrameFault };
    }

    public FileStruct Open() => new(operations, null);

    /// <summary>Copies the frame into a process's buffer: 0, or a negative errno.</summary>
    public int Snapshot(MmStruct mm, ulong address)
    {
        Page[] pages = new Page[frame.Length];
        int pinned = mm.PinUserPagesFast(address, pages.Length, FollFlags.Write, pages);
        if (pinned < 0)
            return pinned;

        for (int i = 0; i < pinned; i++)
            frame[i].Span.CopyTo(pages[i].Span);

        for (int i = 0; i < pinned; i++)
        {
            // It was written behind the process's back.
            kernel.SetPageDirtyLock(pages[i]);
            mm.PutUserPage(pages[i]);
        }

        return pinned == pages.Length ? 0 : -Errno.EFAULT;
    }

    /// <summary>The first byte that a process has in its buffer, or a negative errno.</summary>
    public int Peek(MmStruct mm, ulong address)
    {
        Page[] pages = new Page[1];
        int pinned = mm.PinUserPagesFast(address, 1, FollFlags.None, pages);
        if (pinned != 1)
            return -Errno.EFAULT;

        int first = pages[0].Span[0];
        mm.PutUserPages(pages, pinned);
        return first;
    }

    private int FrameMmap(FileStruct file, VmAreaStruct area)
    {
        area.Flags |= VmFlags.MixedMap | VmFlags.DontExpand;
        area.Ops = vmOps;
        return 0;
    }

    private VmFaultCode FrameFault(VmFault fault)
    {
        if (fault.Pgoff >= (ulong)frame.Length)
            return VmFaultCode.SigBus;

        int err = kernel.VmInsertKmemPage(fault.Area, fault.Address, frame[fault.Pgoff]);
        switch (err)
        {
            case 0:
            case -Errno.EBUSY:
                return VmFaultCode.NoPage;
            case -Errno.ENOMEM:
                return VmFaultCode.Oom;
            default:
                return VmFaultCode.SigBus;
        }
    }
}
