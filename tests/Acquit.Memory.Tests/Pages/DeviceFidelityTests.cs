using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>The kernel's rules for pages of devices whose count is 1 when they are idle, each shown by running it.</summary>
public abstract class DeviceFidelityTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : DeviceFidelityTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : DeviceFidelityTests(MemoryBacking.Portable);

    [Fact]
    public void A_count_of_1_is_idle_and_stays()
    {
        using DeviceBench bench = new(backing);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.PutPage(bench[0]);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.PutPage(bench[0]);

        Assert.Equal(1, bench[0].RefCount);
        Assert.Equal(2, bench.Idle.Count);
        Assert.False(bench[0].IsFree);
    }

    [Fact]
    public void A_page_put_once_too_often_is_reported_at_the_end_and_not_waited_for()
    {
        using DeviceBench bench = new(backing, options: new KernelMemoryOptions { Checking = false });
        bench.Kernel.PutPage(bench[3]);

        Assert.Contains(
            "idle reference", Assert.Throws<KernelBugException>(() => bench.Kernel.MemunmapPages(bench.Device)).Message, StringComparison.Ordinal);

        Assert.Equal(0, bench.Device.References);
    }

    [Fact]
    public void A_count_of_0_lets_go_of_the_device_and_not_of_the_frame()
    {
        using DeviceBench bench = new(backing);
        Assert.Equal(1 + 8, bench.Device.References);
        bench.Kernel.MemunmapPages(bench.Device);

        Assert.Equal(0, bench.Device.References);
        Assert.Equal(0, bench[0].RefCount);
        Assert.Equal(15, bench.Kernel.FreePageCount);
        Assert.Empty(bench.Idle);
    }

    [Fact]
    public void Asking_whether_a_page_is_managed_changes_nothing()
    {
        using DeviceBench bench = new(backing);
        Assert.True(bench.Kernel.PageIsDevmapManaged(bench[0]));
        Assert.True(bench.Kernel.PageIsDevmapManaged(bench[0]));

        Assert.Equal(1, bench[0].RefCount);
        Assert.Equal(9, bench.Device.References);
    }

    [Fact]
    public void Each_way_of_dropping_a_reference_minds_device_pages()
    {
        using DeviceBench bench = new(backing);
        Action<Page>[] puts =
        [
            page => bench.Kernel.PutPage(page), page => bench.Kernel.ReleasePages([page], 1),
            page => bench.Kernel.FolioPutRefs(page, 1), page => bench.Kernel.PutDevmapManagedPage(page),
        ];
        foreach (Action<Page> put in puts)
        {
            bench.Kernel.GetPage(bench[1]);
            put(bench[1]);
        }

        Assert.Equal(4, bench.Idle.Count);
        Assert.Equal(1, bench[1].RefCount);
    }

    [Fact]
    public void An_unpin_subtracts_the_bias_and_decides_by_what_is_left()
    {
        using DeviceBench bench = new(backing, options: new KernelMemoryOptions { Checking = false });
        Assert.True(bench[0].TryAddCount(2 * MmStruct.GupPinCountingBias, 0));

        bench.Kernel.UnpinUserPage(bench[0]);
        Assert.Equal(1025, bench[0].RefCount);
        Assert.Empty(bench.Idle);
        bench.Kernel.UnpinUserPage(bench[0]);

        Assert.Equal(1, bench[0].RefCount);
        Assert.Single(bench.Idle);
    }

    [Fact]
    public void A_stale_mapping_would_make_the_next_user_take_the_page_for_an_anonymous_one()
    {
        using DeviceBench cleared = new(backing, MemoryDeviceType.Private);
        using DeviceBench stale = new(backing, MemoryDeviceType.FsDax);
        foreach (DeviceBench bench in new[] { cleared, stale })
        {
            bench.Kernel.GetPage(bench[0]);
            bench.Kernel.PageAddNewAnonRmap(bench[0]);
            bench.Kernel.PutPage(bench[0]);
        }

        Assert.False(cleared[0].IsAnonymous);
        Assert.True(stale[0].IsAnonymous);

        using ShmemFile file = new(stale.Kernel, Page.Size);
        stale.Kernel.DaxAssociateEntry(stale[0], file.Mapping);
        stale.Kernel.PageAddNewAnonRmap(stale[0]);
        Assert.Same(file.Mapping, stale[0].Mapping);
    }

    [Fact]
    public void A_cached_device_is_returned_unchanged_or_put()
    {
        using DeviceBench bench = new(backing);
        DevPagemap? found = null;
        for (int i = 0; i < 8; i++)
        {
            found = bench.Kernel.GetDevPagemap(bench.Device.Pfn + (ulong)i, found);
            Assert.Same(bench.Device, found);
            Assert.Equal(10, bench.Device.References);
        }

        Assert.Null(bench.Kernel.GetDevPagemap(0, found));
        Assert.Equal(9, bench.Device.References);
    }

    [Fact]
    public void Leaving_a_loop_early_without_putting_the_device_keeps_its_end_from_coming()
    {
        using DeviceBench bench = new(backing);
        LeakScope scope = bench.Kernel.TrackLeaks();

        DevPagemap found = bench.Kernel.GetDevPagemap(bench.Device.Pfn)!;

        Assert.Contains("1 dev-pagemap still held", scope.Report().ToString());
        Thread ending = new(() => bench.Kernel.MemunmapPages(bench.Device));
        ending.Start();
        Assert.False(ending.Join(50));
        bench.Kernel.PutDevPagemap(found);
        Assert.True(ending.Join(TimeSpan.FromSeconds(30)));
    }
}
