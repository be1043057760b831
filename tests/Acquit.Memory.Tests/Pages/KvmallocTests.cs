using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class KvmallocTests(MemoryBacking backing)
{
    private const int Size = (2 * Page.Size) + 100;

    public sealed class OnSharedMemory() : KvmallocTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : KvmallocTests(MemoryBacking.Portable);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kvfree_gives_back_either_kind(bool vmalloc)
    {
        using KernelMemory kernel = backing.Kernel(32);
        KernelAllocation memory = Allocate(kernel, vmalloc);
        byte[] read = new byte[5000];

        memory.Write(3000, [.. Enumerable.Range(0, 5000).Select(i => (byte)i)]);
        memory.Read(3000, read);

        Assert.Equal(vmalloc, memory.IsVmalloc);
        Assert.Equal(Size, memory.Length);
        Assert.Equal(4999 % 256, read[4999]);
        Assert.Equal(ResourceKinds.Kvmalloc, Assert.Single(kernel.LeakReport().Held).Kind);
        kernel.Kvfree(memory);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(31, kernel.FreePageCount);
        Assert.Throws<KernelBugException>(() => kernel.Kvfree(memory));
        Assert.Throws<KernelBugException>(() => memory.Read(0, read));
    }

    [Fact]
    public void Memory_in_pieces_is_found_where_there_is_none_in_one()
    {
        using KernelMemory kernel = backing.Kernel(32);
        Page[] pages = kernel.AllocPages(31);
        foreach (Page page in pages.Where(page => page.Pfn % 2 == 0))
        {
            kernel.FreePage(page);
        }

        Assert.Null(kernel.Kmalloc(Size, GfpFlags.Kernel));
        Assert.Null(kernel.Kvmalloc(Size, GfpFlags.Atomic));
        KernelAllocation memory = kernel.Kvzalloc(Size, GfpFlags.Kernel)!;

        Assert.True(memory.IsVmalloc);
        byte[] read = new byte[Size];
        memory.Read(0, read);
        Assert.False(read.AsSpan().ContainsAnyExcept((byte)0));
        if (kernel.MapsPagesInAnyOrder)
        {
            Assert.Equal(Size, memory.Span.Length);
        }
        else
        {
            Assert.Throws<PlatformNotSupportedException>(() => memory.Span.Length);
        }

        kernel.Kvfree(memory);
    }

    [Fact]
    public void One_page_or_less_never_falls_back()
    {
        using KernelMemory kernel = backing.Kernel(8);
        kernel.Injection.FailNext(nameof(KernelMemory.Kmalloc));

        KernelAllocation memory = kernel.Kvmalloc(Page.Size, GfpFlags.Kernel)!;

        Assert.False(memory.IsVmalloc);
        Assert.True(kernel.Injection.IsPending);
        kernel.Kvfree(memory);
    }

    [Fact]
    public void Failure_is_null()
    {
        using KernelMemory kernel = backing.Kernel(8);
        kernel.Injection.FailNext(nameof(KernelMemory.Kvmalloc));
        kernel.Injection.FailNext(nameof(KernelMemory.Kvzalloc));
        Assert.Null(kernel.Kvmalloc(8, GfpFlags.Kernel));
        Assert.Null(kernel.Kvzalloc(8, GfpFlags.Kernel));
        Assert.Null(kernel.Kvmalloc(100 * Page.Size, GfpFlags.Kernel));
        Assert.Empty(kernel.Warnings);

        Assert.Null(kernel.Kvmalloc(-1, GfpFlags.Kernel));
        Assert.Null(kernel.Kvmalloc(1L + int.MaxValue, GfpFlags.Kernel));
        Assert.Equal(2, kernel.Warnings.Count);
        Assert.Equal(7, kernel.FreePageCount);
    }

    [Fact]
    public void Kfree_on_memory_that_fell_back_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(32);
        KernelAllocation memory = Allocate(kernel, vmalloc: true);

        Assert.Contains(
            "fell back to vmalloc; Kfree would corrupt memory; use Kvfree",
            Assert.Throws<KernelBugException>(() => kernel.Kfree(memory)).Message);
        Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(memory.Address));
        Assert.False(memory.IsFreed);
        kernel.Kvfree(memory);
    }

    [Fact]
    public void Kfree_on_memory_that_did_not_fall_back_is_the_same_mistake()
    {
        using KernelMemory kernel = backing.Kernel(32);
        KernelAllocation memory = Allocate(kernel, vmalloc: false);

        Assert.Contains("use Kvfree", Assert.Throws<KernelBugException>(() => kernel.Kfree(memory)).Message);
        kernel.Kvfree(memory);
    }

    [Fact]
    public void With_warnings_only_kfree_works_out_or_loses_the_memory_as_it_would()
    {
        using KernelMemory kernel = backing.WarningKernel(32);
        KernelAllocation lucky = Allocate(kernel, vmalloc: false);
        KernelAllocation unlucky = Allocate(kernel, vmalloc: true);

        kernel.Kfree(lucky);
        kernel.Kfree(unlucky);

        Assert.Equal(2, kernel.Warnings.Count);
        Assert.True(lucky.IsFreed);
        Assert.Equal(ResourceKinds.Kvmalloc, Assert.Single(kernel.LeakReport().Held).Kind);
        kernel.Kvfree(unlucky);
        Assert.Equal(31, kernel.FreePageCount);
    }

    [Fact]
    public void Vfree_on_kmalloc_memory_frees_nothing()
    {
        using KernelMemory kernel = backing.WarningKernel(32);
        KernelAllocation kmalloc = kernel.Kmalloc(64, GfpFlags.Kernel)!;
        KernelAllocation kvmalloc = Allocate(kernel, vmalloc: false);

        kernel.VfreeAddress(kmalloc.Address);
        kernel.VfreeAddress(kvmalloc.Address);

        Assert.Equal(2, kernel.Warnings.Count);
        Assert.All(kernel.Warnings, warning => Assert.Contains("Nothing is mapped at", warning.Message));
        Assert.Equal(2, kernel.LeakReport().Held.Count);
        kernel.Kvfree(kmalloc);
        kernel.Kvfree(kvmalloc);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Vfree_on_memory_that_fell_back_is_refused_although_it_would_work_out()
    {
        using KernelMemory kernel = backing.Kernel(32);
        KernelAllocation memory = Allocate(kernel, vmalloc: true);

        Assert.Contains("use Kvfree", Assert.Throws<KernelBugException>(() => kernel.VfreeAddress(memory.Address)).Message);
        kernel.Kvfree(memory);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Vfree_on_memory_that_fell_back_works_out_with_warnings_only()
    {
        using KernelMemory kernel = backing.WarningKernel(32);
        KernelAllocation memory = Allocate(kernel, vmalloc: true);

        kernel.VfreeAddress(memory.Address);
        Assert.Equal(31, kernel.FreePageCount);
        Assert.Throws<KernelBugException>(() => memory.Read(0, new byte[1]));
        kernel.Kvfree(memory);

        Assert.Equal(2, kernel.Warnings.Count);
        Assert.True(memory.IsFreed);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Kvfree_by_address_takes_kmalloc_kvmalloc_and_vmalloc_alike()
    {
        using KernelMemory kernel = backing.Kernel(32);
        ulong[] addresses =
        [
            kernel.Kmalloc(24, GfpFlags.Kernel)!.Address, Allocate(kernel, vmalloc: false).Address,
            Allocate(kernel, vmalloc: true).Address, kernel.Vmalloc(9000)!.Address, 0, kernel.Kvmalloc(0, GfpFlags.Kernel)!.Address,
        ];
        Assert.Throws<KernelBugException>(() => kernel.KvfreeAddress(addresses[0] + 1));
        Assert.Throws<KernelBugException>(() => kernel.KvfreeAddress(addresses[2] + 4096));

        foreach (ulong address in addresses)
        {
            kernel.KvfreeAddress(address);
        }

        kernel.Kvfree(null);
        Assert.Equal(31, kernel.FreePageCount);
        Assert.Equal(16UL, addresses[^1]);
    }

    [Fact]
    public void Where_kvfree_must_not_be_called_is_said_whichever_kind_it_is()
    {
        using KernelMemory kernel = backing.Kernel(32);
        KernelAllocation plain = Allocate(kernel, vmalloc: false);
        KernelAllocation mapped = Allocate(kernel, vmalloc: true);
        using (kernel.EnterContext(ExecutionContexts.Nmi))
        {
            Assert.Throws<KernelBugException>(() => kernel.Kvfree(plain));
            Assert.Throws<KernelBugException>(() => kernel.Kvfree(mapped));
        }

        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            kernel.Kvfree(plain);
        }

        Assert.Contains("may sleep", Assert.Single(kernel.Warnings).Message);
        using (kernel.EnterContext(ExecutionContexts.Interrupt))
        {
            kernel.Kvfree(mapped);
        }

        Assert.Single(kernel.Warnings);
        kernel.FlushScheduledWork();
        Assert.Equal(31, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    private static KernelAllocation Allocate(KernelMemory kernel, bool vmalloc)
    {
        if (vmalloc)
        {
            kernel.Injection.FailNext(nameof(KernelMemory.Kmalloc));
        }

        return kernel.Kvmalloc(Size, GfpFlags.Kernel)!;
    }
}
