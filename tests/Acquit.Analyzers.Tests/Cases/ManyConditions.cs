using Cases.Api;

namespace Cases;

// Long methods whose branches say nothing about the resource: they may neither drown it nor invent a path.
internal static class ManyConditions
{
    public static int IndependentQuestions(int a, int b, int c, int d, int e, int f, int g, int h)
    {
        int sum = 0;
        Page page = Mm.NewPage();
        if (a > 0)
            sum += 1;
        if (b > 0)
            sum += 2;
        if (c > 0)
            sum += 4;
        if (d > 0)
            sum += 8;
        if (e > 0)
            sum += 16;
        if (f > 0)
            sum += 32;
        if (g > 0)
            sum += 64;
        if (h > 0)
            sum += 128;
        page.Index = sum;
        Mm.FreePage(page);
        return sum;
    }

    public static int IndependentQuestionsAroundACorrelatedPair(bool direct, int a, int b, int c, int d, int e, int f)
    {
        int sum = 0;
        nint bounce = 0;
        if (direct)
            bounce = Slab.KmallocNoFail(64);
        if (a > 0)
            sum += 1;
        if (b > 0)
            sum += 2;
        if (c > 0)
            sum += 4;
        if (d > 0)
            sum += 8;
        if (e > 0)
            sum += 16;
        if (f > 0)
            sum += 32;
        if (direct)
            Slab.Kfree(bounce);
        return sum;
    }

    public static int OneExitOfManyForgets(Page page, int command, int argument)
    {
        nint block = Slab.KmallocNoFail(64); // ACQ101
        int result = 0;
        if (command == 1 && argument > 0)
            result = 1;
        else if (command == 2 || argument == 7)
            result = 2;
        else if (command == 3)
            result = Hw.Start(page);

        if (result == 2)
        {
            Slab.Kfree(block);
            return 2;
        }

        for (int i = 0; i < argument; i++)
        {
            Hw.Write(block, i);
            if (Hw.Status() == i)
                result++;
        }

        if (result > 100)
            return -Errno.Inval;

        Slab.Kfree(block);
        return result;
    }

    public static bool LongDisjunction(Device device, int a, int b, int c, int d)
    {
        device.Mutex.Lock();
        bool wanted = a == 1 || a == 2 || a == 3 || b == 1 || b == 2 || b == 3 || c == 1 || c == 2 || c == 3 || d == 1 ||
            d == 2 || d == 3;
        if (wanted)
            device.State = a + b + c + d;
        device.Mutex.Unlock();
        return wanted;
    }

    public static int NestedLoopsWithExits(Page[] pages, int rows, int columns)
    {
        nint scratch = Slab.KmallocNoFail(columns);
        int found = -1;
        for (int row = 0; row < rows && found < 0; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Page page = pages[row * columns + column];
                if (page == null)
                    continue;
                if (page.Index < 0)
                    break;

                nint mapped = Highmem.KmapLocal(page);
                Hw.Write(mapped, column);
                Highmem.KunmapLocal(mapped);
                if (page.Uptodate)
                {
                    found = page.Index;
                    break;
                }
            }
        }

        Slab.Kfree(scratch);
        return found;
    }

    public static int FourResourcesFourFailures(int size)
    {
        Page first = Mm.AllocPage();
        Page second = Mm.AllocPage();
        nint block = Slab.Kmalloc(size);
        VmArea area = Vmalloc.Valloc(size);
        int result = -Errno.NoMem;
        if (first != null && second != null && block != 0 && area != null)
        {
            Mm.CopyPage(first, second);
            Hw.Write(block, 1);
            Hw.Write(area.Address, 2);
            result = 0;
        }

        Vmalloc.Vfree(area);
        Slab.Kfree(block);
        if (second != null)
            Mm.FreePage(second);
        if (first != null)
            Mm.FreePage(first);
        return result;
    }

    public static int StateMachine(int n)
    {
        Page page = null;
        int state = 0;
        for (int step = 0; step < n; step++)
        {
            switch (state)
            {
                case 0:
                    page = Mm.AllocPage();
                    if (page != null)
                        state = 1;
                    break;
                case 1:
                    if (Hw.Start(page) == 0)
                        state = 2;
                    break;
                case 2:
                    Mm.FreePage(page);
                    page = null;
                    state = 0;
                    break;
            }
        }

        if (page != null)
            Mm.FreePage(page);
        return state;
    }
}
