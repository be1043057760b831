using System;
using System.IO;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Filters asked about what a statement in front of them throws: the type decides, or what is known there, or nothing does.
internal static class FiltersOfOwnThrows
{
    // Reports.

    public static bool OfAnotherType(int n)
    {
        nint block = Marshal.AllocHGlobal(n); // ACQ101
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new InvalidDataException("x");
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool OfTheTypeThatIsLetPass(int n)
    {
        nint block = Marshal.AllocHGlobal(n); // ACQ101
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new TimeoutException();
        }
        catch (Exception e) when (e is not TimeoutException)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool OfAMoreSpecialType(int n)
    {
        nint block = Marshal.AllocHGlobal(n); // ACQ101
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new IOException();
        }
        catch (IOException e) when (e is FileNotFoundException { FileName: not null })
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool KnownToBeLetPass(int n)
    {
        nint block = Marshal.AllocHGlobal(n); // ACQ101
        bool ok = true;
        try
        {
            if (n > 5)
                throw new InvalidDataException();
        }
        catch (Exception) when (n <= 5)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool FlagNotSet(int n)
    {
        nint block = Marshal.AllocHGlobal(n); // ACQ101
        bool bad = false;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new InvalidDataException();
            bad = true;
            if (Marshal.ReadByte(block) > 3)
                throw new InvalidDataException();
        }
        catch (Exception) when (bad)
        {
            Console.WriteLine();
        }

        Marshal.FreeHGlobal(block);
        return bad;
    }

    public static bool CaughtAndLeftHeld(int n)
    {
        nint block = Marshal.AllocHGlobal(n); // ACQ101
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new InvalidDataException();
        }
        catch (Exception e) when (e is InvalidDataException)
        {
            return false;
        }

        Marshal.FreeHGlobal(block);
        return true;
    }

    // Silent.

    public static bool NotOfTheType(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new InvalidDataException("x");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool OneOfTheTypes(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new ObjectDisposedException("x");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool JustTheType(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new TimeoutException();
        }
        catch (Exception e) when (e is TimeoutException)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool ThroughAFinallyBlock(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            try
            {
                if (Marshal.ReadByte(block) > 5)
                    throw new TimeoutException();
            }
            finally
            {
                Console.WriteLine();
            }
        }
        catch (Exception e) when (e is TimeoutException)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool KnownToBeCaught(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (n > 5)
                throw new InvalidDataException();
        }
        catch (Exception) when (n > 5)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool FlagSetBefore(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool bad = false;
        try
        {
            if (Marshal.ReadByte(block) > 5)
            {
                bad = true;
                throw new InvalidDataException();
            }
        }
        catch (Exception) when (bad)
        {
            Console.WriteLine();
        }

        Marshal.FreeHGlobal(block);
        return bad;
    }

    public static bool Always(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new InvalidDataException();
        }
        catch (Exception e) when (e is TimeoutException || true)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool ByCode(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new InvalidDataException { HResult = n };
        }
        catch (Exception e) when (e.HResult == 7)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool ByACall(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw new InvalidDataException();
        }
        catch (Exception e) when (IsOfOurs(e))
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool MadeElsewhere(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            if (Marshal.ReadByte(block) > 5)
                throw Made(n);
        }
        catch (Exception e) when (e is IOException)
        {
            ok = false;
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool AskedAboutAnotherException(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            Hw.Log("first");
        }
        catch (Exception first)
        {
            try
            {
                if (n > 5)
                    throw new IOException();
            }
            catch (Exception) when (first is TimeoutException)
            {
                ok = false;
            }
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    public static bool AskedAboutBoth(int n)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool ok = true;
        try
        {
            Hw.Log("first");
        }
        catch (Exception first) when (first is not OperationCanceledException)
        {
            try
            {
                if (n > 5)
                    throw new IOException();
            }
            catch (Exception e) when (e is IOException && first is TimeoutException)
            {
                ok = false;
            }
        }

        Marshal.FreeHGlobal(block);
        return ok;
    }

    private static bool IsOfOurs(Exception e) => e.Data.Contains("ours");

    private static Exception Made(int n) => n > 7 ? new IOException() : new FileNotFoundException();

    public static int AskedBeforeWhatIsUndone(int n, bool bad)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool held = true;
        try
        {
            bool armed = false;
            try
            {
                try
                {
                    armed = true;
                    if (bad)
                        throw new InvalidDataException("x");
                }
                finally
                {
                    armed = false;
                }
            }
            catch (InvalidDataException) when (armed)
            {
                Marshal.FreeHGlobal(block);
                held = false;
            }
        }
        finally
        {
            if (held)
                Marshal.FreeHGlobal(block);
        }

        return 0;
    }

    public static int UndoneAfterTheFilterWasAsked(int n, bool bad)
    {
        nint block = Marshal.AllocHGlobal(n);
        bool armed = false;
        try
        {
            try
            {
                armed = true;
                if (bad)
                    throw new InvalidDataException("x");
            }
            finally
            {
                armed = false;
            }
        }
        catch (InvalidDataException) when (armed)
        {
            Marshal.FreeHGlobal(block);
            return 1;
        }

        Marshal.FreeHGlobal(block);
        return 0;
    }
}
