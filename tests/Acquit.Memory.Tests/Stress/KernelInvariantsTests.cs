using Xunit;

namespace Acquit.Memory.Tests.Stress;

/// <summary>What is left behind is noticed: each kind of it, by name.</summary>
public sealed class KernelInvariantsTests : IDisposable
{
    private readonly KernelMemory kernel = new(64, TestKernel.Warning);

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void A_new_kernel_is_idle() => KernelInvariants.AssertIdle(kernel);

    [Fact]
    public void A_kernel_is_idle_again_after_it_was_used()
    {
        MmStruct mm = kernel.CreateMm();
        mm.Write(mm.MapAnonymous(4), new byte[9000]);
        kernel.Vfree(kernel.Vmalloc(9000));
        Assert.NotEmpty(KernelInvariants.Broken(mm));
        mm.Dispose();

        KernelInvariants.AssertIdle(kernel);
        Assert.Empty(KernelInvariants.Broken(mm));
    }

    [Fact]
    public void A_page_that_was_not_freed_is_noticed()
    {
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        AssertBroken("free pages: 62 instead of 63", $"{page} has 1 references and is in use", "leaked: ");
    }

    [Fact]
    public void A_mapping_that_was_not_taken_down_is_noticed()
    {
        Page[] pages = kernel.AllocPages(2);
        VmArea area = kernel.Vmap(pages, VmapFlags.None)!;

        AssertBroken($"{area} was never taken down", "pages for mappings", "1 aliases");
    }

    [Fact]
    public void A_pin_a_mapping_and_a_lock_that_stay_are_noticed()
    {
        MmStruct mm = kernel.CreateMm();
        mm.PinUserPagesFast(mm.MapAnonymous(1), 1, FollFlags.Write, new Page[1]);
        mm.MmapReadLock();

        AssertBroken("pins more acquired than released: 1", "1 mappings", "locks held here: 1");
        Assert.Contains("is held", string.Join('\n', KernelInvariants.Broken(mm)));
        mm.MmapReadUnlock();
    }

    [Fact]
    public void A_file_that_is_still_mapped_is_noticed()
    {
        ShmemFile file = new(kernel, Page.Size);
        MmStruct mm = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out ulong address, file));
        mm.Write(address, [1]);

        string broken = string.Join('\n', KernelInvariants.Broken(file.Mapping));

        Assert.Contains("still mapped by 1 areas", broken);
        Assert.Contains("still has 1 pages", broken);
    }

    [Fact]
    public void A_warning_that_nobody_expects_is_noticed()
    {
        kernel.AllocPages(GfpFlags.Kernel, 20);

        AssertBroken("warned 1 times: AllocPages was asked for");
        KernelInvariants.AssertIdle(kernel, isExpected: warning => warning.Message.Contains("was asked for"));
    }

    private void AssertBroken(params string[] expected)
    {
        string message = Assert.ThrowsAny<Exception>(() => KernelInvariants.AssertIdle(kernel)).Message;
        Assert.All(expected, part => Assert.Contains(part, message));
    }
}
