namespace Acquit.Memory;

/// <summary>A file whose pages live in memory only (shmem_file_setup). Disposing it drops its pages.</summary>
/// <remarks>Dispose it after everything that maps it, and before its <see cref="KernelMemory"/>.</remarks>
public sealed class ShmemFile : FileStruct, IDisposable
{
    private int disposed;

    /// <summary>Creates a file of zeroes.</summary>
    /// <param name="kernel">The memory its pages come from.</param>
    /// <param name="size">The size in bytes; rounded up to pages.</param>
    public ShmemFile(KernelMemory kernel, ulong size)
        : base(MakeOperations(kernel))
    {
        Mapping = new AddressSpace(kernel, (size + Page.Size - 1) >> Page.Shift);
    }

    /// <summary>The file's pages (f_mapping).</summary>
    public new AddressSpace Mapping
    {
        get => base.Mapping!;
        private init => base.Mapping = value;
    }

    /// <summary>
    /// Reclaims pages that nobody holds, as memory pressure would; from processes that have them mapped they are taken first. What
    /// a driver wrote and did not mark dirty is lost, as it would be.
    /// </summary>
    /// <returns>How many pages were reclaimed; 0 while the file is unevictable.</returns>
    public int Reclaim() => Mapping.Reclaim();

    /// <summary>Drops the file's pages.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            Mapping.Clear();
        }
    }

    private static FileOperations MakeOperations(KernelMemory kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        VmOperations operations = new()
        {
            Fault = fault => ReadFaulted(kernel, fault),
            MapPages = (fault, first, last) => kernel.FilemapMapPages(fault, first, last),
        };
        return new FileOperations
        {
            Mmap = (_, area) =>
            {
                area.Ops = operations;
                return 0;
            },
        };
    }

    private static VmFaultCode ReadFaulted(KernelMemory kernel, VmFault fault)
    {
        Page? page = kernel.ShmemReadMappingPage(fault.Area.File!.Mapping!, fault.Pgoff, out int error);
        if (page is null)
        {
            return VmFaultCodes.VmfError(error);
        }

        fault.Page = page;
        return VmFaultCode.None;
    }
}
