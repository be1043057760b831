using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class ShmemPinMapOnSystemMemoryTests() : ShmemPinMapTests(MemoryBacking.Automatic);

public sealed class ShmemPinMapOnPortableMemoryTests() : ShmemPinMapTests(MemoryBacking.Portable);

public abstract class ShmemPinMapTests(MemoryBacking backing) : MappingTests(backing)
{
    private const int Pages = 3;

    [Fact]
    public void A_file_is_mapped_as_one_piece_with_a_reference_to_each_page()
    {
        using KernelMemory kernel = Create(32);
        using ShmemFile file = new(kernel, Pages * Page.Size);

        VmArea area = kernel.ShmemPinMap(file)!;
        area.Write(Page.Size - 1, [1, 2]);
        Page second = kernel.ShmemReadMappingPage(file.Mapping, 1, out _)!;

        Assert.Equal(2, second.Span[0]);
        Assert.Equal(3, second.RefCount);
        Assert.True(file.Mapping.IsUnevictable);
        Assert.Equal(0, kernel.NrVmallocPages);
        kernel.PutPage(second);
        kernel.ShmemUnpinMap(file, area);
        Assert.Equal(1, second.RefCount);
        Assert.False(file.Mapping.IsUnevictable);
        Assert.False(area.IsMapped);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void The_report_says_what_is_still_pinned_and_since_which_call()
    {
        using KernelMemory kernel = Create(32);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        VmArea area = kernel.ShmemPinMap(file)!;

        string[] kinds = [ResourceKinds.ShmemPinMap, ResourceKinds.Unevictable];
        Assert.Equal(kinds, kernel.LeakReport().Held.Select(held => held.Kind));
        Assert.All(kernel.LeakReport().Held, held => Assert.Equal(nameof(KernelMemory.ShmemPinMap), held.AcquiredAt.Api));
        kernel.ShmemUnpinMap(file, area);
    }

    [Fact]
    public void A_failure_at_any_step_leaves_nothing_behind()
    {
        using KernelMemory kernel = Create(32, range: 5);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        kernel.Injection.FailNext(nameof(KernelMemory.ShmemPinMap));
        AssertFails(kernel, file);
        for (int nth = 1; nth <= Pages; nth++)
        {
            kernel.Injection.FailNth(nameof(KernelMemory.ShmemReadMappingPage), nth);
            AssertFails(kernel, file);
        }

        kernel.Injection.FailNext(nameof(KernelMemory.Vmap));
        AssertFails(kernel, file);

        VmArea kept = kernel.Vmalloc(3 * Page.Size)!;
        Assert.Null(kernel.ShmemPinMap(file));
        Assert.Single(kernel.LeakReport().Held);
        kernel.Vfree(kept);

        VmArea area = kernel.ShmemPinMap(file)!;
        kernel.ShmemUnpinMap(file, area);
    }

    [Fact]
    public void When_memory_runs_out_the_pages_read_so_far_are_put()
    {
        using KernelMemory kernel = Create(8);
        using ShmemFile file = new(kernel, 5 * Page.Size);
        Page[] others = kernel.AllocPages(4);

        Assert.Null(kernel.ShmemPinMap(file));

        Assert.Equal(3, file.Reclaim());
        Assert.Equal(4, kernel.LeakReport().Held.Count);
        kernel.ReleasePages(others, 4);
        VmArea area = kernel.ShmemPinMap(file)!;
        kernel.ShmemUnpinMap(file, area);
    }

    [Fact]
    public void A_callback_that_throws_leaves_no_page_held()
    {
        using KernelMemory kernel = Create(16, range: 3);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        VmArea kept = kernel.Vmalloc(1)!;
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong _) => throw new InvalidDataException("broken callback"));
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));

        Assert.Throws<InvalidDataException>(() => kernel.ShmemPinMap(file));

        Assert.False(file.Mapping.IsUnevictable);
        Assert.Equal(Pages, file.Reclaim());
        kernel.Vfree(kept);
    }

    [Fact]
    public void A_file_without_pages_or_with_more_than_there_are_cannot_be_mapped()
    {
        using KernelMemory kernel = Create(8);
        using ShmemFile empty = new(kernel, 0);
        using ShmemFile huge = new(kernel, 1ul << 50);

        Assert.Null(kernel.ShmemPinMap(empty));
        Assert.Null(kernel.ShmemPinMap(huge));
        Assert.Throws<ArgumentNullException>(() => kernel.ShmemPinMap(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.ShmemUnpinMap(empty, null!));
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Unpinning_by_hand_is_noticed_and_works_as_in_the_kernel()
    {
        using KernelMemory kernel = Create(32, onMisuse: MisuseReaction.Warn);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        VmArea area = kernel.ShmemPinMap(file)!;

        kernel.Vfree(area);

        Assert.Contains("use ShmemUnpinMap", Assert.Single(kernel.Warnings).Message);
        Assert.True(file.Mapping.IsUnevictable);
        Assert.Equal(ResourceKinds.Unevictable, Assert.Single(kernel.LeakReport().Held).Kind);
        kernel.MappingClearUnevictable(file.Mapping);
        Assert.Equal(Pages, file.Reclaim());
    }

    [Fact]
    public void One_of_two_mappings_of_a_file_ends_the_protection_of_both_but_not_the_references()
    {
        using KernelMemory kernel = Create(32);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        VmArea first = kernel.ShmemPinMap(file)!;
        VmArea second = kernel.ShmemPinMap(file)!;
        first.Write(0, [5]);

        kernel.ShmemUnpinMap(file, first);

        Assert.False(file.Mapping.IsUnevictable);
        Assert.Equal(0, file.Reclaim());
        Assert.Equal(5, Content(second)[0]);
        kernel.ShmemUnpinMap(file, second);
        Assert.Equal(Pages, file.Reclaim());
    }

    [Fact]
    public void The_older_way_to_release_reads_every_page_again_and_puts_it_twice()
    {
        using KernelMemory kernel = Create(32);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        Page[] pages = [.. Enumerable.Range(0, Pages).Select(i => kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out _)!)];
        VmArea area = kernel.Vmap(pages, VmapFlags.Map)!;
        kernel.MappingSetUnevictable(file.Mapping);

        kernel.MappingClearUnevictable(file.Mapping);
        kernel.Vunmap(area);
        for (int i = 0; i < Pages; i++)
        {
            Page page = kernel.ShmemReadMappingPageGfp(file.Mapping, (ulong)i, GfpFlags.Kernel, out int error)!;
            Assert.Equal(0, error);
            Assert.Same(pages[i], page);
            kernel.PutPage(page);
            kernel.PutPage(page);
        }

        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(Pages, file.Reclaim());
    }

    [Fact]
    public void The_older_way_to_release_can_fail_half_way()
    {
        using KernelMemory kernel = Create(32);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        Page held = kernel.ShmemReadMappingPage(file.Mapping, 0, out _)!;
        kernel.Injection.FailNext(nameof(KernelMemory.ShmemReadMappingPageGfp), -Errno.EIO);

        Assert.Null(kernel.ShmemReadMappingPageGfp(file.Mapping, 0, GfpFlags.Kernel, out int error));

        Assert.Equal(-Errno.EIO, error);
        Assert.Equal(2, held.RefCount);
        Assert.Single(kernel.LeakReport().Held);
        kernel.PutPage(held);
    }

    [Fact]
    public void Pages_can_be_rescued_once_their_file_is_evictable()
    {
        using KernelMemory kernel = Create(32);
        using ShmemFile file = new(kernel, Pages * Page.Size);
        Page[] pages = [.. Enumerable.Range(0, Pages).Select(i => kernel.ShmemReadMappingPage(file.Mapping, (ulong)i, out _)!)];
        Page other = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.MappingSetUnevictable(file.Mapping);
        Assert.Equal(0, kernel.CheckMoveUnevictablePages(pages));
        kernel.MappingClearUnevictable(file.Mapping);

        Assert.Equal(Pages, kernel.CheckMoveUnevictablePages([.. pages, other]));

        kernel.FreePage(other);
        Assert.Throws<KernelBugException>(() => kernel.CheckMoveUnevictablePages([other]));
        Assert.Throws<KernelBugException>(() => kernel.CheckMoveUnevictablePages([null!]));
        kernel.ReleasePages(pages, Pages);
    }

    private static void AssertFails(KernelMemory kernel, ShmemFile file)
    {
        Assert.Null(kernel.ShmemPinMap(file));
        Assert.False(kernel.Injection.IsPending);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.False(file.Mapping.IsUnevictable);
        int cached = file.Mapping.CachedPages;
        Assert.Equal(cached, file.Reclaim());
    }
}
