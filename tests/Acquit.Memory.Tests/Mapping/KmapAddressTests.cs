using Xunit;

namespace Acquit.Memory.Tests.Mapping;

/// <summary>Short mappings by address, of parts of larger pages, and by frame number.</summary>
public class KmapAddressTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Page.Size - 1)]
    public void Any_address_inside_the_page_takes_it_down(int offset)
    {
        using KernelMemory kernel = new(8);
        Page[] pages = kernel.AllocPages(2);
        KmapMapping first = kernel.KmapLocalPage(pages[0]);
        KmapMapping second = kernel.KmapLocalPage(pages[1]);
        KmapMapping third = kernel.KmapAtomic(pages[0]);

        kernel.KunmapAtomicAddress(third.AddressAt(offset));
        kernel.KunmapLocalAddress(second.Address + (ulong)offset);
        kernel.KunmapLocalAddress(first.AddressAt(offset));

        Assert.False(first.IsMapped || second.IsMapped || third.IsMapped);
        Assert.Empty(kernel.Warnings);
        Assert.DoesNotContain(kernel.LeakReport().Held, held => held.Resource.StartsWith("short", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_without_a_mapping_is_refused()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        KmapMapping mapping = kernel.KmapLocalPage(page);
        ulong guard = mapping.Address + Page.Size;

        Assert.Throws<KernelBugException>(() => kernel.KunmapLocalAddress(guard));
        Assert.Throws<KernelBugException>(() => kernel.KunmapLocalAddress(0));
        Assert.Throws<KernelBugException>(() => kernel.KunmapLocalAddress(kernel.PageAddress(page)));
        Assert.True(mapping.IsMapped);
        kernel.KunmapLocal(mapping);
        Assert.Throws<KernelBugException>(() => kernel.KunmapLocalAddress(mapping.Address));
    }

    [Fact]
    public void An_address_of_another_threads_mapping_is_refused()
    {
        using KernelMemory kernel = new(8);
        KmapMapping mapping = kernel.KmapLocalPage(kernel.AllocPage(GfpFlags.Kernel)!);
        Exception? thrown = null;
        Thread other = new(() => thrown = Record.Exception(() => kernel.KunmapLocalAddress(mapping.Address)));
        other.Start();
        other.Join();

        Assert.Contains("another thread", Assert.IsType<KernelBugException>(thrown).Message);
        Assert.True(mapping.IsMapped);
        kernel.KunmapLocal(mapping);
    }

    [Fact]
    public void Mappings_of_one_page_have_addresses_of_their_own_which_are_used_again()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        KmapMapping[] mappings = [.. Enumerable.Range(0, 16).Select(_ => kernel.KmapLocalPage(page))];

        Assert.Equal(16, mappings.Select(mapping => mapping.Address).Distinct().Count());
        foreach (KmapMapping mapping in mappings.Reverse())
        {
            kernel.KunmapLocalAddress(mapping.Address);
        }

        KmapMapping again = kernel.KmapLocalPage(page);
        Assert.Equal(mappings[0].Address, again.Address);
        kernel.KunmapLocal(again);
    }

    [Fact]
    public void Of_a_larger_page_the_one_is_mapped_that_the_offset_lies_in()
    {
        using KernelMemory kernel = new(8);
        Page folio = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        Page tail = kernel.NthPage(folio, 1);
        tail.Span[10] = 3;

        KmapMapping mapping = kernel.KmapLocalFolio(folio, Page.Size + 10);

        Assert.Same(tail, mapping.Page);
        Assert.Equal(3, mapping.Span[0]);
        Assert.Equal(Page.Size - 10, mapping.Span.Length);
        Assert.Equal(10ul, mapping.Address & ~Page.Mask);
        Assert.Equal(mapping.Address + 5, mapping.AddressAt(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapping.AddressAt(Page.Size - 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapping.AddressAt(-1));
        kernel.KunmapLocalAddress(mapping.Address);
        Assert.False(mapping.IsMapped);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2 * Page.Size)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_offset_outside_of_the_larger_page_is_refused(int offset)
    {
        using KernelMemory kernel = new(8);
        Page folio = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 1)!;
        Page block = kernel.AllocPages(GfpFlags.Kernel, 1)!;

        Assert.Throws<KernelBugException>(() => kernel.KmapLocalFolio(folio, offset));
        Assert.Throws<KernelBugException>(() => kernel.KmapLocalFolio(kernel.NthPage(folio, 1), 0));
        Assert.Throws<KernelBugException>(() => kernel.KmapLocalFolio(block, Page.Size));
        Assert.DoesNotContain(kernel.LeakReport().Held, held => held.Kind == ResourceKinds.KmapLocal);
    }

    [Fact]
    public void A_frame_is_mapped_by_its_number()
    {
        using KernelMemory kernel = new(8);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;

        KmapMapping mapping = kernel.KmapLocalPfn(page.Pfn);
        mapping.Span[0] = 6;
        kernel.KunmapLocal(mapping);

        Assert.Equal(6, page.Span[0]);
        Assert.Throws<KernelBugException>(() => kernel.KmapLocalPfn(8));
        Assert.Throws<KernelBugException>(() => kernel.KmapLocalPfn(ulong.MaxValue));
        kernel.FreePage(page);
        Assert.Throws<KernelBugException>(() => kernel.KmapLocalPfn(page.Pfn));
    }

    [Fact]
    public void A_mapping_of_another_kernel_is_refused()
    {
        using KernelMemory kernel = new(8);
        using KernelMemory other = new(8);
        KmapMapping mapping = other.KmapLocalPage(other.AllocPage(GfpFlags.Kernel)!);

        Assert.Throws<KernelBugException>(() => kernel.KunmapLocal(mapping));
        Assert.Throws<KernelBugException>(() => kernel.KunmapLocalAddress(mapping.Address));
        other.KunmapLocal(mapping);
    }

    [Fact]
    public void Null_is_refused()
    {
        using KernelMemory kernel = new(4);

        Assert.Throws<ArgumentNullException>(() => kernel.KmapLocalPage(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.KmapAtomic(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.Kmap(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.KunmapLocal(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.KunmapAtomic(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.Kunmap(null!));
        Assert.True(kernel.LeakReport().IsEmpty);
    }
}
