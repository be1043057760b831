using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class ReleaseFamilyOnSystemMemoryTests() : ReleaseFamilyTests(MemoryBacking.Automatic);

public sealed class ReleaseFamilyOnPortableMemoryTests() : ReleaseFamilyTests(MemoryBacking.Portable);

/// <summary>Each kind of mapping with every release but its own: noticed, or with warnings only, what the kernel does.</summary>
public abstract class ReleaseFamilyTests(MemoryBacking backing) : MappingTests(backing)
{
    public static TheoryData<string, string> WrongPairs()
    {
        string[] kinds = [ResourceKinds.Vmap, "put-pages", ResourceKinds.Vmalloc, ResourceKinds.VmMapRam, ResourceKinds.ShmemPinMap];
        string[] releases =
        [
            nameof(KernelMemory.Vunmap), nameof(KernelMemory.Vfree), nameof(KernelMemory.VfreeAtomic),
            nameof(KernelMemory.VunmapPutPages), nameof(KernelMemory.VmUnmapRam), nameof(KernelMemory.VunmapAddress),
            nameof(KernelMemory.VfreeAddress), nameof(KernelMemory.VmUnmapRamAddress), nameof(KernelMemory.ShmemUnpinMap),
        ];
        TheoryData<string, string> pairs = [];
        foreach (string kind in kinds)
        {
            foreach (string release in releases.Where(release => !IsRight(kind, release)))
            {
                pairs.Add(kind, release);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(WrongPairs))]
    public void The_wrong_release_is_refused_and_changes_nothing(string kind, string release)
    {
        using KernelMemory kernel = Create(32);
        using ShmemFile file = new(kernel, 2 * Page.Size);
        VmArea area = Make(kernel, kind, file);
        int free = kernel.FreePageCount;
        string before = kernel.LeakReport().ToString();

        KernelBugException bug = Assert.Throws<KernelBugException>(() => Release(kernel, release, area, file));

        Assert.Contains("held as", bug.Message);
        Assert.Equal(release, bug.CallSite.Api);
        Assert.Equal(nameof(Make), bug.Held[^1].AcquiredAt.Member);
        Assert.True(area.IsMapped);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(before, kernel.LeakReport().ToString());
        area.Write(0, [1]);
    }

    [Fact]
    public void Vfree_of_a_plain_mapping_only_unmaps()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        Page[] pages = kernel.AllocPages(2);
        VmArea area = kernel.Vmap(pages, VmapFlags.Map)!;

        kernel.Vfree(area);

        Assert.Contains("use Vunmap", Assert.Single(kernel.Warnings).Message);
        Assert.False(area.IsMapped);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        kernel.ReleasePages(pages, 2);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Vunmap_of_a_mapping_that_puts_its_pages_loses_a_reference_to_each()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        Page[] pages = kernel.AllocPages(2);
        VmArea area = kernel.Vmap(pages, VmapFlags.PutPages)!;

        kernel.Vunmap(area);

        Assert.Contains("use Vfree", Assert.Single(kernel.Warnings).Message);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        Assert.All(kernel.LeakReport().Held, held => Assert.Equal(nameof(KernelMemory.Vunmap), held.AcquiredAt.Api));
        Assert.Equal(2, kernel.LeakReport().Held.Count);
    }

    [Fact]
    public void Vunmap_of_allocated_memory_loses_all_of_it_and_its_count()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        int free = kernel.FreePageCount;
        VmArea area = kernel.Vmalloc(3 * Page.Size)!;

        kernel.Vunmap(area);

