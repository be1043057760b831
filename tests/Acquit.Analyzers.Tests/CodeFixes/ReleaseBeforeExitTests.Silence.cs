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
}
