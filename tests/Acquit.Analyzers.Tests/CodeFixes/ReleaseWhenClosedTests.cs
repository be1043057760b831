using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseWhenClosed>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseWhenClosedTests
{
    [Fact]
    public Task Releases_in_an_empty_dispose() => FixesAsync(
        """
        public sealed class Scanout : IDisposable
        {
            private readonly Page _page;

            public Scanout()
            {
                {|ACQ108:_page = Mm.NewPage()|};
            }

            public void Dispose()
            {
            }
        }
        """,
        """
        public sealed class Scanout : IDisposable
        {
            private readonly Page _page;

            public Scanout()
            {
                _page = Mm.NewPage();
            }

            public void Dispose()
            {
                Mm.FreePage(_page);
            }
        }
        """);

    [Fact]
    public Task A_field_that_its_type_writes_with_this_is_written_so() => FixesAsync(
        """
        public sealed class Scanout : IDisposable
        {
            private Page? page;

            public void Fill(Page? other)
            {
                if (this.page == null)
                    {|ACQ108:this.page = Mm.NewPage()|};
            }

            public void Dispose()
            {
            }
        }
        """,
        """
        public sealed class Scanout : IDisposable
        {
            private Page? page;

            public void Fill(Page? other)
            {
                if (this.page == null)
                    this.page = Mm.NewPage();
            }

            public void Dispose()
            {
                if (this.page != null)
                {
                    Mm.FreePage(this.page);
                    this.page = null;
                }
            }
        }
        """);

    [Fact]
    public Task An_empty_dispose_on_one_line_is_laid_out_as_the_type_is() => FixesAsync(
        """
        public sealed class Scanout : IDisposable
        {
            private Page? _page;

            public void Fill()
            {
                if (_page == null)
                    {|ACQ108:_page = Mm.NewPage()|};
            }

            public void Dispose() { }
        }
        """,
        """
        public sealed class Scanout : IDisposable
        {
            private Page? _page;

            public void Fill()
            {
                if (_page == null)
                    _page = Mm.NewPage();
            }

            public void Dispose()
            {
                if (_page != null)
                {
                    Mm.FreePage(_page);
                    _page = null;
                }
            }
        }
        """);

    [Fact]
    public Task Releases_after_what_an_expression_does() => FixesAsync(
        """
        public sealed class Scanout : IDisposable
        {
            private readonly Page _page;

            public Scanout() => {|ACQ108:_page = Mm.NewPage()|};

            public void Dispose() => Hw.Log("closed");
        }
        """,
        """
        public sealed class Scanout : IDisposable
        {
            private readonly Page _page;

            public Scanout() => _page = Mm.NewPage();

            public void Dispose()
            {
                Hw.Log("closed");
                Mm.FreePage(_page);
            }
        }
        """);

    [Fact]
    public Task Releases_before_the_base_class_ends_and_the_collector_is_told() => FixesAsync(
        """
        public class Ring : IDisposable
        {
            private byte[]? _buffer;

            public void Open() => {|ACQ108:_buffer = ArrayPool<byte>.Shared.Rent(16)|};

            public void Dispose()
            {
                Hw.Log("closed");
                GC.SuppressFinalize(this);
            }
        }
        """,
        """
        public class Ring : IDisposable
        {
            private byte[]? _buffer;

            public void Open() => _buffer = ArrayPool<byte>.Shared.Rent(16);

            public void Dispose()
            {
                Hw.Log("closed");
                if (_buffer != null)
                {
                    ArrayPool<byte>.Shared.Return(_buffer);
                    _buffer = null;
                }

                GC.SuppressFinalize(this);
            }
        }
        """);

    [Fact]
    public Task Releases_among_the_managed_things_of_the_pattern() => FixesAsync(
        """
        public class Ring : IDisposable
        {
            private byte[]? _buffer;
            private bool _open = true;

            public void Open() => {|ACQ108:_buffer = ArrayPool<byte>.Shared.Rent(16)|};

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _open = false;
                }

                Hw.Log(_open ? "finalized" : "closed");
            }
        }
        """,
        """
        public class Ring : IDisposable
        {
            private byte[]? _buffer;
            private bool _open = true;

            public void Open() => _buffer = ArrayPool<byte>.Shared.Rent(16);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _open = false;
                    if (_buffer != null)
                    {
                        ArrayPool<byte>.Shared.Return(_buffer);
                        _buffer = null;
                    }
                }

                Hw.Log(_open ? "finalized" : "closed");
            }
        }
        """);

    [Fact]
    public Task Asks_a_handle_whether_it_is_one() => FixesAsync(
        """
        public sealed class Pin : IAsyncDisposable
        {
            private GCHandle _handle;

            public void Open(byte[] data) => {|ACQ108:_handle = GCHandle.Alloc(data, GCHandleType.Pinned)|};

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
            }
        }
        """,
        """
        public sealed class Pin : IAsyncDisposable
        {
            private GCHandle _handle;

            public void Open(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                if (_handle.IsAllocated)
                {
                    _handle.Free();
                }
            }
        }
        """);

    [Fact]
    public Task Releases_in_a_method_that_closes() => FixesAsync(
        """
        public sealed class Slot
        {
            private IntPtr _memory;

            public void Open()
            {
                {|ACQ108:_memory = Marshal.AllocHGlobal(16)|};
            }

            public void Close() { }
        }
        """,
        """
        public sealed class Slot
        {
            private IntPtr _memory;

            public void Open()
            {
                _memory = Marshal.AllocHGlobal(16);
            }

            public void Close()
            {
                Marshal.FreeHGlobal(_memory);
                _memory = IntPtr.Zero;
            }
        }
        """);

    [Fact]
    public Task Gives_the_type_an_end() => FixesAsync(
        """
        public sealed class Slot
        {
            private nint _block;

            public void Open() => {|ACQ108:_block = Slab.Kmalloc(16)|};
        }

        public sealed class Named<T> : IComparable
            where T : class
        {
            private readonly Page _page;

            public Named(T name)
            {
                {|ACQ108:_page = Mm.NewPage()|};
                Name = name;
            }

            public T Name { get; }

            /// <summary>Equal to all.</summary>
            public int CompareTo(object? other) => 0;
        }
        """,
        """
        public sealed class Slot : IDisposable
        {
            private nint _block;

            public void Open() => _block = Slab.Kmalloc(16);

            public void Dispose()
            {
                Slab.Kfree(_block);
                _block = 0;
            }
        }

        public sealed class Named<T> : IComparable, IDisposable
            where T : class
        {
            private readonly Page _page;

            public Named(T name)
            {
                _page = Mm.NewPage();
                Name = name;
            }

            public T Name { get; }

            /// <summary>Equal to all.</summary>
            public int CompareTo(object? other) => 0;

            /// <inheritdoc/>
            public void Dispose()
            {
                Mm.FreePage(_page);
            }
        }
        """);

    [Fact]
    public Task Releases_by_what_the_object_knows_for_good() => FixesAsync(
        """
        public sealed class Pooled : IDisposable
        {
            private readonly ArrayPool<byte> _pool;
            private readonly byte[] _buffer;

            public Pooled(ArrayPool<byte> pool)
            {
                _pool = pool;
                {|ACQ108:_buffer = _pool.Rent(16)|};
            }

            public void Dispose()
            {
            }
        }
        """,
        """
        public sealed class Pooled : IDisposable
        {
            private readonly ArrayPool<byte> _pool;
            private readonly byte[] _buffer;

            public Pooled(ArrayPool<byte> pool)
            {
                _pool = pool;
                _buffer = _pool.Rent(16);
            }

            public void Dispose()
            {
                _pool.Return(_buffer);
            }
        }
        """);

    [Fact]
    public Task Offers_nothing_when_only_the_constructor_knows_by_what() => FixesAsync(
        """
        public sealed class Pooled : IDisposable
        {
            private readonly byte[] _buffer;

            public Pooled(ArrayPool<byte> pool)
            {
                {|ACQ108:_buffer = pool.Rent(16)|};
            }

            public void Dispose()
            {
            }
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_end_is_that_of_a_base_class() => FixesAsync(
        """
        public class Device
        {
            public void Dispose() { }
        }

        public sealed class Scanout : Device
        {
            private readonly Page _page;

            public Scanout() => {|ACQ108:_page = Mm.NewPage()|};
        }
        """);

    [Fact]
    public Task A_record_gets_its_dispose_behind_its_parameters() => FixesAsync(
        """
        public sealed record Scanout(int Width)
        {
            private readonly Page _page {|ACQ108:= Mm.NewPage()|};

            public int Index => _page.Index;
        }
        """,
        """
        public sealed record Scanout(int Width) : IDisposable
        {
            private readonly Page _page = Mm.NewPage();

            public int Index => _page.Index;

            public void Dispose()
            {
                Mm.FreePage(_page);
            }
        }
        """);

    [Fact]
    public Task A_struct_is_copied_and_gets_none() => FixesAsync(
        """
        public struct Scanout
        {
            private readonly Page _page;

            public Scanout(int width)
            {
                _page = Mm.NewPage();
                _page.Index = width;
            }

            public int Index => _page.Index;
        }
        """);

    private static Task FixesAsync(string types, string? fixedTypes = null) => Fix.Test(WithUsings(types), WithUsings(fixedTypes ?? types)).RunAsync();

    private static string WithUsings(string types) => $"""
        using System;
        using System.Buffers;
        using System.Runtime.InteropServices;
        using System.Threading.Tasks;

        {types}

        """;
}
