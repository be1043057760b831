using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using Cases.Api;

namespace Cases;

// What the method throws itself is a way out like any other.
internal static class OwnThrows
{
    public static void OwnThrow(int mode)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (mode < 0)
            throw new ArgumentOutOfRangeException(nameof(mode));

        page.Index = mode;
        Mm.FreePage(page);
    }

    public static void OwnThrowBeforeTheAcquire(int mode)
    {
        if (mode < 0)
            throw new ArgumentOutOfRangeException(nameof(mode));

        Page page = Mm.NewPage();
        page.Index = mode;
        Mm.FreePage(page);
    }

    public static void OwnThrowAfterTheRelease(int mode)
    {
        Page page = Mm.NewPage();
        int status = Hw.Start(page);
        Mm.FreePage(page);
        if (status < mode)
            throw new InvalidOperationException();
    }

    public static int OwnThrowInASwitchExpression(int mode)
    {
        Page page = Mm.NewPage(); // ACQ101
        page.Index = mode switch
        {
            0 => 10,
            1 => 20,
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        int index = page.Index;
        Mm.FreePage(page);
        return index;
    }

    public static void OwnThrowCaughtHere(int mode)
    {
        Page page = Mm.NewPage();
        try
        {
            if (mode < 0)
                throw new ArgumentOutOfRangeException(nameof(mode));
            page.Index = mode;
        }
        catch (ArgumentOutOfRangeException)
        {
            Hw.Log("bad mode");
        }

        Mm.FreePage(page);
    }

    public static void OwnThrowThroughFinally(int mode)
    {
        Page page = Mm.NewPage();
        try
        {
            if (mode < 0)
                throw new ArgumentOutOfRangeException(nameof(mode));
            page.Index = mode;
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public static void TranslatedWithoutRelease()
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException("the device did not start", e);
        }

        Mm.FreePage(page);
    }

    public static void RethrownAfterRelease()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch
        {
            Mm.FreePage(page);
            throw;
        }

        Mm.FreePage(page);
    }

    public static void ThrowHelperNeverReturns()
    {
        Page page = Mm.AllocPage();
        if (page == null)
            ThrowOutOfPages();

        Mm.ClearPage(page);
        Mm.FreePage(page);
    }

    public static void GuardThrowsForNull()
    {
        Page page = Mm.AllocPage();
        ArgumentNullException.ThrowIfNull(page);
        Mm.ClearPage(page);
        Mm.FreePage(page);
    }

    [DoesNotReturn]
    private static void ThrowOutOfPages() => throw new OutOfMemoryException();
}
