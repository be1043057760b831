using Acquit.Memory.Tests.Faults;
using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

/// <summary>Callbacks that throw while areas come, go and move leave everything as it was, or all gone.</summary>
public sealed class ThrowingListenerTests() : FaultBench(256)
{
    private readonly List<string> told = [];
    private bool openThrows;

    [Fact]
    public void An_area_is_unmapped_whole_even_if_a_listener_throws()
    {
        AddressSpace mapping = new(Kernel);
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(mapping, page);
        Assert.Equal(0, Mm.Write(address, [1]));

        Thrown(() => Mm.Munmap(address, Page.Size));

        Assert.Equal((1, 0), (page.RefCount, page.MapCount));
        Assert.Equal(["close"], told);
        Assert.False(mapping.IsMapped);
        Assert.Equal(0, Areas);
        IsUsable();
    }

    [Fact]
    public void A_mapping_that_fails_leaves_no_area_even_if_a_listener_throws()
    {
        Thrown(() => MapBy(_ => -Errno.EBUSY, out _));

        Assert.Equal(0, Areas);
        IsUsable();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_move_during_which_something_throws_leaves_everything_where_it_was(bool open)
    {
        AddressSpace mapping = new(Kernel);
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        ulong address = Map(mapping, page);
        Assert.Equal(0, Mm.Write(address, [1]));
        Assert.Equal(0, Mm.Mmap(Page.Size, VmFlags.Read, out _, at: address + Page.Size));
        openThrows = open;

        if (open)
        {
            Assert.Throws<InvalidCastException>(() => Mm.Mremap(address, Page.Size, 2 * Page.Size, true, out _));
        }
        else
        {
            Thrown(() => Mm.Mremap(address, Page.Size, 2 * Page.Size, true, out _));
        }

        Assert.Equal(2, Areas);
        Assert.True(Mm.PageTable.Lookup(address).Present);
        Assert.Equal((2, 1), (page.RefCount, page.MapCount));
        Assert.Equal(open ? [] : ["open", "close"], told);
        mapping.IMmapLockRead();
        Assert.Same(AreaOf(address), Assert.Single(mapping.AreasOf(0, 10)));
        mapping.IMmapUnlockRead();
        IsUsable();
    }

    [Fact]
    public void A_fork_that_a_listener_ends_does_not_close_what_was_not_opened()
    {
        AddressSpace mapping = new(Kernel);
        Page page = Kernel.AllocPage(GfpFlags.Kernel)!;
        Assert.Equal(0, Mm.Write(Map(mapping, page, VmFlags.Read | VmFlags.Write), [1]));

        Thrown(() => Mm.Fork());

        Assert.Empty(told);
        mapping.IMmapLockRead();
        Assert.Single(mapping.AreasOf(0, 10));
        mapping.IMmapUnlockRead();
        IsUsable();
    }

    private int Areas
    {
        get
        {
            Mm.MmapReadLock();
            int count = Mm.Areas.Count();
            Mm.MmapReadUnlock();
            return count;
        }
    }

    private void Thrown(Action action)
    {
        MmuNotifier notifier = new(new MmuNotifierOps
        {
            InvalidateRangeStart = (_, _) => throw new InvalidOperationException("thrown"),
        });
        Assert.Equal(0, Mm.MmuNotifierRegister(notifier));
        Assert.Throws<InvalidOperationException>(action);
        Mm.MmuNotifierUnregister(notifier);
    }

    private ulong Map(AddressSpace mapping, Page page, VmFlags rights = TestKernel.SharedReadWrite)
    {
        VmOperations operations = new()
        {
            Fault = fault => Answer(fault, page),
            Open = _ =>
            {
                if (openThrows)
                {
                    throw new InvalidCastException();
                }

                told.Add("open");
            },
            Close = _ => told.Add("close"),
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
        Assert.Equal(0, Mm.Mmap(Page.Size, rights, out ulong address, file));
        return address;
    }
}
