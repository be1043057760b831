using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.TakeByPin>;

namespace Acquit.Tests.CodeFixes;

public class TakeByPinTests
{
    [Fact]
    public Task Pins_and_unpins_what_a_device_reads() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = {|ACQ406:Data.Get(start, 4, pages)|};
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            Mm.ReleasePages(pages, got);
            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Data.Pin(start, 4, pages);
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            Mm.UnpinUserPages(pages, got);
            return 0;
        }
        """);

    [Fact]
    public Task Marks_what_was_written() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = {|ACQ406:Data.Get(start, 4, pages)|};
            if (got <= 0)
                return got;
            Data.Receive(pages, got);
            Mm.ReleasePages(pages, got);
            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Data.Pin(start, 4, pages);
            if (got <= 0)
                return got;
            Data.Receive(pages, got);
            Mm.UnpinUserPagesDirty(pages, got, true);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_all_at_once_what_a_loop_puts() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = {|ACQ406:Data.Get(start, 4, pages)|};
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            {|ACQ403:for (int i = 0; i < got; i++)
                Mm.PutPage(pages[i]);|}
            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Data.Pin(start, 4, pages);
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            Mm.UnpinUserPages(pages, got);
            return 0;
        }
        """);

    [Fact]
    public Task Marks_all_at_once_what_a_loop_marks_and_puts() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = {|ACQ406:Data.Get(start, 4, pages)|};
            if (got <= 0)
                return got;
            Data.Receive(pages, got);
            for (int i = 0; i < got; i++)
            {
                Data.MarkLocked(pages[i]);
                Mm.PutPage(pages[i]);
            }

            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = Data.Pin(start, 4, pages);
            if (got <= 0)
                return got;
            Data.Receive(pages, got);
            Mm.UnpinUserPagesDirty(pages, got, true);

            return 0;
        }
        """);

    [Fact]
    public Task Takes_the_lock_away_that_was_for_the_call_alone() => Fix.FixesAsync(
        """
        public int Run(Space space, ulong start, Page[] pages)
        {
            space.Enter();
            int got = {|ACQ406:space.Get(start, 4, pages)|};
            space.Leave();
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            Mm.ReleasePages(pages, got);
            return 0;
        }
        """,
        """
        public int Run(Space space, ulong start, Page[] pages)
        {
            int got = space.PinFast(start, 4, pages);
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            Mm.UnpinUserPages(pages, got);
            return 0;
        }
        """);

    [Fact]
    public Task Pins_under_a_lock_that_is_needed_for_more() => Fix.FixesAsync(
        """
        public int Run(Space space, ulong start, Page[] pages)
        {
            space.Enter();
            Hw.Log("held");
            int got = {|ACQ406:space.Get(start, 4, pages)|};
            space.Leave();
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            Mm.ReleasePages(pages, got);
            return 0;
        }
        """,
        """
        public int Run(Space space, ulong start, Page[] pages)
        {
            space.Enter();
            Hw.Log("held");
            int got = space.PinUnderLock(start, 4, pages);
            space.Leave();
            if (got <= 0)
                return got;
            Data.Send(pages, got);
            Mm.UnpinUserPages(pages, got);
            return 0;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_other_end_is_not_seen() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int got = {|ACQ406:Data.Get(start, 4, pages)|};
            if (got > 0)
                Data.Send(pages, got);
            return got;
        }
        """);
}
