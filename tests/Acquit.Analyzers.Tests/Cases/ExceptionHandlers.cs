using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// What a handler leaves held, filters, and exceptions that are turned into results.
internal static class ExceptionHandlers
{
    public static bool SwallowedIntoAResult(int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ101
        try
        {
            Hw.Fill(buffer);
        }
        catch (IOException)
        {
            return false;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return true;
    }

    public static bool ReleasedInTheHandler(int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Hw.Fill(buffer);
        }
        catch (IOException)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return false;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return true;
    }

    public static int OneHandlerForgets()
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
        }
        catch (IOException)
        {
            Mm.FreePage(page);
            return -Errno.IO;
        }
        catch (TimeoutException)
        {
            return -Errno.Again;
        }

        Mm.FreePage(page);
        return 0;
    }

    public static int EveryHandlerRemembers()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch (IOException)
        {
            Mm.FreePage(page);
            return -Errno.IO;
        }
        catch (TimeoutException)
        {
            Mm.FreePage(page);
            return -Errno.Again;
        }

        Mm.FreePage(page);
        return 0;
    }

    public static int LoggedAndForgotten(bool verbose)
    {
        nint block = Marshal.AllocHGlobal(16); // ACQ101
        try
        {
            Hw.Write(block, 1);
            Marshal.FreeHGlobal(block);
        }
        catch (Exception e) when (verbose && e is IOException)
        {
            Hw.Log("failed");
        }

        return 0;
    }

    public static void FilterThatOnlyLogs()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch (IOException) when (Logged("failed"))
        {
            Mm.FreePage(page);
            throw;
        }

        Mm.FreePage(page);
    }

    public static int FilterByCode()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch (IOException e) when (e.HResult == 5)
        {
            Mm.FreePage(page);
            return -Errno.IO;
        }
        catch (IOException e) when (e.HResult != 5)
        {
            Mm.FreePage(page);
            return -Errno.Again;
        }

        Mm.FreePage(page);
        return 0;
    }

    public static Page NullOnFailure()
    {
        Page page = Mm.NewPage(); // ACQ101
        try
        {
            Hw.Start(page);
            return page;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static Page NullOnFailureAndFreed()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
            return page;
        }
        catch (IOException)
        {
            Mm.FreePage(page);
            return null;
        }
    }

    public static Page PassedOnOnFailure()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
            return page;
        }
        catch
        {
            Mm.FreePage(page);
            throw;
        }
    }

    public static void WrappedInAnother()
    {
        nint block = Marshal.AllocHGlobal(16); // ACQ101
        try
        {
            Hw.Write(block, 1);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException("not written", e);
        }

        Marshal.FreeHGlobal(block);
    }

    public static void WrappedInAnotherAndFreed()
    {
        nint block = Marshal.AllocHGlobal(16);
        try
        {
            Hw.Write(block, 1);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException("not written", e);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    public static int RetriedWithoutRelease(int attempts)
    {
        while (attempts-- > 0)
        {
            Page page = Mm.NewPage(); // ACQ101
            try
            {
                int status = Hw.Start(page);
                Mm.FreePage(page);
                return status;
            }
            catch (TimeoutException)
            {
                Hw.Log("once more");
            }
        }

        return -Errno.Again;
    }

    public static int RetriedWithRelease(int attempts)
    {
        while (attempts-- > 0)
        {
            Page page = Mm.NewPage();
            try
            {
                return Hw.Start(page);
            }
            catch (TimeoutException)
            {
                Hw.Log("once more");
            }
            finally
            {
                Mm.FreePage(page);
            }
        }

        return -Errno.Again;
    }

    public static async Task<bool> SwallowedWhileWaiting(SleepLock gate, Task work)
    {
        gate.Lock(); // ACQ101
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        gate.Unlock();
        return true;
    }

    public static async Task<bool> ReleasedAfterWaiting(SleepLock gate, Task work)
    {
        gate.Lock();
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            gate.Unlock();
        }

        return true;
    }

    public static void AcquireItselfFails()
    {
        Page page;
        try
        {
            page = Mm.NewPage();
        }
        catch (OutOfMemoryException)
        {
            return;
        }

        Hw.Kick();
        Mm.FreePage(page);
    }

    public static void AcquireItselfFailsAndNothingIsReleased()
    {
        Page page;
        try
        {
            page = Mm.NewPage(); // ACQ101
        }
        catch (OutOfMemoryException)
        {
            return;
        }

        page.Index = 1;
    }

    public static void ReleasedTwiceAfterAFailure()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch (IOException)
        {
            Mm.FreePage(page);
        }
        finally
        {
            Mm.FreePage(page); // ACQ104
        }
    }

    public static void NullAfterTheReleaseInTheHandler()
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        catch (IOException)
        {
            Mm.FreePage(page);
            page = null;
        }
        finally
        {
            if (page != null)
                Mm.FreePage(page);
        }
    }

    private static bool Logged(string text)
    {
        Hw.Log(text);
        return true;
    }
}
