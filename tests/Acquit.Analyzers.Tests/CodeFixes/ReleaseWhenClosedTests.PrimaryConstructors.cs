using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>For compilers that know primary constructors of classes.</summary>
public partial class ReleaseWhenClosedTests
{
    [Fact]
    public Task A_class_with_a_primary_constructor_gets_its_dispose_behind_its_parameters() => FixesAsync(
        """
        public sealed class Scanout(int width)
        {
            private readonly Page _page {|ACQ108:= Mm.NewPage()|};

            public int Width => width + _page.Index;
        }
        """,
        """
        public sealed class Scanout(int width) : IDisposable
        {
            private readonly Page _page = Mm.NewPage();

            public int Width => width + _page.Index;

            public void Dispose()
            {
                Mm.FreePage(_page);
            }
        }
        """);

    [Fact]
    public Task A_pool_that_is_a_parameter_of_the_class_can_be_named_in_its_dispose() => FixesAsync(
        """
        public sealed class Pooled(ArrayPool<byte> pool) : IDisposable
        {
            private readonly byte[] _buffer {|ACQ108:= pool.Rent(16)|};

            public int Length => _buffer.Length;

            public void Dispose()
            {
            }
        }
        """,
        """
        public sealed class Pooled(ArrayPool<byte> pool) : IDisposable
        {
            private readonly byte[] _buffer = pool.Rent(16);

            public int Length => _buffer.Length;

            public void Dispose()
            {
                pool.Return(_buffer);
            }
        }
        """);

    [Fact]
    public Task A_base_with_arguments_stays_before_it() => FixesAsync(
        """
        public class Device(int slot)
        {
            public int Slot => slot;
        }

        public sealed class Scanout(int slot) : Device(slot)
        {
            private readonly Page _page {|ACQ108:= Mm.NewPage()|};

            public int Index => _page.Index;
        }
        """,
        """
        public class Device(int slot)
        {
            public int Slot => slot;
        }

        public sealed class Scanout(int slot) : Device(slot), IDisposable
        {
            private readonly Page _page = Mm.NewPage();

            public int Index => _page.Index;

            public void Dispose()
            {
                Mm.FreePage(_page);
            }
        }
        """);
}
