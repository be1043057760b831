// silent: ACQ403
using System;
using System.Collections.Generic;
using Acquit;
using Cases.Api;

namespace Cases.ReleasedOneByOne;

public static class Loops
{
    public static void Upwards(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403 "This loop releases one after the other; 'UnpinUserPages' releases them all at once"
            Mm.UnpinUserPage(pages[i]);
    }

    public static void Inclusive(Page[] pages, int last)
    {
        for (int i = 0; i <= last; ++i) // ACQ403
        {
            Mm.PutPage(pages[i]);
        }
    }

    public static void Turned(Page[] pages)
    {
        for (int i = 0; pages.Length > i; i += 1) // ACQ403
            Mm.FreePage(pages[i]);
    }

    public static void Downwards(Page[] pages, int n)
    {
        for (int i = n - 1; i >= 0; i--) // ACQ403
            Mm.PutPage(pages[i]);
    }

    public static void CountedInTheCondition(Page[] pages, int n)
    {
        for (int i = n; i-- > 0;) // ACQ403
            Mm.PutPage(pages[i]);
    }

    public static void CountedBefore(Page[] pages, int n)
    {
        while (--n >= 0) // ACQ403
            Mm.PutPage(pages[n]);
    }

    public static void CountedWhereItIsRead(Page[] pages, int n)
    {
        while (n > 0) // ACQ403
            Mm.PutPage(pages[--n]);
    }

    public static void CountedFirst(Page[] pages, int n)
    {
        while (n > 0) // ACQ403
        {
            n--;
            Mm.PutPage(pages[n]);
        }
    }

    public static void CountedLast(Page[] pages, int n)
    {
        int i = 0;
        while (i < n) // ACQ403
        {
            Mm.UnpinUserPage(pages[i]);
            i++;
        }
    }

    public static void InAVariable(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403
        {
            Page page = pages[i];
            Mm.UnpinUserPage(page);
        }
    }

    public static void Sequence(Page[] pages)
    {
        foreach (Page page in pages) // ACQ403
            Mm.PutPage(page);
    }

    public static void Slice(Page[] pages, int got)
    {
        foreach (Page page in pages.AsSpan(0, got)) // ACQ403
            Mm.UnpinUserPage(page);
    }

    public static void Range(Span<Page> pages, int got)
    {
        foreach (var page in pages[..got]) // ACQ403
            Mm.UnpinUserPage(page);
    }

    public static void FromTheMiddle(Page[] pages, int first, int n)
    {
        for (int i = first; i < n; i++) // ACQ403
            Mm.UnpinUserPage(pages[i]);
    }

    public static int Ladder(Page[] pages, int n)
    {
        int i;
        for (i = 0; i < n; i++)
        {
            Page page = Mm.AllocPage();
            if (page == null)
                goto free;
            pages[i] = page;
        }

        return 0;

    free:
        while (--i >= 0) // ACQ403
            Mm.FreePage(pages[i]);
        return -Errno.NoMem;
    }

    public static void Marked(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403 "This loop marks as written and releases one after the other; 'PutAllDirty' does both for all of them at once"
        {
            Batches.SetDirtyLock(pages[i]);
            Batches.Put(pages[i]);
        }
    }

    public static void MarkedPerhaps(Page[] pages, int n, bool written)
    {
        for (int i = 0; i < n; i++) // ACQ403
        {
            if (written)
                Batches.SetDirtyLock(pages[i]);
            Batches.Put(pages[i]);
        }
    }

    public static void MarkedInAVariable(Page[] pages, int done)
    {
        foreach (Page page in pages) // ACQ403
        {
            if (done > 0)
            {
                Batches.SetDirtyLock(page);
            }

            Batches.Put(page);
        }
    }

    public static void OlderName(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++) // ACQ403 "'PutAll' releases them all"
            Batches.PutUser(pages[i]); // ACQ402
    }
}

public static class Silent
{
    public static void EverySecond(Page[] pages, int n)
    {
        for (int i = 0; i < n; i += 2)
            Mm.PutPage(pages[i]);
    }

    public static void NotTheIndex(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
            Mm.PutPage(pages[0]);
    }

