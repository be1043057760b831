using System;
using System.Runtime.InteropServices;

namespace Cases;

// What a method put into a field, and the end gives back by the release of something else.
internal sealed unsafe class ValuesAligned : IDisposable
{
    private double* _values;

    public void Open(int count) => _values = (double*)NativeMemory.AlignedAlloc((nuint)count * sizeof(double), 64);

    public double this[int index] => _values[index];

    public void Dispose()
    {
        if (_values != null)
        {
            NativeMemory.Free(_values); // ACQ103
            _values = null;
        }
    }
}

internal sealed unsafe class ValuesAlignedAndFreedSo : IDisposable
{
    private double* _values;

    public void Open(int count) => _values = (double*)NativeMemory.AlignedAlloc((nuint)count * sizeof(double), 64);

    public void Dispose()
    {
        if (_values != null)
        {
            NativeMemory.AlignedFree(_values);
            _values = null;
        }
    }
}

// Which release it is has been noted, or another member may have given it back.
internal sealed unsafe class ValuesAlignedOrNot : IDisposable
{
    private void* _values;
    private bool _aligned;

    public void Open(int count, bool aligned)
    {
        _aligned = aligned;
        _values = aligned ? NativeMemory.AlignedAlloc((nuint)count, 64) : NativeMemory.Alloc((nuint)count);
    }

    public void Dispose()
    {
        if (_values == null)
            return;
        if (_aligned)
            NativeMemory.AlignedFree(_values);
        else
            NativeMemory.Free(_values);
        _values = null;
    }
}

internal sealed class BlockExchangedMeanwhile : IDisposable
{
    private IntPtr _block;

    public void Open() => _block = Marshal.AllocHGlobal(16);

    public void Exchange()
    {
        Marshal.FreeHGlobal(_block);
        _block = Marshal.AllocCoTaskMem(16);
    }

    public void Dispose() => Marshal.FreeCoTaskMem(_block);
}

// Reading what a handle names gives nothing back: what is set a second time loses the first.
internal sealed class ContextOfAFile : IDisposable
{
    private GCHandle _context;

    public object Context
    {
        get => _context.IsAllocated ? _context.Target : null;
        set
        {
            if (value != null)
                _context = GCHandle.Alloc(value); // ACQ101
            else if (_context.IsAllocated)
                _context.Free();
        }
    }

    public void Dispose()
    {
        if (_context.IsAllocated)
            _context.Free();
    }
}

internal sealed class ContextReplaced : IDisposable
{
    private GCHandle _context;

    public object Context
    {
        get => _context.IsAllocated ? _context.Target : null;
        set
        {
            if (_context.IsAllocated)
                _context.Free();
            _context = value == null ? default : GCHandle.Alloc(value);
        }
    }

    public void Dispose()
    {
        if (_context.IsAllocated)
            _context.Free();
    }
}
