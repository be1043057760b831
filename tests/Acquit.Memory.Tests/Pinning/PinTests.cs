using Xunit;

namespace Acquit.Memory.Tests.Pinning;

public class PinTests
{
    [Fact]
    public void Pinned_pages_are_the_ones_the_process_sees()
    {
        using KernelMemory kernel = new(64);
        using MmStruct mm = kernel.CreateMm();
        Assert.Equal(0, mm.Mmap(4 * Page.Size, VmFlags.Read | VmFlags.Write, out ulong start));
        Page[] pages = new Page[4];

        Assert.Equal(4, mm.PinUserPagesFast(start, 4, FollFlags.Write, pages));
        Assert.All(pages, page => Assert.Equal(1 + MmStruct.GupPinCountingBias, page.RefCount));
        pages[2].Span.Fill(9);
        mm.UnpinUserPagesDirtyLock(pages, 4, makeDirty: true);

        byte[] seen = new byte[Page.Size];
        Assert.Equal(0, mm.Read(start + (2 * Page.Size), seen));
        Assert.All(seen, value => Assert.Equal(9, value));
        Assert.All(pages, page => Assert.True(page.IsDirty));
        Assert.True(kernel.LeakReport().IsEmpty);
    }
}
