using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>A kernel and a process, and files that are mapped with operations of the test's own.</summary>
public abstract class FaultBench : IDisposable
{
    protected FaultBench(int pages = 64, KernelMemoryOptions? options = null)
    {
        Kernel = new KernelMemory(pages, options);
        Mm = Kernel.CreateMm();
    }

    protected KernelMemory Kernel { get; }

    protected MmStruct Mm { get; }

    protected byte[] Seen { get; } = new byte[1];

    public void Dispose()
    {
        Mm.Dispose();
        Kernel.Dispose();
        GC.SuppressFinalize(this);
    }

    protected ulong Map(
        VmOperations operations, int pages = 1, ulong pgoff = 0, VmFlags flags = VmFlags.None, VmFlags rights = TestKernel.SharedReadWrite,
        ulong at = 0)
    {
        Assert.Equal(
            0, Mm.Mmap((ulong)pages * Page.Size, rights, out ulong address, TestKernel.FileWith(operations, flags), pgoff, at));
        return address;
    }

    protected ulong Map(Func<VmFault, VmFaultCode> handler, int pages = 1, VmFlags flags = VmFlags.None, VmFlags rights = TestKernel.SharedReadWrite) =>
        Map(new VmOperations { Fault = handler }, pages, 0, flags, rights);

    /// <summary>Maps with a file operation of the test's own, whose answer mmap gives.</summary>
    protected int MapBy(
        Func<VmAreaStruct, int> mmap, out ulong address, int pages = 1, ulong pgoff = 0, VmFlags rights = TestKernel.SharedReadWrite) =>
        Mm.Mmap(
            (ulong)pages * Page.Size, rights, out address, new FileStruct(new FileOperations { Mmap = (_, area) => mmap(area) }), pgoff);

    protected int Read(ulong address) => Mm.Read(address, Seen);

    protected KernelBugException Stops(ulong address, bool write = false) =>
        Assert.Throws<KernelBugException>(() => write ? Mm.Write(address, [1]) : Mm.Read(address, Seen));

    protected VmAreaStruct AreaOf(ulong address)
    {
        Mm.MmapReadLock();
        VmAreaStruct area = Mm.VmaLookup(address)!;
        Mm.MmapReadUnlock();
        return area;
    }

    protected VmFaultCode Answer(VmFault fault, Page page)
    {
        Kernel.GetPage(page);
        fault.Page = page;
        return VmFaultCode.None;
    }

    protected void IsUsable()
    {
        Mm.MmapWriteLock();
        Mm.MmapWriteUnlock();
        ulong address = Mm.MapAnonymous(1);
        Assert.Equal(0, Mm.Write(address, [1]));
        Assert.Equal(0, Mm.Munmap(address, Page.Size));
    }
}
