using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseBeforeExitTests
{
    [Fact]
    public Task Releases_before_a_return() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            int status = Hw.Start(page);
            if (status < 0)
            {
                return status;
            }

            Mm.FreePage(page);
            return 0;
        }
        """,
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            if (status < 0)
            {
                Mm.FreePage(page);
                return status;
            }

            Mm.FreePage(page);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_before_every_leaking_exit() => Fix.FixesAsync(
        """
        public int Run()
        {
            nint block = {|ACQ101:Slab.Kmalloc(64)|};
            if (block == 0)
                return -Errno.NoMem;

            if (!Hw.Ready())
                return -Errno.IO;

            if (Hw.Status() < 0)
                throw new InvalidOperationException("no status");

            int written = Hw.Write(block);
            return written;
        }
        """,
        """
        public int Run()
        {
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            if (!Hw.Ready())
            {
                Slab.Kfree(block);
                return -Errno.IO;
            }

            if (Hw.Status() < 0)
            {
                Slab.Kfree(block);
                throw new InvalidOperationException("no status");
            }

            int written = Hw.Write(block);
            Slab.Kfree(block);
            return written;
        }
        """);

    [Fact]
    public Task Releases_at_the_end_of_the_method() => Fix.FixesAsync(
        """
        public void Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            Hw.Start(page); // runs
            // and is done
        }
        """,
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            Hw.Start(page); // runs
            Mm.FreePage(page);
            // and is done
        }
        """);

    [Fact]
    public Task Releases_two_resources_in_reverse_order() => Fix.FixesAsync(
        """
        public int Run(Page first, Page second)
        {
            nint from = {|ACQ101:Mm.KmapLocal(first)|};
            nint to = {|ACQ101:Mm.KmapLocal(second)|};
            if (Hw.Write(from) < 0)
                return -Errno.IO;

            if (Hw.Write(to) < 0)
                return -Errno.IO;

            Mm.KunmapLocal(to);
            Mm.KunmapLocal(from);
            return 0;
        }
        """,
        """
        public int Run(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            nint to = Mm.KmapLocal(second);
            if (Hw.Write(from) < 0)
            {
                Mm.KunmapLocal(to);
                Mm.KunmapLocal(from);
                return -Errno.IO;
            }

            if (Hw.Write(to) < 0)
            {
                Mm.KunmapLocal(to);
                Mm.KunmapLocal(from);
                return -Errno.IO;
            }

            Mm.KunmapLocal(to);
            Mm.KunmapLocal(from);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_in_several_methods() => Fix.FixesAsync(
        """
        public int First()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            return Hw.Start(page);
        }

        public void Second()
        {
            nint block = {|ACQ101:Slab.Kmalloc(8)|};
            Hw.Write(block);
        }
        """,
        """
        public int First()
        {
            Page page = Mm.NewPage();
            var result = Hw.Start(page);
            Mm.FreePage(page);
            return result;
        }

        public void Second()
        {
            nint block = Slab.Kmalloc(8);
            Hw.Write(block);
            Slab.Kfree(block);
        }
        """);

    [Fact]
    public Task Releases_at_the_end_of_the_block_that_acquires() => Fix.FixesAsync(
        """
        public int Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Page page = {|ACQ101:Mm.NewPage()|};
                Hw.Start(page);
            }

            return 0;
        }
        """,
        """
        public int Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Page page = Mm.NewPage();
                Hw.Start(page);
                Mm.FreePage(page);
            }

            return 0;
        }
        """);

    [Fact]
    public Task Releases_in_several_files()
    {
        var test = Fix.Test(
            Fix.InClass(
                """
                public void Run()
                {
                    Page page = {|ACQ101:Mm.NewPage()|};
                    Hw.Start(page);
                }
                """),
            Fix.InClass(
                """
                public void Run()
                {
                    Page page = Mm.NewPage();
                    Hw.Start(page);
                    Mm.FreePage(page);
                }
                """));
        test.TestState.Sources.Add("class Other { void Run() { nint block = {|ACQ101:Slab.Kmalloc(1)|}; Hw.Write(block); } }");
        test.FixedState.Sources.Add("class Other { void Run() { nint block = Slab.Kmalloc(1); Hw.Write(block); Slab.Kfree(block); } }");
        return test.RunAsync();
    }

    [Fact]
    public Task What_is_made_of_the_old_one_is_not_made_after_its_release() => Fix.OffersNothingAsync(
        """
        public void Run(int n)
        {
            byte[] buffer = {|ACQ101:ArrayPool<byte>.Shared.Rent(n)|};
            buffer[0] = 1;
            buffer = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer[0] = 1;
            ArrayPool<byte>.Shared.Return(buffer);
        }
        """);
}
