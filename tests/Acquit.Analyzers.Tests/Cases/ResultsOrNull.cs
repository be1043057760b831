using System;
using Cases.Api;

namespace Cases;

// A result leaves the resource maybe held; the branch on it settles whether. First the shapes of tests on null.
internal static class ResultsOrNull
{
    public static int EqualsNull()
    {
        Page page = Mm.AllocPage();
        if (page == null)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int NullOnTheLeft()
    {
        Page page = Mm.AllocPage();
        if (null == page)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int IsNull()
    {
        Page page = Mm.AllocPage();
        if (page is null)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static void IsNotNull()
    {
        Page page = Mm.AllocPage();
        if (page is not null)
            Mm.FreePage(page);
    }

    public static void PropertyPatternNamesIt()
    {
        if (Mm.AllocPage() is { } page)
        {
            page.Index = 1;
            Mm.FreePage(page);
        }
    }

    public static int NotPropertyPattern()
    {
        if (Mm.AllocPage() is not { } page)
            return -Errno.NoMem;

        page.Index = 1;
        Mm.FreePage(page);
        return 0;
    }

    public static int TypePatternForgets()
    {
        if (Mm.AllocPage() is Page page) // ACQ101
            return page.Index;

        return -Errno.NoMem;
    }

    public static int AssignedInTheCondition()
    {
        Page page;
        if ((page = Mm.AllocPage()) == null)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int TestTheWrongWayRound()
    {
        Page page = Mm.AllocPage(); // ACQ101
        if (page != null)
            return -Errno.NoMem;

        Hw.Kick();
        return 0;
    }

    public static int CoalescedWithThrow()
    {
        Page page = Mm.AllocPage() ?? throw new OutOfMemoryException();
        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static void ConditionalAccessDoesNotRelease()
    {
        Page page = Mm.AllocPage(); // ACQ101
        if (page?.Index > 0)
            Mm.FreePage(page);
    }

    public static int TestStoredInALocal()
    {
        Page page = Mm.AllocPage();
        bool failed = page == null;
        if (failed)
            return -Errno.NoMem;

        Mm.FreePage(page);
        return 0;
    }

    public static int EitherMissing()
    {
        Page first = Mm.AllocPage();
        Page second = Mm.AllocPage();
        if (first == null || second == null)
        {
            if (first != null)
                Mm.FreePage(first);
            if (second != null)
                Mm.FreePage(second);
            return -Errno.NoMem;
        }

        Mm.CopyPage(first, second);
        Mm.FreePage(second);
        Mm.FreePage(first);
        return 0;
    }

    public static int EitherMissingForgetsTheOther()
    {
        Page first = Mm.AllocPage(); // ACQ101
        Page second = Mm.AllocPage(); // ACQ101
        if (first == null || second == null)
            return -Errno.NoMem;

        Mm.CopyPage(first, second);
        Mm.FreePage(second);
        Mm.FreePage(first);
        return 0;
    }

    public static int ZeroIsFailure(int size)
    {
        nint block = Slab.Kmalloc(size);
        if (block == 0)
            return -Errno.NoMem;

        Hw.Write(block, size);
        Slab.Kfree(block);
        return 0;
    }

    public static int ZeroTestedNothingFreed(int size)
    {
        nint block = Slab.Kmalloc(size); // ACQ101
        if (block == IntPtr.Zero)
            return -Errno.NoMem;

        Hw.Write(block, size);
        return 0;
    }
}
