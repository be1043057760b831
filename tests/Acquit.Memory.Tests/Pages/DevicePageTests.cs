using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class DevicePageTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : DevicePageTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : DevicePageTests(MemoryBacking.Portable);

    [Theory]
    [InlineData(MemoryDeviceType.Private)]
    [InlineData(MemoryDeviceType.FsDax)]
    public void Idle_is_one_reference_and_the_driver_is_told(MemoryDeviceType type)
    {
        using DeviceBench bench = new(backing, type);
        Page page = bench[3];
        Assert.Equal(1, page.RefCount);
        Assert.True(bench.Kernel.PageIsDevmapManaged(page));
        bench.Kernel.GetPage(page);
        Assert.True(bench.Kernel.TryGetPage(page));
        Assert.Equal(3, page.RefCount);

        bench.Kernel.PutPage(page);
        Assert.Empty(bench.Idle);
        bench.Kernel.PutPage(page);

        Assert.Same(page, Assert.Single(bench.Idle));
        Assert.Equal(1, page.RefCount);
        Assert.False(page.IsFree);
        Assert.Equal(15, bench.Kernel.FreePageCount);
        bench.Kernel.MemunmapPages(bench.Device);
        Assert.True(bench.Kernel.LeakReport().IsEmpty);
    }

    [Theory]
    [InlineData(MemoryDeviceType.DevDax)]
    [InlineData(MemoryDeviceType.PciP2pDma)]
    public void Other_devices_are_not_told(MemoryDeviceType type)
    {
        using DeviceBench bench = new(backing, type);
        Assert.False(bench.Kernel.PageIsDevmapManaged(bench[0]));

        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.PutPage(bench[0]);

        Assert.Empty(bench.Idle);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.PutDevmapManagedPage(bench[0]);
        Assert.Contains("use PutPage", Assert.Single(bench.Kernel.Warnings).Message);
        Assert.Equal(2, bench[0].RefCount);
        Assert.Throws<KernelBugException>(() => bench.Kernel.FreeDevmapManagedPage(bench[0]));
        bench.Kernel.PutPage(bench[0]);
        bench.Kernel.MemunmapPages(bench.Device);
        Assert.True(bench[0].IsFree);
        Assert.Empty(bench.Idle);
    }

    [Fact]
    public void Nothing_is_managed_until_somebody_maps_such_a_device_nor_after_that_ended()
    {
        using DeviceBench bench = new(backing, MemoryDeviceType.DevDax);
        DevPagemap managed = bench.Describe(MemoryDeviceType.Private, 12, 2);
        Page page = bench.Kernel.PfnToPage(managed.Pfn);
        Assert.False(bench.Kernel.PageIsDevmapManaged(page));

        bench.Kernel.MemremapPages(managed, out _);
        Assert.True(bench.Kernel.PageIsDevmapManaged(page));
        Assert.False(bench.Kernel.PageIsDevmapManaged(bench[0]));
        Assert.False(bench.Kernel.PageIsDevmapManaged(bench.Kernel.ZeroPage));
        bench.Kernel.MemunmapPages(managed);

        Assert.False(bench.Kernel.PageIsDevmapManaged(page));
    }

    [Fact]
    public void The_batch_put_minds_device_pages_among_others()
    {
        using DeviceBench bench = new(backing);
        Page ordinary = bench.Kernel.AllocPage(GfpFlags.Kernel)!;
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.GetPage(bench[7]);

        bench.Kernel.ReleasePages([bench[0], ordinary, bench[7]], 3);

        Assert.Equal([bench[0], bench[7]], bench.Idle);
        Assert.Equal(1, bench[7].RefCount);
        Assert.True(ordinary.IsFree);
        Assert.Equal(15, bench.Kernel.FreePageCount);
    }

    [Fact]
    public void Several_references_at_once_and_the_managed_put_make_it_idle_too()
    {
        using DeviceBench bench = new(backing);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.FolioPutRefs(bench[0], 2);
        bench.Kernel.GetPage(bench[1]);
        bench.Kernel.PutDevmapManagedPage(bench[1]);

        Assert.Equal([bench[0], bench[1]], bench.Idle);
    }

    [Fact]
    public void Undoing_a_pin_takes_the_bias_off_and_decides_then()
    {
        using DeviceBench bench = new(backing);
        CallSite site = new("pin", "", "", 0);
        Assert.True(bench[2].TryAddCount(MmStruct.GupPinCountingBias, 0));
        bench.Kernel.Ledger.Take(bench[2], ResourceKinds.PagePin, site);
        Assert.True(bench[2].MaybeDmaPinned);
        bench.Kernel.GetPage(bench[2]);

        bench.Kernel.UnpinUserPage(bench[2]);
        Assert.Empty(bench.Idle);
        Assert.Equal(2, bench[2].RefCount);
        bench.Kernel.PutPage(bench[2]);

        Assert.Same(bench[2], Assert.Single(bench.Idle));
        Assert.True(bench[2].TryAddCount(MmStruct.GupPinCountingBias, 0));
        bench.Kernel.Ledger.Take(bench[2], ResourceKinds.PagePin, site);
        bench.Kernel.UnpinUserPage(bench[2]);
        Assert.Equal(2, bench.Idle.Count);
    }

    [Fact]
    public void Undoing_a_pin_makes_the_page_idle_with_checking_off_too()
    {
        using DeviceBench bench = new(backing, options: new KernelMemoryOptions { Checking = false });
        Assert.True(bench[2].TryAddCount(MmStruct.GupPinCountingBias, 0));
        Assert.True(bench[3].TryAddCount(MmStruct.GupPinCountingBias, 0));

        bench.Kernel.UnpinUserPages([bench[2]], 1);
        bench.Kernel.UnpinUserPagesDirtyLock([bench[3]], 1, makeDirty: false);

        Assert.Equal([bench[2], bench[3]], bench.Idle);
    }

    [Fact]
    public void Putting_an_idle_page_is_refused_and_the_allocator_never_gets_one()
    {
        using DeviceBench bench = new(backing);

        Assert.Throws<KernelBugException>(() => bench.Kernel.PutPage(bench[0]));
        Assert.Throws<KernelBugException>(() => bench.Kernel.ReleasePages([bench[0]], 1));
        Assert.Throws<KernelBugException>(() => bench.Kernel.FolioPutRefs(bench[0], 1));
        Assert.Contains("a device's", Assert.Throws<KernelBugException>(() => bench.Kernel.FreePage(bench[0])).Message);
        Assert.Throws<KernelBugException>(() => bench.Kernel.FreePages(bench[0], 0));
        Assert.Throws<KernelBugException>(() => bench.Kernel.FreePageAddress(bench.Kernel.PageAddress(bench[0])));

        Assert.Equal(1, bench[0].RefCount);
        Assert.Equal(15, bench.Kernel.FreePageCount);
        bench.Kernel.MemunmapPages(bench.Device);
    }

    [Fact]
    public void Putting_an_idle_page_with_warnings_only_ends_its_hold_on_the_device_and_nothing_else()
    {
        using DeviceBench bench = new(backing, options: TestKernel.Warning);

        bench.Kernel.PutPage(bench[0]);

        Assert.Equal(0, bench[0].RefCount);
        Assert.Empty(bench.Idle);
        Assert.Equal(15, bench.Kernel.FreePageCount);
        bench.Kernel.MemunmapPages(bench.Device);
        Assert.True(bench[0].IsFree);
    }

    [Fact]
    public void Becoming_idle_forgets_that_the_page_was_active_or_waited_for()
    {
        using DeviceBench bench = new(backing);
        Page page = bench[0];
        bench.Kernel.GetPage(page);
        bench.Kernel.MarkPageAccessed(page);
        Assert.True(page.IsReferenced);
        Assert.False(page.IsActive);
        bench.Kernel.MarkPageAccessed(page);
        Assert.True(page.IsActive);
        Assert.False(page.IsReferenced);
        bench.Kernel.LockPage(page);
        Thread waiter = new(() => bench.Kernel.LockPage(page));
        waiter.Start();
        Assert.True(SpinWait.SpinUntil(() => page.HasWaiters, TimeSpan.FromSeconds(30)));

        bench.Kernel.FreeDevmapManagedPage(page);

        Assert.False(page.IsActive);
        Assert.False(page.HasWaiters);
        Assert.Contains("still held", Assert.Single(bench.Kernel.Warnings).Message);
        bench.Kernel.UnlockPage(page);
        waiter.Join();
        bench.Kernel.UnlockPage(page);
    }

    [Fact]
    public void Freeing_a_managed_page_is_unconditional()
    {
        using DeviceBench bench = new(backing, MemoryDeviceType.Private);

        bench.Kernel.FreeDevmapManagedPage(bench[5]);

        Assert.Same(bench[5], Assert.Single(bench.Idle));
        Assert.Equal(1, bench[5].RefCount);
        Assert.Throws<KernelBugException>(() => bench.Kernel.FreeDevmapManagedPage(bench.Kernel.ZeroPage));
    }

    [Fact]
    public void An_idle_device_private_page_does_not_look_anonymous_to_its_next_user()
    {
        using DeviceBench bench = new(backing, MemoryDeviceType.Private);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.PageAddNewAnonRmap(bench[0]);
        Assert.True(bench[0].IsAnonymous);

        bench.Kernel.PutPage(bench[0]);

        Assert.False(bench[0].IsAnonymous);
    }

    [Fact]
    public void An_idle_file_page_keeps_its_stale_mapping_until_the_file_system_forgets_it()
    {
        using DeviceBench bench = new(backing);
        using ShmemFile file = new(bench.Kernel, Page.Size);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.DaxAssociateEntry(bench[0], file.Mapping);

        bench.Kernel.PutPage(bench[0]);

        Assert.Same(file.Mapping, bench[0].Mapping);
        bench.Kernel.DaxAssociateEntry(bench[0], null);
        Assert.Null(bench[0].Mapping);
        Assert.Throws<KernelBugException>(() => bench.Kernel.DaxAssociateEntry(bench.Kernel.ZeroPage, null));
    }

    [Fact]
    public void A_driver_callback_that_throws_leaves_the_page_idle()
    {
        using KernelMemory kernel = new(4, new KernelMemoryOptions { Backing = backing, DevicePages = 2 });
        bool throws = true;
        DevPagemap device = new()
        {
            Type = MemoryDeviceType.FsDax,
            Pfn = 4,
            PageCount = 2,
            Ops = new DevPagemapOps { PageFree = _ => { if (throws) { throw new FormatException(); } } },
        };
        kernel.MemremapPages(device, out _);
        Page first = kernel.PfnToPage(4);
        Page second = kernel.PfnToPage(5);
        kernel.GetPage(first);
        kernel.GetPage(second);

        Assert.Throws<FormatException>(() => kernel.ReleasePages([first, second], 2));

        Assert.Equal(1, first.RefCount);
        Assert.Equal(2, second.RefCount);
        throws = false;
        kernel.PutPage(second);
        kernel.MemunmapPages(device);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void The_bytes_of_a_device_page_are_kept_while_it_is_idle()
    {
        using DeviceBench bench = new(backing);
        bench.Kernel.GetPage(bench[0]);
        bench.Kernel.BytesAt(bench.Kernel.PageAddress(bench[0]), 3).Fill(9);
        bench.Kernel.PutPage(bench[0]);

        Assert.Equal(9, bench[0].Span[2]);
    }

    [Fact]
    public void Many_threads_make_a_page_idle_exactly_as_often_as_it_was_in_use()
    {
        using KernelMemory kernel = new(4, new KernelMemoryOptions { Backing = backing, DevicePages = 1 });
        int idle = 0;
        DevPagemap device = new()
        {
            Type = MemoryDeviceType.FsDax,
            Pfn = 4,
            PageCount = 1,
            Ops = new DevPagemapOps { PageFree = _ => Interlocked.Increment(ref idle) },
        };
        kernel.MemremapPages(device, out _);
        Page page = kernel.PfnToPage(4);
        kernel.GetPage(page);

        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 5000; i++)
            {
                kernel.GetPage(page);
                kernel.PutPage(page);
            }
        });

        Assert.Equal(0, idle);
        kernel.PutPage(page);
        Assert.Equal(1, idle);
        kernel.MemunmapPages(device);
    }
}
