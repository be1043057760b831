using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.JumpToTheRelease>;

namespace Acquit.Tests.CodeFixes;

public class JumpToTheReleaseTests
{
    [Fact]
    public Task Jumps_to_a_label_that_releases_with_the_result_it_returns() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page? page = {|ACQ101:Mm.AllocPage()|};
            if (page == null)
                return -Errno.NoMem;

            int err = Hw.Start(page);
            if (err < 0)
                goto free_page;

            // Nobody waits for it.
            if (!Hw.Ready())
                return -Errno.IO;

            err = 0;
        free_page:
            Mm.FreePage(page);
            return err;
        }
        """,
        """
        public int Run()
        {
            Page? page = Mm.AllocPage();
            if (page == null)
                return -Errno.NoMem;

            int err = Hw.Start(page);
            if (err < 0)
                goto free_page;

            // Nobody waits for it.
            if (!Hw.Ready())
            {
                err = -Errno.IO;
                goto free_page;
            }

            err = 0;
        free_page:
            Mm.FreePage(page);
            return err;
        }
        """);

    [Fact]
    public Task A_release_that_is_there_gets_a_label() => Fix.FixesAsync(
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
                goto free_page;

        free_page:
            Mm.FreePage(status);
        free_block:
            Slab.Kfree(block);
            return err;
        }
        """);

    [Fact]
    public Task Two_ways_to_one_exit_release_at_the_label_that_they_share() => Fix.FixesAsync(
        """
        public int Run()
        {
            int err = -Errno.IO;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            Page page = {|ACQ101:Mm.NewPage()|};
            if (!Hw.Ready())
                goto freeBlock;

            err = Hw.Start(page);
            if (err < 0)
                goto freeBlock;

            Mm.FreePage(page);
            Slab.Kfree(block);
            return 0;

        freeBlock:
            Slab.Kfree(block);
            return err;
        }
        """,
        """
        public int Run()
        {
            int err = -Errno.IO;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            Page page = Mm.NewPage();
            if (!Hw.Ready())
                goto freeBlock;

            err = Hw.Start(page);
            if (err < 0)
                goto freeBlock;

            Mm.FreePage(page);
            Slab.Kfree(block);
            return 0;

        freeBlock:
            Mm.FreePage(page);
            Slab.Kfree(block);
            return err;
        }
        """);

    [Fact]
    public Task A_label_keeps_its_name() => Fix.FixesAsync(
        """
        public int Run()
        {
            int err = -Errno.IO;
            Page page = {|ACQ101:Mm.NewPage()|};
            if (!Hw.Ready())
                goto fail;

            Mm.FreePage(page);
            return 0;

        fail:
            return err;
        }

        public int Short()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (!Hw.Ready())
                goto fail;

            Mm.FreePage(page);
            return 0;

        fail: return -Errno.IO;
        }
        """,
        """
        public int Run()
        {
            int err = -Errno.IO;
            Page page = Mm.NewPage();
            if (!Hw.Ready())
                goto fail;

            Mm.FreePage(page);
            return 0;

        fail:
            Mm.FreePage(page);
            return err;
        }

        public int Short()
        {
            Page page = Mm.NewPage();
            if (!Hw.Ready())
                goto fail;

            Mm.FreePage(page);
            return 0;

        fail:
            Mm.FreePage(page);
            return -Errno.IO;
        }
        """);

    [Fact]
    public Task A_label_that_others_come_to_without_it_gets_one_above() => Fix.FixesAsync(
        """
        public int Run()
        {
            int err = -Errno.IO;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            Page? page = {|ACQ101:Mm.AllocPage()|};
            if (page == null)
                goto fail;

            if (!Hw.Ready())
                goto fail;

            Mm.FreePage(page);
            Slab.Kfree(block);
            return 0;

        fail:
            Slab.Kfree(block);
            return err;
        }
        """,
        """
        public int Run()
        {
            int err = -Errno.IO;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            Page? page = Mm.AllocPage();
            if (page == null)
                goto fail;

            if (!Hw.Ready())
                goto free_page;

            Mm.FreePage(page);
            Slab.Kfree(block);
            return 0;

        free_page:
            Mm.FreePage(page);
        fail:
            Slab.Kfree(block);
            return err;
        }
        """);

    [Fact]
    public Task A_method_that_does_not_unwind_by_goto_does_not_begin_to() => Fix.OffersNothingAsync(
        """
        public int Run(int mode)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (mode == 0)
                return -Errno.IO;

            Mm.FreePage(page);
            return 0;
        }
        """);

    [Fact]
    public Task What_does_more_than_release_below_its_label_is_not_jumped_to() => Fix.OffersNothingAsync(
        """
        public int Run(int mode)
        {
            int err = 0;
            Page page = {|ACQ101:Mm.NewPage()|};
            if (mode == 0)
                goto done;
            if (mode == 1)
                return -Errno.IO;

        done:
            Hw.Log("done");
            Mm.FreePage(page);
            return err;
        }
        """);
}
