using System;
using System.Buffers;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// A method of the same object gives back what a field names, if it names anything, and the caller goes on.
internal static class FieldsGivenBackIfThere
{
    // Reports.

    public struct Growing : IDisposable
    {
        private int[]? _items;
        private int _count;

        public void Grow(int length)
        {
            if (_items?.Length >= length)
                return;
            Dispose();
            int[] larger = ArrayPool<int>.Shared.Rent(length);
            if (_count > 0)
                Array.Copy(_items!, larger, _count); // ACQ105
            _items = larger;
        }

        public void Dispose()
        {
            if (_items != null)
                ArrayPool<int>.Shared.Return(_items);
        }
    }

    public sealed class GrowingObject
    {
        private byte[]? _items;

        public void Grow(int length)
        {
            Return();
            byte[] larger = ArrayPool<byte>.Shared.Rent(length);
            _items!.CopyTo(larger, 0); // ACQ105
            _items = larger;
        }

        public void Close()
        {
            Return();
            ArrayPool<byte>.Shared.Return(_items!); // ACQ104
        }

        private void Return()
        {
            if (_items is not null)
                ArrayPool<byte>.Shared.Return(_items);
        }
    }

    public struct OfNative
    {
        private IntPtr _block;

        public void Replace(int size)
        {
            Free();
            Hw.Write(_block, size); // ACQ105
            _block = Marshal.AllocHGlobal(size);
        }

        private readonly void Free()
        {
            if (_block != IntPtr.Zero)
                Marshal.FreeHGlobal(_block);
        }
    }

    // Silent.

    public struct CopiedFirst : IDisposable
    {
        private int[]? _items;
        private int _count;

        public void Grow(int length)
        {
            int[] larger = ArrayPool<int>.Shared.Rent(length);
            if (_count > 0)
                Array.Copy(_items!, larger, _count);
            Dispose();
            _items = larger;
        }

        public void Dispose()
        {
            if (_items != null)
                ArrayPool<int>.Shared.Return(_items);
        }
    }

    public struct Cleared : IDisposable
    {
        private int[]? _items;

        public void Grow(int length)
        {
            Dispose();
            int[] larger = ArrayPool<int>.Shared.Rent(length);
            if (_items != null)
                Array.Copy(_items, larger, _items.Length);
            _items = larger;
        }

        public void Dispose()
        {
            if (_items != null)
                ArrayPool<int>.Shared.Return(_items);
            _items = null;
        }
    }

    public struct OnlyIfRented
    {
        private int[]? _items;
        private bool _isRented;

        public void Grow(int length)
        {
            Return();
            int[] larger = ArrayPool<int>.Shared.Rent(length);
            if (!_isRented)
                Array.Copy(_items!, larger, _items!.Length);
            _items = larger;
            _isRented = true;
        }

        private readonly void Return()
        {
            if (_items != null && _isRented)
                ArrayPool<int>.Shared.Return(_items);
        }
    }

    public sealed class ReplacedFirst
    {
        private byte[]? _items;

        public void Grow(int length)
        {
            Return();
            _items = ArrayPool<byte>.Shared.Rent(length);
            Hw.Fill(_items);
        }

        public void Close()
        {
            Return();
            _items = null;
        }

        private void Return()
        {
            if (_items is not null)
                ArrayPool<byte>.Shared.Return(_items);
        }
    }

    public struct NothingYet
    {
        private IntPtr _block;

        public void Open(int size)
        {
            if (_block == IntPtr.Zero)
            {
                Free();
                Hw.Write(_block, size);
            }

            Free();
            _block = Marshal.AllocHGlobal(size);
        }

        private readonly void Free()
        {
            if (_block != IntPtr.Zero)
                Marshal.FreeHGlobal(_block);
        }
    }

    public struct ByHand
    {
        private GCHandle _handle;

        public void Replace(object o)
        {
            Free();
            _handle = GCHandle.Alloc(o);
        }

        public readonly bool IsOpen => _handle.IsAllocated;

        public void Free()
        {
            if (_handle.IsAllocated)
                _handle.Free();
        }
    }
}
