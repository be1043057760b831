using System;
using System.Buffers;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// What a method takes into a field it gives back itself, and the field goes on naming it when the method is called again.
internal static class CalledAgain
{
    // Reports.

    internal abstract class Scratch
    {
        internal byte[]? _scratch = new byte[8];

        public bool Read(int length)
        {
            int size = length << 1;
            bool isRented = false;
            if (_scratch == null || _scratch.Length < size)
            {
                _scratch = ArrayPool<byte>.Shared.Rent(size);
                isRented = true;
            }

            if (!Fill(_scratch, size)) // ACQ105
                return false;
            if (isRented)
                ArrayPool<byte>.Shared.Return(_scratch);
            return true;
        }

        protected abstract bool Fill(byte[] into, int size);
    }

    public sealed class Lazily
    {
        private int[]? _items;

        public int Sum(int length)
        {
            _items ??= ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length; // ACQ105
            ArrayPool<int>.Shared.Return(_items);
            return sum;
        }
    }

    public sealed class Native
    {
        private IntPtr _block;

        public void Send(int size)
        {
            if (_block == IntPtr.Zero)
                _block = Marshal.AllocHGlobal(size);
            Hw.Write(_block, size); // ACQ105
            Marshal.FreeHGlobal(_block);
        }
    }

    // Silent.

    public sealed class Cleared
    {
        private int[]? _items;

        public int Sum(int length)
        {
            _items ??= ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length;
            ArrayPool<int>.Shared.Return(_items);
            _items = null;
            return sum;
        }
    }

    public sealed class TakenEveryTime
    {
        private int[]? _items;

        public int Sum(int length)
        {
            _items = ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length;
            ArrayPool<int>.Shared.Return(_items);
            return sum;
        }
    }

    public sealed class ToldByAFlag
    {
        private int[]? _items;
        private bool _isRented;

        public int Sum(int length)
        {
            if (!_isRented)
                _items = ArrayPool<int>.Shared.Rent(length);
            _isRented = true;
            int sum = _items![0] + length;
            ArrayPool<int>.Shared.Return(_items);
            _isRented = false;
            return sum;
        }
    }

    public sealed class OpenedByAnother
    {
        private int[]? _items;

        public void Open(int length) => _items = ArrayPool<int>.Shared.Rent(length);

        public int Sum(int length)
        {
            if (_items == null)
                _items = ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length;
            ArrayPool<int>.Shared.Return(_items);
            return sum;
        }
    }

    public sealed class InBulk
    {
        private readonly Settings _settings = new();
        private int[]? _items;

        public int Sum(int length)
        {
            if (_settings.IsFirst)
                _items = ArrayPool<int>.Shared.Rent(length);
            int sum = _items![0] + length;
            if (_settings.IsLast)
                ArrayPool<int>.Shared.Return(_items);
            return sum;
        }
    }

    public sealed class InParts
    {
        private int[]? _items;

        public int Sum(int length, bool isFirst, bool isLast)
        {
            if (isFirst)
                _items = ArrayPool<int>.Shared.Rent(length);
            int sum = _items![0] + length;
            if (isLast)
                ArrayPool<int>.Shared.Return(_items);
            return sum;
        }

        public int SumOrBegin(int length, bool isFirst, bool isLast)
        {
            if (isFirst || _items == null)
                _items = ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length;
            if (isLast)
                ArrayPool<int>.Shared.Return(_items);
            return sum;
        }
    }

    public sealed class WithinItself
    {
        private int[]? _items;
        private int _depth;

        public int Sum(int length)
        {
            if (_depth++ == 0)
                _items = ArrayPool<int>.Shared.Rent(length);
            int sum = _items![0] + length;
            if (--_depth == 0)
                ArrayPool<int>.Shared.Return(_items);
            return sum;
        }
    }

    public sealed class ClearedByAHelper
    {
        private int[]? _items;

        public int Sum(int length)
        {
            _items ??= ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length;
            ArrayPool<int>.Shared.Return(_items);
            Forget(ref _items);
            return sum;
        }

        private static void Forget(ref int[]? items) => items = null;
    }

    public sealed class ClearedByAMember
    {
        private int[]? _items;

        public int Sum(int length)
        {
            _items ??= ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length;
            ArrayPool<int>.Shared.Return(_items);
            return sum;
        }

        public void Reset() => _items = null;
    }

    public sealed class Pinned
    {
        private GCHandle _handle;

        public void Send(object o)
        {
            if (!_handle.IsAllocated)
                _handle = GCHandle.Alloc(o);
            Hw.Kick();
            _handle.Free();
        }
    }

    public sealed class AskedFirst
    {
        private int[]? _items;

        public int Sum(int length, bool isLast)
        {
            if (_items == null || _items.Length < length)
                _items = ArrayPool<int>.Shared.Rent(length);
            int sum = _items[0] + length;
            if (isLast)
            {
                ArrayPool<int>.Shared.Return(_items);
                _items = Array.Empty<int>();
            }

            return sum;
        }
    }

    public sealed class Settings
    {
        public bool IsFirst { get; set; }

        public bool IsLast { get; set; }
    }
}
