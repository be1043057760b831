using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseAllAtOnce>;

namespace Acquit.Tests.CodeFixes;

public class ReleaseAllAtOnceTests
{
    [Theory]
    [InlineData("for (int i = 0; i < pages.Length; i++)\n        Mm.UnpinUserPage(pages[i]);", "Mm.UnpinUserPages(pages, pages.Length);")]
    [InlineData("foreach (Page page in pages)\n        Mm.UnpinUserPage(page);", "Mm.UnpinUserPages(pages, pages.Length);")]
    [InlineData("foreach (Page page in pages.AsSpan(0, n))\n        Mm.UnpinUserPage(page);", "Mm.UnpinUserPages(pages, n);")]
    [InlineData("for (int i = 2; i < n; i++)\n        Mm.UnpinUserPage(pages[i]);", "if (2 < n)\n    {\n        Mm.UnpinUserPages(pages.AsSpan(2), n - 2);\n    }")]
    [InlineData("for (int i = n - 1; i >= 0; i--)\n        Mm.UnpinUserPage(pages[i]);", "if (n > 0)\n    {\n        Mm.UnpinUserPages(pages, n);\n    }")]
    [InlineData("for (int i = n; i >= 0; i--)\n        Mm.UnpinUserPage(pages[i]);", "if (n + 1 > 0)\n    {\n        Mm.UnpinUserPages(pages, n + 1);\n    }")]
    [InlineData("while (--n >= 0)\n        Mm.UnpinUserPage(pages[n]);", "if (n > 0)\n    {\n        Mm.UnpinUserPages(pages, n);\n    }")]
    [InlineData("while (n-- > 0)\n    {\n        Mm.UnpinUserPage(pages[n]);\n    }", "if (n > 0)\n    {\n        Mm.UnpinUserPages(pages, n);\n    }")]
    public Task Releases_what_the_loop_releases(string loop, string call) => Fix.FixesAsync(
        $$"""
        public void Run(Page[] pages, int n)
        {
            {|ACQ403:{{loop}}|}
        }
        """,
        $$"""
        public void Run(Page[] pages, int n)
        {
            {{call}}
        }
        """);

    [Fact]
    public Task Asks_nothing_about_a_count_that_is_none_the_less_known() => Fix.FixesAsync(
        """
        public int Run(Page[] pages)
        {
            int i;
            int pinned = Mm.PinUserPages(0, pages.Length, pages);
            if (pinned < 0)
                return pinned;

            {|ACQ403:for (i = 0; i < pinned; i++) // All that there are.
            {
                /* one */
                Mm.UnpinUserPage(pages[i]);
            }|}

            return 0; // Done.
        }
        """,
        """
        public int Run(Page[] pages)
        {
            int pinned = Mm.PinUserPages(0, pages.Length, pages);
            if (pinned < 0)
                return pinned;

            // All that there are.
            /* one */
            Mm.UnpinUserPages(pages, pinned);

            return 0; // Done.
        }
        """);

    [Fact]
    public Task Unwinds_a_ladder() => Fix.FixesAsync(
        """
        public int Run(Page[] pages)
        {
            int i, err = 0;
            for (i = 0; i < pages.Length; i++)
            {
                Page? page = Mm.PinUserPage((ulong)i);
                if (page is null)
                {
                    err = -Errno.NoMem;
                    goto unpin;
                }

                pages[i] = page;
            }

            return 0;

        unpin:
            // Nobody saw them.
            {|ACQ403:while (--i >= 0)
                Mm.UnpinUserPage(pages[i]);|}
            return err;
        }
        """,
        """
        public int Run(Page[] pages)
        {
            int i, err = 0;
            for (i = 0; i < pages.Length; i++)
            {
                Page? page = Mm.PinUserPage((ulong)i);
                if (page is null)
                {
                    err = -Errno.NoMem;
                    goto unpin;
                }

                pages[i] = page;
            }

            return 0;

        unpin:
            // Nobody saw them.
            Mm.UnpinUserPages(pages, i);
            return err;
        }
        """);

    [Fact]
    public Task Marks_what_was_written() => Fix.FixesAsync(
        """
        public void Run(Page[] pages, Page[] others, bool written)
        {
            {|ACQ403:foreach (Page page in pages)
            {
                if (written)
                    Mm.SetPageDirtyLock(page);
                Mm.UnpinUserPage(page);
            }|}

            {|ACQ403:foreach (Page page in others)
            {
                Mm.SetPageDirtyLock(page);
                Mm.UnpinUserPage(page);
            }|}
        }
        """,
        """
        public void Run(Page[] pages, Page[] others, bool written)
        {
            Mm.UnpinUserPagesDirty(pages, pages.Length, written);

            Mm.UnpinUserPagesDirty(others, others.Length, true);
        }
        """);

    [Fact]
    public Task Leaves_a_loop_with_a_directive_in_it() => Fix.OffersNothingAsync(
        """
        public void Run(Page[] pages)
        {
            {|ACQ403:foreach (Page page in pages)
            {
        #pragma warning disable CS0618
                Mm.UnpinUserPage(page);
        #pragma warning restore CS0618
            }|}
        }
        """);

    [Fact]
    public Task Leaves_a_loop_whose_else_would_go_to_another_condition() => Fix.OffersNothingAsync(
        """
        public void Run(Page[] pages, int n, bool go)
        {
            if (go)
                {|ACQ403:while (--n >= 0)
                    Mm.UnpinUserPage(pages[n]);|}
            else
                Hw.Log("no");
        }
        """);
}
