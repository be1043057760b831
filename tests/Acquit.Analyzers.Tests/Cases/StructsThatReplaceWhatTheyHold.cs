using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

// Structs whose methods give back what is in them and put something else in its place.
internal static class StructsThatReplaceWhatTheyHold
{
    internal struct Handle
    {
        private GCHandle _handle;

        public Handle(object target) => _handle = GCHandle.Alloc(target);

        public void Open(object target) => _handle = GCHandle.Alloc(target);

        public void Set(object target)
        {
            _handle.Free();
            _handle = GCHandle.Alloc(target);
        }

        public void Lose(object target) => _handle = GCHandle.Alloc(target);

        public void Free() => _handle.Free();
    }

    internal ref struct Writer
    {
        private byte[] _rented;

        public Writer(int size) => _rented = ArrayPool<byte>.Shared.Rent(size);

        public int Length => _rented.Length;

        public void Grow()
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_rented.Length * 2);
            byte[] old = _rented;
            _rented = larger;
            if (old != null)
                ArrayPool<byte>.Shared.Return(old);
        }

        public void Dispose()
        {
            byte[] old = _rented;
            this = default;
            if (old != null)
                ArrayPool<byte>.Shared.Return(old);
        }
    }

    // Reports.

    public static void NeverFreed(object first, object second)
    {
        Handle handle = new Handle(first);
        handle.Set(second); // ACQ101
    }

    public static void FreedTwice(object first, object second)
    {
        Handle handle = new Handle(first);
        handle.Set(second);
        handle.Free();
        handle.Free(); // ACQ104
    }

    public static int GrownAndLeft()
    {
        Writer writer = new Writer(16);
        writer.Grow(); // ACQ101
        return writer.Length;
    }

    // Silent.

    public static void Replaced(object first, object second)
    {
        Handle handle = new Handle(first);
        handle.Set(second);
        handle.Free();
    }

    public static void ReplacedTwice(object first, object second)
    {
        Handle handle = new Handle(first);
        handle.Set(second);
        handle.Set(first);
        handle.Free();
    }

    public static void OpenedAndReplaced(object first, object second)
    {
        Handle handle = default;
        handle.Open(first);
        handle.Set(second);
        handle.Free();
    }

    public static void ReplacedUnderATry(object first, object second)
    {
        Handle handle = new Handle(first);
        try
        {
            handle.Set(second);
        }
        finally
        {
            handle.Free();
        }
    }

    public static int Grown()
    {
        Writer writer = new Writer(16);
        try
        {
            writer.Grow();
            writer.Grow();
            return writer.Length;
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static int GrownInAUsing()
    {
        using Writer writer = new Writer(16);
        writer.Grow();
        return writer.Length;
    }
}
