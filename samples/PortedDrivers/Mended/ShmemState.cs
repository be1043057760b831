using Acquit;
using Acquit.Memory;

namespace PortedDrivers.Mended;

/// <summary>
/// Saved states of an engine, kept in memory files: they can be swapped out while nobody looks at them, and are mapped as one
/// piece while somebody does.
/// </summary>
public sealed class ShmemState(KernelMemory kernel)
{
    /// <summary>A state that is mapped, and kept from reclaim.</summary>
    private const string PinnedMap = "shmem-pin-map";

    public ShmemFile? CreateFromData(ReadOnlySpan<byte> data, out int error)
    {
        ShmemFile file = new(kernel, (ulong)data.Length);
        error = Write(file, 0, data);
        if (error < 0)
        {
            file.Dispose();
            return null;
        }

        return file;
    }

    /// <summary>Maps all of a file. The mapping owns a reference to each page.</summary>
    [return: Acquires(PinnedMap, When = "return != null", ReleasedBy = nameof(ShmemUnpinMap))]
    public VmArea? ShmemPinMap(ShmemFile file)
    {
        int i;
        int nPages = (int)file.Mapping.PageCount;
        Page[] pages = new Page[nPages];
        VmArea? area;

        for (i = 0; i < nPages; i++)
        {
            Page? page = kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out _);
            if (page is null)
                goto errPages;
            pages[i] = page;
        }

        area = kernel.Vmap(pages, VmapFlags.PutPages);
        if (area is null)
            goto errPages;

        kernel.MappingSetUnevictable(file.Mapping);
        return area;

    errPages:
        kernel.ReleasePages(pages, i);
        return null;
    }

    public void ShmemUnpinMap(ShmemFile file, [Releases(PinnedMap)] VmArea area)
    {
        kernel.MappingClearUnevictable(file.Mapping);
        kernel.Vfree(area);
    }

    /// <summary>Loads a saved state into registers.</summary>
    public int LoadState(ShmemFile file, Span<byte> registers)
    {
        int err = 0;
        VmArea? area = ShmemPinMap(file);
        if (area is null)
            return -Errno.ENOMEM;

        if (registers.Length > area.Length)
        {
            err = -Errno.EINVAL;
            goto outUnpin;
        }

        area.Read(0, registers);

    outUnpin:
        ShmemUnpinMap(file, area);
        return err;
    }

    /// <summary>Copies a state to disk, where a long copy can be called off.</summary>
    public int SaveState(ShmemFile file, Stream disk, CancellationToken stop)
    {
        VmArea? area = ShmemPinMap(file);
        if (area is null)
            return -Errno.ENOMEM;

        try
        {
            byte[] copy = new byte[Page.Size];
            for (int offset = 0; offset < area.Length; offset += copy.Length)
            {
                stop.ThrowIfCancellationRequested();
                area.Read(offset, copy);
                disk.Write(copy);
            }

            return 0;
        }
        finally
        {
            ShmemUnpinMap(file, area);
        }
    }

    /// <summary>Writes to a file, page by page.</summary>
    public int Write(ShmemFile file, int offset, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            Page? page = kernel.ShmemReadMappingPage(file.Mapping, (ulong)(offset >> Page.Shift), out int err);
            if (page is null)
                return err;

            int within = offset & (Page.Size - 1);
            int length = Math.Min(source.Length, Page.Size - within);
            KmapMapping mapping = kernel.KmapLocalPage(page);
            source[..length].CopyTo(mapping.Span[within..]);
            kernel.KunmapLocal(mapping);
            kernel.SetPageDirtyLock(page);
            kernel.PutPage(page);

            offset += length;
            source = source[length..];
        }

        return 0;
    }

    /// <summary>Compares a file with what it should be: 0, or -EIO.</summary>
    public int Verify(ShmemFile file, ReadOnlySpan<byte> expected)
    {
        int err = 0;
        for (int offset = 0; offset < expected.Length && err == 0; offset += Page.Size)
        {
            Page? page = kernel.ShmemReadMappingPage(file.Mapping, (ulong)(offset >> Page.Shift), out err);
            if (page is null)
                return err;

            int length = Math.Min(expected.Length - offset, Page.Size);
            KmapMapping mapping = kernel.KmapLocalPage(page);
            if (!mapping.Span[..length].SequenceEqual(expected.Slice(offset, length)))
                err = -Errno.EIO;
            kernel.KunmapLocal(mapping);
            kernel.PutPage(page);
        }

        return err;
    }

    /// <summary>Copies one state over another of the same size.</summary>
    public int CopyState(ShmemFile from, ShmemFile to)
    {
        int err;
        if (from.Mapping.PageCount != to.Mapping.PageCount)
            return -Errno.EINVAL;

        for (ulong i = 0; i < from.Mapping.PageCount; i++)
        {
            Page? source = kernel.ShmemReadMappingPage(from.Mapping, i, out err);
            if (source is null)
                return err;

            Page? target = kernel.ShmemReadMappingPage(to.Mapping, i, out err);
            if (target is null)
            {
                kernel.PutPage(source);
                return err;
            }

            KmapMapping read = kernel.KmapLocalPage(source);
            KmapMapping written = kernel.KmapLocalPage(target);
            read.Span.CopyTo(written.Span);
            kernel.KunmapLocal(written);
            kernel.KunmapLocal(read);

            kernel.SetPageDirtyLock(target);
            kernel.PutPage(target);
            kernel.PutPage(source);
        }

        return 0;
    }
}
