using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseBeforeExitTests
{
    [Fact]
    public Task Releases_before_a_goto_that_jumps_past_the_release() => Fix.FixesAsync(
        """
        public int Run()
        {
            int err = -Errno.NoMem;
            Page? status;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            status = {|ACQ101:Mm.AllocPage()|};
            if (status == null)
                goto free_block;

            err = Hw.Start(status);
            if (err < 0)
                goto free_block;

            Mm.FreePage(status);
        free_block:
            Slab.Kfree(block);
            return err;
        }
        """,
        """
        public int Run()
        {
            int err = -Errno.NoMem;
            Page? status;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            status = Mm.AllocPage();
            if (status == null)
                goto free_block;

            err = Hw.Start(status);
            if (err < 0)
            {
                Mm.FreePage(status);
                goto free_block;
            }

            Mm.FreePage(status);
        free_block:
            Slab.Kfree(block);
            return err;
        }
        """);

    [Fact]
    public Task Releases_before_an_exit_in_a_switch_and_under_a_label() => Fix.FixesAsync(
        """
        public int Switches(int mode)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            switch (mode)
            {
                case 0:
                    return -Errno.IO;
                default:
                    Mm.FreePage(page);
                    return 0;
            }
        }

        public int Jumps(int mode)
        {
            int err = -Errno.IO;
            Page page = {|ACQ101:Mm.NewPage()|};
            if (mode == 0)
                goto done;

            err = Hw.Start(page);
        done:
            return err;
        }
        """,
        """
        public int Switches(int mode)
        {
            Page page = Mm.NewPage();
            switch (mode)
            {
                case 0:
                    Mm.FreePage(page);
                    return -Errno.IO;
                default:
                    Mm.FreePage(page);
                    return 0;
            }
        }

        public int Jumps(int mode)
        {
            int err = -Errno.IO;
            Page page = Mm.NewPage();
            if (mode == 0)
                goto done;

            err = Hw.Start(page);
        done:
            Mm.FreePage(page);
            return err;
        }
        """);

    [Fact]
    public Task Releases_before_returns_without_a_value_in_a_switch() => Fix.FixesAsync(
        """
        public void Run(int mode)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            switch (mode)
            {
                case 0:
                    return;
                case > 8 when Hw.Start(page) < 0:
                    return;
                case 1:
                    Mm.FreePage(page);
                    break;
                default:
                    return;
            }
        }
        """,
        """
        public void Run(int mode)
        {
            Page page = Mm.NewPage();
            switch (mode)
            {
                case 0:
                    Mm.FreePage(page);
                    return;
                case > 8 when Hw.Start(page) < 0:
                    Mm.FreePage(page);
                    return;
                case 1:
                    Mm.FreePage(page);
                    break;
                default:
                    Mm.FreePage(page);
                    return;
            }
        }
        """);

    [Fact]
    public Task Releases_before_a_return_behind_two_conditions() => Fix.FixesAsync(
        """
        public void Run(bool stops, bool really)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (stops && really)
                return;

            Mm.FreePage(page);
        }
        """,
        """
        public void Run(bool stops, bool really)
        {
            Page page = Mm.NewPage();
            if (stops && really)
            {
                Mm.FreePage(page);
                return;
            }

            Mm.FreePage(page);
        }
        """);
}
