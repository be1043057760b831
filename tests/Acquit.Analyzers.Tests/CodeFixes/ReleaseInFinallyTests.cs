using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseInFinally>;

namespace Acquit.Tests.CodeFixes;

public class ReleaseInFinallyTests
{
    [Fact]
    public Task Wraps_what_follows_the_failure_test_and_drops_the_releases_before_exits() => Fix.FixesAsync(
        """
        public int Run()
        {
            nint block = {|ACQ101:Slab.Kmalloc(64)|};
            if (block == 0)
                return -Errno.NoMem;

            // The device writes into it.
            int status = Hw.Write(block);
            if (status < 0)
                return status;

            if (!Hw.Ready())
            {
                Slab.Kfree(block);
                return -Errno.IO;
            }

            Slab.Kfree(block); // not needed any more
            return 0;
        }
        """,
        """
        public int Run()
        {
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            try
            {
                // The device writes into it.
                int status = Hw.Write(block);
                if (status < 0)
                    return status;

                if (!Hw.Ready())
                {
                    return -Errno.IO;
                }

                return 0;
            }
            finally
            {
                Slab.Kfree(block);
            }
        }
        """);

    [Fact]
    public Task Unlocks_in_finally() => Fix.FixesAsync(
        """
        private readonly Spinlock _lock = new();
        private int _state;

        public int Run()
        {
            {|ACQ101:_lock.Lock()|};
            if (_state < 0)
                return _state;

            _state++;
            _lock.Unlock();
            return 0;
        }
        """,
        """
        private readonly Spinlock _lock = new();
        private int _state;

        public int Run()
        {
            _lock.Lock();
            try
            {
                if (_state < 0)
                    return _state;

                _state++;
                return 0;
            }
            finally
            {
                _lock.Unlock();
            }
        }
        """);

    [Fact]
    public Task Releases_only_what_was_acquired() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = {|ACQ101:Mm.PinUserPages(start, count, pages)|};
            if (pinned != count)
            {
                return -Errno.Fault;
            }

