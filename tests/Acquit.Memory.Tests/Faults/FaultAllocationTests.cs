using Xunit;

namespace Acquit.Memory.Tests.Faults;

/// <summary>With checking off, accesses to mapped pages allocate nothing, and faults nothing but tables.</summary>
public sealed class FaultAllocationTests() : FaultBench(64, new KernelMemoryOptions { Checking = false })
{
    [Fact]
    public void Accesses_that_hit_allocate_nothing()
    {
        ulong address = Mm.MapAnonymous(4);
        byte[] buffer = new byte[4 * Page.Size];
        Assert.Equal(0, Mm.Write(address, buffer) | Mm.Read(address, buffer));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int result = Mm.Write(address, buffer) | Mm.Read(address, buffer);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, result);
    }

    [Fact]
    public void Faults_of_every_kind_allocate_nothing_once_their_table_is_there()
    {
        Page[] pages = Kernel.AllocPages(8);
        ulong mixed = Map(
            new VmOperations
            {
                Fault = fault => Kernel.VmfInsertPage(fault.Area, fault.Address, pages[(int)fault.Pgoff]),
                PageMkwrite = _ => VmFaultCode.None,
            },
            pages: 8, flags: VmFlags.MixedMap);
        ulong answered = Map(
            new VmOperations
            {
                Fault = fault => Answer(fault, pages[(int)fault.Pgoff]),
                MapPages = (_, _, _) => VmFaultCode.None,
            },
            pages: 8, rights: VmFlags.Read | VmFlags.Write);
        ulong anonymous = Mm.MapAnonymous(8);
        byte[] seen = new byte[1];
        Touch(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong page = 1; page < 8; page++)
        {
            Touch(page);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Touch(ulong page)
        {
            ulong offset = page * Page.Size;
            int result = Mm.Read(mixed + offset, seen) | Mm.Write(mixed + offset, seen) | Mm.Read(answered + offset, seen)
                | Mm.Write(answered + offset, seen) | Mm.Read(anonymous + offset, seen) | Mm.Write(anonymous + offset, seen);
            Assert.True(result == 0);
        }
    }

    [Fact]
    public void A_fault_inside_a_fault_has_an_object_of_its_own()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        using MmStruct other = Kernel.CreateMm();
        Assert.Equal(
            0, other.Mmap(Page.Size, VmFlags.Read, out ulong inner, TestKernel.FileWith(new VmOperations { Fault = fault => Answer(fault, page) })));
        ulong outer = Map(
            fault =>
            {
                Assert.Equal(0, other.Read(inner, new byte[1]));
                Assert.Equal(5UL, fault.Pgoff);
                Assert.Same(Mm, fault.Area.Mm);
                return Answer(fault, page);
            },
            pages: 8);

        Assert.Equal(0, Read(outer + (5 * Page.Size)));
        Assert.Equal(3, page.RefCount);
    }
}
