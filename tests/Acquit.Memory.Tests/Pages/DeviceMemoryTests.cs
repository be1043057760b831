using Xunit;

namespace Acquit.Memory.Tests.Pages;

public abstract class DeviceMemoryTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : DeviceMemoryTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : DeviceMemoryTests(MemoryBacking.Portable);

    [Fact]
    public void Frames_of_a_device_are_pages_between_mapping_and_unmapping()
    {
        using DeviceBench bench = new(backing);
        Page page = bench[0];
        Assert.True(page.IsZoneDevice);
        Assert.False(page.IsFree);
        Assert.True(bench.Device.IsLive);
        Assert.Contains("device-memory still held", bench.Kernel.LeakReport().ToString());

        bench.Kernel.MemunmapPages(bench.Device);

        Assert.True(page.IsFree);
        Assert.False(bench.Device.IsLive);
        Assert.Throws<KernelBugException>(() => page.Span.Length);
        Assert.Throws<KernelBugException>(() => bench.Kernel.GetPage(page));
        Assert.True(bench.Kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void The_same_frames_can_be_mapped_again()
    {
        using DeviceBench bench = new(backing);
        bench.Kernel.MemunmapPages(bench.Device);

        ulong address = bench.Kernel.MemremapPages(bench.Device, out int error);

        Assert.Equal(0, error);
        Assert.Same(bench[0], bench.Kernel.VirtToPage(address));
        Assert.Equal(1, bench[0].RefCount);
        bench.Kernel.MemunmapPages(bench.Device);
    }

    [Theory]
    [InlineData(0, 0, -Errno.EINVAL)]
    [InlineData(0, -1, -Errno.EINVAL)]
    [InlineData(-1, 4, -Errno.ENXIO)]
    [InlineData(-16, 1, -Errno.ENXIO)]
    [InlineData(16, 1, -Errno.ENXIO)]
    [InlineData(15, 2, -Errno.ENXIO)]
    [InlineData(0, int.MaxValue, -Errno.ENXIO)]
    [InlineData(0, 5, -Errno.ENOMEM)]
    [InlineData(11, 1, -Errno.ENOMEM)]
    [InlineData(6, 1, -Errno.ENOMEM)]
    public void A_bad_range_is_an_errno_with_a_warning(int first, int count, int expected)
    {
        using DeviceBench bench = new(backing);

        Assert.Equal(0UL, bench.Kernel.MemremapPages(bench.Describe(MemoryDeviceType.FsDax, first, count), out int error));

        Assert.Equal(expected, error);
        Assert.Single(bench.Kernel.Warnings);
        Assert.Equal(1, bench[0].RefCount);
        Assert.Single(bench.Kernel.LeakReport().Held);
    }

    [Fact]
    public void Managed_memory_needs_a_driver_to_tell()
    {
        using DeviceBench bench = new(backing);
        DevPagemap device = new() { Type = MemoryDeviceType.Private, Pfn = 16, PageCount = 2 };
        DevPagemap unknown = new() { Type = (MemoryDeviceType)9, Pfn = 16, PageCount = 2 };
        DevPagemap untold = new() { Type = MemoryDeviceType.DevDax, Pfn = 16, PageCount = 2 };

        Assert.Equal(0UL, bench.Kernel.MemremapPages(device, out int error));
        Assert.Equal(-Errno.EINVAL, error);
        Assert.Equal(0UL, bench.Kernel.MemremapPages(unknown, out error));
        Assert.Equal(-Errno.EINVAL, error);
        Assert.NotEqual(0UL, bench.Kernel.MemremapPages(untold, out error));
        Assert.Equal(0, error);
    }

    [Fact]
    public void Memory_without_frames_of_a_device_says_so()
    {
        using KernelMemory kernel = backing.Kernel(8);
        DevPagemap device = new() { Type = MemoryDeviceType.DevDax, Pfn = 8, PageCount = 1 };

        Assert.Equal(0UL, kernel.MemremapPages(device, out int error));

        Assert.Equal(-Errno.ENXIO, error);
        Assert.Contains("KernelMemoryOptions.DevicePages", Assert.Single(kernel.Warnings).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KernelMemory(8, new KernelMemoryOptions { DevicePages = -1 }));
    }

    [Fact]
    public void Another_kernels_device_and_one_that_has_ended_are_refused()
    {
        using DeviceBench bench = new(backing);
        using DeviceBench other = new(backing);

        Assert.Equal(0UL, other.Kernel.MemremapPages(bench.Device, out int error));
        Assert.Equal(-Errno.ENOMEM, error);
        Assert.Throws<KernelBugException>(() => other.Kernel.MemunmapPages(bench.Device));
        bench.Kernel.MemunmapPages(bench.Device);
        Assert.Throws<KernelBugException>(() => bench.Kernel.MemunmapPages(bench.Device));
        Assert.Throws<ArgumentNullException>(() => bench.Kernel.MemunmapPages(null!));
        Assert.Throws<ArgumentNullException>(() => bench.Kernel.MemremapPages(null!, out _));
    }

    [Fact]
    public void Mapping_and_looking_up_can_be_made_to_fail()
    {
        using DeviceBench bench = new(backing);
        DevPagemap device = bench.Describe(MemoryDeviceType.FsDax, 0, 1);
        bench.Kernel.Injection.FailNext(nameof(KernelMemory.MemremapPages), -Errno.EBUSY);
        bench.Kernel.Injection.FailNext(nameof(KernelMemory.GetDevPagemap));

        Assert.Equal(0UL, bench.Kernel.MemremapPages(device, out int error));
        Assert.Equal(-Errno.EBUSY, error);
        Assert.Null(bench.Kernel.GetDevPagemap(bench.Device.Pfn));
    }

    [Fact]
    public void A_lookup_keeps_the_device_and_answers_null_for_other_frames()
    {
        using DeviceBench bench = new(backing);

        DevPagemap? found = bench.Kernel.GetDevPagemap(bench.Device.Pfn + 7);

        Assert.Same(bench.Device, found);
        foreach (ulong pfn in new[] { 0UL, bench.Device.Pfn - 1, bench.Device.Pfn + 8, 4000UL, ulong.MaxValue })
        {
            Assert.Null(bench.Kernel.GetDevPagemap(pfn));
        }

        Assert.Contains("dev-pagemap still held", bench.Kernel.LeakReport().ToString());
        bench.Kernel.PutDevPagemap(found);
        bench.Kernel.PutDevPagemap(null);
        Assert.Throws<KernelBugException>(() => bench.Kernel.PutDevPagemap(found));
        bench.Kernel.MemunmapPages(bench.Device);
    }

    [Fact]
    public void The_cached_device_comes_back_unchanged_if_it_matches()
    {
        using DeviceBench bench = new(backing);
        DevPagemap? cached = bench.Kernel.GetDevPagemap(bench.Device.Pfn, null);
        long references = bench.Device.References;

        Assert.Same(cached, bench.Kernel.GetDevPagemap(bench.Device.Pfn + 1, cached));

        Assert.Equal(references, bench.Device.References);
        bench.Kernel.PutDevPagemap(cached);
        Assert.DoesNotContain(bench.Kernel.LeakReport().Held, held => held.Kind == ResourceKinds.DevPagemap);
    }

    [Fact]
    public void The_cached_device_is_put_if_it_does_not_match()
    {
        using DeviceBench bench = new(backing);
        DevPagemap second = bench.Describe(MemoryDeviceType.DevDax, 12, 4);
        bench.Kernel.MemremapPages(second, out _);
        long references = bench.Device.References;
        DevPagemap? cached = bench.Kernel.GetDevPagemap(bench.Device.Pfn);

        DevPagemap? found = bench.Kernel.GetDevPagemap(second.Pfn, cached);

        Assert.Same(second, found);
        Assert.Equal(references, bench.Device.References);
        Assert.Null(bench.Kernel.GetDevPagemap(3, found));
        Assert.DoesNotContain(bench.Kernel.LeakReport().Held, held => held.Kind == ResourceKinds.DevPagemap);
        Assert.Throws<KernelBugException>(() => bench.Kernel.GetDevPagemap(3, bench.Device));
        Assert.Equal(references, bench.Device.References);
    }

    [Fact]
    public void Putting_too_often_with_warnings_only_does_not_end_the_device_under_its_pages()
    {
        using DeviceBench bench = new(backing, options: TestKernel.Warning);

        bench.Kernel.PutDevPagemap(bench.Device);

        Assert.Single(bench.Kernel.Warnings);
        Assert.Equal(9, bench.Device.References);
        bench.Kernel.MemunmapPages(bench.Device);
    }

    [Fact]
    public void Unmapping_waits_for_lookups_and_no_lookup_succeeds_meanwhile()
    {
        using DeviceBench bench = new(backing);
        DevPagemap? cached = bench.Kernel.GetDevPagemap(bench.Device.Pfn);
        Thread unmapping = new(() => bench.Kernel.MemunmapPages(bench.Device));
        unmapping.Start();

        Assert.True(SpinWait.SpinUntil(() => !bench.Device.IsLive, TimeSpan.FromSeconds(30)));
        Assert.Null(bench.Kernel.GetDevPagemap(bench.Device.Pfn));
        Assert.False(unmapping.Join(50));
        Assert.Same(cached, bench.Kernel.GetDevPagemap(bench.Device.Pfn, cached));
        bench.Kernel.PutDevPagemap(cached);

        Assert.True(unmapping.Join(TimeSpan.FromSeconds(30)));
        Assert.True(bench[0].IsFree);
    }

    [Fact]
    public void Unmapping_waits_for_the_last_reference_to_a_page_and_says_so_when_that_takes_long()
    {
        using DeviceBench bench = new(backing);
        bench.Kernel.GetPage(bench[1]);
        Thread unmapping = new(() => bench.Kernel.MemunmapPages(bench.Device));
        unmapping.Start();

        Assert.True(SpinWait.SpinUntil(
            () => bench.Kernel.Warnings.Any(warning => warning.Message.Contains("goes on waiting")), TimeSpan.FromSeconds(60)));
        Assert.Contains("acquired by GetPage in", bench.Kernel.Warnings[^1].Message);
        Assert.Same(bench[1], Assert.Single(bench.Idle));
        bench.Kernel.PutPage(bench[1]);

        Assert.True(unmapping.Join(TimeSpan.FromSeconds(30)));
        Assert.True(bench[1].IsFree);
    }

    [Fact]
    public void A_callback_that_throws_while_the_device_ends_does_not_keep_the_rest_from_ending()
    {
        using KernelMemory kernel = new(4, new KernelMemoryOptions { Backing = backing, DevicePages = 2 });
        DevPagemap device = new()
        {
            Type = MemoryDeviceType.Private,
            Pfn = 4,
            PageCount = 2,
            Ops = new DevPagemapOps { PageFree = _ => throw new FormatException() },
        };
        kernel.MemremapPages(device, out _);
        kernel.GetPage(kernel.PfnToPage(4));
        Exception? thrown = null;
        Thread unmapping = new(() => thrown = Record.Exception(() => kernel.MemunmapPages(device)));
        unmapping.Start();
        Assert.True(SpinWait.SpinUntil(() => kernel.PfnToPage(5).RefCount == 0, TimeSpan.FromSeconds(30)));

        kernel.PutPage(kernel.PfnToPage(4));

        Assert.True(unmapping.Join(TimeSpan.FromSeconds(30)));
        Assert.IsType<FormatException>(thrown);
        Assert.True(kernel.PfnToPage(4).IsFree);
        Assert.NotEqual(0UL, kernel.MemremapPages(device, out _));
    }

    [Fact]
    public void The_allocator_never_gives_out_a_devices_frames()
    {
        using DeviceBench bench = new(backing);
        int pages = 0;
        while (bench.Kernel.AllocPage(GfpFlags.Kernel) is { } page)
        {
            Assert.False(page.IsZoneDevice);
            pages++;
        }

        Assert.Equal(15, pages);
        Assert.Equal(16, bench.Kernel.TotalPages);
    }
}
