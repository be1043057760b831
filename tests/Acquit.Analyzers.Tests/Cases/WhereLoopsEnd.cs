using Cases.Api;

namespace Cases;

// What a counter is after its loop follows from how the loop ends.
internal static class WhereLoopsEnd
{
    public static void AtTheCount(int[] values, int n)
    {
        if (n < 0)
            return;

        Page page = Mm.NewPage();
        if (page == null)
            return;

        int i;
        for (i = 0; i < n; i++)
            values[i] = 3;
        if (i == n)
            Mm.FreePage(page);
    }

    public static void FromSomewhere(int[] values, int from, int n)
    {
        if (from > n)
            return;

        Page page = Mm.NewPage();
        if (page == null)
            return;

        while (from < n)
        {
            values[from] = 3;
            from++;
        }

        if (from == n)
            Mm.FreePage(page);
    }

    public static void DownToNothing(int[] values, int n)
    {
        if (n < 0)
            return;

        Page page = Mm.NewPage();
        if (page == null)
            return;

        while (n > 0)
            values[--n] = 0;
        if (n == 0)
            Mm.FreePage(page);
    }

    public static void ByTheLastRound(int n)
    {
        if (n < 1)
            return;

        Page page = Mm.NewPage();
        if (page == null)
            return;

        int last = -1;
        for (int i = 0; i < n; i++)
            last = i;
        if (last >= 0)
            Mm.FreePage(page);
    }

    public static void ByAnswer(int[] values, int n)
    {
        int answer = -1;
        Page page = Mm.NewPage();
        if (page == null)
            return;

        for (int i = 0; i < n; i++)
        {
            if (values[i] > 0)
            {
                answer = 0;
                break;
            }
        }

        if (answer < 0)
        {
            Mm.FreePage(page);
            return;
        }

        if (answer == 0)
            Mm.FreePage(page);
    }

    public static void ByIndex(int[] values, int n)
    {
        int found = 0;
        Page page = Mm.NewPage();
        if (page == null)
            return;

        for (int i = 0; i < n; i++)
        {
            if (values[i] > 0)
                found = i;
        }

        if (found >= 0)
            Mm.FreePage(page);
    }

    public static void ByOneOfTwo(int[][] values)
    {
        Page page = Mm.NewPage();
        if (page == null)
            return;

        int seen = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int j = 0;
            while (j < values[i].Length)
                j++;
            seen = j == values[i].Length ? 1 : 0;
        }

        if (seen == 0 || seen == 1)
            Mm.FreePage(page);
    }

    public static void OnlyIfNothingWasFound(int[] values)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (page == null)
            return;

        int found = 7;
        foreach (int value in values)
        {
            if (value > 3)
                found = 8;
        }

        if (found == 7)
            Mm.FreePage(page);
    }

    public static void OnlyIfNothingWasRead(string[] texts)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (page == null)
            return;

        int read = 0;
        for (int i = 0; i < texts.Length; i++)
            int.TryParse(texts[i], out read);
        if (read == 0)
            Mm.FreePage(page);
    }

    public static void OnlyBeforeTheEnd(int[] values, int n)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (page == null)
            return;

        int i;
        for (i = 0; i < n; i++)
        {
            if (values[i] == 3)
                break;
        }

        if (i < n)
            Mm.FreePage(page);
    }

    public static void AtANumber(int[] values)
    {
        Page page = Mm.NewPage();
        int i;
        for (i = 0; i < 4; i++)
            values[i] = 3;
        if (i == 4)
            Mm.FreePage(page);
    }

    public static void AtANumberThatIsTheLastOne(int[] values)
    {
        Page page = Mm.NewPage();
        int i;
        for (i = 0; i <= 4; i++)
            values[i] = 3;
        if (i == 5)
            Mm.FreePage(page);
    }

    public static void AtANumberThatAVariableHas(int[] values)
    {
        Page page = Mm.NewPage();
        int last = 7;
        int i = 0;
        while (i < last)
            values[i++] = 3;
        if (i == last)
            Mm.FreePage(page);
    }

    public static void AtNothingFromANumber()
    {
        Page page = Mm.NewPage();
        int n = 3;
        while (n > 0)
            --n;
        if (n == 0)
            Mm.FreePage(page);
    }

    public static void AtTheLengthWithASum(int[] values)
    {
        Page page = Mm.NewPage();
        int i, sum = 0;
        for (i = 0; i < values.Length; i++)
            sum += values[i];
        if (i == values.Length)
            Mm.FreePage(page);
    }

    public static void AtTheLengthOfANewOne()
    {
        Page page = Mm.NewPage();
        int[] values = new int[5];
        int i;
        for (i = 0; i < values.Length; i++)
            values[i] = i;
        if (i == 5)
            Mm.FreePage(page);
    }

    public static void InStepsThatPassTheEnd(int[] values)
    {
        Page page = Mm.NewPage(); // ACQ101
        int i;
        for (i = 0; i < 5; i += 3)
            values[i] = 3;
        if (i == 5)
            Mm.FreePage(page);
    }

    public static void BeforeTheNumberAtABreak(int[] values)
    {
        Page page = Mm.NewPage(); // ACQ101
        int i;
        for (i = 0; i < 4; i++)
        {
            if (values[i] == 3)
                break;
        }

        if (i == 4)
            Mm.FreePage(page);
    }

    public static void FromAboveTheNumber(int i)
    {
        Page page = Mm.NewPage(); // ACQ101
        while (i < 4)
            i++;
        if (i == 4)
            Mm.FreePage(page);
    }

    public static void WithAnotherNumber(int[] values)
    {
        Page page = Mm.NewPage(); // ACQ101
        int i;
        for (i = 0; i < 4; i++)
            values[i] = 3;
        if (i == 3)
            Mm.FreePage(page);
    }
}
