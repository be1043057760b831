using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Fields that name nothing until something is put into them, and that may be null then.
internal static class NullableFields
{
    // Reports.

    private sealed class NeverFreed : IDisposable
    {
        private IntPtr? _block;

        public NeverFreed() => _block = Marshal.AllocHGlobal(16); // ACQ101

        public void Dispose()
        {
            if (_block is { } block)
                Hw.Program((long)block);
            _block = null;
        }
    }

    internal sealed class FreedTwice : IDisposable
    {
        private IntPtr? _block;

        public FreedTwice() => _block = Marshal.AllocHGlobal(16);

        public void Dispose()
        {
            if (_block is { } block)
                Marshal.FreeHGlobal(block); // ACQ104
        }
    }

    // Silent.

    private sealed class MadeByAnInitializer : IDisposable
    {
        private IntPtr? _block = Marshal.AllocHGlobal(16);

        public void Dispose()
        {
            if (_block is { } block)
            {
                Marshal.FreeHGlobal(block);
                _block = null;
            }
        }
    }

    private sealed class MadeByTheConstructor : IDisposable
    {
        private IntPtr? _block;

        public MadeByTheConstructor() => _block = Marshal.AllocHGlobal(16);

        public void Dispose()
        {
            if (_block.HasValue)
                Marshal.FreeHGlobal(_block.Value);
            _block = null;
        }
    }

    private sealed class TakenOut : IDisposable
    {
        private IntPtr? _block;

        public TakenOut() => _block = Marshal.AllocHGlobal(16);

        public void Dispose()
        {
            IntPtr? block = _block;
            _block = null;
            if (block != null)
                Marshal.FreeHGlobal(block.Value);
        }
    }

    private sealed class OrNothing : IDisposable
    {
        private IntPtr? _block;

        public OrNothing() => _block = Marshal.AllocHGlobal(16);

        public void Dispose()
        {
            Marshal.FreeHGlobal(_block ?? IntPtr.Zero);
            _block = null;
        }
    }
}
