using System;
using System.Collections.Generic;
using Acquit;
using Cases.Api;

namespace Cases;

public sealed class Scroll
{
    public Scroll Roll = null!;
}

public static class Scrolls
{
    public static extern void Keep([Acquires("scroll-kept", ReleasedBy = nameof(Forget))] Scroll scroll);

    public static extern void Forget([Releases("scroll-kept")] Scroll scroll);

    [return: Acquires("scroll-map", When = "return != null", ReleasedBy = nameof(Unmap))]
    public static extern Scroll? Map(Scroll scroll);

    public static extern void Unmap([Releases("scroll-map")] Scroll map);

    public static extern void Free([Releases("scroll-copy")] Scroll map);

    public static extern void Turn([Borrows] Scroll scroll);
}

// What one method with a contract keeps, for another with a contract to give back.
public sealed class ScrollsHalfOpened
{
    [return: Acquires("scroll-half-opened", When = "return != null", ReleasedBy = nameof(Close))]
    public static Scroll? Open(Scroll scroll)
    {
        Scroll? map = Scrolls.Map(scroll); // ACQ902
        if (map is null)
            return null;
        Scrolls.Keep(scroll.Roll); // ACQ902
        return map;
    }

    public static void Close(Scroll scroll, [Releases("scroll-half-opened")] Scroll map)
    {
        Scrolls.Turn(scroll);
        Scrolls.Free(map);
    }
}

public sealed class ScrollsOpened
{
    [return: Acquires("scroll-opened", When = "return != null", ReleasedBy = nameof(Close))]
    public static Scroll? Open(Scroll scroll)
    {
        Scroll? map = Scrolls.Map(scroll);
        if (map is null)
            return null;
        Scrolls.Keep(scroll.Roll);
        return map;
    }

    public static void Close(Scroll scroll, [Releases("scroll-opened")] Scroll map)
    {
        Scrolls.Forget(scroll.Roll);
        Scrolls.Unmap(map);
    }
}
