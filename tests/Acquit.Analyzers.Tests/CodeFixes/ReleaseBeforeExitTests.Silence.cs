using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseBeforeExitTests
{
    [Fact]
    public Task Offers_nothing_where_nothing_names_the_resource() => Fix.OffersNothingAsync(
        """
        public void Run() => {|ACQ101:Mm.NewPage()|};

        public void Dropped()
        {
            {|ACQ101:Mm.NewPage()|};
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_count_is_gone() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int ret = {|ACQ101:Mm.PinUserPages(start, count, pages)|};
            if (ret < 0)
                return ret;

            ret = Hw.StartAll(pages, ret);
            return ret;
        }
        """);

    [Fact]
    public Task Offers_nothing_at_an_exit_that_is_also_taken_with_the_resource_handed_on() => Fix.OffersNothingAsync(
        """
        public int Run(IRegistry registry, bool keep)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            Hw.Start(page);
            if (keep)
                registry.Add(page);

            return 0;
        }
        """);

    [Fact]
    public Task Leaves_the_lock_to_the_caller_on_success() => Fix.FixesAsync(
        """
        public static bool LockBoth(Spinlock a, Spinlock b)
        {
            if (!{|ACQ101:a.TryLock()|})
                return false;

            if (!b.TryLock())
                return false;

            if (!Hw.Ready())
            {
                b.Unlock();
                a.Unlock();
                return false;
            }

            return true;
        }
        """,
        """
        public static bool LockBoth(Spinlock a, Spinlock b)
        {
            if (!a.TryLock())
                return false;

            if (!b.TryLock())
            {
                a.Unlock();
                return false;
            }

            if (!Hw.Ready())
            {
                b.Unlock();
                a.Unlock();
                return false;
            }

            return true;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_a_call_may_have_taken_it_over() => Fix.OffersNothingAsync(
        """
        public int Run()
        {
            Page? page = {|ACQ101:Mm.AllocPage()|};
            if (page == null)
                return -Errno.NoMem;

            return Hw.Post(page);
        }
        """);

    [Theory]
    [InlineData("pages.AsSpan(done)")]
    [InlineData("pages.AsSpan()[done..]")]
    public Task Offers_nothing_where_each_round_fills_another_part(string part) => Fix.OffersNothingAsync(
        $$"""
        public int Run(ulong start, Page[] pages)
        {
            int done = 0;
            while (done < pages.Length)
            {
                int got = {|ACQ101:Mm.PinUserPagesInto(start, pages.Length - done, {{part}})|};
                if (got < 0)
                    return got;
                done += got;
            }

            Mm.UnpinUserPages(pages, done);
            return 0;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_each_round_fills_another_part_by_a_name() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            int done = 0;
            while (done < pages.Length)
            {
                Span<Page> rest = pages.AsSpan(done);
                int got = {|ACQ101:Mm.PinUserPagesInto(start, pages.Length - done, rest)|};
                if (got < 0)
                    return got;
                done += got;
            }

            Mm.UnpinUserPages(pages, done);
            return 0;
        }
        """);

    [Theory]
    [InlineData("Mm.UnpinUserPages(pages.AsSpan(i), 1);")]
    [InlineData("Mm.UnpinUserPages(pages.AsSpan(i, 1), 1);")]
    [InlineData("Mm.UnpinUserPage(pages[i]);")]
    public Task Offers_nothing_in_a_loop_that_gives_them_back_part_by_part(string release) => Fix.OffersNothingAsync(
        $$"""
        public int Run(ulong start, int n)
        {
            var pages = new Page[n];
            int got = {|ACQ101:Mm.PinUserPages(start, n, pages)|};
            if (got <= 0)
                return got;

            for (int i = 0; i < got; i++)
            {
                if (!Hw.Ready())
                    return -Errno.IO;
                {{release}}
            }

            return 0;
        }
        """);

    [Theory]
    [InlineData("Mm.UnpinUserPages(pages.AsSpan(i), 1);")]
    [InlineData("Mm.UnpinUserPage(pages[i]);")]
    public Task Offers_nothing_at_a_break_of_a_loop_that_gives_them_back_part_by_part(string release) => Fix.OffersNothingAsync(
        $$"""
        public int Run(ulong start, int n)
        {
            var pages = new Page[n];
            int got = {|ACQ101:Mm.PinUserPages(start, n, pages)|};
            if (got <= 0)
                return got;

            for (int i = 0; i < got; i++)
            {
                if (!Hw.Ready())
                    break;
                {{release}}
            }

            return 0;
        }
        """);

    [Fact]
    public Task Each_round_that_gives_back_its_own_part_does_so_on_every_way() => Fix.FixesAsync(
        """
        public int Run(ulong start, Page[] pages)
        {
            for (int i = 0; i + 4 <= pages.Length; i += 4)
            {
                int got = {|ACQ101:Mm.PinUserPagesInto(start, 4, pages.AsSpan(i, 4))|};
                if (got <= 0)
                    return got;
                if (!Hw.Ready())
                    return -Errno.IO;
                Mm.UnpinUserPages(pages.AsSpan(i, 4), got);
            }

            return 0;
        }
        """,
        """
        public int Run(ulong start, Page[] pages)
        {
            for (int i = 0; i + 4 <= pages.Length; i += 4)
            {
                int got = Mm.PinUserPagesInto(start, 4, pages.AsSpan(i, 4));
                if (got <= 0)
                    return got;
                if (!Hw.Ready())
                {
                    Mm.UnpinUserPages(pages.AsSpan(i, 4), got);
                    return -Errno.IO;
                }
                Mm.UnpinUserPages(pages.AsSpan(i, 4), got);
            }

            return 0;
        }
        """);
}
