using System;
using Cases.Api;

namespace Cases;

// Several are asked for, as many as there are are got, and some number of them is given back.
internal static class FewerThanGot
{
    public static int OnlyOne(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return 0;
        Mm.UnpinUserPages(found, 1); // ACQ107
        return 0;
    }

    public static int OnlyTwoOfMany(ulong start)
    {
        const int Many = 16;
        var found = new Page[Many];
        int got = Mm.PinUserPagesFast(start, Many, FollFlags.None, found);
        if (got < 2)
        {
            if (got == 1)
                Mm.UnpinUserPages(found, 1);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(found, 2); // ACQ107
        return 0;
    }

    public static int OnlyOneOfReferences(ulong start)
    {
        var got = new Page[4];
        int n = Mm.GetUserPagesFast(start, 4, FollFlags.None, got);
        if (n > 0)
            Mm.ReleasePages(got, 1); // ACQ107
        return n;
    }

    public static int OneLessThanAsked(ulong start, int count)
    {
        var found = new Page[count];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.None, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, count - 1); // ACQ107
        return 0;
    }

    public static int TheRestOnOneWayOnly(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1); // ACQ107
        if (Hw.Ready())
            return 0;
        Mm.UnpinUserPages(found.AsSpan(1, got - 1));
        return 0;
    }

    public static int InAHelperOfItsOwn(ulong start) => OnlyOne(start) + 1;

    // Silent.

    public static int AllOfThem(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, got);
        return 0;
    }

    public static int OnlyOneWasAskedFor(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 1, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1);
        return 0;
    }

    public static int WhoKnowsHowManyWereAskedFor(ulong start, int count)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, count, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1);
        return 0;
    }

    public static int OneAndThenTheRest(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1);
        if (got > 1)
            Mm.UnpinUserPages(found.AsSpan(1, got - 1));
        return 0;
    }

    public static int WhereThereIsOnlyOne(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got == 1)
            Mm.UnpinUserPages(found, 1);
        else if (got > 0)
            Mm.UnpinUserPages(found, got);
        return got;
    }

    public static int WhereNotAllCame(ulong start)
    {
        var found = new Page[2];
        int got = Mm.PinUserPagesFast(start, 2, FollFlags.Write, found);
        if (got <= 0)
            return got;
        if (got < 2)
        {
            Mm.UnpinUserPages(found, 1);
            return -Errno.Fault;
        }

        Mm.UnpinUserPages(found, 2);
        return 0;
    }

    public static int TheRestHandedOn(ulong start, IRegistry registry)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1);
        registry.AddAll(found);
        return 0;
    }

    public static int TheRestInALoop(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1);
        for (int i = 1; i < got; i++) // ACQ403
            Mm.UnpinUserPage(found[i]);
        return 0;
    }

    public static int TheRestReturned(ulong start, Page[] found)
    {
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1);
        return got;
    }

    public static int TheOthersGivenBackFirst(ulong start)
    {
        var found = new Page[3];
        int got = Mm.PinUserPagesFast(start, 3, FollFlags.Write, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found.AsSpan(1, got - 1));
        Hw.Start(found[0]);
        Mm.UnpinUserPages(found, 1);
        return 0;
    }

    public static int InRounds(ulong start, int n)
    {
        var found = new Page[2];
        for (int i = 0; i < n; i++)
        {
            int got = Mm.PinUserPagesFast(start, 2, FollFlags.Write, found);
            if (got <= 0)
                return got;
            Mm.UnpinUserPages(found, got);
        }

        return 0;
    }

    public static int TheSecondKept(ulong start, Device device)
    {
        var found = new Page[2];
        int got = Mm.PinUserPagesFast(start, 2, FollFlags.None, found);
        if (got <= 0)
            return got;
        if (got == 2)
            device.Current = found[1];
        Mm.UnpinUserPages(found, 1);
        return 0;
    }

    public static int TheSecondKeptAfterwards(ulong start, Device device)
    {
        var found = new Page[2];
        int got = Mm.PinUserPagesFast(start, 2, FollFlags.None, found);
        if (got <= 0)
            return got;
        Mm.UnpinUserPages(found, 1);
        if (got == 2)
            device.Current = found[1];
        return 0;
    }
}
