using Xunit;

namespace Acquit.Memory.Tests.Pinning;

/// <summary>Pins against everything else that happens to an address space at the same time.</summary>
public sealed class PinConcurrencyTests : IDisposable
{
    private const int Pages = 4;
    private const int Rounds = 300;

    private readonly KernelMemory kernel = new(256);
    private readonly MmStruct mm;

    public PinConcurrencyTests() => mm = kernel.CreateMm();

    public void Dispose()
    {
        mm.Dispose();
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal(kernel.NrFollPinAcquired, kernel.NrFollPinReleased);
        Assert.Equal(kernel.TotalPages - 1, kernel.FreePageCount);
        kernel.Dispose();
    }

    [Fact]
    public void What_is_pinned_for_writing_stays_what_the_process_sees_whoever_forks_writes_and_reclaims()
    {
        bool done = false;
        Parallel.Invoke(
            () =>
            {
                try
                {
                    PinWriteAndCompare();
                }
                finally
                {
                    Volatile.Write(ref done, true);
                }
            },
            () => Repeat(() => mm.Fork()!.Dispose()),
            () => Repeat(() => mm.Reclaim()));

        void Repeat(Action action)
        {
            while (!Volatile.Read(ref done))
            {
                action();
            }
        }
    }

    private void PinWriteAndCompare()
    {
        ulong start = mm.MapAnonymous(Pages);
        Page[] pages = new Page[Pages];
        for (int round = 0; round < Rounds; round++)
        {
            FollFlags flags = round % 3 == 0 ? FollFlags.None : FollFlags.Write;
            Assert.Equal(0, mm.Write(start + (Page.Size * (ulong)(round % Pages)), [(byte)round]));
            Assert.Equal(Pages, mm.PinUserPagesFast(start, Pages, flags, pages));
            for (int i = 0; i < Pages; i++)
            {
                Compare(start + ((ulong)i * Page.Size), pages[i], flags, (byte)round);
            }

            mm.UnpinUserPagesDirtyLock(pages, Pages, makeDirty: flags == FollFlags.Write);
        }
    }

    private void Compare(ulong address, Page page, FollFlags flags, byte value)
    {
        byte[] seen = new byte[1];
        if (flags == FollFlags.Write)
        {
            page.Span[1] = value;
            Assert.Equal(0, mm.Read(address + 1, seen));
            Assert.Equal(value, seen[0]);
        }

        if (page != kernel.ZeroPage)
        {
            Assert.Equal(0, mm.Write(address, [(byte)(value + 1)]));
            Assert.Equal((byte)(value + 1), page.Span[0]);
        }
    }

    [Fact]
    public void Parent_and_child_pin_and_write_what_they_share()
    {
        ulong start = mm.MapAnonymous(Pages);
        Assert.Equal(0, mm.Write(start, new byte[Pages * Page.Size]));
        for (int round = 0; round < 20; round++)
        {
            using MmStruct child = mm.Fork()!;
            MmStruct[] both = [mm, child];
            Parallel.For(0, 4, thread =>
            {
                MmStruct process = both[thread % 2];
                Page[] pages = new Page[Pages];
                for (int i = 0; i < 20; i++)
                {
                    FollFlags flags = thread < 2 ? FollFlags.None : FollFlags.Write;
                    int got = process.PinUserPagesFast(start, Pages, flags, pages);
                    Assert.Equal(Pages, got);
                    Assert.Equal(0, process.Write(start + (ulong)thread, [(byte)thread]));
                    Assert.Equal((byte)thread, pages[0].Span[thread]);
                    process.UnpinUserPages(pages, got);
                }
            });
        }
    }

    [Fact]
    public void Long_term_pins_move_pages_while_others_use_them()
    {
        using KernelMemory movable = new(64, new KernelMemoryOptions { MovableUserPages = true });
        using MmStruct process = movable.CreateMm();
        for (int round = 0; round < 50; round++)
        {
            ulong start = process.MapAnonymous(2);
            Assert.Equal(0, process.Write(start, new byte[2 * Page.Size]));
            Parallel.Invoke(
                () =>
                {
                    Page[] pages = new Page[2];
                    int got = process.PinUserPagesFast(start, 2, FollFlags.Write | FollFlags.LongTerm, pages);
                    Assert.True(got is 1 or 2 or -Errno.ENOMEM);
                    process.UnpinUserPages(pages, Math.Max(got, 0));
                },
                () =>
                {
                    for (byte i = 0; i < 50; i++)
                    {
                        byte[] seen = new byte[1];
                        Assert.Equal(0, process.Write(start + 5, [i]));
                        Assert.Equal(0, process.Read(start + 5, seen));
                        Assert.Equal(i, seen[0]);
                    }
                },
                () =>
                {
                    Page[] pages = new Page[2];
                    for (int i = 0; i < 50; i++)
                    {
                        int got = process.GetUserPagesFast(start, 2, FollFlags.None, pages);
                        process.ReleasePages(pages, got);
                    }
                });
            Assert.Equal(0, process.Munmap(start, 2 * Page.Size));
        }

        Assert.True(movable.LeakReport().IsEmpty);
        Assert.Equal(movable.TotalPages - 1, movable.FreePageCount);
    }
}
