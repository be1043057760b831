using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.AvoidTheForbiddenArgument>;

namespace Acquit.Tests.CodeFixes;

public class AvoidTheForbiddenArgumentTests
{
    [Fact]
    public Task Calls_what_the_contract_names_and_releases_accordingly() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Gup.Get(start, 4, {|ACQ401:GupFlags.Write | GupFlags.LongTerm|}, pages);
            if (got <= 0)
                return got;

            Hw.StartAll(pages, got);
            Mm.ReleasePages(pages, got);
            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Gup.Pin(start, 4, GupFlags.Write | GupFlags.LongTerm, pages);
            if (got <= 0)
                return got;

            Hw.StartAll(pages, got);
            Mm.UnpinUserPages(pages, got);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_accordingly_on_every_path() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            var flags = GupFlags.LongTerm;
            int got = Gup.Get(start, 4, {|ACQ401:flags|}, pages);
            if (got <= 0)
                return got;
            if (Hw.StartAll(pages, got) < 0)
            {
                Mm.ReleasePages(pages, got);
                return -Errno.IO;
            }

            Mm.ReleasePages(pages, got);
            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            var flags = GupFlags.LongTerm;
            int got = Gup.Pin(start, 4, flags, pages);
            if (got <= 0)
                return got;
            if (Hw.StartAll(pages, got) < 0)
            {
                Mm.UnpinUserPages(pages, got);
                return -Errno.IO;
            }

            Mm.UnpinUserPages(pages, got);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_page_by_page_accordingly() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Gup.Get(start, 4, {|ACQ401:GupFlags.LongTerm|}, pages);
            {|ACQ403:for (int i = 0; i < got; i++)
                Mm.PutPage(pages[i]);|}
            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Gup.Pin(start, 4, GupFlags.LongTerm, pages);
            {|ACQ403:for (int i = 0; i < got; i++)
                Mm.UnpinUserPage(pages[i]);|}
            return 0;
        }
        """);

    [Theory]
    [InlineData("GupFlags.Write | GupFlags.Pin", "GupFlags.Write")]
    [InlineData("GupFlags.Pin | GupFlags.Write", "GupFlags.Write")]
    [InlineData("GupFlags.Pin", "GupFlags.None")]
    [InlineData("GupFlags.Write | GupFlags.Pin | GupFlags.LongTerm", "GupFlags.Write | GupFlags.LongTerm")]
    [InlineData("write ? GupFlags.Pin | GupFlags.Write : GupFlags.Pin", "write ? GupFlags.Write : GupFlags.None")]
    [InlineData("given | GupFlags.Pin", "given")]
    [InlineData("(given | GupFlags.Pin)", "(given)")]
    public Task Takes_out_a_flag_that_nothing_takes(string argument, string fixedArgument) => Fix.FixesAsync(
        $$"""
        public void Run(bool write, GupFlags given) => Gup.Send(1, {|ACQ401:{{argument}}|});
        """,
        $$"""
        public void Run(bool write, GupFlags given) => Gup.Send(1, {{fixedArgument}});
        """);

    [Fact]
    public Task Takes_it_out_where_the_variable_gets_it() => Fix.FixesAsync(
        """
        public void Run(bool write)
        {
            var flags = GupFlags.LongTerm | GupFlags.Pin;
            if (write)
                flags |= GupFlags.Write;
            Gup.Send(1, {|ACQ401:flags|});
        }

        public void Later(GupFlags given)
        {
            var flags = given;
            flags |= GupFlags.Pin;
            Gup.Send(1, {|ACQ401:flags|});
        }
        """,
        """
        public void Run(bool write)
        {
            var flags = GupFlags.LongTerm;
            if (write)
                flags |= GupFlags.Write;
            Gup.Send(1, flags);
        }

        public void Later(GupFlags given)
        {
            var flags = given;
            Gup.Send(1, flags);
        }
        """);

    [Fact]
    public Task Leaves_a_variable_alone_that_is_read_elsewhere() => Fix.OffersNothingAsync(
        """
        public GupFlags Run()
        {
            var flags = GupFlags.Write | GupFlags.Pin;
            Gup.Send(1, {|ACQ401:flags|});
            return flags;
        }
        """);

    [Fact]
    public Task Has_nothing_to_offer_for_what_is_not_a_flag_or_has_no_place() => Fix.OffersNothingAsync(
        """
        private const GupFlags Both = GupFlags.Write | GupFlags.Pin;

        public void Run()
        {
            Gup.Send({|ACQ401:0|}, GupFlags.None);
            {|ACQ401:Gup.Send(1)|};
            Gup.Send(1, {|ACQ401:Both|});
        }
        """);

    [Fact]
    public Task Has_nothing_to_offer_where_the_pages_are_handed_on() => Fix.OffersNothingAsync(
        """
        private Page[] _pages = new Page[4];
        private int _got;

        public void Run(ulong start) => _got = Gup.Get(start, 4, {|ACQ401:GupFlags.LongTerm|}, _pages);

        public void Stop() => Mm.ReleasePages(_pages, _got);
        """);
}
