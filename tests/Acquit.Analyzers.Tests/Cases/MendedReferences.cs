using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// References that public code once left behind or gave back too often, and how that was mended.
internal static class MendedReferences
{
    // Two references taken to compare two objects, neither given back.
    public static bool IsSame(object left, object right)
    {
        IntPtr a = Marshal.GetIUnknownForObject(left); // ACQ101
        IntPtr b = Marshal.GetIUnknownForObject(right); // ACQ101
        return a == b;
    }

    public static bool IsSameMended(object left, object right)
    {
        IntPtr a = Marshal.GetIUnknownForObject(left);
        IntPtr b = Marshal.GetIUnknownForObject(right);
        bool same = a == b;
        Marshal.Release(a);
        Marshal.Release(b);
        return same;
    }

    // Asked for an interface; the object's own reference is given back, the interface's is not.
    public static bool Supports(object target, ref Guid id)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(target);
        int result = Marshal.QueryInterface(unknown, in id, out IntPtr pointer); // ACQ101
        Marshal.Release(unknown);
        return result == 0;
    }

    public static bool SupportsMended(object target, ref Guid id)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(target);
        int result = Marshal.QueryInterface(unknown, in id, out IntPtr pointer);
        Marshal.Release(unknown);
        if (result != 0)
            return false;
        Marshal.Release(pointer);
        return true;
    }

    // The reference behind a managed object that was made from it.
    public static object Wrap(object factory, ref Guid id)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(factory); // ACQ101
        if (Marshal.QueryInterface(unknown, in id, out IntPtr pointer) != 0)
            return null;
        try
        {
            return Marshal.GetObjectForIUnknown(pointer);
        }
        finally
        {
            Marshal.Release(pointer);
            Marshal.Release(unknown);
        }
    }

    public static object WrapMended(object factory, ref Guid id)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(factory);
        try
        {
            if (Marshal.QueryInterface(unknown, in id, out IntPtr pointer) != 0)
                return null;
            try
            {
                return Marshal.GetObjectForIUnknown(pointer);
            }
            finally
            {
                Marshal.Release(pointer);
            }
        }
        finally
        {
            Marshal.Release(unknown);
        }
    }

    // Given back in the branch and after it.
    public static int Count(object target, bool log)
    {
        IntPtr unknown = Marshal.GetIUnknownForObject(target);
        int count = 0;
        if (log)
            count = Marshal.Release(unknown);
        Marshal.Release(unknown); // ACQ104
        return count;
    }

    // A reference to a handle that is not given back when the status says no.
    public static int Query(SafeHandle handle, int what)
    {
        bool added = false;
        handle.DangerousAddRef(ref added); // ACQ101
        if (Native.Query(handle.DangerousGetHandle(), what, out int value) != 0)
            return -1;
        if (added)
            handle.DangerousRelease();
        return value;
    }

    public static int QueryMended(SafeHandle handle, int what)
    {
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return Native.Query(handle.DangerousGetHandle(), what, out int value) != 0 ? -1 : value;
        }
        finally
        {
            if (added)
                handle.DangerousRelease();
        }
    }

    // The flag is dropped, and the reference given back though taking it may have thrown.
    public static int Ignored(SafeHandle handle)
    {
        try
        {
            bool ignored = false;
            handle.DangerousAddRef(ref ignored);
            return Native.Query(handle.DangerousGetHandle(), 0, out int value) != 0 ? -1 : value;
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    // An own count: one more is taken for a look-up that then fails.
    public static int Poke(KObject obj)
    {
        obj.AddRef(); // ACQ101
        if (!Hw.Ready())
            return -Errno.Again;
        obj.Poke();
        obj.Release();
        return 0;
    }

    public static int PokeMended(KObject obj)
    {
        if (!Hw.Ready())
            return -Errno.Again;
        obj.AddRef();
        obj.Poke();
        obj.Release();
        return 0;
    }

    // Looked up and tested for the wrong thing.
    public static int Index(int index)
    {
        Page page = Mm.FindGetPage(index); // ACQ101
        if (page == null)
            return -1;
        if (!page.Uptodate)
            return -Errno.IO;
        int result = page.Index;
        Mm.PutPage(page);
        return result;
    }

    public static int IndexMended(int index)
    {
        Page page = Mm.FindGetPage(index);
        if (page == null)
            return -1;
        int result = page.Uptodate ? page.Index : -Errno.IO;
        Mm.PutPage(page);
        return result;
    }

    private static class Native
    {
        [DllImport("native")]
        public static extern int Query(IntPtr handle, int what, out int value);
    }
}
