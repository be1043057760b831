using Acquit.Memory;

namespace Migration;

/// <summary>A device's program in a memory file, which is mapped as long as the device runs.</summary>
public sealed class Firmware
{
    private readonly KernelMemory kernel;
    private readonly ShmemFile file;
    private VmArea? image;

    public Firmware(KernelMemory kernel, ShmemFile file)
    {
        this.kernel = kernel;
        this.file = file;
    }

    /// <summary>Maps the program: 0, or a negative errno.</summary>
    public int Load()
    {
        Page[] pages = new Page[file.Mapping.PageCount];
        for (int i = 0; i < pages.Length; i++)
        {
            Page? page = kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out int err);
            if (page is null)
            {
                kernel.ReleasePages(pages, i);
                return err;
            }

            pages[i] = page;
        }

        image = kernel.Vmap(pages, VmapFlags.None);
        if (image is null)
        {
            kernel.ReleasePages(pages, pages.Length);
            return -Errno.ENOMEM;
        }

        return 0;
    }

    /// <summary>The byte at an offset of the program that is mapped.</summary>
    public byte At(int offset) => image!.Span[offset];

    /// <summary>Takes the program down that is mapped.</summary>
    public void Unload()
    {
        kernel.Vunmap(image);
        for (ulong i = 0; i < file.Mapping.PageCount; i++)
        {
            // The pages were not kept: this gets each a second time.
            Page? page = kernel.ShmemReadMappingPage(file.Mapping, i, out _);
            if (page is null)
                continue;

            kernel.PutPage(page);
            kernel.PutPage(page);
        }

        image = null;
    }

    /// <summary>The sum of what the first pages begin with, or a negative errno.</summary>
    public int Checksum(int count)
    {
        Page[] pages = new Page[count];
        int i;
        for (i = 0; i < count; i++)
        {
            Page? page = kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out int err);
            if (page is null)
            {
                kernel.ReleasePages(pages, i);
                return err;
            }

            pages[i] = page;
        }

        VmArea? area = kernel.Vmap(pages, VmapFlags.Map);
        if (area is null)
        {
            kernel.ReleasePages(pages, count);
            return -Errno.ENOMEM;
        }

        int sum = 0;
        for (i = 0; i < count; i++)
            sum += area.Span[i * Page.Size];

        kernel.Vunmap(area);
        for (i = 0; i < count; i++)
            kernel.PutPage(pages[i]);
        return sum;
    }
}
