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
    public Task Removes_what_never_has_anything_to_release() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned < 0)
            {
                {|ACQ106:Mm.UnpinUserPages(pages, pinned)|};
                return pinned;
            }

            Mm.UnpinUserPages(pages, pinned);
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
                return pinned;
            }

            Mm.UnpinUserPages(pages, pinned);
            return 0;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_nothing_tells_whether_it_was_acquired() => Fix.OffersNothingAsync(
        """
        public int Run()
        {
            int err = 0;
            if (!Handles.TryOpen("a", out var handle))
                err = -Errno.IO;

            {|ACQ106:Handles.Close(handle)|};
            return err;
        }
        """);
}
