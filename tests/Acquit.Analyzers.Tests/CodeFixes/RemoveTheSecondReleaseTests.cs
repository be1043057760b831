using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.RemoveTheSecondRelease>;

namespace Acquit.Tests.CodeFixes;

public class RemoveTheSecondReleaseTests
{
    [Fact]
    public Task Removes_the_line() => Fix.FixesAsync(
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            Hw.Start(page);
            Mm.FreePage(page);
            // It is gone.
            {|ACQ104:Mm.FreePage(page)|}; // really
            Hw.Log("done");
        }
        """,
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            Hw.Start(page);
            Mm.FreePage(page);
            // It is gone.
            Hw.Log("done");
        }
        """);

    [Fact]
    public Task Removes_the_condition_that_has_nothing_else_to_do() => Fix.FixesAsync(
        """
        public int First(bool quiet)
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            Mm.FreePage(page);
            if (status < 0)
                {|ACQ104:Mm.FreePage(page)|};

            return status;
        }

        public int Second()
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            Mm.FreePage(page);
            if (status < 0)
            {
                {|ACQ104:Mm.FreePage(page)|};
                return -Errno.IO;
            }

            return status;
        }
        """,
        """
        public int First(bool quiet)
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            Mm.FreePage(page);

            return status;
        }

        public int Second()
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            Mm.FreePage(page);
            if (status < 0)
            {
                return -Errno.IO;
            }

            return status;
        }
        """);

    [Fact]
    public Task Removes_the_first_where_the_second_is_for_all_paths() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            if (status < 0)
                Mm.FreePage(page);

            {|ACQ104:Mm.FreePage(page)|};
            return status;
        }
        """,
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);

            Mm.FreePage(page);
            return status;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_neither_can_go() => Fix.OffersNothingAsync(
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            if (status < 0)
                Mm.FreePage(page);
            else
                goto done;

            Hw.Log("failed");
        done:
            {|ACQ104:Mm.FreePage(page)|};
            return status;
        }
        """);

    [Fact]
    public Task What_held_it_is_emptied_where_both_are_needed() => Fix.FixesAsync(
        """
        public int Run(Page[] pages)
        {
            int err = -Errno.IO;
            VmArea? area = Vmalloc.Vmap(pages, VmapFlags.Map);
            if (Hw.Status() < 0)
                goto unmap;

            Vmalloc.Vunmap(area); // It was for the start only.
            if (Hw.Status() < 0)
                goto unmap;

            return 0;

        unmap:
            {|ACQ104:Vmalloc.Vunmap(area)|};
            return err;
        }
        """,
        """
        public int Run(Page[] pages)
        {
            int err = -Errno.IO;
            VmArea? area = Vmalloc.Vmap(pages, VmapFlags.Map);
            if (Hw.Status() < 0)
                goto unmap;

            Vmalloc.Vunmap(area); // It was for the start only.
            area = null;
            if (Hw.Status() < 0)
                goto unmap;

            return 0;

        unmap:
            Vmalloc.Vunmap(area);
            return err;
        }
        """);

    [Fact]
    public Task It_is_not_emptied_where_it_is_needed_afterwards() => Fix.OffersNothingAsync(
        """
        public int Run(Page[] pages)
        {
            VmArea? area = Vmalloc.Vmap(pages, VmapFlags.Map);
            if (Hw.Status() < 0)
                goto unmap;

            Vmalloc.Vunmap(area);
            if (Hw.Status() < 0)
                goto unmap;

            Hw.Log(object.ReferenceEquals(area, this) ? "own" : "other");
            return 0;

        unmap:
            {|ACQ104:Vmalloc.Vunmap(area)|};
            return -Errno.IO;
        }
        """);

    [Fact]
    public Task Leaves_the_release_to_finally() => Fix.FixesAsync(
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            try
            {
                Hw.Start(page);

                Mm.FreePage(page);
            }
            finally
            {
                {|ACQ104:Mm.FreePage(page)|};
            }
        }
        """,
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            try
            {
                Hw.Start(page);
            }
            finally
            {
                Mm.FreePage(page);
            }
        }
        """);

    [Fact]
    public Task Removes_the_first_where_others_come_to_the_second() => Fix.FixesAsync(
        """
        public int Run()
        {
            int err = -Errno.IO;
            Page page = Mm.NewPage();
            if (Hw.Start(page) < 0)
                goto free;

            err = Hw.Status();
            if (err < 0)
            {
                Mm.FreePage(page);
                goto free;
            }

        free:
            {|ACQ104:Mm.FreePage(page)|};
            return err;
        }
        """,
        """
        public int Run()
        {
            int err = -Errno.IO;
            Page page = Mm.NewPage();
            if (Hw.Start(page) < 0)
                goto free;

            err = Hw.Status();
            if (err < 0)
            {
                goto free;
            }

        free:
            Mm.FreePage(page);
            return err;
        }
        """);

    [Fact]
    public Task Offers_nothing_that_forgets_what_was_written() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            if (!Hw.Ready())
                goto unpin;

            Mm.UnpinUserPagesDirty(pages, pinned, true);
        unpin:
            {|ACQ104:Mm.UnpinUserPages(pages, pinned)|};
            return 0;
        }
        """);
}
