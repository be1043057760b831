using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public class VmapTests
{
    [Fact]
    public void A_mapping_of_shuffled_pages_and_the_pages_are_the_same_bytes_both_ways()
    {
        using KernelMemory kernel = new(64);
        Assert.SkipUnless(kernel.MapsPagesInAnyOrder, "The system has no shared memory objects.");
        Page[] pages = [.. Enumerable.Range(0, 16).Select(_ => kernel.AllocPage(GfpFlags.Kernel)!)];
        new Random(7).Shuffle(pages);

        VmArea area = kernel.Vmap(pages, VmapFlags.Map)!;
        for (int i = 0; i < area.Length; i++)
        {
            area.Span[i] = (byte)(i * 31 / 7);
        }

        for (int i = 0; i < area.Length; i++)
        {
            Assert.Equal((byte)(i * 31 / 7), pages[i / Page.Size].Span[i % Page.Size]);
        }

        for (int i = 0; i < pages.Length; i++)
        {
            pages[i].Span.Fill((byte)(200 - i));
        }

        for (int i = 0; i < area.Length; i++)
        {
            Assert.Equal((byte)(200 - (i / Page.Size)), area.Span[i]);
        }

        kernel.Vunmap(area);
        foreach (Page page in pages)
        {
            Assert.Equal(1, page.RefCount);
            kernel.FreePage(page);
        }

        Assert.True(kernel.LeakReport().IsEmpty);
    }
}
