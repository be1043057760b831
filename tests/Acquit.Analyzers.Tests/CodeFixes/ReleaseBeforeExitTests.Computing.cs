using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseBeforeExitTests
{
    [Fact]
    public Task Computes_what_is_returned_before_the_release() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            Hw.Start(page);

            // Tells the caller where it was.
            return page.Index; // once
        }
        """,
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            Hw.Start(page);

            // Tells the caller where it was.
            var result = page.Index; // once
            Mm.FreePage(page);
            return result;
        }
        """);

    [Fact]
    public Task Computes_first_within_new_braces_and_with_a_free_name() => Fix.FixesAsync(
        """
        public int Run(int result)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (result == 0)
                return page.Index;
            else
                Mm.FreePage(page);

            return result;
        }
        """,
        """
        public int Run(int result)
        {
            Page page = Mm.NewPage();
            if (result == 0)
            {
                var result2 = page.Index;
                Mm.FreePage(page);
                return result2;
            }
            else
                Mm.FreePage(page);

            return result;
        }
        """);

    [Fact]
    public Task Releases_before_a_throw_and_after_its_exception_is_made() => Fix.FixesAsync(
        """
        public void Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (!Hw.Ready()) throw new InvalidOperationException($"page {page.Index}");
            Mm.FreePage(page);
        }
        """,
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            if (!Hw.Ready())
            {
                var exception = new InvalidOperationException($"page {page.Index}");
                Mm.FreePage(page);
                throw exception;
            }
            Mm.FreePage(page);
        }
        """);
}
