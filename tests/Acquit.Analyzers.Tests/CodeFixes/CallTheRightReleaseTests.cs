using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.CallTheRightRelease>;

namespace Acquit.Tests.CodeFixes;

public class CallTheRightReleaseTests
{
    [Fact]
    public Task Changes_the_name_alone_where_the_arguments_fit() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            {|ACQ103:Mm.ReleasePages(/* all */ pages, pinned)|}; // done
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

            Mm.UnpinUserPages(/* all */ pages, pinned); // done
            return 0;
        }
        """);

    [Fact]
    public Task Mends_every_path_of_every_method() => Fix.FixesAsync(
        """
        public int First(ulong address)
        {
            Page? page = Mm.PinUserPage(address);
            if (page == null)
                return -Errno.Fault;

            if (Hw.Start(page) < 0)
            {
                {|ACQ103:Mm.PutPage(page)|};
                return -Errno.IO;
            }

            {|ACQ103:Mm.PutPage(page)|};
            return 0;
        }

        public void Second(RwSem sem)
        {
            sem.DownWrite();
            Hw.Log("written");
            {|ACQ103:sem.UpRead()|};
        }
        """,
        """
        public int First(ulong address)
        {
            Page? page = Mm.PinUserPage(address);
            if (page == null)
                return -Errno.Fault;

            if (Hw.Start(page) < 0)
            {
                Mm.UnpinUserPage(page);
                return -Errno.IO;
            }

            Mm.UnpinUserPage(page);
            return 0;
        }

        public void Second(RwSem sem)
        {
            sem.DownWrite();
            Hw.Log("written");
            sem.UpWrite();
        }
        """);

    [Fact]
    public Task Finds_the_release_of_one_element() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            for (int i = 0; i < pinned; i++)
                {|ACQ103:Mm.PutPage(pages[i])|};

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

            {|ACQ403:for (int i = 0; i < pinned; i++)
                Mm.UnpinUserPage(pages[i]);|}

            return 0;
        }
        """);

    [Fact]
    public Task Finds_the_release_of_another_type() => Fix.FixesAsync(
        """
        public void Run(int size)
        {
            IntPtr block = Marshal.AllocHGlobal(size);
            Hw.Write(block);
            {|ACQ103:Slab.Kfree(block)|};
        }
        """,
        """
        public void Run(int size)
        {
            IntPtr block = Marshal.AllocHGlobal(size);
            Hw.Write(block);
            Marshal.FreeHGlobal(block);
        }
        """);

    [Fact]
    public Task Adapts_the_arguments() => Fix.FixesAsync(
        """
        public int Run(DmaDevice device, Page page, int size)
        {
            long bus = device.MapPage(page, size, true);
            if (bus == -1)
                return -Errno.IO;

            {|ACQ103:Slab.Kfree((nint)bus)|};
            return 0;
        }
        """,
        """
        public int Run(DmaDevice device, Page page, int size)
        {
            long bus = device.MapPage(page, size, true);
            if (bus == -1)
                return -Errno.IO;

            device.UnmapPage((nint)bus, size, true);
            return 0;
        }
        """);

    [Fact]
    public Task Leaves_a_wrong_count_for_the_rule_about_counts() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned <= 0)
                return pinned;

            {|ACQ103:Mm.ReleasePages(pages, count)|};
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

            Mm.UnpinUserPages(pages, {|ACQ107:count|});
            return 0;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_it_is_the_right_release_on_another_path() => Fix.OffersNothingAsync(
        """
        public void Run(bool large, int size)
        {
            nint block = large ? Slab.Kmalloc(size) : Marshal.AllocHGlobal(size);
            Hw.Write(block);
            {|ACQ103:Marshal.FreeHGlobal(block)|};
        }
        """);

    [Fact]
    public Task Offers_nothing_that_forgets_what_was_written() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int got = Mm.GetUserPages(start, count, pages);
            if (got <= 0)
                return got;

            {|ACQ103:Mm.UnpinUserPagesDirty(pages, got, true)|};
            return 0;
        }
        """);
}
