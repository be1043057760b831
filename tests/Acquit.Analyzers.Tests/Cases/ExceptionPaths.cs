using System.IO;
using Cases.Api;

namespace Cases;

// What a callee's exception carries past a method without any try is not reported; what a handler swallows is.
internal sealed class ExceptionPaths
{
    private Page _current;

    public void Close() => Mm.FreePage(_current);

    public static void CalleeMayThrowOutsideAnyTry()
    {
        Page page = Mm.NewPage();
        Hw.Start(page);
        Mm.FreePage(page);
    }

    public static void FinallyReleases()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public static int SwallowedAndForgotten()
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

    public static int SwallowedAndReleased()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
            Mm.FreePage(page);
            return 0;
        }
        catch (IOException)
        {
            Mm.FreePage(page);
            return -Errno.IO;
        }
    }

    public static void SwallowedThenReleasedBehind()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch (IOException)
        {
            Hw.Log("start failed");
        }

        Mm.FreePage(page);
    }

    public static void HandlerReleasesWhatTheTryReleasedAlready()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
            Mm.FreePage(page);
            Hw.Kick();
        }
        catch (IOException)
        {
            Mm.FreePage(page); // ACQ104
        }
    }

    public static int AcquiredInsideTheTrySwallowed()
    {
        try
        {
            Page page = Mm.NewPage(); // ACQ101
            int status = Hw.Start(page);
            Mm.FreePage(page);
            return status;
        }
        catch (IOException)
        {
            return -Errno.IO;
        }
    }

    public static void FinallyTestsForNull()
    {
        Page page = null;
        try
        {
            Hw.Kick();
            page = Mm.AllocPage();
            if (page == null)
                return;
            Hw.Start(page);
        }
        finally
        {
            if (page != null)
                Mm.FreePage(page);
        }
    }

    public static void EmptyFinally()
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
        }
        finally
        {
        }
    }

    public static int ReturnInsideTheTry(int mode)
    {
        Page page = Mm.NewPage();
        try
        {
            if (mode == 0)
                return Hw.Start(page);
            return page.Index;
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public static Page KeptOnSuccessOnly()
    {
        Page page = Mm.NewPage();
        bool done = false;
        try
        {
            Hw.Start(page);
            done = true;
            return page;
        }
        finally
        {
            if (!done)
                Mm.FreePage(page);
        }
    }

    public void StoredOnSuccessOnly()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
            _current = page;
            page = null;
        }
        finally
        {
            if (page != null)
                Mm.FreePage(page);
        }
    }

    public static void NestedFinally()
    {
        Page first = Mm.NewPage();
        try
        {
            Page second = Mm.NewPage();
            try
            {
                Mm.CopyPage(first, second);
            }
            finally
            {
                Mm.FreePage(second);
            }
        }
        finally
        {
            Mm.FreePage(first);
        }
    }

    public static int FilterDecides(bool tolerant)
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
        }
        catch (IOException) when (tolerant)
        {
            return -Errno.IO;
        }

        Mm.FreePage(page);
        return 0;
    }

    public static void SwallowedInALoop(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage(); // ACQ101
            try
            {
                Hw.Start(page);
            }
            catch (IOException)
            {
                continue;
            }

            Mm.FreePage(page);
        }
    }

    public static void CaughtAndFinallyReleased(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage();
            try
            {
                Hw.Start(page);
            }
            catch (IOException)
            {
                continue;
            }
            finally
            {
                Mm.FreePage(page);
            }
        }
    }

    public static int JumpsOutOfTheTry(int n)
    {
        Page page = Mm.NewPage();
        try
        {
            if (n == 0)
                goto done;
            Hw.Start(page);
        }
        finally
        {
            Mm.FreePage(page);
        }

        return 1;

    done:
        return 0;
    }
}
