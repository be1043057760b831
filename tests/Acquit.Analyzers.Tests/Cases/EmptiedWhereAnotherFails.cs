using Cases.Api;

namespace Cases;

// Arrays that a loop gives back element by element, in a branch of another loop that leaves the method.
internal static class EmptiedWhereAnotherFails
{
    // Reports.

    public static int AndForgottenAtTheEnd()
    {
        Page[] pages = new Page[3];
        int[] numbers = new int[3];
        for (int i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage(); // ACQ101
            if (pages[i] == null)
            {
                while (--i >= 0) // ACQ403
                    Mm.FreePage(pages[i]);
                return -1;
            }
        }

        for (int k = 0; k < 3; k++)
        {
            numbers[k] = Hw.Status();
            if (numbers[k] < 0)
            {
                for (int i = 0; i < 3; i++) // ACQ403
                    Mm.FreePage(pages[i]);
                return -1;
            }
        }

        return 0;
    }

    // Silent.

    public static int AndAtTheEnd()
    {
        Page[] pages = new Page[3];
        int[] numbers = new int[3];
        for (int i = 0; i < 3; i++)
        {
            pages[i] = Mm.AllocPage();
            if (pages[i] == null)
            {
                while (--i >= 0) // ACQ403
                    Mm.FreePage(pages[i]);
                return -1;
            }
        }

        for (int k = 0; k < 3; k++)
        {
            numbers[k] = Hw.Status();
            if (numbers[k] < 0)
            {
                for (int i = 0; i < 3; i++) // ACQ403
                    Mm.FreePage(pages[i]);
                return -1;
            }
        }

        for (int i = 0; i < 3; i++) // ACQ403
            Mm.FreePage(pages[i]);
        return 0;
    }
}
