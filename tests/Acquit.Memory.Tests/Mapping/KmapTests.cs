using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public class KmapTests
{
    [Fact]
    public void A_short_mapping_shows_the_bytes_of_its_page()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        KmapMapping mapping = kernel.KmapLocalPage(page);
        mapping.Span[9] = 5;
        kernel.KunmapLocal(mapping);

        Assert.Equal(5, page.Span[9]);
        Assert.Throws<KernelBugException>(() => mapping.Span.Length);
        Assert.Throws<KernelBugException>(() => kernel.KunmapLocal(mapping));
    }

    [Fact]
    public void Unmapping_in_the_wrong_order_is_warned_about()
    {
        using KernelMemory kernel = new(8);
        Page[] pages = kernel.AllocPages(2);
        KmapMapping first = kernel.KmapLocalPage(pages[0]);
        KmapMapping second = kernel.KmapLocalPage(pages[1]);

        kernel.KunmapLocal(first);
        kernel.KunmapLocal(second);

        Assert.Contains($"before {second}", Assert.Single(kernel.Warnings).Message);
        Assert.DoesNotContain(kernel.LeakReport().Held, held => held.Kind == ResourceKinds.KmapLocal);
    }

    [Fact]
    public void A_thread_cannot_have_more_than_sixteen()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        List<KmapMapping> mappings = [.. Enumerable.Range(0, 16).Select(_ => kernel.KmapLocalPage(page))];

        Assert.Throws<KernelBugException>(() => kernel.KmapLocalPage(page));

        mappings.Reverse();
        mappings.ForEach(mapping => kernel.KunmapLocal(mapping));
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void A_short_mapping_belongs_to_its_thread()
    {
        using KernelMemory kernel = new(8);
        KmapMapping mapping = kernel.KmapLocalPage(kernel.AllocPage(GfpFlags.Kernel)!);
        Exception? use = null;
        Exception? unmap = null;

        Thread other = new(() =>
        {
            use = Record.Exception(() => mapping.Span.Length);
            unmap = Record.Exception(() => kernel.KunmapLocal(mapping));
        });
        other.Start();
        other.Join();

        Assert.IsType<KernelBugException>(use);
        Assert.IsType<KernelBugException>(unmap);
        kernel.KunmapLocal(mapping);
    }
}
