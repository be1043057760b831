using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

/// <summary>Helpers that call what they are given by other names, now this way and now the other.</summary>
internal static class SwappedArguments
{
    // Reports.

    public static void OneIsFreedTwice(bool swap)
    {
        nint x = Marshal.AllocHGlobal(1), y = Marshal.AllocHGlobal(2);
        FreeBoth(x, y, swap);
        Marshal.FreeHGlobal(y); // ACQ104
    }

    public static void LeftUntilBothAreFreed(bool swap, bool busy)
    {
        nint x = Marshal.AllocHGlobal(1), y = Marshal.AllocHGlobal(2); // ACQ101, ACQ101
        if (busy)
            return;
        FreeBoth(x, y, swap);
    }

    // Silent.

    public static void BothAreFreed(bool swap)
    {
        nint x = Marshal.AllocHGlobal(1), y = Marshal.AllocHGlobal(2);
        FreeBoth(x, y, swap);
    }

    public static void BothAreFreedFurtherDown(bool swap)
    {
        nint x = Marshal.AllocHGlobal(1), y = Marshal.AllocHGlobal(2);
        HandBothOn(x, y, swap);
    }

    public static void TheOtherIsFreedHere(bool swap)
    {
        nint x = Marshal.AllocHGlobal(1), y = Marshal.AllocHGlobal(2);
        FreeOne(x, y, swap);
        if (swap)
            Marshal.FreeHGlobal(x);
        else
            Marshal.FreeHGlobal(y);
    }

    public static void TheOtherComesBack(bool swap)
    {
        nint x = Marshal.AllocHGlobal(1), y = Marshal.AllocHGlobal(2);
        Marshal.FreeHGlobal(KeepOne(x, y, swap));
    }

    public static void TakenInOrderAndGivenBack(SemaphoreSlim a, SemaphoreSlim b)
    {
        a.Wait();
        b.Wait();
        WaitInOrder(a, b, a.GetHashCode() < b.GetHashCode());
        a.Release();
        b.Release();
    }

    public static void SwappedManyTimes(int n)
    {
        nint x = Marshal.AllocHGlobal(1), y = Marshal.AllocHGlobal(2);
        for (int i = 0; i < n; i++)
            (x, y) = (y, x);
        Marshal.FreeHGlobal(x);
        Marshal.FreeHGlobal(y);
    }

    private static void FreeOne(nint x, nint y, bool swap)
    {
        nint one = x;
        if (swap)
            one = y;
        Marshal.FreeHGlobal(one);
    }

    private static void FreeBoth(nint x, nint y, bool swap)
    {
        nint one = swap ? y : x;
        nint other = swap ? x : y;
        Marshal.FreeHGlobal(one);
        Marshal.FreeHGlobal(other);
    }

    private static void HandBothOn(nint x, nint y, bool swap)
    {
        nint one = swap ? y : x, other = swap ? x : y;
        FreeBoth(one, other, !swap);
    }

    private static nint KeepOne(nint x, nint y, bool swap)
    {
        nint kept = swap ? y : x;
        Marshal.FreeHGlobal(swap ? x : y);
        return kept;
    }

    private static void WaitInOrder(SemaphoreSlim a, SemaphoreSlim b, bool inOrder)
    {
        SemaphoreSlim first = inOrder ? a : b, second = inOrder ? b : a;
        first.Wait();
        second.Wait();
        a.Release();
        b.Release();
    }
}
