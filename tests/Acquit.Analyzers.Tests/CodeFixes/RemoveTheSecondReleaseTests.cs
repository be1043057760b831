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
    public Task Offers_nothing_where_the_release_is_needed_on_another_path() => Fix.OffersNothingAsync(
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
}
