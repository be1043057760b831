using Xunit;

namespace Acquit.Memory.Tests.Mapping;

public sealed class PurgeNotifierOnSystemMemoryTests() : PurgeNotifierTests(MemoryBacking.Automatic);

public sealed class PurgeNotifierOnPortableMemoryTests() : PurgeNotifierTests(MemoryBacking.Portable);

public abstract class PurgeNotifierTests(MemoryBacking backing) : MappingTests(backing)
{
    [Fact]
    public void A_callback_that_gives_up_a_mapping_makes_room()
    {
        using KernelMemory kernel = Create(16, range: 6);
        VmArea? cached = kernel.Vmap(kernel.AllocPages(4), VmapFlags.Map);
        List<ulong> actions = [];
        NotifierBlock block = new((NotifierBlock _, ulong action, ref ulong freed) =>
        {
            actions.Add(action);
            kernel.Vunmap(cached);
            freed += (ulong)cached!.PageCount;
            return NotifyResult.Done;
        });
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));

        VmArea? area = kernel.Vmalloc(5 * Page.Size);

        Assert.NotNull(area);
        Assert.Equal([0ul], actions);
        Assert.Empty(kernel.Warnings);
        kernel.Vfree(area);
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
    }

    [Fact]
    public void Room_is_looked_for_in_order_first_what_waits_then_the_callbacks()
    {
        using KernelMemory kernel = Create(16, range: 6);
        int calls = 0;
        NotifierBlock block = Register(kernel, () => calls++);
        kernel.Vfree(kernel.Vmalloc(Page.Size));

        kernel.Vfree(kernel.Vmalloc(6 * Page.Size));
        Assert.Equal(0, calls);

        VmArea kept = kernel.Vmalloc(6 * Page.Size)!;
        Assert.Null(kernel.Vmalloc(Page.Size));
        Assert.Equal(1, calls);
        Assert.Single(kernel.Warnings);
        kernel.Vfree(kept);
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
    }

    [Fact]
    public void Callbacks_are_asked_again_as_long_as_they_free_something()
    {
        using KernelMemory kernel = Create(32, range: 12);
        Queue<VmArea> cached = new([.. Enumerable.Range(0, 6).Select(_ => kernel.Vmalloc(1)!)]);
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong freed) =>
        {
            if (cached.TryDequeue(out VmArea? area))
            {
                kernel.Vfree(area);
                freed++;
            }

            return NotifyResult.Ok;
        });
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));

        VmArea? large = kernel.Vmalloc(5 * Page.Size);
        Assert.NotNull(large);
        Assert.Equal(3, cached.Count);
        Assert.Null(kernel.Vmalloc(12 * Page.Size));
        Assert.Empty(cached);
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
    }

    [Fact]
    public void The_highest_priority_is_asked_first_and_equals_in_the_order_they_came()
    {
        using KernelMemory kernel = Create(8, range: 4);
        List<string> order = [];
        foreach ((string name, int priority) in new[] { ("first", 0), ("low", -1), ("high", 5), ("second", 0) })
        {
            Register(kernel, () => order.Add(name), priority);
        }

        Exhaust(kernel);

        Assert.Equal(["high", "first", "second", "low"], order);
    }

    [Theory]
    [InlineData(NotifyResult.Done, 2)]
    [InlineData(NotifyResult.Ok, 2)]
    [InlineData(NotifyResult.Stop, 1)]
    [InlineData(NotifyResult.Bad, 1)]
    public void A_callback_can_end_the_chain(NotifyResult answer, int expected)
    {
        using KernelMemory kernel = Create(8, range: 4);
        int calls = 0;
        NotifierBlock[] blocks =
        [
            .. Enumerable.Range(0, 2).Select(_ => new NotifierBlock((NotifierBlock _, ulong _, ref ulong _) =>
            {
                calls++;
                return answer;
            })),
        ];
        Assert.All(blocks, block => Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block)));

        Exhaust(kernel);

        Assert.Equal(expected, calls);
    }

    [Fact]
    public void Registering_twice_and_unregistering_what_is_not_there_is_an_error()
    {
        using KernelMemory kernel = Create(4);
        NotifierBlock block = Register(kernel, () => { });

        Assert.Equal(-Errno.EEXIST, kernel.RegisterVmapPurgeNotifier(block));
        Assert.Contains("registered already", Assert.Single(kernel.Warnings).Message);
        Assert.Equal(ResourceKinds.VmapPurgeNotifier, Assert.Single(kernel.LeakReport().Held).Kind);
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
        Assert.Equal(-Errno.ENOENT, kernel.UnregisterVmapPurgeNotifier(block));
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Throws<ArgumentNullException>(() => kernel.RegisterVmapPurgeNotifier(null!));
        Assert.Throws<ArgumentNullException>(() => kernel.UnregisterVmapPurgeNotifier(null!));
        Assert.Throws<ArgumentNullException>(() => new NotifierBlock(null!));
    }

    [Fact]
    public void Registering_can_be_made_to_fail()
    {
        using KernelMemory kernel = Create(4);
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong _) => NotifyResult.Done);
        kernel.Injection.FailNext(nameof(KernelMemory.RegisterVmapPurgeNotifier), -Errno.ENOMEM);

        Assert.Equal(-Errno.ENOMEM, kernel.RegisterVmapPurgeNotifier(block));
        Assert.Equal(-Errno.ENOENT, kernel.UnregisterVmapPurgeNotifier(block));
    }

    [Fact]
    public void The_proposed_names_do_the_same()
    {
        using KernelMemory kernel = Create(4);
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong _) => NotifyResult.Done);

        Assert.Equal(0, kernel.RegisterVmapNotifier(block));
        Assert.Equal(0, kernel.UnregisterVmapNotifier(block));
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Registering_from_inside_a_callback_is_noticed_instead_of_waiting_for_ever()
    {
        using KernelMemory kernel = Create(8, range: 4);
        List<Exception?> thrown = [];
        NotifierBlock other = new((NotifierBlock _, ulong _, ref ulong _) => NotifyResult.Done);
        NotifierBlock block = new((NotifierBlock self, ulong _, ref ulong _) =>
        {
            thrown.Add(Record.Exception(() => kernel.RegisterVmapPurgeNotifier(other)));
            thrown.Add(Record.Exception(() => kernel.UnregisterVmapPurgeNotifier(self)));
            return NotifyResult.Done;
        });
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));

        Exhaust(kernel);

        Assert.Equal(2, thrown.Count);
        Assert.All(thrown, exception => Assert.Contains("wait for ever", Assert.IsType<KernelBugException>(exception).Message));
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
    }

    [Fact]
    public void A_callback_that_throws_leaves_everything_as_it_was()
    {
        using KernelMemory kernel = Create(16, range: 6);
        Page[] pages = kernel.AllocPages(3);
        VmArea cached = kernel.Vmalloc(4 * Page.Size)!;
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong _) => throw new InvalidDataException("broken callback"));
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));
        int free = kernel.FreePageCount;
        string held = kernel.LeakReport().ToString();

        Assert.Throws<InvalidDataException>(() => kernel.Vmap(pages, VmapFlags.PutPages));
        Assert.Throws<InvalidDataException>(() => kernel.VmMapRam(pages));
        Assert.Throws<InvalidDataException>(() => kernel.Vmalloc(5 * Page.Size));

        Assert.Equal(held, kernel.LeakReport().ToString());
        Assert.Equal(free, kernel.FreePageCount);
        Assert.Equal(4, kernel.NrVmallocPages);
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
        kernel.Vfree(cached);
        VmArea? whole = kernel.Vmalloc(6 * Page.Size);
        Assert.NotNull(whole);
        kernel.Vfree(whole);
    }

    [Theory]
    [InlineData(MisuseReaction.Throw)]
    [InlineData(MisuseReaction.Warn)]
    public void A_callback_that_says_it_freed_something_and_did_not_is_found_out(MisuseReaction onMisuse)
    {
        using KernelMemory kernel = Create(8, range: 4, onMisuse);
        VmArea kept = kernel.Vmalloc(4 * Page.Size)!;
        int calls = 0;
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong freed) =>
        {
            calls++;
            freed += 3;
            return NotifyResult.Done;
        });
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));

        if (onMisuse == MisuseReaction.Throw)
        {
            Assert.Contains("for ever", Assert.Throws<KernelBugException>(() => kernel.Vmalloc(1)).Message);
        }
        else
        {
            Assert.Null(kernel.Vmalloc(1));
            Assert.Contains("for ever", kernel.Warnings[0].Message);
        }

        Assert.Equal(16, calls);
        kernel.Vfree(kept);
        Assert.NotNull(kernel.Vmalloc(1));
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
    }

    [Fact]
    public void A_callback_that_frees_what_is_not_enough_and_takes_it_again_does_not_go_on_for_ever()
    {
        using KernelMemory kernel = Create(8, range: 4);
        VmArea churned = kernel.Vmalloc(1)!;
        NotifierBlock block = new((NotifierBlock _, ulong _, ref ulong freed) =>
        {
            kernel.Vfree(churned);
            churned = kernel.Vmalloc(1)!;
            freed++;
            return NotifyResult.Done;
        });
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));

        Assert.Null(kernel.Vmalloc(4 * Page.Size));

        Assert.Contains("no room", Assert.Single(kernel.Warnings).Message);
        kernel.Vfree(churned);
    }

    [Fact]
    public void A_callback_that_runs_out_of_room_itself_is_not_called_for_that()
    {
        using KernelMemory kernel = Create(8, range: 4);
        VmArea kept = kernel.Vmalloc(4 * Page.Size)!;
        int calls = 0;
        NotifierBlock block = Register(kernel, () =>
        {
            calls++;
            Assert.Null(kernel.Vmalloc(1));
        });

        Assert.Null(kernel.Vmalloc(1));

        Assert.Equal(1, calls);
        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
        kernel.Vfree(kept);
    }

    [Fact]
    public void Without_leave_to_block_no_callback_is_called()
    {
        using KernelMemory kernel = Create(8, range: 4);
        int calls = 0;
        Register(kernel, () => calls++);

        Assert.Null(kernel.VmallocGfp(5 * Page.Size, GfpFlags.Atomic));
        Assert.Equal(0, calls);
        Assert.Null(kernel.VmallocGfp(5 * Page.Size, GfpFlags.Kernel));
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Unregistering_waits_until_the_callback_runs_nowhere()
    {
        using KernelMemory kernel = Create(8, range: 4);
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim goOn = new();
        bool finished = false;
        NotifierBlock block = Register(kernel, () =>
        {
            inside.Set();
            goOn.Wait();
            finished = true;
        });
        Thread exhausting = new(() => Exhaust(kernel));
        exhausting.Start();
        inside.Wait();
        Thread opening = new(() =>
        {
            Thread.Sleep(50);
            goOn.Set();
        });
        opening.Start();

        Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));

        Assert.True(finished);
        exhausting.Join();
        opening.Join();
    }

    [Fact]
    public void Registering_may_sleep()
    {
        using KernelMemory kernel = Create(4);
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            NotifierBlock block = Register(kernel, () => { });
            Assert.Equal(0, kernel.UnregisterVmapPurgeNotifier(block));
        }

        Assert.Equal(2, kernel.Warnings.Count);
    }

    private static NotifierBlock Register(KernelMemory kernel, Action action, int priority = 0)
    {
        NotifierBlock block = new(
            (NotifierBlock _, ulong _, ref ulong _) =>
            {
                action();
                return NotifyResult.Done;
            },
            priority);
        Assert.Equal(0, kernel.RegisterVmapPurgeNotifier(block));
        return block;
    }

    private static void Exhaust(KernelMemory kernel) => Assert.Null(kernel.Vmalloc(5 * Page.Size));
}
