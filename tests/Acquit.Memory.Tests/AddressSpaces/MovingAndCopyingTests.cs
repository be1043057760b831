using Acquit.Memory.Tests.Faults;
using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

/// <summary>What others see of areas and pages while they are placed, moved and copied.</summary>
public sealed class MovingAndCopyingTests() : FaultBench(256)
{
    [Fact]
    public void A_length_that_no_address_space_has_is_no_room_and_not_a_wrong_argument()
    {
        Assert.Equal(-Errno.ENOMEM, Mm.Mmap(ulong.MaxValue, VmFlags.Read, out ulong address));
        Assert.Equal(0UL, address);
        Assert.Equal(-Errno.EINVAL, Mm.Mmap(0, VmFlags.Read, out _));
    }

    [Fact]
    public void A_move_that_the_driver_refuses_to_split_for_takes_no_room()
    {
        ulong start = Map(new VmOperations { MaySplit = (_, _) => -Errno.EINVAL }, 3);
        ulong free = Mm.MapAnonymous(1);
        Assert.Equal(0, Mm.Munmap(free, Page.Size));

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(-Errno.EINVAL, Mm.Mremap(start + Page.Size, Page.Size, 2 * Page.Size, true, out _));
        }

        Assert.Equal(free, Mm.MapAnonymous(1));
    }

    [Fact]
    public void Who_holds_the_lock_of_a_files_areas_sees_no_entry_move()
    {
        AddressSpace mapping = new(Kernel);
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong start = 0;
        bool stayed = false;
        using ManualResetEventSlim locked = new();
        Thread walker = new(() =>
        {
            mapping.IMmapLockRead();
            locked.Set();
            Thread.Sleep(100);
            stayed = Mm.PageTable.Lookup(start).Present;
            mapping.IMmapUnlockRead();
        });
        VmOperations operations = new()
        {
            Fault = fault => Answer(fault, page),
            Open = _ =>
            {
                walker.Start();
                locked.Wait();
            },
        };
        FileStruct file = new(
            new FileOperations
            {
                Mmap = (_, area) =>
                {
                    area.Ops = operations;
                    return 0;
                },
            },
            mapping: mapping);
        Assert.Equal(0, Mm.Mmap(Page.Size, TestKernel.SharedReadWrite, out start, file));
        Assert.Equal(0, Mm.Write(start, [1]));
        Assert.Equal(0, Mm.Mmap(Page.Size, VmFlags.Read, out _, at: start + Page.Size));

        Assert.Equal(0, Mm.Mremap(start, Page.Size, 2 * Page.Size, true, out ulong moved));

        walker.Join();
        Assert.True(stayed);
        Assert.True(Mm.PageTable.Lookup(moved).Present);
    }

    [Fact]
    public void A_page_is_copied_with_a_reference_that_is_given_back()
    {
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong start = Map(fault => Answer(fault, page), rights: VmFlags.Read | VmFlags.Write);
        Assert.Equal(0, Read(start));
        int free = Kernel.FreePageCount;
        const int rest = int.MaxValue - 2;
        Assert.True(page.TryAddCount(rest, 0));

        Assert.Equal(-Errno.EFAULT, Mm.Write(start, [1]));

        Assert.Equal((int.MaxValue, free), (page.RefCount, Kernel.FreePageCount));
        page.DropCount(rest, 0);
        Assert.Equal(0, Mm.Write(start, [1]));
        Assert.Equal((1, 0), (page.RefCount, page.MapCount));
    }

    [Fact]
    public void A_process_gets_its_page_however_often_others_take_it_away()
    {
        ulong start = Mm.MapAnonymous(1);
        bool done = false;
        Parallel.Invoke(
            () =>
            {
                try
                {
                    for (int i = 0; i < 1000; i++)
                    {
                        Assert.Equal(0, Mm.Write(start, [(byte)i]));
                        Assert.Equal(0, Read(start));
                        Assert.Equal((byte)i, Seen[0]);
                    }
                }
                finally
                {
                    Volatile.Write(ref done, true);
                }
            },
            () => Repeat(() => Mm.Fork()!.Dispose()),
            () => Repeat(() => Mm.Reclaim()));

        void Repeat(Action action)
        {
            while (!Volatile.Read(ref done))
            {
                action();
            }
        }
    }
}
