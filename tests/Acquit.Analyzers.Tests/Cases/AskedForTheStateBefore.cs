using System;
using System.Threading;

namespace Cases;

// A method that throws unless its object is in the state for it, called where it is.
internal sealed class MappedBuffer
{
    private readonly ReaderWriterLockSlim _gate = new();
    private IntPtr _map;
    private bool _isOpen;

    public void Map(IntPtr map) => (_map, _isOpen) = (map, true);

    public IntPtr ReadWhereMapped(int offset)
    {
        _gate.EnterReadLock();
        IntPtr at = IntPtr.Zero;
        if (_map != IntPtr.Zero)
            at = AddressOf(offset);
        _gate.ExitReadLock();
        return at;
    }

    public IntPtr ReadUnlessNotMapped(int offset)
    {
        _gate.EnterReadLock();
        if (_map == IntPtr.Zero)
        {
            _gate.ExitReadLock();
            return IntPtr.Zero;
        }

        IntPtr at = AddressOf(offset);
        _gate.ExitReadLock();
        return at;
    }

    public IntPtr ReadWhereOpen(int offset)
    {
        _gate.EnterReadLock();
        IntPtr at = IntPtr.Zero;
        if (!_isOpen)
            at = IntPtr.Zero;
        else
            at = AddressIfOpen(offset);
        _gate.ExitReadLock();
        return at;
    }

    public IntPtr ReadWhateverItIs(int offset)
    {
        _gate.EnterReadLock(); // ACQ102
        IntPtr at = AddressOf(offset);
        _gate.ExitReadLock();
        return at;
    }

    public IntPtr ReadWhereNotMapped(int offset)
    {
        _gate.EnterReadLock(); // ACQ102
        IntPtr at = IntPtr.Zero;
        if (_map == IntPtr.Zero)
            at = AddressOf(offset);
        _gate.ExitReadLock();
        return at;
    }

    public IntPtr ReadWhereOpenAndMapped(int offset)
    {
        _gate.EnterReadLock(); // ACQ102
        IntPtr at = IntPtr.Zero;
        if (_isOpen)
            at = AddressOf(offset);
        _gate.ExitReadLock();
        return at;
    }

    private IntPtr AddressOf(int offset)
    {
        if (_map != IntPtr.Zero)
        {
            return _map + offset;
        }

        throw new InvalidOperationException("The buffer is not mapped.");
    }

    private IntPtr AddressIfOpen(int offset)
    {
        if (!_isOpen)
            throw new InvalidOperationException("The buffer is closed.");
        return _map + offset;
    }
}
