using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseFromField>;

namespace Acquit.Tests.CodeFixes;

public class ReleaseFromFieldTests
{
    [Fact]
    public Task Releases_what_one_branch_of_dispose_leaves() => FixesAsync(
        """
        public sealed class Pinned : IDisposable
        {
            private GCHandle _handle;
            private bool _started;

            public Pinned(byte[] data) => _handle = {|ACQ101:GCHandle.Alloc(data, GCHandleType.Pinned)|};

            public void Start() => _started = true;

            public void Dispose()
            {
                if (_started)
                {
                    _handle.Free();
                    _started = false;
                }
            }
        }
        """,
        """
        public sealed class Pinned : IDisposable
        {
            private GCHandle _handle;
            private bool _started;

            public Pinned(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

            public void Start() => _started = true;

            public void Dispose()
            {
                if (_started)
                {
                    _handle.Free();
                    _started = false;
                }

                if (_handle.IsAllocated)
                {
                    _handle.Free();
                }
            }
        }
        """);

    [Fact]
    public Task Releases_before_a_return_that_leaves_it() => FixesAsync(
        """
        public sealed class Mapped : IDisposable
        {
            private IntPtr _block;
            private bool _mapped;

            public void Open() => _block = {|ACQ101:Marshal.AllocHGlobal(16)|};

            public void Map() => _mapped = _block != IntPtr.Zero;

            public void Dispose()
            {
                if (!_mapped)
                    return;
                Marshal.FreeHGlobal(_block);
                _block = IntPtr.Zero;
                _mapped = false;
            }
        }
        """,
        """
        public sealed class Mapped : IDisposable
        {
            private IntPtr _block;
            private bool _mapped;

            public void Open() => _block = Marshal.AllocHGlobal(16);

            public void Map() => _mapped = _block != IntPtr.Zero;

            public void Dispose()
            {
                if (!_mapped)
                {
                    Marshal.FreeHGlobal(_block);
                    _block = IntPtr.Zero;
                    return;
                }
                Marshal.FreeHGlobal(_block);
                _block = IntPtr.Zero;
                _mapped = false;
            }
        }
        """);

    [Fact]
    public Task Releases_for_the_finalizer_too() => FixesAsync(
        """
        public class Block : IDisposable
        {
            private IntPtr _block;

            public Block() => _block = {|ACQ101:Marshal.AllocHGlobal(64)|};

            ~Block() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    Marshal.FreeHGlobal(_block);
                    _block = IntPtr.Zero;
                }
            }
        }
        """,
        """
        public class Block : IDisposable
        {
            private IntPtr _block;

            public Block() => _block = Marshal.AllocHGlobal(64);

            ~Block() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    Marshal.FreeHGlobal(_block);
                    _block = IntPtr.Zero;
                }

                Marshal.FreeHGlobal(_block);
                _block = IntPtr.Zero;
            }
        }
        """);

    [Fact]
    public Task Offers_nothing_where_a_second_dispose_would_release_again() => FixesAsync(
        """
        public sealed class Slot : IDisposable
        {
            private readonly Page _page;
            private bool _started;

            public Slot() => _page = {|ACQ101:Mm.NewPage()|};

            public void Start() => _started = true;

            public void Dispose()
            {
                if (_started)
                {
                    Mm.FreePage(_page);
                }
            }
        }
        """);

    [Fact]
    public Task Releases_before_it_is_overwritten() => FixesAsync(
        """
        public sealed class SetOverAndOver : IDisposable
        {
            private GCHandle _pin;
            private byte[]? _data;

            public byte[]? Data
            {
                get => _data;
                set
                {
                    _data = value;
                    _pin = {|ACQ101:GCHandle.Alloc(value, GCHandleType.Pinned)|};
                }
            }

            public void Dispose()
            {
                if (_pin.IsAllocated)
                    _pin.Free();
            }
        }
        """,
        """
        public sealed class SetOverAndOver : IDisposable
        {
            private GCHandle _pin;
            private byte[]? _data;

            public byte[]? Data
            {
                get => _data;
                set
                {
                    _data = value;
                    if (_pin.IsAllocated)
                    {
                        _pin.Free();
                    }

                    _pin = GCHandle.Alloc(value, GCHandleType.Pinned);
                }
            }

            public void Dispose()
            {
                if (_pin.IsAllocated)
                    _pin.Free();
            }
        }
        """);

    [Fact]
    public Task Releases_afterwards_where_the_new_one_may_not_come() => FixesAsync(
        """
        public sealed class Growing : IDisposable
        {
            private byte[] _buffer = {|ACQ101:ArrayPool<byte>.Shared.Rent(16)|};
            private int _capacity = 16;

            public void Grow(int size)
            {
                if (size > _capacity)
                {
                    _buffer = ArrayPool<byte>.Shared.Rent(size);
                    _capacity = size;
                }
            }

            public void Dispose()
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = Array.Empty<byte>();
            }
        }
        """,
        """
        public sealed class Growing : IDisposable
        {
            private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16);
            private int _capacity = 16;

            public void Grow(int size)
            {
                if (size > _capacity)
                {
                    var previous = _buffer;
                    _buffer = ArrayPool<byte>.Shared.Rent(size);
                    ArrayPool<byte>.Shared.Return(previous);
                    _capacity = size;
                }
            }

            public void Dispose()
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = Array.Empty<byte>();
            }
        }
        """);

    [Fact]
    public Task What_one_method_leaves_is_left_to_others() => FixesAsync(
        """
        public static class Driver
        {
            public static void Run(bool stops)
            {
                Page page = {|ACQ101:Mm.NewPage()|};
                if (stops)
                    return;
                Mm.FreePage(page);
            }
        }
        """);

    private static Task FixesAsync(string types, string? fixedTypes = null) => Fix.Test(WithUsings(types), WithUsings(fixedTypes ?? types)).RunAsync();

    private static string WithUsings(string types) => $"""
        using System;
        using System.Buffers;
        using System.Runtime.InteropServices;

        {types}

        """;
}
