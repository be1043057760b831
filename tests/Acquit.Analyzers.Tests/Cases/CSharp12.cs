// roslyn: 4.8
using System;
using System.Collections.Generic;
using System.Linq;
using Cases.Api;

using PageList = System.Collections.Generic.List<Cases.Api.Page>;

namespace Cases;

// Primary constructors, collection expressions, lambdas with default parameters.
internal sealed class CSharp12(Page ring, Device device) : IDisposable
{
    private Page _scratch = Mm.NewPage();

    public void Dispose()
    {
        Mm.FreePage(ring);
        if (_scratch != null)
            Mm.FreePage(_scratch);
        _scratch = null;
    }

    public void ParameterOfThePrimaryConstructorReplaced()
    {
        Mm.FreePage(ring);
        ring = Mm.NewPage();
    }

    public int LockOfThePrimaryConstructorKept()
    {
        device.Mutex.Lock(); // ACQ101
        if (device.Dead)
            return -Errno.NoDev;

        device.Mutex.Unlock();
        return 0;
    }

    public static void ArrayByCollectionExpression()
    {
        Page[] pages = [Mm.NewPage(), Mm.NewPage()];
        Mm.CopyPage(pages[0], pages[1]);
        Mm.FreePage(pages[1]);
        Mm.FreePage(pages[0]);
    }

    public static void ArrayByCollectionExpressionOneForgotten()
    {
        Page[] pages =
        [
            Mm.NewPage(),
            Mm.NewPage(), // ACQ101
        ];
        Mm.CopyPage(pages[0], pages[1]);
        Mm.FreePage(pages[0]);
    }

    public static PageList ListByCollectionExpression() => [Mm.NewPage(), Mm.NewPage()];

    public static Page[] SpreadIntoAnotherArray(int n)
    {
        Page[] first = [Mm.NewPage()];
        return [.. first, .. Enumerable.Range(0, n).Select(_ => Mm.NewPage())];
    }

    public static void SpanByCollectionExpression()
    {
        Page page = Mm.NewPage();
        Span<Page> pages = [page];
        pages[0].Index = 1;
        Mm.FreePage(page);
    }

    public static int LambdaWithADefault()
    {
        var write = (nint block, int value = 3) => Hw.Write(block, value);
        nint block = Slab.KmallocNoFail(16);
        write(block);
        Slab.Kfree(block);
        return 0;
    }

    public static int ListPattern(int[] command)
    {
        Page page = Mm.NewPage(); // ACQ101
        switch (command)
        {
            case [0, ..]:
                Mm.FreePage(page);
                return 0;
            case [1, var index]:
                page.Index = index;
                return 1;
            default:
                Mm.FreePage(page);
                return -Errno.Inval;
        }
    }
}

// A scope whose constructor is the type's own head.
internal static class CSharp12Scopes
{
    public static int ScopeOfAHelper(Device device)
    {
        InScope(device);
        if (device.Dead)
            return -Errno.NoDev;
        device.Mutex.Unlock();
        return 0;
    }

    private static void InScope(Device device)
    {
        device.Mutex.Lock();
        using (new Scope(device.Mutex))
            Mm.FreePage(Mm.NewPage());
    }

    private readonly struct Scope(SleepLock held) : IDisposable
    {
        public void Dispose() => held.Unlock();
    }
}

// As many elements as are written.
internal static class CSharp12Elements
{
    public static void ReleasesEach()
    {
        Page[] pages = [Mm.NewPage(), Mm.NewPage()];
        foreach (Page page in pages) // ACQ403
            Mm.FreePage(page);
    }

    public static void ReleasesOneTwice()
    {
        Page[] pages = [Mm.NewPage(), Mm.NewPage()];
        foreach (Page page in pages) // ACQ403
            Mm.FreePage(page);
        Mm.FreePage(pages[1]); // ACQ104
    }
}
