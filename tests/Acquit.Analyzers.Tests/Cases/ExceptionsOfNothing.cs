// option: acquit.exceptions = none
using System;
using System.IO;
using System.Threading;
using Cases.Api;

namespace Cases;

// No call counts as throwing; what the method throws and swallows itself still does.
internal static class ExceptionsOfNothing
{
    public static void NamedForIt(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        stop.ThrowIfCancellationRequested();
        Mm.FreePage(page);
    }

    public static void OwnThrow(int mode)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (mode < 0)
            throw new InvalidOperationException();
        Mm.FreePage(page);
    }

    public static int Swallowed()
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
            Mm.FreePage(page);
            return 0;
        }
        catch (IOException)
        {
            return -Errno.IO;
        }
    }
}
