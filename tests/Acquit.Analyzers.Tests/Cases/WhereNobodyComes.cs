using System;
using System.Diagnostics;
using Cases.Api;

namespace Cases;

// Code that says of itself that it never runs.
internal static class WhereNobodyComes
{
    public static int InTheLastArm(int kind)
    {
        Page page = Mm.NewPage();
        int result = kind switch
        {
            0 => page.Index,
            1 => -page.Index,
            _ => throw new UnreachableException(),
        };
        Mm.FreePage(page);
        return result;
    }

    public static int AfterTheLastCase(SleepLock gate, int kind)
    {
        gate.Lock();
        switch (kind)
        {
            case 0:
                gate.Unlock();
                return 1;
            case 1:
                gate.Unlock();
                return 2;
        }

        throw new UnreachableException("no other kind");
    }

    public static int WithoutALastArm(DayOfWeek day)
    {
        Page page = Mm.NewPage();
        int result = day switch
        {
            DayOfWeek.Sunday => page.Index,
            DayOfWeek.Monday => 1,
        };
        Mm.FreePage(page);
        return result;
    }

    public static int WithoutALastArmAndWithoutRelease(DayOfWeek day)
    {
        Page page = Mm.NewPage(); // ACQ101
        return day switch
        {
            DayOfWeek.Sunday => page.Index,
            DayOfWeek.Monday => 1,
        };
    }

    public static int WithAnotherException(int kind)
    {
        Page page = Mm.NewPage(); // ACQ101
        int result = kind switch
        {
            0 => page.Index,
            _ => throw new InvalidOperationException(),
        };
        Mm.FreePage(page);
        return result;
    }

    public static int CaughtAfterAll(int kind)
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            if (kind > 3)
                throw new UnreachableException();
        }
        catch (Exception)
        {
            return -1;
        }

        Mm.FreePage(page);
        return 0;
    }
}
