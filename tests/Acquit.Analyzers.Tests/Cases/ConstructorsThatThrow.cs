using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// Before a constructor is done nobody else knows the object, whatever code runs meanwhile.
internal static class ConstructorsThatThrow
{
    private static bool IsFine(int size) => size < Environment.TickCount;

    internal sealed class LostWithTheObject
    {
        private readonly IntPtr _block;

        public LostWithTheObject(int size)
        {
            _block = Marshal.AllocHGlobal(size); // ACQ101
            Console.WriteLine(size);
            if (!IsFine(size))
                throw new IOException();
        }

        public void Free() => Marshal.FreeHGlobal(_block);
    }

    internal sealed class GivenBackBefore
    {
        private readonly IntPtr _block;

        public GivenBackBefore(int size)
        {
            _block = Marshal.AllocHGlobal(size);
            Console.WriteLine(size);
            if (!IsFine(size))
            {
                Marshal.FreeHGlobal(_block);
                throw new IOException();
            }
        }

        public void Free() => Marshal.FreeHGlobal(_block);
    }

    internal sealed class GivenBackInAHandler
    {
        private readonly IntPtr _block;

        public GivenBackInAHandler(int size)
        {
            _block = Marshal.AllocHGlobal(size);
            try
            {
                if (!IsFine(size))
                    throw new IOException();
            }
            catch
            {
                Marshal.FreeHGlobal(_block);
                throw;
            }
        }

        public void Free() => Marshal.FreeHGlobal(_block);
    }

    internal sealed class KnownToOthersByThen
    {
        private static KnownToOthersByThen s_last;
        private readonly IntPtr _block;

        public KnownToOthersByThen(int size)
        {
            s_last = this;
            _block = Marshal.AllocHGlobal(size);
            FreeLast();
            if (!IsFine(size))
                throw new IOException();
        }

        private static void FreeLast() => s_last?.Free();

        public void Free() => Marshal.FreeHGlobal(_block);
    }

    internal sealed class KnownToALambda
    {
        private IntPtr _block;

        public KnownToALambda(int size, Action<Action> run)
        {
            _block = Marshal.AllocHGlobal(size);
            run(() => Free());
            if (!IsFine(size))
                throw new IOException();
        }

        public void Free()
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }

    internal sealed class EndedByItsOwnMethod
    {
        private IntPtr _block;

        public EndedByItsOwnMethod(int size)
        {
            _block = Marshal.AllocHGlobal(size);
            Check(size);
            if (_block == IntPtr.Zero)
                throw new IOException();
        }

        private void Check(int size)
        {
            if (!IsFine(size))
                Free();
        }

        public void Free()
        {
            Marshal.FreeHGlobal(_block);
            _block = IntPtr.Zero;
        }
    }

    internal sealed class TakenOnceMore
    {
        private byte[] _array;

        public TakenOnceMore(int size)
        {
            _array = ArrayPool<byte>.Shared.Rent(size); // ACQ101
            Console.WriteLine(size);
            _array = ArrayPool<byte>.Shared.Rent(size * 2);
        }

        public void Free()
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = null;
        }
    }
}
