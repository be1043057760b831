using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseTheAcquiredCount>;

namespace Acquit.Tests.CodeFixes;

public class ReleaseTheAcquiredCountTests
{
    [Fact]
    public Task Replaces_the_count() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            Mm.UnpinUserPages(pages, /* all of them */ {|ACQ107:count|}); // done
            return 0;
        }
        """,
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            Mm.UnpinUserPages(pages, /* all of them */ pinned); // done
            return 0;
        }
        """);

    [Fact]
    public Task Replaces_a_named_argument_a_number_and_a_sum() => Fix.FixesAsync(
        """
        public int Named(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            Mm.UnpinUserPages(count: {|ACQ107:count|}, pages: pages);
            return 0;
        }

        public int Number(ulong start)
        {
            var pages = new Page[16];
            int pinned = Mm.PinUserPages(start, 16, pages);
            if (pinned <= 0)
                return pinned;

            if (!Hw.Ready())
            {
                Mm.UnpinUserPages(pages, {|ACQ107:16|});
                return -Errno.IO;
            }

            Mm.UnpinUserPages(pages, {|ACQ107:pinned - 1|});
            return 0;
        }
        """,
        """
        public int Named(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            Mm.UnpinUserPages(count: pinned, pages: pages);
            return 0;
        }

        public int Number(ulong start)
        {
            var pages = new Page[16];
            int pinned = Mm.PinUserPages(start, 16, pages);
            if (pinned <= 0)
                return pinned;

            if (!Hw.Ready())
            {
                Mm.UnpinUserPages(pages, pinned);
                return -Errno.IO;
            }

            Mm.UnpinUserPages(pages, pinned);
            return 0;
        }
        """);

    [Fact]
    public Task Replaces_the_length_of_a_slice() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            if (!Hw.Ready())
            {
                Mm.UnpinSpan({|ACQ107:pages.AsSpan(0, count)|});
                return -Errno.IO;
            }

            Mm.UnpinSpan({|ACQ107:pages|});
            return 0;
        }
        """,
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            if (!Hw.Ready())
            {
                Mm.UnpinSpan(pages.AsSpan(0, pinned));
                return -Errno.IO;
            }

            Mm.UnpinSpan(pages.AsSpan(0, pinned));
            return 0;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_nothing_says_how_many_there_are() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            if (Mm.PinUserPages(start, count, pages) <= 0)
                return -Errno.Fault;

            Mm.UnpinUserPages(pages, {|ACQ107:count|});
            return 0;
        }
        """);
}
