// option: acquit.exceptions = ALL
using System;
using Cases.Api;

namespace Cases;

// Accessors and operators may throw as well.
internal static class ExceptionsOfEverything
{
    public static void Accessor(Page other)
    {
        Page page = Mm.NewPage(); // ACQ102
        page.Index = other.Uptodate ? 1 : 0;
        Mm.FreePage(page);
    }

    public static void NewArray(int length)
    {
        Page page = Mm.NewPage(); // ACQ102
        var numbers = new int[length];
        page.Index = numbers.Length;
        Mm.FreePage(page);
    }

    public static void Operator(TimeSpan delay)
    {
        Page page = Mm.NewPage(); // ACQ102
        page.Index = (delay + delay).Days;
        Mm.FreePage(page);
    }

    public static void Field(Page other)
    {
        Page page = Mm.NewPage();
        page.Index = other.Index;
        Mm.FreePage(page);
    }

    public static void Length(byte[] bytes)
    {
        Page page = Mm.NewPage();
        page.Index = bytes.Length;
        Mm.FreePage(page);
    }
}
