using Acquit;
using Acquit.Memory;
using PortedDrivers.Hardware;
using static PortedDrivers.Porting.UserPages;

namespace PortedDrivers.Mended;

/// <summary>An open pipe.</summary>
public sealed class Pipe(int id, Page commandPage)
{
    public int Id { get; } = id;

    public Page CommandPage { get; } = commandPage;
}

/// <summary>
/// The guest's end of pipes to the emulator it runs in. The host works on the guest's memory itself: the user's buffer is pinned,
/// and the host is told its physical addresses.
/// </summary>
public sealed class PipeDriver(KernelMemory kernel, PipeHost host)
{
    private int nextId;
    private Page? logPage;

    public int Open(out Pipe? pipe)
    {
        int err;
        int id;

        pipe = null;
        Page? commandPage = kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero);
        if (commandPage is null)
            return -Errno.ENOMEM;

        id = ++nextId;
        err = host.Attach(id, commandPage.Pfn);
        if (err < 0)
            goto errFree;

        pipe = new Pipe(id, commandPage);
        return 0;

    errFree:
        kernel.FreePage(commandPage);
        return err;
    }

    /// <summary>Names the service to talk to: a string in the process, ending with a zero, that does not cross a page.</summary>
    public int Connect(Pipe pipe, MmStruct mm, ulong name)
    {
        int length;
        Page[] pages = new Page[1];
        int err = PinWholeBuffer(mm, name & Page.Mask, 1, FollFlags.None, pages);
        if (err < 0)
            return err;

        KmapMapping mapping = kernel.KmapLocalPage(pages[0]);
        ReadOnlySpan<byte> text = mapping.Span[(int)(name & ~Page.Mask)..];
        length = text.IndexOf((byte)0);
        if (length < 0)
        {
            err = -Errno.EINVAL;
            goto outUnmap;
        }

        err = host.Connect(pipe.Id, text[..length]);

    outUnmap:
        kernel.KunmapLocal(mapping);
        UnpinUserPages(mm, pages, 1);
        return err;
    }

    /// <summary>Answers how many bytes were read, which may be fewer than asked for; or a negative errno.</summary>
    public int Read(Pipe pipe, MmStruct mm, ulong address, int length) => ReadWrite(pipe, mm, address, length, isWrite: false);

    /// <summary>Answers how many bytes were written, which may be fewer than asked for; or a negative errno.</summary>
    public int Write(Pipe pipe, MmStruct mm, ulong address, int length) => ReadWrite(pipe, mm, address, length, isWrite: true);

    public void Close(Pipe pipe)
    {
        if (logPage is not null)
        {
            Span<byte> log = logPage.Span;
            log[..^1].CopyTo(log[1..]);
            log[0] = (byte)pipe.Id;
        }

        PipeCommandBlock block = new(pipe.CommandPage.Span);
        block.Command = PipeCommand.Close;
        block.BufferCount = 0;
        host.Ring(pipe.Id);
        kernel.FreePage(pipe.CommandPage);
    }

    /// <summary>Whether a page of the process is there or can be made: what a transfer would find.</summary>
    public int Probe(MmStruct mm, ulong address)
    {
        Page[] pages = new Page[1];
        mm.MmapReadLock();
        int got = mm.GetUserPages(address & Page.Mask, 1, FollFlags.None, pages);
        mm.MmapReadUnlock();
        if (got != 1)
            return -Errno.EFAULT;

        mm.PutPage(pages[0]);
        return 0;
    }

    /// <summary>Tells the process the number of its pipe.</summary>
    public int TellId(Pipe pipe, MmStruct mm, ulong address)
    {
        int left = mm.CopyToUser(address, BitConverter.GetBytes(pipe.Id));
        return left == 0 ? 0 : -Errno.EFAULT;
    }

    /// <summary>From now on the numbers of pipes that are closed are kept, the latest first on a page.</summary>
    public int StartLog()
    {
        if (logPage is not null)
            return -Errno.EBUSY;

        logPage = kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero);
        return logPage is null ? -Errno.ENOMEM : 0;
    }

    public void StopLog()
    {
        if (logPage is null)
            return;

        kernel.FreePage(logPage);
        logPage = null;
    }

    private int ReadWrite(Pipe pipe, MmStruct mm, ulong address, int length, bool isWrite)
    {
        int count = 0;
        int status = 0;
        ulong end = address + (ulong)length;

        if (length < 0 || end < address)
            return -Errno.EINVAL;

        while (address < end)
        {
            status = TransferBuffers(pipe, mm, address, end, isWrite, out int consumed);
            count += consumed;
            address += (ulong)consumed;
            if (status < 0 || consumed == 0)
                break;
        }

        // What was moved before an error is a success; the error comes back with the next call.
        return count > 0 ? count : status;
    }

    /// <summary>Moves as much as one command can name, or as can be pinned.</summary>
    private int TransferBuffers(Pipe pipe, MmStruct mm, ulong address, ulong end, bool isWrite, out int consumed)
    {
        int status;
        ulong firstPage = address & Page.Mask;
        ulong lastPage = (end - 1) & Page.Mask;
        int lastSize = (int)((end - 1) & ~Page.Mask) + 1;
        int requested = (int)((lastPage - firstPage) >> Page.Shift) + 1;

        consumed = 0;
        if (requested > PipeCommandBlock.MaxBuffers)
        {
            requested = PipeCommandBlock.MaxBuffers;
            lastSize = Page.Size;
        }

        Page[] pages = new Page[requested];
        int pinned = mm.PinUserPagesFast(firstPage, requested, isWrite ? FollFlags.None : FollFlags.Write, pages);
        if (pinned <= 0)
            return -Errno.EFAULT;

        // With fewer pages the transfer becomes shorter: it now ends with a whole page.
        if (pinned < requested)
            lastSize = Page.Size;

        PipeCommandBlock block = new(pipe.CommandPage.Span);
        block.Command = isWrite ? PipeCommand.Write : PipeCommand.Read;
        FillBuffers(block, pages, pinned, (int)(address & ~Page.Mask), lastSize);
        host.Ring(pipe.Id);
        status = block.Status;
        if (status < 0)
            goto outUnpin;

        consumed = block.Consumed;

    outUnpin:
        mm.UnpinUserPagesDirtyLock(pages, pinned, !isWrite && consumed > 0);
        return status;
    }

    private static void FillBuffers(
        PipeCommandBlock block, [Borrows] ReadOnlySpan<Page> pages, int count, int offset, int lastSize)
    {
        for (int i = 0; i < count; i++)
        {
            int start = i == 0 ? offset : 0;
            int end = i == count - 1 ? lastSize : Page.Size;
            block.SetBuffer(i, (pages[i].Pfn << Page.Shift) + (ulong)start, end - start);
        }

        block.BufferCount = count;
    }

    /// <summary>Pins all of the pages, or none: 0, or a negative errno.</summary>
    private static int PinWholeBuffer(MmStruct mm, ulong start, int count, FollFlags flags, Span<Page> pages)
    {
        int pinned = mm.PinUserPagesFast(start, count, flags, pages);
        if (pinned == count)
            return 0;

        if (pinned > 0)
            UnpinUserPages(mm, pages, pinned);
        return -Errno.EFAULT;
    }
}
