using Acquit.Memory;
using PortedDrivers.Hardware;

namespace PortedDrivers.AsPorted;

/// <summary>A rectangle between a process's memory and video memory. All sizes are in bytes.</summary>
/// <param name="Memory">The process's address of the first line.</param>
/// <param name="MemoryStride">From one line to the next in memory.</param>
/// <param name="Video">Where the first line is in video memory.</param>
/// <param name="VideoStride">From one line to the next in video memory.</param>
/// <param name="LineLength">How long a line is; not longer than either stride.</param>
/// <param name="Lines">How many lines.</param>
/// <param name="ToDevice">Whether video memory is written.</param>
public sealed record BlitRequest(
    ulong Memory, int MemoryStride, int Video, int VideoStride, int LineLength, int Lines, bool ToDevice);

/// <summary>
/// Moves rectangles between processes and video memory by DMA: pins the buffer, maps it for the engine, writes a descriptor for
/// each piece of each line, starts the engine, waits.
/// </summary>
public sealed class BlitDriver(KernelMemory kernel, BlitEngine engine)
{
    public int Blit(MmStruct mm, BlitRequest request)
    {
        int err;
        int mapped = 0;
        int count;
        long chain;
        Page? descriptors;
        DmaDirection direction = request.ToDevice ? DmaDirection.ToDevice : DmaDirection.FromDevice;

        if (request.Lines <= 0 || request.LineLength <= 0
            || request.LineLength > request.MemoryStride || request.LineLength > request.VideoStride)
            return -Errno.EINVAL;

        ulong end = request.Memory + (ulong)(((long)request.Lines - 1) * request.MemoryStride) + (ulong)request.LineLength;
        ulong first = request.Memory & Page.Mask;
        int nPages = (int)((end - first + Page.Size - 1) >> Page.Shift);
        Page[] pages = new Page[nPages];
        long[] bus = new long[nPages];

        int pinned = mm.PinUserPagesFast(first, nPages, request.ToDevice ? FollFlags.None : FollFlags.Write, pages);
        if (pinned < 0)
            return pinned;

        if (pinned != nPages)
        {
            mm.UnpinUserPages(pages, nPages);
            return -Errno.EFAULT;
        }

        descriptors = kernel.AllocPage(GfpFlags.Kernel);
        if (descriptors is null)
            return -Errno.ENOMEM;

        for (mapped = 0; mapped < nPages; mapped++)
        {
            bus[mapped] = engine.Dma.DmaMapPage(pages[mapped], 0, Page.Size, direction);
            if (bus[mapped] == DmaDevice.MappingError)
            {
                err = -Errno.EIO;
                goto errMap;
            }
        }

        count = WriteChain(request, bus, descriptors.Span);
        if (count < 0)
        {
            err = count;
            goto errUnmap;
        }

        chain = engine.Dma.DmaMapPage(descriptors, 0, Page.Size, DmaDirection.ToDevice);
        if (chain == DmaDevice.MappingError)
        {
            err = -Errno.EIO;
            goto errUnmap;
        }

        // The engine reads memory, not our cache: unmapping writes the descriptors back.
        engine.Dma.DmaUnmapPage(chain, Page.Size, DmaDirection.ToDevice);
        err = engine.Fire(chain, count);
        if (err == 0)
            err = engine.Wait();

    errUnmap:
        while (--mapped >= 0)
            engine.Dma.DmaUnmapPage(bus[mapped], Page.Size, direction);
        kernel.FreePage(descriptors);
        mm.UnpinUserPagesDirtyLock(pages, pinned, !request.ToDevice && err == 0);
        return err;

    errMap:
        for (; mapped >= 0; mapped--)
            engine.Dma.DmaUnmapPage(bus[mapped], Page.Size, direction);
        kernel.FreePage(descriptors);
        mm.PutUserPages(pages, pinned);
        return err;
    }

    /// <summary>Has the engine write its status into the process's memory.</summary>
    public int Status(MmStruct mm, ulong address)
    {
        int err;
        long bus;
        int offset = (int)(address & ~Page.Mask);
        Page[] pages = new Page[1];

        if (offset > Page.Size - BlitEngine.StatusSize)
            return -Errno.EINVAL;

        err = mm.PinUserPagesFast(address, 1, FollFlags.Write, pages);
        if (err != 1)
            return -Errno.EFAULT;

        bus = engine.Dma.DmaMapPage(pages[0], offset, BlitEngine.StatusSize, DmaDirection.FromDevice);
        if (bus == DmaDevice.MappingError)
        {
            err = -Errno.EIO;
            goto errUnpin;
        }

        err = engine.Report(bus);
        engine.Dma.DmaUnmapPage(bus, BlitEngine.StatusSize, DmaDirection.FromDevice);
        if (err == 0)
            mm.UnpinUserPagesDirtyLock(pages, 1, true);

    errUnpin:
        mm.UnpinUserPages(pages, 1);
        return err;
    }

    /// <summary>Has the engine copy the start of video memory into a page of the process.</summary>
    public int Peek(MmStruct mm, ulong address)
    {
        Page[] pages = new Page[1];
        int got = mm.GetUserPagesFast(address, 1, FollFlags.Write, pages);
        if (got != 1)
            return -Errno.EFAULT;

        engine.Dma.WritePages(pages, 0, 0, Page.Size);
        kernel.SetPageDirtyLock(pages[0]);
        kernel.PutPage(pages[0]);
        return 0;
    }

    /// <summary>Writes the descriptors: a line that crosses from one page to the next takes two.</summary>
    private static int WriteChain(BlitRequest request, long[] bus, Span<byte> chain)
    {
        int count = 0;
        int start = (int)(request.Memory & ~Page.Mask);

        for (int line = 0; line < request.Lines; line++)
        {
            for (int done = 0; done < request.LineLength; count++)
            {
                int at = start + (line * request.MemoryStride) + done;
                int within = at & (Page.Size - 1);
                int length = Math.Min(request.LineLength - done, Page.Size - within);
                int video = request.Video + (line * request.VideoStride) + done;
                if (chain.Length < BlitDescriptor.Size)
                    return -Errno.ENOSPC;

                new BlitDescriptor(bus[at >> Page.Shift] + within, video, length, request.ToDevice).Write(chain);
                chain = chain[BlitDescriptor.Size..];
                done += length;
            }
        }

        return count;
    }
}
