using System;
using System.Threading;

namespace Cases;

// Rounds that a jump back makes, in which something is taken and given back by turns, or as often as it was taken.
internal static class TurnsByJumps
{
    public static void ByTheRemainder(object sync)
    {
        int i = 0;
    next:
        if ((i & 1) == 0)
            Monitor.Enter(sync);
        else
            Monitor.Exit(sync);
        i++;
        if (i < 10)
            goto next;
    }

    public static void InArms(object sync, int count)
    {
        int i = 0;
    next:
        if (i >= count)
            goto end;
        if (i % 2 == 0)
        {
            Monitor.Enter(sync);
            i++;
            goto next;
        }

        Monitor.Exit(sync);
        i++;
        goto next;
    end:
        if (i % 2 == 1)
            Monitor.Exit(sync);
    }

    public static void AsOftenAsTaken(object sync, int count)
    {
        int depth = 0;
    down:
        Monitor.Enter(sync);
        depth++;
        if (depth < count)
            goto down;
    up:
        Monitor.Exit(sync);
        if (--depth > 0)
            goto up;
    }

    public static void AsOftenAsTakenInStatements(object sync, int count)
    {
        int depth = 0;
        do
        {
            Monitor.Enter(sync);
            depth++;
        }
        while (depth < count);

        do
            Monitor.Exit(sync);
        while (--depth > 0);
    }

    public static void AgainInTheSameRound(object sync, int count)
    {
    again:
        Monitor.Enter(sync);
        if (count == 3)
            Monitor.Exit(sync);
        Console.WriteLine();
        Monitor.Exit(sync); // ACQ104
        if (--count > 0)
            goto again;
    }
}
