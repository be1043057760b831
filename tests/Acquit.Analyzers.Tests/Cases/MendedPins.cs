using System;
using System.IO;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Handles that public code once forgot to free, and how that was mended.
internal static class MendedPins
{
    // Pinned for one call and left.
    public static void Upload(float[] values)
    {
        GCHandle pin = GCHandle.Alloc(values, GCHandleType.Pinned); // ACQ101
        Native.Upload(pin.AddrOfPinnedObject(), values.Length);
    }

    public static void UploadMended(float[] values)
    {
        GCHandle pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        Native.Upload(pin.AddrOfPinnedObject(), values.Length);
        pin.Free();
    }

    // Without ever having a name.
    public static void UploadAtOnce(float[] values) =>
        Native.Upload(GCHandle.Alloc(values, GCHandleType.Pinned).AddrOfPinnedObject(), values.Length); // ACQ101

    // Freed on success only.
    public static bool Download(byte[] target)
    {
        GCHandle pin = GCHandle.Alloc(target, GCHandleType.Pinned); // ACQ101
        int error = Native.Download(pin.AddrOfPinnedObject(), target.Length);
        if (error != 0)
            return false;
        pin.Free();
        return true;
    }

    public static bool DownloadMended(byte[] target)
    {
        GCHandle pin = GCHandle.Alloc(target, GCHandleType.Pinned);
        int error = Native.Download(pin.AddrOfPinnedObject(), target.Length);
        pin.Free();
        return error == 0;
    }

    // An error check that throws sits between.
    public static T[] GetData<T>(int count) where T : struct
    {
        var data = new T[count];
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        int error = Native.Download(pin.AddrOfPinnedObject(), count);
        if (error < 0)
            throw new IOException("error " + error);
        pin.Free();
        return data;
    }

    public static T[] GetDataMended<T>(int count) where T : struct
    {
        var data = new T[count];
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            int error = Native.Download(pin.AddrOfPinnedObject(), count);
            if (error < 0)
                throw new IOException("error " + error);
        }
        finally
        {
            pin.Free();
        }

        return data;
    }

    // Two are pinned, one is freed.
    public static int Multiply(double[] left, double[] right)
    {
        GCHandle first = GCHandle.Alloc(left, GCHandleType.Pinned);
        GCHandle second = GCHandle.Alloc(right, GCHandleType.Pinned); // ACQ101
        int result = Native.Multiply(first.AddrOfPinnedObject(), second.AddrOfPinnedObject(), left.Length);
        first.Free();
        return result;
    }

    public static int MultiplyMended(double[] left, double[] right)
    {
        GCHandle first = GCHandle.Alloc(left, GCHandleType.Pinned);
        GCHandle second = GCHandle.Alloc(right, GCHandleType.Pinned);
        int result = Native.Multiply(first.AddrOfPinnedObject(), second.AddrOfPinnedObject(), left.Length);
        second.Free();
        first.Free();
        return result;
    }

    // The test in finally is the wrong way round.
    public static int Count(int[] values)
    {
        GCHandle pin = default;
        try
        {
            pin = GCHandle.Alloc(values, GCHandleType.Pinned); // ACQ101
            return Native.Download(pin.AddrOfPinnedObject(), values.Length);
        }
        finally
        {
            if (!pin.IsAllocated)
                pin.Free();
        }
    }

    public static int CountMended(int[] values)
    {
        GCHandle pin = default;
        try
        {
            pin = GCHandle.Alloc(values, GCHandleType.Pinned);
            return Native.Download(pin.AddrOfPinnedObject(), values.Length);
        }
        finally
        {
            if (pin.IsAllocated)
                pin.Free();
        }
    }

    // Registration fails and the handle stays.
    public static bool Register(object listener)
    {
        GCHandle handle = GCHandle.Alloc(listener); // ACQ101
        if (!Native.CanRegister())
            return false;
        Native.Register(GCHandle.ToIntPtr(handle));
        return true;
    }

    public static bool RegisterMended(object listener)
    {
        if (!Native.CanRegister())
            return false;
        GCHandle handle = GCHandle.Alloc(listener);
        Native.Register(GCHandle.ToIntPtr(handle));
        return true;
    }

    // Unregistering peeks at the handle and does not free it; the mended one does.
    public static object Unregister(IntPtr cookie) => GCHandle.FromIntPtr(cookie).Target;

    public static object UnregisterMended(IntPtr cookie)
    {
        GCHandle handle = GCHandle.FromIntPtr(cookie);
        object listener = handle.Target;
        handle.Free();
        return listener;
    }

    // Read after it was freed.
    public static object Take(object value)
    {
        GCHandle handle = GCHandle.Alloc(value);
        Native.Register((IntPtr)1);
        handle.Free();
        return handle.Target; // ACQ105
    }

    public static object TakeMended(object value)
    {
        GCHandle handle = GCHandle.Alloc(value);
        Native.Register((IntPtr)1);
        object target = handle.Target;
        handle.Free();
        return target;
    }

    // In every round a new one, after the loop the last one is freed.
    public static int UploadAll(float[][] parts)
    {
        GCHandle pin = default;
        int sent = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            pin = GCHandle.Alloc(parts[i], GCHandleType.Pinned); // ACQ101
            sent += Native.Download(pin.AddrOfPinnedObject(), parts[i].Length);
        }

        if (pin.IsAllocated)
            pin.Free();
        return sent;
    }

    public static int UploadAllMended(float[][] parts)
    {
        int sent = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            GCHandle pin = GCHandle.Alloc(parts[i], GCHandleType.Pinned);
            sent += Native.Download(pin.AddrOfPinnedObject(), parts[i].Length);
            pin.Free();
        }

        return sent;
    }

    // A copy of the handle freed, and then the handle itself.
    public static void Twice(byte[] data)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        GCHandle copy = pin;
        Native.Upload(copy.AddrOfPinnedObject(), data.Length);
        copy.Free();
        pin.Free(); // ACQ104
    }

    // What is swallowed leaves the pin behind.
    public static int Quietly(Stream stream, byte[] data)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        try
        {
            stream.Flush();
            Native.Upload(pin.AddrOfPinnedObject(), data.Length);
            pin.Free();
            return data.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public static int QuietlyMended(Stream stream, byte[] data)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            stream.Flush();
            Native.Upload(pin.AddrOfPinnedObject(), data.Length);
            return data.Length;
        }
        catch (IOException)
        {
            return 0;
        }
        finally
        {
            pin.Free();
        }
    }

    private static class Native
    {
        [DllImport("native")]
        public static extern void Upload(IntPtr data, int length);

        [DllImport("native")]
        public static extern int Download(IntPtr data, int length);

        [DllImport("native")]
        public static extern int Multiply(IntPtr left, IntPtr right, int length);

        [DllImport("native")]
        public static extern bool CanRegister();

        [DllImport("native")]
        public static extern void Register(IntPtr cookie);
    }
}
