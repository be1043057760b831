using Acquit.Memory;

namespace Acquit.Benchmarks.Memory;

/// <summary>A file that maps one page everywhere: many entries, and hardly any memory.</summary>
internal sealed class TrackedEntries : IDisposable
{
    private readonly int entries;
    private readonly MmStruct mm;
    private readonly ulong start;

    public TrackedEntries(int entries)
    {
        this.entries = entries;
        Kernel = new KernelMemory(16, new KernelMemoryOptions { Checking = false });
        Mapping = new AddressSpace(Kernel);
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        VmOperations operations = new() { Fault = fault => Kernel.VmfInsertPage(fault.Area, fault.Address, page) };
        FileOperations file = new()
        {
            Mmap = (_, area) =>
            {
                area.Flags |= VmFlags.MixedMap;
                area.Ops = operations;
                return 0;
            },
        };
        mm = Kernel.CreateMm();
        Check(mm.Mmap(
            (ulong)entries * Page.Size, VmFlags.Read | VmFlags.Write | VmFlags.Shared, out start, new FileStruct(file, null, Mapping)));
    }

    public KernelMemory Kernel { get; }

    public AddressSpace Mapping { get; }

    /// <summary>Maps the page of zeroes so many times.</summary>
    public static ulong MapZeroes(MmStruct mm, int entries)
    {
        Check(mm.Mmap((ulong)entries * Page.Size, VmFlags.Read | VmFlags.Write, out ulong start));
        byte[] read = new byte[1];
        for (int i = 0; i < entries; i++)
        {
            Check(mm.Read(start + ((ulong)i * Page.Size), read));
        }

        return start;
    }

    public void MakeDirty(int oneIn)
    {
        for (int i = 0; i < entries; i += oneIn)
        {
            Check(mm.Write(start + ((ulong)i * Page.Size), [1]));
        }
    }

    public void Dispose()
    {
        mm.Dispose();
        Kernel.Dispose();
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"The entries could not be mapped: {error}.");
        }
    }
}
