using Acquit.Memory;
using PortedDrivers.Hardware;

namespace PortedDrivers.Mended;

/// <summary>A graphics buffer of single pages, with a view of them for the kernel.</summary>
public sealed class GemObject(Page[] pages, VmArea view)
{
    public Page[] Pages { get; } = pages;

    public VmArea View { get; } = view;

    public int Size => Pages.Length * Page.Size;
}

/// <summary>Graphics buffers that the kernel, processes and the display see at once.</summary>
public sealed class GemDriver
{
    private readonly KernelMemory kernel;
    private readonly DisplayController display;
    private readonly FileOperations operations;

    public GemDriver(KernelMemory kernel, DisplayController display)
    {
        this.kernel = kernel;
        this.display = display;
        operations = new FileOperations { Mmap = GemMmap };
    }

    /// <summary>Makes a buffer and has it shown.</summary>
    public GemObject? CreateObject(int size, out int error)
    {
        int i;
        Page[] pages = new Page[Page.Count(size)];
        VmArea? view;

        for (i = 0; i < pages.Length; i++)
        {
            Page? page = kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero);
            if (page is null)
            {
                error = -Errno.ENOMEM;
                goto errFree;
            }

            pages[i] = page;
        }

        view = kernel.Vmap(pages, VmapFlags.Map);
        if (view is null)
        {
            error = -Errno.ENOMEM;
            goto errFree;
        }

        error = display.Attach(view);
        if (error < 0)
            goto errUnmap;

        return new GemObject(pages, view);

    errUnmap:
        kernel.Vunmap(view);
    errFree:
        kernel.ReleasePages(pages, i);
        return null;
    }

    public FileStruct Open(GemObject obj) => new(operations, obj);

    /// <summary>Fills a buffer, as a console does before it draws.</summary>
    public int Fill(GemObject obj, byte value)
    {
        VmArea? area = kernel.Vmap(obj.Pages, VmapFlags.Map);
        if (area is null)
            return -Errno.ENOMEM;

        Span<byte> row = stackalloc byte[256];
        row.Fill(value);
        for (int offset = 0; offset < area.Length; offset += row.Length)
            area.Write(offset, row);

        kernel.Vunmap(area);
        return 0;
    }

    /// <summary>The sum of all bytes of a buffer, for tests of the display path.</summary>
    public int Checksum(GemObject obj, out uint sum)
    {
        sum = 0;
        VmArea? area = kernel.Vmap(obj.Pages, VmapFlags.Map);
        if (area is null)
            return -Errno.ENOMEM;

        Span<byte> row = stackalloc byte[256];
        for (int offset = 0; offset < area.Length; offset += row.Length)
        {
            area.Read(offset, row);
            foreach (byte value in row)
                sum += value;
        }

        kernel.Vunmap(area);
        return 0;
    }

    /// <summary>Takes the picture of a cursor, a page long, from a process to the start of a buffer.</summary>
    public int LoadCursor(GemObject obj, MmStruct mm, ulong address)
    {
        Page[] pages = new Page[1];
        int got = mm.PinUserPagesFast(address, 1, FollFlags.LongTerm, pages);
        if (got != 1)
            return -Errno.EFAULT;

        KmapMapping picture = kernel.KmapLocalPage(pages[0]);
        obj.View.Write(0, picture.Span);
        kernel.KunmapLocal(picture);
        kernel.UnpinUserPage(pages[0]);
        return 0;
    }

    /// <summary>Copies the start of a buffer, a page long, into a page of a process.</summary>
    public int SaveCursor(GemObject obj, MmStruct mm, ulong address)
    {
        Page[] pages = new Page[1];
        int pinned = mm.PinUserPagesFast(address, 1, FollFlags.Write, pages);
        if (pinned != 1)
            return -Errno.EFAULT;

        KmapMapping picture = kernel.KmapLocalPage(pages[0]);
        obj.View.Read(0, picture.Span);
        kernel.KunmapLocal(picture);
        mm.UnpinUserPagesDirtyLock(pages, pinned, true);
        return 0;
    }

    /// <summary>Gives a buffer back. What processes have mapped of it lives until they unmap it.</summary>
    public void FreeObject(GemObject obj)
    {
        display.Detach();
        kernel.Vunmap(obj.View);
        kernel.ReleasePages(obj.Pages, obj.Pages.Length);
    }

    private int GemMmap(FileStruct file, VmAreaStruct area)
    {
        GemObject obj = (GemObject)file.PrivateData!;
        if (area.Pgoff + area.PageCount > (ulong)obj.Pages.Length)
            return -Errno.ENXIO;

        area.Flags |= VmFlags.DontExpand;
        return InsertPages(area, obj);
    }

    private int InsertPages(VmAreaStruct area, GemObject obj)
    {
        ulong address = area.Start;
        for (int i = 0; i < (int)area.PageCount; i++, address += Page.Size)
        {
            int err = kernel.VmInsertPage(area, address, obj.Pages[(int)area.Pgoff + i]);
            if (err != 0)
                return err;
        }

        return 0;
    }
}
