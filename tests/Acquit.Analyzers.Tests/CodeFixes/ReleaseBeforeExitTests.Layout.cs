using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseBeforeExitTests
{
    [Fact]
    public Task One_of_several_statements_on_a_line_stays_on_it() => Fix.FixesAsync(
        """
        public int Run(int mode) { Page page = {|ACQ101:Mm.NewPage()|}; if (mode == 0) return Hw.Start(page); Mm.FreePage(page); return 0; }
        """,
        """
        public int Run(int mode) { Page page = Mm.NewPage(); if (mode == 0) { var result = Hw.Start(page); Mm.FreePage(page); return result; } Mm.FreePage(page); return 0; }
        """);

    [Fact]
    public Task Puts_braces_around_a_single_statement() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (Hw.Start(page) < 0)
                // The device is gone.
                return -Errno.IO; // for good

            Mm.FreePage(page);
            return 0;
        }
        """,
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            if (Hw.Start(page) < 0)
            {
                // The device is gone.
                Mm.FreePage(page);
                return -Errno.IO; // for good
            }

            Mm.FreePage(page);
            return 0;
        }
        """);

    [Fact]
    public Task Sets_it_off_from_a_block_above() => Fix.FixesAsync(
        """
        public void Run(bool fast)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (fast)
            {
                Hw.Start(page);
            }
        }
        """,
        """
        public void Run(bool fast)
        {
            Page page = Mm.NewPage();
            if (fast)
            {
                Hw.Start(page);
            }

            Mm.FreePage(page);
        }
        """);

    [Fact]
    public Task Follows_braces_at_line_ends_and_single_lines() => Fix.FixesAsync(
        """
        public int Run(int mode) {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (mode == 0)
                return -Errno.IO;
            else if (mode == 1) { return -Errno.NoMem; }
            else
                return -Errno.Fault;
        }
        """,
        """
        public int Run(int mode) {
            Page page = Mm.NewPage();
            if (mode == 0) {
                Mm.FreePage(page);
                return -Errno.IO;
            } else if (mode == 1) { Mm.FreePage(page); return -Errno.NoMem; }
            else {
                Mm.FreePage(page);
                return -Errno.Fault;
            }
        }
        """);

    [Fact]
    public Task Keeps_the_line_ends_of_the_file()
    {
        const string before = """
            public class Driver
            {
                public void Run()
                {
                    Page page = Mm.NewPage();
                    Hw.Start(page);
                }
            }
            """;
        var after = before.Replace("Hw.Start(page);\n", "Hw.Start(page);\n        Mm.FreePage(page);\n", StringComparison.Ordinal);
        return Fix.RewritesAsync(before.ReplaceLineEndings("\r\n"), after.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public Task Asks_for_null_as_the_file_does() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page? first = {|ACQ101:Mm.AllocPage()|};
            Page? second = {|ACQ101:Mm.AllocPage()|};
            if (first is null || second is null)
                return -Errno.NoMem;

            Mm.FreePage(second);
            Mm.FreePage(first);
            return 0;
        }
        """,
        """
        public int Run()
        {
            Page? first = Mm.AllocPage();
            Page? second = Mm.AllocPage();
            if (first is null || second is null)
            {
                if (second is not null)
                    Mm.FreePage(second);
                if (first is not null)
                    Mm.FreePage(first);
                return -Errno.NoMem;
            }

            Mm.FreePage(second);
            Mm.FreePage(first);
            return 0;
        }
        """);
}
