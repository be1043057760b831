using Xunit;

namespace Acquit.Memory.Tests.Pages;

/// <summary>Somebody holds a page for a moment that he found without owning it, and the owner frees the block meanwhile.</summary>
public abstract class SpeculativeReferenceTests(MemoryBacking backing)
{
    public sealed class OnSharedMemory() : SpeculativeReferenceTests(MemoryBacking.Automatic);

    public sealed class OnPortableMemory() : SpeculativeReferenceTests(MemoryBacking.Portable);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_block_that_is_not_compound_leaks_no_tail_to_a_stray_reference(int order)
    {
        using KernelMemory kernel = backing.Kernel(64);
        Page first = kernel.AllocPages(GfpFlags.Kernel, order)!;
        Assert.True(kernel.GetPageUnlessZero(first));

        kernel.FreePages(first, order);

        Assert.Equal(62, kernel.FreePageCount);
        Assert.False(first.IsFree);
        Assert.Equal(0, first.Order);
        Assert.True(kernel.NthPage(first, 1).IsFree);
        kernel.PutPage(first);
        Assert.Equal(63, kernel.FreePageCount);
        Assert.NotNull(kernel.AllocPages(GfpFlags.Kernel, 5));
        Assert.True(kernel.LeakReport().Held.All(held => held.AcquiredAt.Api == nameof(KernelMemory.AllocPages)));
    }

    [Fact]
    public void A_compound_page_lives_on_whole_until_the_stray_reference_goes()
    {
        using KernelMemory kernel = backing.Kernel(64);
        Page head = kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 3)!;
        Page tail = kernel.NthPage(head, 5);
        Assert.True(kernel.GetPageUnlessZero(tail));

        kernel.FreePages(head, 3);

        Assert.Equal(55, kernel.FreePageCount);
        Assert.True(tail.IsTail);
        kernel.PutPage(tail);
        Assert.Equal(63, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void The_tail_of_a_block_that_is_not_compound_cannot_be_taken_on_speculation()
    {
        using KernelMemory kernel = backing.Kernel(16);
        Page first = kernel.AllocPages(GfpFlags.Kernel, 1)!;

        Assert.False(kernel.GetPageUnlessZero(kernel.NthPage(first, 1)));
        Assert.Empty(kernel.Warnings);
        kernel.FreePages(first, 1);
        Assert.False(kernel.GetPageUnlessZero(first));
    }

    [Fact]
    public void Freeing_the_block_a_second_time_while_the_stray_reference_is_there_is_refused()
    {
        using KernelMemory kernel = backing.Kernel(16);
        Page first = kernel.AllocPages(GfpFlags.Kernel, 2)!;
        kernel.GetPage(first);
        kernel.FreePages(first, 2);

        Assert.Throws<KernelBugException>(() => kernel.FreePages(first, 2));
        Assert.Throws<KernelBugException>(() => kernel.FreePage(first));
        Assert.Equal(1, first.RefCount);
        kernel.PutPage(first);
        Assert.Equal(15, kernel.FreePageCount);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void An_owner_and_a_speculator_leave_every_frame_free_exactly_once(bool compound, bool check)
    {
        using KernelMemory kernel = check ? backing.Kernel(17) : backing.UncheckedKernel(17);
        int free = kernel.FreePageCount;
        using Barrier start = new(2);
        int stop = 0;
        int caught = 0;
        List<Exception> errors = [];

        // The speculator also allocates: frames that come free too early, or twice, meet themselves in its hands.
        Thread speculator = new(() => Guard(errors, () =>
        {
            start.SignalAndWait();
            for (ulong pfn = 0; Volatile.Read(ref stop) == 0; pfn++)
            {
                Page found = kernel.PfnToPage(pfn % 17);
                if (found == kernel.ZeroPage || !kernel.GetPageUnlessZero(found))
                {
                    continue;
                }

                caught++;
                kernel.PutPage(found);
                AllocateAndFree(kernel, compound);
            }
        }));
        Thread owner = new(() => Guard(errors, () =>
        {
            start.SignalAndWait();
            try
            {
                for (int i = 0; i < 20_000 || (Volatile.Read(ref caught) < 100 && i < 2_000_000); i++)
                {
                    AllocateAndFree(kernel, compound);
                }
            }
            finally
            {
                Volatile.Write(ref stop, 1);
            }
        }));
        speculator.Start();
        owner.Start();
        owner.Join();
        speculator.Join();

        Assert.Empty(errors);
        Assert.True(caught > 0);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.NotNull(kernel.AllocPages(GfpFlags.Kernel, 3));
    }

    private static void AllocateAndFree(KernelMemory kernel, bool compound)
    {
        const int Order = 2;
        Page? page = kernel.AllocPages(compound ? GfpFlags.Kernel | GfpFlags.Comp : GfpFlags.Kernel, Order);
        if (page is null)
        {
            return;
        }

        byte mark = (byte)Environment.CurrentManagedThreadId;
        page.BlockSpan.Fill(mark);
        if (page.BlockSpan.ContainsAnyExcept(mark))
        {
            throw new InvalidOperationException("the block is somebody else's too");
        }

        kernel.FreePages(page, Order);
    }

    private static void Guard(List<Exception> errors, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            lock (errors)
            {
                errors.Add(error);
            }
        }
    }
}
