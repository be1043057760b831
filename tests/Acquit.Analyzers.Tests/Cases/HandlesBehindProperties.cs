using System;
using System.Runtime.InteropServices;

namespace Cases;

/// <summary>A structure owns a handle, and has a property that makes a number of it for native code.</summary>
internal static class HandlesBehindProperties
{
    [DllImport("native")]
    private static extern bool Register(IntPtr context);

    // Reports.

    public static bool NotHandedToAnybody(object target, bool busy)
    {
        var owner = new Owner(target); // ACQ101
        if (busy || owner.Handle == IntPtr.Zero)
            return false;
        owner.Dispose();
        return true;
    }

    // Silent.

    public static bool LeftToNativeCodeWhenItTookIt(object target)
    {
        var owner = new Owner(target);
        if (!Register(owner.Handle))
        {
            owner.Dispose();
            return false;
        }

        return true;
    }

    public static IntPtr Returned(object target)
    {
        var owner = new Owner(target);
        return owner.Handle;
    }

    private struct Owner : IDisposable
    {
        private GCHandle _handle;

        public Owner(object target) => _handle = GCHandle.Alloc(target);

        public IntPtr Handle => _handle.IsAllocated ? GCHandle.ToIntPtr(_handle) : IntPtr.Zero;

        public void Dispose()
        {
            if (_handle.IsAllocated)
                _handle.Free();
        }
    }
}
