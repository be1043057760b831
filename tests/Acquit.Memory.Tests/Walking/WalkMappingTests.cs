using Xunit;

namespace Acquit.Memory.Tests.Walking;

/// <summary>Walks of all address spaces that map a file.</summary>
public sealed class WalkMappingTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly MmStruct mm;
    private readonly MmStruct other;
    private readonly TrackedFile file;
    private readonly List<string> events = [];

    public WalkMappingTests()
    {
        mm = kernel.CreateMm();
        other = kernel.CreateMm();
        file = new TrackedFile(kernel, 16);
    }

    public void Dispose()
    {
        mm.Dispose();
        other.Dispose();
        file.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Each_area_that_maps_any_of_the_pages_is_walked_where_it_maps_them()
    {
        TrackedFile.Write(mm, file.Map(mm, 8), 0, 1, 2, 3, 4, 5, 6, 7);
        TrackedFile.Write(other, file.Map(other, 4, pgoff: 5), 0, 1);
        file.Map(other, 2, pgoff: 12);

        Assert.Equal(0, Walk(4, 4, PageNumbers()));

        Assert.Equal([$"{mm} 4", $"{mm} 5", $"{mm} 6", $"{mm} 7", $"{other} 5", $"{other} 6", $"{other} 7"], events);
    }

    [Fact]
    public void The_walk_shows_the_address_space_of_each_area()
    {
        file.Map(mm, 2);
        file.Map(other, 2);
        MmWalkOps ops = new()
        {
            PreVma = (start, end, ref walk) =>
            {
                events.Add($"{walk.Mm} {walk.Area!.Mm} {(end - start) / Page.Size}");
                return 0;
            },
        };

        Assert.Equal(0, Walk(1, 1, ops));

        Assert.Equal([$"{mm} {mm} 1", $"{other} {other} 1"], events);
    }

    [Fact]
    public void Pages_nobody_maps_and_no_pages_at_all_are_walked_at_once()
    {
        TrackedFile.Write(mm, file.Map(mm, 2), 0, 1);

        Assert.Equal(0, Walk(2, 100, PageNumbers()));
        Assert.Equal(0, Walk(1, 0, PageNumbers()));
        Assert.Empty(events);
        Assert.Equal(0, Walk(1, ulong.MaxValue - 1, PageNumbers()));
        Assert.Equal([$"{mm} 1"], events);
    }

    [Fact]
    public void Pages_that_no_offset_reaches_are_an_invalid_argument()
    {
        Assert.Equal(-Errno.EINVAL, Walk(2, ulong.MaxValue, PageNumbers()));
        Assert.Throws<ArgumentNullException>(() => kernel.WalkPageMapping(null!, 0, 1, PageNumbers()));
        Assert.Throws<ArgumentNullException>(() => Walk(0, 1, null!));
        Assert.DoesNotContain("lock", kernel.LeakReport().ToString());
    }

    [Fact]
    public void A_callback_that_throws_leaves_the_lock_with_its_holder()
    {
        TrackedFile.Write(mm, file.Map(mm, 2), 0, 1);
        MmWalkOps ops = new() { PteEntry = (_, _, _, ref _) => throw new InvalidOperationException("thrown") };

        Assert.Throws<InvalidOperationException>(() => Walk(0, 2, ops));
        Assert.Throws<InvalidOperationException>(() => kernel.WalkPageMapping(file.Mapping, 0, 2, ops));

        Assert.DoesNotContain("lock", kernel.LeakReport().ToString());
        Assert.Equal(0, Walk(0, 2, PageNumbers()));
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public void A_walk_that_unmaps_the_file_is_refused_instead_of_hanging()
    {
        ulong address = file.Map(mm, 2);
        MmWalkOps ops = new()
        {
            PreVma = (_, _, ref walk) => walk.Mm.Munmap(address, Page.Size),
        };

        Assert.Throws<KernelBugException>(() => Walk(0, 2, ops));
        Assert.Equal(0, mm.Munmap(address, Page.Size));
    }

    [Fact]
    public void Unmapping_waits_for_a_walk_that_goes_on()
    {
        ulong address = file.Map(mm, 2);
        TrackedFile.Write(mm, address, 0, 1);
        using ManualResetEventSlim walking = new();
        int seen = 0;
        Thread? unmapper = null;
        MmWalkOps ops = new()
        {
            PmdEntry = (_, _, _, ref _) =>
            {
                unmapper = new Thread(() => mm.Munmap(address, 2 * Page.Size));
                unmapper.Start();
                Assert.False(unmapper.Join(50));
                return 0;
            },
            PteEntry = (_, _, _, ref walk) =>
            {
                seen += walk.Area!.PageCount == 2 ? 1 : 0;
                return 0;
            },
        };

        Assert.Equal(0, Walk(0, 2, ops));

        unmapper!.Join();
        Assert.Equal(2, seen);
        Assert.False(file.Mapping.IsMapped);
    }

    [Fact]
    public void A_walk_of_a_file_can_be_made_to_fail()
    {
        kernel.Injection.FailNext(nameof(KernelMemory.WalkPageMapping));
        Assert.Equal(-Errno.ENOMEM, Walk(0, 1, PageNumbers()));
    }

    private MmWalkOps PageNumbers() => new()
    {
        PteEntry = (_, address, _, ref walk) =>
        {
            events.Add($"{walk.Mm} {walk.Area!.Pgoff + ((address - walk.Area.Start) >> Page.Shift)}");
            return 0;
        },
    };

    private int Walk(ulong first, ulong count, MmWalkOps ops)
    {
        file.Mapping.IMmapLockRead();
        try
        {
            return kernel.WalkPageMapping(file.Mapping, first, count, ops);
        }
        finally
        {
            file.Mapping.IMmapUnlockRead();
        }
    }
}
