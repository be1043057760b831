using System;
using System.Runtime.InteropServices;

namespace Cases;

// What one member of a type does to a field, and another after it.
internal sealed class FreedByItsOwnHelperAndAgain : IDisposable
{
    private GCHandle _handle = GCHandle.Alloc(new object());

    public void Close() => _handle.Free();

    public void Dispose()
    {
        Close();
        _handle.Free(); // ACQ104
    }
}

internal sealed class BlockFreedByItsOwnHelperAndAgain : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(4);

    public void Close()
    {
        Marshal.FreeHGlobal(_block);
    }

    public void Dispose()
    {
        Close();
        Marshal.FreeHGlobal(_block); // ACQ104
    }
}

internal sealed class FreedByItsOwnHelperOnly : IDisposable
{
    private GCHandle _handle = GCHandle.Alloc(new object());

    public void Close() => _handle.Free();

    public void Dispose() => Close();
}

internal sealed class FreedByItsOwnHelperThatAsks : IDisposable
{
    private GCHandle _handle = GCHandle.Alloc(new object());

    public void Close()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }

    public void Dispose()
    {
        Close();
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

internal sealed class FreedByItsOwnHelperThatForgets : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(4);

    public void Close()
    {
        Marshal.FreeHGlobal(_block);
        _block = IntPtr.Zero;
    }

    public void Dispose()
    {
        Close();
        Marshal.FreeHGlobal(_block);
    }
}

internal sealed class FreedByItsOwnHelperThatOpensAnother : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(4);

    public void Renew()
    {
        Marshal.FreeHGlobal(_block);
        _block = Marshal.AllocHGlobal(8);
    }

    public void Dispose()
    {
        Renew();
        Marshal.FreeHGlobal(_block);
    }
}

internal sealed class FreedByItsOwnHelperThroughAnother : IDisposable
{
    private IntPtr _block = Marshal.AllocHGlobal(4);

    public void Close()
    {
        Marshal.FreeHGlobal(_block);
        Forget();
    }

    public void Dispose()
    {
        Close();
        Marshal.FreeHGlobal(_block);
    }

    private void Forget() => _block = IntPtr.Zero;
}

internal sealed class NumberFreedByItsOwnHelper : IDisposable
{
    private int _fd = Api.Handles.OpenFd("a");

    public void Close()
    {
        Api.Handles.CloseFd(_fd);
        _fd = -1;
    }

    public void Dispose()
    {
        Close();
        if (_fd >= 0)
            Api.Handles.CloseFd(_fd);
    }
}

internal sealed class FreedAsAnotherKind : IDisposable
{
    private readonly IntPtr _block;

    public FreedAsAnotherKind(int size) => _block = Marshal.AllocHGlobal(size);

    public void Dispose() => Marshal.FreeCoTaskMem(_block); // ACQ103
}

internal sealed class FreedAsAnotherKindByItsFinalizer
{
    private readonly IntPtr _block = Marshal.StringToCoTaskMemUni("a");

    ~FreedAsAnotherKindByItsFinalizer() => Marshal.FreeHGlobal(_block); // ACQ103
}

internal sealed class FreedAsItsKind : IDisposable
{
    private readonly IntPtr _block;

    public FreedAsItsKind(int size) => _block = Marshal.AllocHGlobal(size);

    public void Dispose() => Marshal.FreeHGlobal(_block);
}

internal sealed class FreedAsTheKindItWasMadeAs : IDisposable
{
    private readonly IntPtr _block;
    private readonly bool _isTask;

    public FreedAsTheKindItWasMadeAs(int size, bool isTask)
    {
        _isTask = isTask;
        _block = isTask ? Marshal.AllocCoTaskMem(size) : Marshal.AllocHGlobal(size);
    }

    public void Dispose()
    {
        if (_isTask)
            Marshal.FreeCoTaskMem(_block);
        else
            Marshal.FreeHGlobal(_block);
    }
}

internal sealed class ReplacedByAnotherKind : IDisposable
{
    private IntPtr _block;

    public ReplacedByAnotherKind(int size) => _block = Marshal.AllocHGlobal(size);

    public void Use(string text)
    {
        Marshal.FreeHGlobal(_block);
        _block = Marshal.StringToCoTaskMemUni(text);
    }

    public void Dispose() => Marshal.FreeCoTaskMem(_block);
}