        Assert.False(area.IsMapped);
        Assert.Equal(free - 3, kernel.FreePageCount);
        Assert.Equal(3, kernel.NrVmallocPages);
        Assert.Equal(3, kernel.LeakReport().Held.Count(held => held.Kind == ResourceKinds.PageRef));
    }

    [Fact]
    public void Mappings_for_a_short_time_are_not_found_by_the_others_and_stay()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        VmArea ram = kernel.VmMapRam(kernel.AllocPages(2))!;
        VmArea plain = kernel.Vmap(kernel.AllocPages(2), VmapFlags.Map)!;

        kernel.Vunmap(ram);
        kernel.Vfree(ram);
        kernel.VmUnmapRam(plain, 2);

        Assert.Equal(3, kernel.Warnings.Count);
        Assert.True(ram.IsMapped);
        Assert.True(plain.IsMapped);
        kernel.VmUnmapRam(ram, 2);
        kernel.Vunmap(plain);
    }

    [Theory]
    [InlineData(nameof(KernelMemory.Vunmap))]
    [InlineData(nameof(KernelMemory.Vfree))]
    [InlineData(nameof(KernelMemory.VmUnmapRam))]
    [InlineData(nameof(KernelMemory.ShmemUnpinMap))]
    public void Unmapping_twice_is_refused_and_tells_who_did_it_first(string release)
    {
        using KernelMemory kernel = Create(16);
        using ShmemFile file = new(kernel, 2 * Page.Size);
        string kind = release switch
        {
            nameof(KernelMemory.Vunmap) => ResourceKinds.Vmap,
            nameof(KernelMemory.Vfree) => ResourceKinds.Vmalloc,
            nameof(KernelMemory.VmUnmapRam) => ResourceKinds.VmMapRam,
            _ => ResourceKinds.ShmemPinMap,
        };
        VmArea area = Make(kernel, kind, file);
        Release(kernel, release, area, file);
        int free = kernel.FreePageCount;

        KernelBugException bug = Assert.Throws<KernelBugException>(() => Release(kernel, release, area, file));

        Assert.Contains("is gone", bug.Message);
        Assert.Contains($"last released by {release} in {nameof(Release)}", bug.Message);
        Assert.Contains($"acquired by", bug.Message);
        Assert.Equal(free, kernel.FreePageCount);
    }

    [Fact]
    public void Unmapping_twice_does_nothing_the_second_time_when_only_warned()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn);
        VmArea area = kernel.Vmalloc(1)!;
        int free = kernel.FreePageCount;
        kernel.Vfree(area);
        kernel.Vfree(area);
        kernel.Vunmap(area);

        Assert.Equal(2, kernel.Warnings.Count);
        Assert.Equal(free + 1, kernel.FreePageCount);
        Assert.Equal(0, kernel.NrVmallocPages);
    }

    [Fact]
    public void Without_checking_the_kernels_own_answers_remain()
    {
        using KernelMemory kernel = Create(16, onMisuse: MisuseReaction.Warn, checking: false);
        Page[] pages = kernel.AllocPages(2);
        VmArea plain = kernel.Vmap(pages, VmapFlags.Map)!;
        VmArea moved = kernel.Vmap(pages, VmapFlags.PutPages)!;
        VmArea ram = kernel.VmMapRam(pages)!;

        kernel.Vfree(plain);
        Assert.All(pages, page => Assert.Equal(1, page.RefCount));
        kernel.Vunmap(ram);
        Assert.True(ram.IsMapped);
        kernel.VmUnmapRam(ram, 2);
        kernel.Vfree(moved);
        Assert.All(pages, page => Assert.True(page.IsFree));
        kernel.Vfree(moved);
        Assert.Equal(2, kernel.Warnings.Count);
    }

    [Fact]
    public void Null_and_address_0_are_nothing_to_release_but_not_for_short_mappings()
    {
        using KernelMemory kernel = Create(4);
        kernel.Vunmap(null);
        kernel.Vfree(null);
        kernel.VfreeAtomic(null);
        kernel.VunmapPutPages(null);
        kernel.VunmapAddress(0);
        kernel.VfreeAddress(0);
        Assert.Empty(kernel.Warnings);

        Assert.Throws<KernelBugException>(() => kernel.VmUnmapRam(null!, 1));
        Assert.Throws<KernelBugException>(() => kernel.VmUnmapRamAddress(0, 1));
    }

    [Fact]
    public void In_an_interrupt_nothing_is_unmapped_not_even_null()
    {
        using KernelMemory kernel = Create(8);
        VmArea plain = kernel.Vmap(kernel.AllocPages(1), VmapFlags.Map)!;
        VmArea moved = kernel.Vmap(kernel.AllocPages(1), VmapFlags.PutPages)!;
        using (kernel.EnterContext(ExecutionContexts.Interrupt))
        {
            Assert.Throws<KernelBugException>(() => kernel.Vunmap(plain));
            Assert.Throws<KernelBugException>(() => kernel.VunmapPutPages(moved));
            Assert.Throws<KernelBugException>(() => kernel.Vunmap(null));
            Assert.Throws<KernelBugException>(() => kernel.VunmapAddress(plain.Address));
        }

        kernel.Vunmap(plain);
        kernel.VunmapPutPages(moved);
        Assert.Single(kernel.LeakReport().Held);
    }

    [Fact]
    public void The_proposed_release_puts_the_pages_as_vfree_does()
    {
        using KernelMemory kernel = Create(8);
        int free = kernel.FreePageCount;
        kernel.VunmapPutPages(kernel.Vmap(kernel.AllocPages(3), VmapFlags.PutPages));

        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    private static bool IsRight(string kind, string release) => kind switch
    {
        ResourceKinds.Vmap => release is nameof(KernelMemory.Vunmap) or nameof(KernelMemory.VunmapAddress),
        ResourceKinds.VmMapRam => release.StartsWith(nameof(KernelMemory.VmUnmapRam), StringComparison.Ordinal),
        ResourceKinds.ShmemPinMap => release == nameof(KernelMemory.ShmemUnpinMap),
        _ => release.StartsWith(nameof(KernelMemory.Vfree), StringComparison.Ordinal)
            || release == nameof(KernelMemory.VunmapPutPages),
    };

    private static VmArea Make(KernelMemory kernel, string kind, ShmemFile file) => kind switch
    {
        ResourceKinds.Vmap => kernel.Vmap(kernel.AllocPages(2), VmapFlags.Map)!,
        "put-pages" => kernel.Vmap(kernel.AllocPages(2), VmapFlags.PutPages)!,
        ResourceKinds.VmMapRam => kernel.VmMapRam(kernel.AllocPages(2))!,
        ResourceKinds.ShmemPinMap => kernel.ShmemPinMap(file)!,
        _ => kernel.Vmalloc(2 * Page.Size)!,
    };

    private static void Release(KernelMemory kernel, string release, VmArea area, ShmemFile file)
    {
        switch (release)
        {
            case nameof(KernelMemory.Vunmap):
                kernel.Vunmap(area);
                break;
            case nameof(KernelMemory.VunmapAddress):
                kernel.VunmapAddress(area.Address);
                break;
            case nameof(KernelMemory.VunmapPutPages):
                kernel.VunmapPutPages(area);
                break;
            case nameof(KernelMemory.VfreeAtomic):
                kernel.VfreeAtomic(area);
                break;
            case nameof(KernelMemory.VfreeAddress):
                kernel.VfreeAddress(area.Address);
                break;
            case nameof(KernelMemory.VmUnmapRam):
                kernel.VmUnmapRam(area, area.PageCount);
                break;
            case nameof(KernelMemory.VmUnmapRamAddress):
                kernel.VmUnmapRamAddress(area.Address, area.PageCount);
                break;
            case nameof(KernelMemory.ShmemUnpinMap):
                kernel.ShmemUnpinMap(file, area);
                break;
            default:
                kernel.Vfree(area);
                break;
        }
    }
}
