using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>A file whose driver maps pages of its own and is asked before they are written.</summary>
internal sealed class TrackedFile : IDisposable
{
    private readonly KernelMemory kernel;

    public TrackedFile(KernelMemory kernel, int pages)
    {
        this.kernel = kernel;
        Pages = kernel.AllocPages(pages);
        Mapping = new AddressSpace(kernel);
        VmOperations operations = new()
        {
            Fault = fault =>
            {
                kernel.GetPage(Pages[(int)fault.Pgoff]);
                fault.Page = Pages[(int)fault.Pgoff];
                return VmFaultCode.None;
            },
            PageMkwrite = fault =>
            {
                lock (Asked)
                {
                    Asked.Add(fault.Pgoff);
                }

                return VmFaultCode.None;
            },
        };
        File = new FileStruct(
            new FileOperations
            {
                Mmap = (_, area) =>
                {
                    area.Ops = operations;
                    return 0;
                },
            },
            mapping: Mapping);
    }

    public Page[] Pages { get; }

    public AddressSpace Mapping { get; }

    public FileStruct File { get; }

    /// <summary>The pages whose writing was asked for, in order.</summary>
    public List<ulong> Asked { get; } = [];

    public ulong Map(MmStruct mm, int pages, ulong pgoff = 0, VmFlags flags = TestKernel.SharedReadWrite, ulong at = 0)
    {
        Assert.Equal(0, mm.Mmap((ulong)pages * Page.Size, flags, out ulong address, File, pgoff, at));
        return address;
    }

    public static void Write(MmStruct mm, ulong address, params int[] pages)
    {
        foreach (int page in pages)
        {
            Assert.Equal(0, mm.Write(address + ((ulong)page * Page.Size), [1]));
        }
    }

    public void Dispose()
    {
        foreach (Page page in Pages)
        {
            kernel.FreePage(page);
        }
    }
}
