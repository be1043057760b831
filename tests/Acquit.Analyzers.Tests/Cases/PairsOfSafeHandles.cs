using System;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Handles and buffers kept open while native code has them.
internal sealed unsafe class PairsOfSafeHandles
{
    private readonly SafeHandle _device;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    public PairsOfSafeHandles(SafeHandle device, MemoryMappedViewAccessor view)
    {
        _device = device;
        _view = view;
    }

    public static int Referenced(SafeHandle handle)
    {
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return Native.Use(handle.DangerousGetHandle());
        }
        finally
        {
            if (added)
                handle.DangerousRelease();
        }
    }

    // It throws when it fails.
    public static int ReferencedWithoutATest(SafeHandle handle)
    {
        bool added = false;
        handle.DangerousAddRef(ref added);
        int used = Native.Use(handle.DangerousGetHandle());
        handle.DangerousRelease();
        return used;
    }

    public static int ReferenceForgottenOnFailure(SafeHandle handle)
    {
        bool added = false;
        handle.DangerousAddRef(ref added); // ACQ101
        int used = Native.Use(handle.DangerousGetHandle());
        if (used < 0)
            return used;

        handle.DangerousRelease();
        return 0;
    }

    public int TestedTheWrongWayRound()
    {
        bool added = false;
        try
        {
            _device.DangerousAddRef(ref added);
            return Native.Use(_device.DangerousGetHandle());
        }
        finally
        {
            if (!added)
                _device.DangerousRelease(); // ACQ106
        }
    }

    public static void ReleasedTwice(SafeHandle handle)
    {
        bool added = false;
        handle.DangerousAddRef(ref added);
        int used = Native.Use(handle.DangerousGetHandle());
        handle.DangerousRelease();
        if (used < 0)
            handle.DangerousRelease(); // ACQ104
    }

    public static void TwoHandles(SafeHandle from, SafeHandle to)
    {
        bool first = false, second = false;
        try
        {
            from.DangerousAddRef(ref first);
            to.DangerousAddRef(ref second);
            Native.Use(from.DangerousGetHandle());
        }
        finally
        {
            if (second)
                to.DangerousRelease();
            if (first)
                from.DangerousRelease();
        }
    }

    // For the time of an operation that is finished elsewhere.
    public void Begin()
    {
        bool added = false;
        _device.DangerousAddRef(ref added);
        Native.Use(_device.DangerousGetHandle());
    }

    public void End() => _device.DangerousRelease();

    public bool BeginOrNot()
    {
        bool added = false;
        _device.DangerousAddRef(ref added);
        if (Native.Use(_device.DangerousGetHandle()) < 0)
        {
            _device.DangerousRelease();
            return false;
        }

        return true;
    }

    public int PointerUsed()
    {
        byte* start = null;
        try
        {
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            return start[0];
        }
        finally
        {
            if (start != null)
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    public static int PointerForgottenOnOnePath(SafeBuffer buffer)
    {
        byte* start = null;
        buffer.AcquirePointer(ref start); // ACQ101
        if (start[0] == 0)
            return -1;

        int second = start[1];
        buffer.ReleasePointer();
        return second;
    }

    public int PointerOfAViewForgottenOnOnePath()
    {
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start); // ACQ101
        if (start[0] == 0)
            return -1;

        int second = start[1];
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        return second;
    }

    public static void PointerReleasedTwice(SafeBuffer buffer)
    {
        byte* start = null;
        buffer.AcquirePointer(ref start);
        try
        {
            if (start[0] == 0)
                buffer.ReleasePointer();
        }
        finally
        {
            buffer.ReleasePointer(); // ACQ104
        }
    }

    public static int PointerWithoutATest(SafeBuffer buffer)
    {
        byte* start = null;
        buffer.AcquirePointer(ref start);
        try
        {
            return start[0];
        }
        finally
        {
            buffer.ReleasePointer();
        }
    }

    public void Map()
    {
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    public void Unmap()
    {
        if (_start == null)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = null;
    }

    private static class Native
    {
        [DllImport("gpu")]
        public static extern int Use(IntPtr handle);
    }
}
