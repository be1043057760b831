using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// References to COM objects, counted by hand.
internal sealed class PairsOfCom
{
    private IntPtr _device;

    public static int Passed(object o)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(o);
        try
        {
            return Native.Register(unknown);
        }
        finally
        {
            Marshal.Release(unknown);
        }
    }

    // Whoever keeps a reference takes one of his own.
    public static int PassedAndForgotten(object o)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(o); // ACQ101
        return Native.Register(unknown);
    }

    public static int InterfaceForgottenOnFailure(object o)
    {
        IntPtr view = Marshal.GetComInterfaceForObject(o, typeof(IDisposable)); // ACQ101
        int result = Native.Register(view);
        if (result < 0)
            return result;

        Marshal.Release(view);
        return 0;
    }

    public static object QueriedAndForgotten(IntPtr unknown, Guid id)
    {
        int result = Marshal.QueryInterface(unknown, in id, out IntPtr view); // ACQ101
        if (result != 0)
            return null;

        return Marshal.GetObjectForIUnknown(view);
    }

    public static object Queried(IntPtr unknown, Guid id)
    {
        Marshal.ThrowExceptionForHR(Marshal.QueryInterface(unknown, in id, out IntPtr view));
        try
        {
            return Marshal.GetObjectForIUnknown(view);
        }
        finally
        {
            Marshal.Release(view);
        }
    }

    public static bool Supports(IntPtr unknown, Guid id)
    {
        if (Marshal.QueryInterface(unknown, in id, out IntPtr view) < 0)
            return false;

        Marshal.Release(view);
        return true;
    }

    public static bool SupportsByItsAddress(object o, Guid id)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(o);
        Marshal.QueryInterface(unknown, in id, out IntPtr view);
        Marshal.Release(unknown);
        if (view == IntPtr.Zero)
            return false;

        Marshal.Release(view);
        return true;
    }

    public static void QueriedAndReleasedThoughThereIsNone(IntPtr unknown, Guid id)
    {
        if (Marshal.QueryInterface(unknown, in id, out IntPtr view) != 0)
        {
            Marshal.Release(view); // ACQ106
            return;
        }

        Marshal.Release(view);
    }

    public static bool TheSameObject(object a, object b)
    {
        IntPtr first = IntPtr.Zero;
        IntPtr second = IntPtr.Zero;
        try
        {
            first = Marshal.GetIUnknownForObject(a);
            second = Marshal.GetIUnknownForObject(b);
            return first == second;
        }
        finally
        {
            if (first != IntPtr.Zero)
                Marshal.Release(first);
            if (second != IntPtr.Zero)
                Marshal.Release(second);
        }
    }

    public static void ReleasedTwice(object o)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(o);
        Native.Register(unknown);
        Marshal.Release(unknown);
        Marshal.Release(unknown); // ACQ104
    }

    public static object UsedAfterTheRelease(object o)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(o);
        Marshal.Release(unknown);
        return Marshal.GetObjectForIUnknown(unknown); // ACQ105
    }

    public static void FreedLikeMemory(object o)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(o);
        Marshal.FreeCoTaskMem(unknown); // ACQ103
    }

    public static void MemoryReleasedLikeAnObject(int n)
    {
        IntPtr block = Marshal.AllocCoTaskMem(n);
        Marshal.Release(block); // ACQ103
    }

    public static int CountPeekedAt(IntPtr unknown)
    {
        Marshal.AddRef(unknown);
        return Marshal.Release(unknown);
    }

    public static IntPtr HandedOutWithAReference(IntPtr unknown)
    {
        Marshal.AddRef(unknown);
        return unknown;
    }

    public void Kept(IntPtr device)
    {
        Marshal.AddRef(device);
        _device = device;
    }

    public void Close()
    {
        if (_device == IntPtr.Zero)
            return;
        Marshal.Release(_device);
        _device = IntPtr.Zero;
    }

    public static IntPtr HandedOut(object o) => Marshal.GetIUnknownForObject(o);

    public static int GotAndForgotten(object o)
    {
        IntPtr unknown = HandedOut(o); // ACQ101
        return Native.Register(unknown);
    }

    public static void WrapperUsedAfterItsEnd(IBook book)
    {
        Marshal.FinalReleaseComObject(book);
        book.Save(); // ACQ105
    }

    public static void WrappersLetGo(object book, object sheet)
    {
        while (Marshal.ReleaseComObject(sheet) > 0)
            Hw.Kick();
        Marshal.ReleaseComObject(book);
        Marshal.FinalReleaseComObject(book);
        if (book != null)
            Marshal.FinalReleaseComObject(book);
    }

    internal interface IBook
    {
        void Save();
    }

    private static class Native
    {
        [DllImport("gpu")]
        public static extern int Register(IntPtr unknown);
    }
}
