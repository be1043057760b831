using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class KmallocTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : KmallocTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : KmallocTests(MemoryBacking.Portable);

    [Theory]
    [InlineData(1, 8)]
    [InlineData(24, 32)]
    [InlineData(96, 32)]
    [InlineData(129, 64)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4096)]
    [InlineData(8193, 4096)]
    [InlineData(40000, 4096)]
    public void Memory_is_aligned_by_its_size_and_all_of_it_is_there(int size, int alignment)
    {
        using KernelMemory kernel = backing.Kernel(64);

        KernelAllocation memory = kernel.Kmalloc(size, GfpFlags.Kernel)!;
        memory.Span.Fill(0x3e);

        Assert.Equal(size, memory.Length);
        Assert.Equal(size, memory.Span.Length);
        Assert.Equal(0UL, memory.Address % (ulong)alignment);
        Assert.Equal(0x3e, kernel.BytesAt(memory.Address, size)[^1]);
        Assert.True(kernel.VirtToPage(memory.Address).IsSlab);
        Assert.True(kernel.VirtToPage(memory.Address + (ulong)size - 1).IsSlab);
        kernel.Kfree(memory);
        Assert.Equal(63, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Pieces_share_pages_and_do_not_overlap()
    {
        using KernelMemory kernel = backing.Kernel(64);
        KernelAllocation[] pieces = [.. Enumerable.Range(0, 300).Select(i => kernel.Kmalloc(1 + (i % 64), GfpFlags.Kernel)!)];
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i].Span.Fill((byte)i);
        }

        Assert.True(kernel.FreePageCount > 50);
        Assert.All(Enumerable.Range(0, 300), i => Assert.False(pieces[i].Span.ContainsAnyExcept((byte)i)));
        new Random(1).Shuffle(pieces);
        foreach (KernelAllocation piece in pieces)
        {
            kernel.Kfree(piece);
        }

        Assert.Equal(63, kernel.FreePageCount);
    }

    [Fact]
    public void Freed_memory_is_used_again_and_zeroed_on_request_only()
    {
        using KernelMemory kernel = backing.Kernel(4);
        KernelAllocation keeper = kernel.Kmalloc(64, GfpFlags.Kernel)!;
        KernelAllocation first = kernel.Kmalloc(64, GfpFlags.Kernel)!;
        first.Span.Fill(1);
        kernel.Kfree(first);

        KernelAllocation second = kernel.Kmalloc(64, GfpFlags.Kernel)!;
        Assert.Equal(first.Address, second.Address);
        Assert.Equal(0xaa, second.Span[63]);
        kernel.Kfree(second);
        KernelAllocation third = kernel.Kzalloc(64, GfpFlags.Kernel)!;
        Assert.Equal(first.Address, third.Address);
        Assert.False(third.Span.ContainsAnyExcept((byte)0));
        kernel.Kfree(third);
        kernel.Kfree(keeper);
    }

    [Fact]
    public void An_array_is_zeroed_and_null_when_its_size_overflows()
    {
        using KernelMemory kernel = backing.Kernel(8);
        KernelAllocation array = kernel.Kcalloc(7, 12, GfpFlags.Kernel)!;
        Assert.Equal(84, array.Length);
        Assert.False(array.Span.ContainsAnyExcept((byte)0));

        Assert.Null(kernel.Kcalloc(1L << 33, 1L << 33, GfpFlags.Kernel));
        Assert.Null(kernel.Kcalloc(-1, 2, GfpFlags.Kernel));
        Assert.Empty(kernel.Warnings);
        Assert.Null(kernel.Kcalloc(-1, 1, GfpFlags.Kernel));
        Assert.Single(kernel.Warnings);
        Assert.Equal(0, kernel.Kcalloc(0, 9, GfpFlags.Kernel)!.Length);
        kernel.Kfree(array);
    }

    [Fact]
    public void No_bytes_are_an_answer_that_is_not_null()
    {
        using KernelMemory kernel = backing.Kernel(2);

        KernelAllocation none = kernel.Kmalloc(0, GfpFlags.Kernel)!;

        Assert.Equal(16UL, none.Address);
        Assert.Equal(0, none.Span.Length);
        none.Write(0, []);
        Assert.Equal(1, kernel.FreePageCount);
        kernel.KfreeAddress(none.Address);
        kernel.Kfree(none);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData((4L << 20) + 1)]
    [InlineData(long.MaxValue)]
    public void More_than_the_largest_block_is_null_with_a_warning_unless_that_is_unwanted(long size)
    {
        using KernelMemory kernel = backing.Kernel(8);

        Assert.Null(kernel.Kmalloc(size, GfpFlags.Kernel | GfpFlags.NoWarn));
        Assert.Empty(kernel.Warnings);
        Assert.Null(kernel.Kmalloc(size, GfpFlags.Kernel));
        Assert.Single(kernel.Warnings);
    }

    [Fact]
    public void Exhausted_memory_is_null_and_can_be_asked_for_again()
    {
        using KernelMemory kernel = backing.Kernel(3);
        KernelAllocation first = kernel.Kmalloc(4096, GfpFlags.Kernel)!;
        KernelAllocation second = kernel.Kmalloc(4096, GfpFlags.Kernel)!;

        Assert.Null(kernel.Kmalloc(8, GfpFlags.Kernel));
        Assert.Null(kernel.Kmalloc(9000, GfpFlags.Kernel));
        kernel.Kfree(first);
        KernelAllocation third = kernel.Kmalloc(8, GfpFlags.Kernel)!;
        kernel.Kfree(second);
        kernel.Kfree(third);
        Assert.Equal(2, kernel.FreePageCount);
    }

    [Fact]
    public void Null_and_address_0_are_ignored()
    {
        using KernelMemory kernel = backing.Kernel(2);
        kernel.Kfree(null);
        kernel.KfreeAddress(0);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Each_form_can_be_made_to_fail()
    {
        using KernelMemory kernel = backing.Kernel(4);
        foreach (string api in new[] { nameof(KernelMemory.Kmalloc), nameof(KernelMemory.Kzalloc), nameof(KernelMemory.Kcalloc) })
        {
            kernel.Injection.FailNext(api);
        }

        Assert.Null(kernel.Kmalloc(8, GfpFlags.Kernel));
        Assert.Null(kernel.Kzalloc(8, GfpFlags.Kernel));
        Assert.Null(kernel.Kcalloc(1, 8, GfpFlags.Kernel));
        Assert.False(kernel.Injection.IsPending);
    }

    [Fact]
    public void Freeing_twice_and_using_freed_memory_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(8);
        KernelAllocation keeper = kernel.Kmalloc(32, GfpFlags.Kernel)!;
        KernelAllocation memory = kernel.Kmalloc(32, GfpFlags.Kernel)!;
        kernel.Kfree(memory);

        KernelBugException bug = Assert.Throws<KernelBugException>(() => kernel.Kfree(memory));

        Assert.Contains("given back before", bug.Message);
        Assert.Contains("acquired by Kmalloc in", bug.Message);
        Assert.Contains("last released by Kfree in", bug.Message);
        Assert.Contains("once too often", Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(memory.Address)).Message);
        Assert.Throws<KernelBugException>(() => memory.Span.Length);
        Assert.Throws<KernelBugException>(() => memory.Read(0, []));
        Assert.Throws<KernelBugException>(() => memory.Write(0, []));
        kernel.Kfree(keeper);
    }

    [Fact]
    public void Reading_and_writing_stay_within_the_size_that_was_asked_for()
    {
        using KernelMemory kernel = backing.Kernel(8);
        KernelAllocation memory = kernel.Kzalloc(10, GfpFlags.Kernel)!;
        byte[] read = new byte[4];

        memory.Write(6, [1, 2, 3, 4]);
        memory.Read(6, read);

        Assert.Equal([1, 2, 3, 4], read);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Write(7, [1, 2, 3, 4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read(-1, read));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read(int.MaxValue, read));
        kernel.Kfree(memory);
    }

    [Fact]
    public void Freeing_by_address_needs_the_first_address_of_kmalloc_memory()
    {
        using KernelMemory kernel = backing.Kernel(32);
        KernelAllocation memory = kernel.Kmalloc(100, GfpFlags.Kernel)!;
        KernelAllocation large = kernel.Kmalloc(20000, GfpFlags.Kernel)!;
        ulong page = kernel.GetFreePage(GfpFlags.Kernel);
        VmArea area = kernel.Vmalloc(10)!;

        Assert.Contains("inside of", Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(memory.Address + 8)).Message);
        Assert.Contains("inside of", Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(large.Address + 16384)).Message);
        Assert.Contains("not from kmalloc", Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(page)).Message);
        Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(area.Address));
        Assert.Throws<KernelBugException>(() => kernel.KfreeAddress(1));
        kernel.KfreeAddress(memory.Address);
        kernel.KfreeAddress(large.Address);
        kernel.FreePageAddress(page);
        kernel.Vfree(area);
        Assert.True(memory.IsFreed);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(31, kernel.FreePageCount);
    }

    [Fact]
    public void The_pages_of_kmalloc_memory_cannot_be_given_back_as_pages()
    {
        using KernelMemory kernel = backing.Kernel(32);
        KernelAllocation small = kernel.Kmalloc(100, GfpFlags.Kernel)!;
        KernelAllocation large = kernel.Kmalloc(20000, GfpFlags.Kernel)!;
        Page page = kernel.VirtToPage(small.Address);
        Page head = kernel.VirtToPage(large.Address);

        foreach (Action free in new Action[]
        {
            () => kernel.PutPage(page), () => kernel.FreePage(page), () => kernel.FreePageAddress(small.Address),
            () => kernel.PutPage(head), () => kernel.FreePages(head, 3), () => kernel.FreePagesAddress(large.Address, 3),
            () => kernel.ReleasePages([page], 1), () => kernel.FreePagesExact(small.Address, 100),
        })
        {
            Assert.Contains("from kmalloc", Assert.Throws<KernelBugException>(free).Message);
        }

        kernel.Kfree(small);
        kernel.Kfree(large);
        Assert.Equal(31, kernel.FreePageCount);
    }

    [Fact]
    public void With_checking_off_a_put_too_many_keeps_the_page_and_is_reported()
    {
        using KernelMemory kernel = backing.UncheckedKernel(8);
        KernelAllocation memory = kernel.Kmalloc(100, GfpFlags.Kernel)!;

        kernel.PutPage(kernel.VirtToPage(memory.Address));

        Assert.Contains("stays where it is", Assert.Single(kernel.Warnings).Message);
        memory.Span.Fill(7);
        Assert.Throws<KernelBugException>(() => kernel.FreePage(kernel.VirtToPage(memory.Address)));
        kernel.Kfree(memory);
        Assert.Throws<KernelBugException>(() => kernel.Kfree(memory));
        Assert.Equal(7, kernel.FreePageCount);
    }

    [Fact]
    public void A_reference_to_the_page_keeps_the_page_but_not_the_memory()
    {
        using KernelMemory kernel = backing.Kernel(8);
        KernelAllocation memory = kernel.Kmalloc(100, GfpFlags.Kernel)!;
        Page page = kernel.VirtToPage(memory.Address);
        kernel.GetPage(page);

        kernel.Kfree(memory);

        Assert.False(page.IsFree);
        Assert.False(page.IsSlab);
        Assert.Equal(6, kernel.FreePageCount);
        kernel.PutPage(page);
        Assert.Equal(7, kernel.FreePageCount);
    }

    [Fact]
    public void Memory_from_kmalloc_cannot_be_mapped_into_a_process()
    {
        using KernelMemory kernel = backing.Kernel(16);
        using MmStruct mm = kernel.CreateMm();
        List<int> results = [];
        KernelAllocation small = kernel.Kmalloc(64, GfpFlags.Kernel)!;
        KernelAllocation large = kernel.Kmalloc(9000, GfpFlags.Kernel)!;
        FileStruct file = new(new FileOperations
        {
            Mmap = (_, area) =>
            {
                results.Add(kernel.VmInsertPage(area, area.Start, kernel.VirtToPage(small.Address)));
                results.Add(kernel.VmInsertPage(area, area.Start, kernel.VirtToPage(large.Address)));
                return 0;
            },
        });

        mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Shared, out _, file);

        Assert.Equal([-Errno.EINVAL, -Errno.EINVAL], results);
        Assert.Equal(1, kernel.VirtToPage(small.Address).RefCount);
        kernel.Kfree(small);
        kernel.Kfree(large);
    }

    [Fact]
    public void Another_kernels_memory_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(4);
        using KernelMemory other = backing.Kernel(4);
        KernelAllocation memory = other.Kmalloc(8, GfpFlags.Kernel)!;

        Assert.Contains("another kernel", Assert.Throws<KernelBugException>(() => kernel.Kfree(memory)).Message);
        Assert.Throws<KernelBugException>(() => kernel.Kvfree(memory));
        other.Kfree(memory);
    }

    [Fact]
    public void Many_threads_share_the_pages()
    {
        using KernelMemory kernel = backing.Kernel(256);
        Parallel.For(0, 4, thread =>
        {
            Random random = new(thread);
            List<KernelAllocation> mine = [];
            for (int i = 0; i < 3000; i++)
            {
                if (mine.Count < 20 && kernel.Kmalloc(random.Next(1, 3000), GfpFlags.Kernel) is { } memory)
                {
                    memory.Span.Fill((byte)thread);
                    mine.Add(memory);
                    continue;
                }

                int at = random.Next(mine.Count);
                Assert.False(mine[at].Span.ContainsAnyExcept((byte)thread));
                kernel.Kfree(mine[at]);
                mine.RemoveAt(at);
            }

            mine.ForEach(memory => kernel.Kfree(memory));
        });

        Assert.Equal(255, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Memory_that_was_not_given_back_is_in_the_report()
    {
        using KernelMemory kernel = backing.Kernel(4);
        KernelAllocation memory = kernel.Kmalloc(24, GfpFlags.Kernel)!;

        Assert.Contains($"1 kmalloc still held (24 bytes at {memory.Address:x})", kernel.LeakReport().ToString());
        kernel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => kernel.Kfree(memory));
    }
}
