using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;

namespace Cases;

// Handlers that throw again what they caught, and finally blocks that run then.
internal static class ThrownAgain
{
    public static int ReturnedByBoth(Stream s)
    {
        byte[] b = ArrayPool<byte>.Shared.Rent(10);
        try
        {
            s.ReadExactly(b);
            return b[0];
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(b);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(b); // ACQ104
        }
    }

    public static int FreedByBoth(Stream s, byte[] data)
    {
        GCHandle h = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            return s.Read(data);
        }
        catch (IOException)
        {
            h.Free();
            throw;
        }
        finally
        {
            h.Free(); // ACQ104
        }
    }

    public static int FreedByEither(Stream s, byte[] data)
    {
        GCHandle h = GCHandle.Alloc(data, GCHandleType.Pinned);
        int read;
        try
        {
            read = s.Read(data);
        }
        catch (IOException)
        {
            h.Free();
            throw;
        }

        h.Free();
        return read;
    }

    public static int FreedByTheOuter(Stream s, byte[] data)
    {
        GCHandle h = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            try
            {
                return s.Read(data);
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e);
                throw;
            }
        }
        finally
        {
            h.Free();
        }
    }

    public static int FreedOnceByAFlag(Stream s, byte[] data)
    {
        GCHandle h = GCHandle.Alloc(data, GCHandleType.Pinned);
        bool freed = false;
        try
        {
            return s.Read(data);
        }
        catch
        {
            h.Free();
            freed = true;
            throw;
        }
        finally
        {
            if (!freed)
                h.Free();
        }
    }

    public static byte[] KeptUnlessItFails(Stream s)
    {
        byte[] b = ArrayPool<byte>.Shared.Rent(10);
        bool done = false;
        try
        {
            s.ReadExactly(b);
            done = true;
            return b;
        }
        catch (EndOfStreamException)
        {
            Console.Error.WriteLine("short");
            throw;
        }
        finally
        {
            if (!done)
                ArrayPool<byte>.Shared.Return(b);
        }
    }

    public static void EmptiedBeforeItIsThrownAgain(Stream s)
    {
        byte[] b = ArrayPool<byte>.Shared.Rent(10);
        try
        {
            s.ReadExactly(b);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(b);
            b = null;
            throw;
        }
        finally
        {
            if (b != null)
                ArrayPool<byte>.Shared.Return(b);
        }
    }
}