            return Hw.StartAll(pages, pinned);
        }
        """,
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            try
            {
                if (pinned != count)
                {
                    return -Errno.Fault;
                }

                return Hw.StartAll(pages, pinned);
            }
            finally
            {
                if (pinned > 0)
                {
                    Mm.UnpinUserPages(pages, pinned);
                }
            }
        }
        """);

    [Fact]
    public Task Keeps_texts_over_several_lines_and_directives_where_they_are() => Fix.FixesAsync(
        """
        public void Run()
        {
            nint block = {|ACQ101:Slab.Kmalloc(64)|};
            Hw.Write(block);
        #if DEBUG
            Hw.Log(@"one
          two");
        #endif
            Hw.Log(@"one
          two");
        }
        """,
        """
        public void Run()
        {
            nint block = Slab.Kmalloc(64);
            try
            {
                Hw.Write(block);
        #if DEBUG
            Hw.Log(@"one
          two");
        #endif
                Hw.Log(@"one
          two");
            }
            finally
            {
                Slab.Kfree(block);
            }
        }
        """);

    [Fact]
    public Task Follows_the_braces_and_tabs_of_the_file() => Fix.FixesAsync(
        """
        public int Run() {
        	Page page = {|ACQ101:Mm.NewPage()|};
        	if (Hw.Start(page) < 0) {
        		return -Errno.IO;
        	}

        	return 0;
        }
        """,
        """
        public int Run() {
        	Page page = Mm.NewPage();
        	try {
        		if (Hw.Start(page) < 0) {
        			return -Errno.IO;
        		}

        		return 0;
        	} finally {
        		Mm.FreePage(page);
        	}
        }
        """);

    [Fact]
    public Task Nests_for_two_resources() => Fix.FixesAsync(
        """
        public int Run(Page first, Page second)
        {
            nint from = {|ACQ101:Mm.KmapLocal(first)|};
            nint to = {|ACQ101:Mm.KmapLocal(second)|};
            return Hw.Write(from) + Hw.Write(to);
        }

        public int Other()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            return Hw.Start(page);
        }
        """,
        """
        public int Run(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            try
            {
                nint to = Mm.KmapLocal(second);
                try
                {
                    return Hw.Write(from) + Hw.Write(to);
                }
                finally
                {
                    Mm.KunmapLocal(to);
                }
            }
            finally
            {
                Mm.KunmapLocal(from);
            }
        }

        public int Other()
        {
            Page page = Mm.NewPage();
            try
            {
                return Hw.Start(page);
            }
            finally
            {
                Mm.FreePage(page);
            }
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_resource_is_handed_on() => Fix.OffersNothingAsync(
        """
        public int Run(IRegistry registry)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (Hw.Start(page) < 0)
                return -Errno.IO;

            registry.Add(page);
            return 0;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_it_is_released_long_before_the_end() => Fix.OffersNothingAsync(
        """
        private readonly Spinlock _lock = new();
        private int _state;

        public int Run()
        {
            {|ACQ101:_lock.Lock()|};
            if (_state < 0)
                return -Errno.IO;

            _state++;
            _lock.Unlock();
            return Hw.Status();
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_count_changes() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int ret = {|ACQ101:Mm.PinUserPages(start, count, pages)|};
            if (ret < 0)
                return ret;

            if (!Hw.Ready())
                return -Errno.IO;

            Mm.UnpinUserPages(pages, ret);
            ret = Hw.Status();
            return ret;
        }
        """);

    [Fact]
    public Task Adds_to_a_try_that_is_there() => Fix.FixesAsync(
        """
        public int Catches()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            try
            {
                Hw.Start(page);
            }
            catch (InvalidOperationException)
            {
                return -Errno.IO;
            }

            Mm.FreePage(page);
            return 0;
        }

        public void Finishes()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            try
            {
                Hw.Start(page);
            }
            finally
            {
                Hw.Log("done");
            }
        }
        """,
        """
        public int Catches()
        {
            Page page = Mm.NewPage();
            try
            {
                Hw.Start(page);
            }
            catch (InvalidOperationException)
            {
                return -Errno.IO;
            }
            finally
            {
                Mm.FreePage(page);
            }

            return 0;
        }

        public void Finishes()
        {
            Page page = Mm.NewPage();
            try
            {
                Hw.Start(page);
            }
            finally
            {
                Hw.Log("done");
                Mm.FreePage(page);
            }
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_release_depends_on_something_else() => Fix.OffersNothingAsync(
        """
        public void Run(bool keep)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            Hw.Start(page);
            if (!keep)
                Mm.FreePage(page);
        }
        """);

    [Fact]
    public Task Offers_nothing_where_success_holds_on_for_the_caller() => Fix.OffersNothingAsync(
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
        """);

    [Fact]
    public Task Offers_nothing_that_forgets_what_was_written() => Fix.OffersNothingAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = {|ACQ101:Mm.PinUserPages(start, count, pages)|};
            if (pinned <= 0)
                return pinned;

            if (!Hw.Ready())
                return -Errno.IO;

            Mm.UnpinUserPagesDirty(pages, pinned, true);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_also_when_a_call_throws() => Fix.FixesAsync(
        """
        public int Run(CancellationToken stop)
        {
            nint block = {|ACQ102:Slab.Kmalloc(64)|};
            if (block == 0)
                return -Errno.NoMem;

            stop.ThrowIfCancellationRequested();
            int status = Hw.Write(block);
            Slab.Kfree(block);
            return status;
        }
        """,
        """
        public int Run(CancellationToken stop)
        {
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            try
            {
                stop.ThrowIfCancellationRequested();
                int status = Hw.Write(block);
                return status;
            }
            finally
            {
                Slab.Kfree(block);
            }
        }
        """);

    [Fact]
    public Task Begins_the_try_before_the_call_that_throws() => Fix.FixesAsync(
        """
        private readonly object _gate = new();

        public void Run(CancellationToken stop)
        {
            {|ACQ102:Monitor.Enter(_gate)|};
            stop.ThrowIfCancellationRequested();
            Hw.Ready();
            Monitor.Exit(_gate);
        }
        """,
        """
        private readonly object _gate = new();

        public void Run(CancellationToken stop)
        {
            Monitor.Enter(_gate);
            try
            {
                stop.ThrowIfCancellationRequested();
                Hw.Ready();
            }
            finally
            {
                Monitor.Exit(_gate);
            }
        }
        """);

    [Fact]
    public Task Leaves_alone_what_is_held_longer_than_it_is_now() => Fix.OffersNothingAsync(
        """
        private readonly object _gate = new();

        public void Run(CancellationToken stop)
        {
            {|ACQ102:Monitor.Enter(_gate)|};
            stop.ThrowIfCancellationRequested();
            Monitor.Exit(_gate);
            Hw.Ready();
        }
        """);

    [Fact]
    public Task A_helper_that_looks_at_it_does_not_stand_in_the_way() => Fix.FixesAsync(
        """
        public int Run(int n)
        {
            byte[] buffer = {|ACQ102:ArrayPool<byte>.Shared.Rent(n)|};
            int length = Measure(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
            return length;
        }

        private static int Measure(byte[] buffer) => buffer[0] == 1 ? throw new InvalidOperationException() : buffer[0];
        """,
        """
        public int Run(int n)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
            try
            {
                int length = Measure(buffer);
                return length;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private static int Measure(byte[] buffer) => buffer[0] == 1 ? throw new InvalidOperationException() : buffer[0];
        """);

    [Fact]
    public Task What_the_release_is_given_besides_goes_along() => Fix.FixesAsync(
        """
        public void Known(int n)
        {
            byte[] buffer = {|ACQ102:ArrayPool<byte>.Shared.Rent(n)|};
            Check(buffer);
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        public void ReadFromIt(int n)
        {
            byte[] buffer = {|ACQ102:ArrayPool<byte>.Shared.Rent(n)|};
            Check(buffer);
            ArrayPool<byte>.Shared.Return(buffer, buffer[0] != 0);
        }

        private static void Check(byte[] buffer)
        {
            if (buffer[0] == 1)
                throw new InvalidOperationException();
        }
        """,
        """
        public void Known(int n)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
            try
            {
                Check(buffer);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        }

        public void ReadFromIt(int n)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
            try
            {
                Check(buffer);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, buffer[0] != 0);
            }
        }

        private static void Check(byte[] buffer)
        {
            if (buffer[0] == 1)
                throw new InvalidOperationException();
        }
        """);

    [Fact]
    public Task Different_things_given_besides_are_left_to_people() => Fix.OffersNothingAsync(
        """
        public void Run(int n)
        {
            byte[] buffer = {|ACQ102:ArrayPool<byte>.Shared.Rent(n)|};
            Check(buffer);
            if (n == 3)
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                return;
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }

        private static void Check(byte[] buffer)
        {
            if (buffer[0] == 1)
                throw new InvalidOperationException();
        }
        """);

    [Fact]
    public Task A_body_on_one_line_is_written_out() => Fix.FixesAsync(
        """
        public void Run(int n) { byte[] buffer = {|ACQ102:ArrayPool<byte>.Shared.Rent(n)|}; Check(buffer); ArrayPool<byte>.Shared.Return(buffer); }

        private static void Check(byte[] buffer)
        {
            if (buffer[0] == 1)
                throw new InvalidOperationException();
        }
        """,
        """
        public void Run(int n)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
            try
            {
                Check(buffer);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private static void Check(byte[] buffer)
        {
            if (buffer[0] == 1)
                throw new InvalidOperationException();
        }
        """);

    [Fact]
    public Task Releases_what_a_helper_has_acquired() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = {|ACQ101:Make()|};
            if (!Hw.Ready())
                return -Errno.IO;
            return Hw.Start(page);
        }

        private static Page Make() => Mm.NewPage();
        """,
        """
        public int Run()
        {
            Page page = Make();
            try
            {
                if (!Hw.Ready())
                    return -Errno.IO;
                return Hw.Start(page);
            }
            finally
            {
                Mm.FreePage(page);
            }
        }

        private static Page Make() => Mm.NewPage();
        """);
}
