using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// A field that other code may have changed meanwhile tells of what that code can reach, or of what it was set for.
internal sealed class FlagsOfOtherThings
{
    private readonly Action _work = () => { };
    private readonly object _gate = new();
    private bool _open;
    private bool _has;

    // Reports.

    public void ClosedMeanwhile()
    {
        _open = true;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(3); // ACQ101
        _work();
        if (!_open)
            return;
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void FreedBefore()
    {
        IntPtr block = Marshal.AllocHGlobal(3);
        Marshal.FreeHGlobal(block);
        _open = false;
        _work();
        if (_open)
            Marshal.FreeHGlobal(block); // ACQ104
    }

    // Silent.

    public void SetForIt()
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(3);
        _has = true;
        _work();
        if (_has)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    public void GivenBackByOthers()
    {
        _has = true;
        Monitor.Enter(_gate);
        _work();
        if (!_has)
            return;
        Monitor.Exit(_gate);
    }
}
