using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.GuardByTheSuccessTest>;

namespace Acquit.Tests.CodeFixes;

public class GuardByTheSuccessTestTests
{
    [Fact]
    public Task Tests_the_count() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned < 0)
            {
                Hw.Log("failed");
            }

            // Whatever there is.
            {|ACQ106:Mm.UnpinUserPages(pages, pinned)|}; // all
            return 0;
        }
        """,
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned < 0)
            {
                Hw.Log("failed");
            }

            // Whatever there is.
            if (pinned > 0)
            {
                Mm.UnpinUserPages(pages, pinned); // all
            }

            return 0;
        }
        """);

    [Fact]
    public Task Tests_below_a_label_and_in_several_methods() => Fix.FixesAsync(
        """
        public int First()
        {
            int err = -Errno.NoMem;
            Page? page = Mm.AllocPage();
            if (page == null)
                goto done;

            err = Hw.Start(page);
        done:
            {|ACQ106:Mm.FreePage(page!)|};
            return err;
        }

        public void Second(Spinlock spinlock)
        {
            bool taken = spinlock.TryLock();
            if (!taken)
                Hw.Log("busy");

            {|ACQ106:spinlock.Unlock()|};
        }
        """,
        """
        public int First()
        {
            int err = -Errno.NoMem;
            Page? page = Mm.AllocPage();
            if (page == null)
                goto done;

            err = Hw.Start(page);
        done:
            if (page != null)
                Mm.FreePage(page!);
            return err;
        }

        public void Second(Spinlock spinlock)
        {
            bool taken = spinlock.TryLock();
            if (!taken)
                Hw.Log("busy");

            if (taken)
                spinlock.Unlock();
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_acquire_has_certainly_failed() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            if (Mm.PinUserPages(start, count, pages) < 0)
            {
                {|ACQ106:Mm.UnpinUserPages(pages, count)|};
                return -Errno.Fault;
            }

            Mm.UnpinUserPages(pages, {|ACQ107:count|});
            return 0;
        }
        """);
}
