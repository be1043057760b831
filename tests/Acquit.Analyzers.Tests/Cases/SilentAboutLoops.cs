// silent: ACQ403
using System;
using System.Collections.Generic;
using Acquit;
using Cases.Api;

namespace Cases.SilentAboutLoops;

public class Handle
{
    public static implicit operator Page(Handle handle) => null;
}

public sealed class PageList
{
    public int Length;

    public Page this[int index] => null;
}

public static class Convertible
{
    public static void ByConversion(Handle[] handles, int n)
    {
        for (int i = 0; i < n; i++)
            Mm.UnpinUserPage(handles[i]);
    }

    public static void Sequence(Handle[] handles)
    {
        foreach (var handle in handles)
            Mm.UnpinUserPage(handle);
    }

    public static void Cast(object[] pages)
    {
        foreach (Page page in pages)
            Mm.UnpinUserPage(page);
    }

    public static void Indexer(PageList pages)
    {
        for (int i = 0; i < pages.Length; i++)
            Mm.UnpinUserPage(pages[i]);
    }

    public static void Generic<T>(T[] pages, Func<T, Page> of)
    {
        foreach (var page in pages)
            Mm.UnpinUserPage(of(page));
    }

    public static void Wide(ulong[] frames, int n)
    {
        for (int i = 0; i < n; i++)
            Numbers.Put((uint)frames[i]);
    }

    public static void Widened(int[] frames, int n)
    {
        for (int i = 0; i < n; i++)
            Numbers.PutLong(frames[i]);
    }

    public static void Derived(BigHandle[] handles, int n)
    {
        for (int i = 0; i < n; i++)
            Numbers.Drop(handles[i]);
    }
}

public class SmallHandle
{
}

public sealed class BigHandle : SmallHandle
{
}

public static class Numbers
{
    public static extern void Put([Releases("numbered")] uint frame);

    public static extern void PutAll([Releases("numbered", Count = "count")] uint[] frames, int count);

    public static extern void PutLong([Releases("numbered-long")] long frame);

    public static extern void PutLongs([Releases("numbered-long", Count = "count")] ReadOnlySpan<long> frames, int count);

    public static extern void Drop([Releases("small-handle")] SmallHandle handle);

    public static extern void DropAll([Releases("small-handle", Count = "count")] Span<SmallHandle> handles, int count);
}

public static class Implementing
{
    private static int _dropped;

    public static void Drop([Releases("dropped")] Page page) => _dropped++;

    public static void DropAll([Releases("dropped", Count = "count")] Page[] pages, int count)
    {
        for (int i = 0; i < count; i++)
            Drop(pages[i]);
    }

    public static void Let([Releases("let")] Page page) => _dropped++;

    public static void LetAll([Releases("let", Count = "count")] Page[] pages, int count) => LetEach(pages, count);

    private static void LetEach(Page[] pages, int count)
    {
        for (int i = 0; i < count; i++)
            Let(pages[i]);
    }

    public static void Elsewhere(Page[] pages, int count)
    {
        for (int i = 0; i < count; i++) // ACQ403
            Let(pages[i]);
    }
}

public static class DoingMore
{
    public static void Stopping(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (pages[i] == null)
                break;
            Mm.UnpinUserPage(pages[i]);
        }
    }

    public static void Skipping(Page[] pages, bool[] kept, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (kept[i])
                continue;
            Mm.UnpinUserPage(pages[i]);
        }
    }

    public static void Conditionally(Page[] pages, bool[] kept, int n)
    {
        for (int i = 0; i < n; i++)
            if (!kept[i])
                Mm.UnpinUserPage(pages[i]);
    }

    public static void Counting(Page[] pages, int n)
    {
        int done = 0;
        for (int i = 0; i < n; i++)
        {
            Mm.UnpinUserPage(pages[i]);
            done++;
        }

        Hw.Log("released " + done);
    }

    public static void UnderALock(Page[] pages, int n, object gate)
    {
        for (int i = 0; i < n; i++)
            lock (gate)
                Mm.UnpinUserPage(pages[i]);
    }

    public static void Guarded(Page[] pages, int n)
    {
        foreach (var page in pages)
        {
            try
            {
                Mm.UnpinUserPage(page);
            }
            catch (InvalidOperationException)
            {
                Hw.Log("released before");
            }
        }
    }

    public static void ProgressSeen(Page[] pages, int n)
    {
        int i = 0;
        try
        {
            for (; i < n; i++)
                Mm.UnpinUserPage(pages[i]);
        }
        catch (InvalidOperationException)
        {
            Hw.Log("stopped at " + i);
        }
    }

    public static void MarkedUpTo(Page[] pages, int n, int written)
    {
        for (int i = 0; i < n; i++)
        {
            if (i < written)
                Marks.SetDirtyLock(pages[i]);
            Mm.UnpinUserPage(pages[i]);
        }
    }

    public static void MarkedByElement(Page[] pages, bool[] written, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (written[i])
                Marks.SetDirtyLock(pages[i]);
            Mm.UnpinUserPage(pages[i]);
        }
    }

    public static void Null(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Mm.UnpinUserPage(pages[i]);
            pages[i] = null;
        }
    }

    public static void Perhaps(Page[] pages)
    {
        foreach (var page in pages)
            if (page is not null)
                Mm.UnpinUserPage(page);
    }

    public static IEnumerable<int> Yielding(Page[] pages, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Mm.UnpinUserPage(pages[i]);
            yield return i;
        }
    }
}

public static class Marks
{
    public static extern void SetDirtyLock([MarksDirty(Locked = true), Borrows] Page page);
}
