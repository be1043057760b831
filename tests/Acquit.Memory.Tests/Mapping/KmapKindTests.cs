using Xunit;

namespace Acquit.Memory.Tests.Mapping;

/// <summary>The three kinds of short mapping, each with its own release and rules.</summary>
public class KmapKindTests
{
    [Fact]
    public void Nobody_may_sleep_until_an_atomic_mapping_is_unmapped()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        KmapMapping mapping = kernel.KmapAtomic(page);
        mapping.Span[1] = 7;
        kernel.Vfree(kernel.VmallocGfp(1, GfpFlags.Kernel));
        kernel.KunmapAtomic(mapping);

        string[] sleepers = [nameof(KernelMemory.VmallocGfp), nameof(KernelMemory.Vfree)];
        Assert.Equal(sleepers, kernel.Warnings.Select(warning => warning.CallSite.Api));
        kernel.Vfree(kernel.Vmalloc(1));
        Assert.Equal(2, kernel.Warnings.Count);
        Assert.Equal(7, page.Span[1]);
    }

    [Fact]
    public void Sleeping_is_allowed_under_a_local_mapping()
    {
        using KernelMemory kernel = new(8);
        KmapMapping mapping = kernel.KmapLocalPage(kernel.AllocPage(GfpFlags.Kernel)!);
        kernel.Vfree(kernel.Vmalloc(1));
        kernel.KunmapLocal(mapping);

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Local_and_atomic_mappings_share_one_order()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        KmapMapping local = kernel.KmapLocalPage(page);
        KmapMapping atomic = kernel.KmapAtomic(page);

        kernel.KunmapLocal(local);
        kernel.KunmapAtomic(atomic);

        Assert.Contains($"before {atomic}", Assert.Single(kernel.Warnings).Message);
        Assert.DoesNotContain(kernel.LeakReport().Held, held => held.Kind is ResourceKinds.KmapAtomic or ResourceKinds.KmapLocal);
    }

    [Fact]
    public void Local_and_atomic_mappings_share_one_limit()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        Stack<KmapMapping> mappings = [];
        for (int i = 0; i < 8; i++)
        {
            mappings.Push(kernel.KmapLocalPage(page));
            mappings.Push(kernel.KmapAtomic(page));
        }

        Assert.Throws<KernelBugException>(() => kernel.KmapLocalPage(page));
        Assert.Throws<KernelBugException>(() => kernel.KmapAtomic(page));
        while (mappings.TryPop(out KmapMapping? mapping))
        {
            kernel.KunmapAtomic(mapping);
            kernel.KunmapLocal(mappings.Pop());
        }

        Assert.Empty(kernel.Warnings);
        Assert.Single(kernel.LeakReport().Held);
        kernel.Vfree(kernel.Vmalloc(1));
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Each_kind_has_its_own_release()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        KmapMapping global = kernel.Kmap(page);
        KmapMapping local = kernel.KmapLocalPage(page);
        KmapMapping atomic = kernel.KmapAtomic(page);

        Assert.Contains("use KunmapAtomic", Assert.Throws<KernelBugException>(() => kernel.KunmapLocal(atomic)).Message);
        Assert.Contains("use KunmapLocal", Assert.Throws<KernelBugException>(() => kernel.KunmapAtomic(local)).Message);
        Assert.Contains("Kunmap of the page", Assert.Throws<KernelBugException>(() => kernel.KunmapLocal(global)).Message);
        Assert.Throws<KernelBugException>(() => kernel.KunmapAtomic(global));
        Assert.True(global.IsMapped && local.IsMapped && atomic.IsMapped);

        kernel.KunmapAtomic(atomic);
        kernel.KunmapLocal(local);
        kernel.Kunmap(page);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void The_wrong_release_ends_the_mapping_and_its_context_when_only_warned()
    {
        using KernelMemory kernel = new(8, TestKernel.Warning);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        kernel.KunmapLocal(kernel.KmapAtomic(page));
        kernel.KunmapAtomic(kernel.KmapLocalPage(page));

        Assert.Equal(2, kernel.Warnings.Count);
        kernel.Vfree(kernel.Vmalloc(1));
        Assert.Equal(2, kernel.Warnings.Count);
        Assert.Single(kernel.LeakReport().Held);
    }

    [Fact]
    public void A_mapping_for_every_thread_is_used_and_ended_by_another()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        KmapMapping mapping = kernel.Kmap(page);
        Exception? thrown = null;
        Thread other = new(() => thrown = Record.Exception(() =>
        {
            mapping.Span[5] = 9;
            kernel.Kunmap(page);
        }));
        other.Start();
        other.Join();

        Assert.Null(thrown);
        Assert.Equal(9, page.Span[5]);
        Assert.Throws<KernelBugException>(() => mapping.Span.Length);
    }

    [Fact]
    public void A_page_mapped_for_every_thread_twice_is_unmapped_twice()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        KmapMapping first = kernel.Kmap(page);
        KmapMapping second = kernel.Kmap(page);

        Assert.Equal(first.Address, second.Address);
        kernel.Kunmap(page);
        Assert.True(first.IsMapped);
        kernel.Kunmap(page);
        Assert.False(first.IsMapped);
        Assert.Contains("is not mapped", Assert.Throws<KernelBugException>(() => kernel.Kunmap(page)).Message);
    }

    [Fact]
    public void Mapping_for_every_thread_may_sleep()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            kernel.Kmap(page);
            kernel.Kunmap(page);
        }

        Assert.Equal(2, kernel.Warnings.Count);
    }

    [Fact]
    public void Freeing_a_page_that_is_mapped_is_warned_about()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        KmapMapping mapping = kernel.Kmap(page);

        kernel.FreePage(page);

        Assert.Contains("still mapped", Assert.Single(kernel.Warnings).Message);
        Assert.Throws<KernelBugException>(() => mapping.Span.Length);
        kernel.Kunmap(page);
    }
}