    public static void Computed(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
            Mm.PutPage(pages[i ^ 1]);
    }

    public static void SomethingElse(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Hw.Log("released");
            Mm.PutPage(pages[i]);
        }
    }

    public static void SomeOnly(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (pages[i] != null)
                Mm.PutPage(pages[i]);
        }
    }

    public static void Forgotten(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Mm.PutPage(pages[i]);
            pages[i] = null;
        }
    }

    public static int IndexReadLater(Page[] pages, int n)
    {
        int i;
        for (i = 0; i < n; i++)
            Mm.PutPage(pages[i]);
        return i;
    }

    public static void NoBatch(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
            Batches.Drop(pages[i]);
    }

    public static void Nested(nint[] addresses)
    {
        for (int i = addresses.Length - 1; i >= 0; i--)
            Batches.Unmap(addresses[i]);
    }

    public static void List(List<Page> pages)
    {
        foreach (Page page in pages)
            Mm.PutPage(page);
    }

    public static void Lazy(IEnumerable<Page> pages)
    {
        foreach (Page page in pages)
            Mm.PutPage(page);
    }

    public static void Calls(Page[] pages, int n)
    {
        for (int i = 0; i < Math.Min(n, pages.Length); i++)
            Mm.PutPage(pages[i]);
    }

    public static void LimitMoves(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++, n--)
            Mm.PutPage(pages[i]);
    }

    public static void AnotherOne(Page[] pages, Page[] others, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Batches.SetDirtyLock(others[i]);
            Batches.Put(pages[i]);
        }
    }

    /// <summary>The batch takes the lock, and this does not.</summary>
    public static void MarkedUnlocked(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Batches.SetDirty(pages[i]);
            Batches.Put(pages[i]);
        }
    }

    /// <summary>The batch may sleep, and this does not.</summary>
    public static void WithoutSleeping(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
            Batches.Kick(pages[i]);
    }

    public static void OneOfSeveralArguments(long[] addresses, int n)
    {
        for (int i = 0; i < n; i++)
            Batches.UnmapPage(addresses[i], 4096);
    }

    /// <summary>It goes down to the second, and who would write that.</summary>
    public static void PagesOfPages(Page[][] rows)
    {
        for (int i = 0; i < rows.Length; i++)
            Mm.PutPage(rows[i][i]);
    }

    /// <summary>The batch begins with the first of an array.</summary>
    public static void FromTheMiddle(Page[] pages, int first, int n)
    {
        for (int i = first; i < n; i++)
            Mm.PutPage(pages[i]);
    }

    /// <summary>The first is left out, and nobody knows why.</summary>
    public static void AllButTheFirst(Page[] pages, int n)
    {
        while (--n > 0)
            Mm.UnpinUserPage(pages[n]);
    }

    public static void AtOnce(Page[] pages, int n) => Mm.ReleasePages(pages, n);
}

public static class Batches
{
    public static extern void Put([Releases("batched")] Page page);

    public static extern void PutAll([Releases("batched", Count = "count")] ReadOnlySpan<Page> pages, int count);

    public static extern void PutAllDirty(
        [Releases("batched", Count = "count"), MarksDirty(When = "dirty == true", Locked = true)] ReadOnlySpan<Page> pages, int count, bool dirty);

    [ReplacedBy(nameof(Put))]
    public static extern void PutUser([Releases("batched")] Page page);

    public static extern void SetDirtyLock([MarksDirty(Locked = true), Borrows] Page page);

    public static extern void SetDirty([MarksDirty, Borrows] Page page);

    public static extern void Drop([Releases("unbatched")] Page page);

    [return: Acquires("nested", Order = "lifo", ReleasedBy = nameof(Unmap))]
    public static extern nint Map();

    public static extern void Unmap([Releases("nested")] nint address);

    public static extern void UnmapAll([Releases("nested")] nint[] addresses);

    public static extern void Kick([Releases("kicked")] Page page);

    [NotIn("atomic")]
    public static extern void KickAll([Releases("kicked")] Page[] pages);

    public static extern void UnmapPage([Releases("dma-page")] long address, int size);

    public static extern void UnmapPages([Releases("dma-page")] long[] addresses, int size);
}
