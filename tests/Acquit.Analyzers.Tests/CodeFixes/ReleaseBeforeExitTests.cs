using Acquit.CodeFixes;
using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public class ReleaseBeforeExitTests
{
    [Fact]
    public Task Releases_before_a_return() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            int status = Hw.Start(page);
            if (status < 0)
            {
                return status;
            }

            Mm.FreePage(page);
            return 0;
        }
        """,
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            int status = Hw.Start(page);
            if (status < 0)
            {
                Mm.FreePage(page);
                return status;
            }

            Mm.FreePage(page);
            return 0;
        }
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
    public Task Releases_the_acquired_count() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = {|ACQ101:Mm.PinUserPages(start, count, pages)|};
            if (pinned <= 0)
                return pinned;

            if (Hw.StartAll(pages, pinned) < 0) return -Errno.IO;

            Mm.UnpinUserPages(pages, pinned);
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

            if (Hw.StartAll(pages, pinned) < 0)
            {
                Mm.UnpinUserPages(pages, pinned);
                return -Errno.IO;
            }

            Mm.UnpinUserPages(pages, pinned);
            return 0;
        }
        """);

    [Fact]
    public Task Tests_for_success_where_the_acquire_may_have_failed() => Fix.FixesAsync(
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = {|ACQ101:Mm.PinUserPages(start, count, pages)|};
            if (pinned != count)
            {
                return -Errno.Fault;
            }

            Mm.UnpinUserPages(pages, count);
            return 0;
        }
        """,
        """
        public int Run(ulong start, int count)
        {
            var pages = new Page[count];
            int pinned = Mm.PinUserPages(start, count, pages);
            if (pinned != count)
            {
                if (pinned > 0)
                {
                    Mm.UnpinUserPages(pages, pinned);
                }

                return -Errno.Fault;
            }

            Mm.UnpinUserPages(pages, count);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_before_every_leaking_exit() => Fix.FixesAsync(
        """
        public int Run()
        {
            nint block = {|ACQ101:Slab.Kmalloc(64)|};
            if (block == 0)
                return -Errno.NoMem;

            if (!Hw.Ready())
                return -Errno.IO;

            if (Hw.Status() < 0)
                throw new InvalidOperationException("no status");

            int written = Hw.Write(block);
            return written;
        }
        """,
        """
        public int Run()
        {
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            if (!Hw.Ready())
            {
                Slab.Kfree(block);
                return -Errno.IO;
            }

            if (Hw.Status() < 0)
            {
                Slab.Kfree(block);
                throw new InvalidOperationException("no status");
            }

            int written = Hw.Write(block);
            Slab.Kfree(block);
            return written;
        }
        """);

    [Fact]
    public Task Computes_what_is_returned_before_the_release() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            Hw.Start(page);

            // Tells the caller where it was.
            return page.Index; // once
        }
        """,
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            Hw.Start(page);

            // Tells the caller where it was.
            var result = page.Index; // once
            Mm.FreePage(page);
            return result;
        }
        """);

    [Fact]
    public Task Computes_first_within_new_braces_and_with_a_free_name() => Fix.FixesAsync(
        """
        public int Run(int result)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (result == 0)
                return page.Index;
            else
                Mm.FreePage(page);

            return result;
        }
        """,
        """
        public int Run(int result)
        {
            Page page = Mm.NewPage();
            if (result == 0)
            {
                var result2 = page.Index;
                Mm.FreePage(page);
                return result2;
            }
            else
                Mm.FreePage(page);

            return result;
        }
        """);

    [Fact]
    public Task Releases_at_the_end_of_the_method() => Fix.FixesAsync(
        """
        public void Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            Hw.Start(page); // runs
            // and is done
        }
        """,
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            Hw.Start(page); // runs
            Mm.FreePage(page);
            // and is done
        }
        """);

    [Fact]
    public Task Releases_before_a_throw_and_after_its_exception_is_made() => Fix.FixesAsync(
        """
        public void Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (!Hw.Ready()) throw new InvalidOperationException($"page {page.Index}");
            Mm.FreePage(page);
        }
        """,
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            if (!Hw.Ready())
            {
                var exception = new InvalidOperationException($"page {page.Index}");
                Mm.FreePage(page);
                throw exception;
            }
            Mm.FreePage(page);
        }
        """);

    [Fact]
    public Task Releases_two_resources_in_reverse_order() => Fix.FixesAsync(
        """
        public int Run(Page first, Page second)
        {
            nint from = {|ACQ101:Mm.KmapLocal(first)|};
            nint to = {|ACQ101:Mm.KmapLocal(second)|};
            if (Hw.Write(from) < 0)
                return -Errno.IO;

            if (Hw.Write(to) < 0)
                return -Errno.IO;

            Mm.KunmapLocal(to);
            Mm.KunmapLocal(from);
            return 0;
        }
        """,
        """
        public int Run(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            nint to = Mm.KmapLocal(second);
            if (Hw.Write(from) < 0)
            {
                Mm.KunmapLocal(to);
                Mm.KunmapLocal(from);
                return -Errno.IO;
            }

            if (Hw.Write(to) < 0)
            {
                Mm.KunmapLocal(to);
                Mm.KunmapLocal(from);
                return -Errno.IO;
            }

            Mm.KunmapLocal(to);
            Mm.KunmapLocal(from);
            return 0;
        }
        """);

    [Fact]
    public Task Releases_in_several_methods() => Fix.FixesAsync(
        """
        public int First()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            return Hw.Start(page);
        }

        public void Second()
        {
            nint block = {|ACQ101:Slab.Kmalloc(8)|};
            Hw.Write(block);
        }
        """,
        """
        public int First()
        {
            Page page = Mm.NewPage();
            var result = Hw.Start(page);
            Mm.FreePage(page);
            return result;
        }

        public void Second()
        {
            nint block = Slab.Kmalloc(8);
            Hw.Write(block);
            Slab.Kfree(block);
        }
        """);

    [Fact]
    public Task Releases_before_a_goto_that_jumps_past_the_release() => Fix.FixesAsync(
        """
        public int Run()
        {
            int err = -Errno.NoMem;
            Page? status;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            status = {|ACQ101:Mm.AllocPage()|};
            if (status == null)
                goto free_block;

            err = Hw.Start(status);
            if (err < 0)
                goto free_block;

            Mm.FreePage(status);
        free_block:
            Slab.Kfree(block);
            return err;
        }
        """,
        """
        public int Run()
        {
            int err = -Errno.NoMem;
            Page? status;
            nint block = Slab.Kmalloc(64);
            if (block == 0)
                return -Errno.NoMem;

            status = Mm.AllocPage();
            if (status == null)
                goto free_block;

            err = Hw.Start(status);
            if (err < 0)
            {
                Mm.FreePage(status);
                goto free_block;
            }

            Mm.FreePage(status);
        free_block:
            Slab.Kfree(block);
            return err;
        }
        """);

    [Fact]
    public Task Calls_the_release_on_the_resource_itself() => Fix.FixesAsync(
        """
        public void Run(byte[] buffer)
        {
            var handle = {|ACQ101:GCHandle.Alloc(buffer, GCHandleType.Pinned)|};
            Hw.Write(handle.AddrOfPinnedObject());
        }
        """,
        """
        public void Run(byte[] buffer)
        {
            var handle = GCHandle.Alloc(buffer, GCHandleType.Pinned);
            Hw.Write(handle.AddrOfPinnedObject());
            handle.Free();
        }
        """);

    [Fact]
    public Task Calls_the_release_on_what_the_acquire_was_called_on() => Fix.FixesAsync(
        """
        public int Run()
        {
            byte[] buffer = {|ACQ101:ArrayPool<byte>.Shared.Rent(64)|};
            if (!Hw.Ready())
                return -Errno.IO;

            ArrayPool<byte>.Shared.Return(buffer);
            return 0;
        }
        """,
        """
        public int Run()
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(64);
            if (!Hw.Ready())
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return -Errno.IO;
            }

            ArrayPool<byte>.Shared.Return(buffer);
            return 0;
        }
        """);

    [Fact]
    public Task Tells_the_release_what_the_acquire_was_told() => Fix.FixesAsync(
        """
        public int Run(DmaDevice device, Page page, int size)
        {
            long bus = {|ACQ101:device.MapPage(page, size, toDevice: true)|};
            if (bus == -1)
                return -Errno.IO;

            Hw.Log("mapped");
            return 0;
        }
        """,
        """
        public int Run(DmaDevice device, Page page, int size)
        {
            long bus = device.MapPage(page, size, toDevice: true);
            if (bus == -1)
                return -Errno.IO;

            Hw.Log("mapped");
            device.UnmapPage(bus, size, true);
            return 0;
        }
        """);

    [Fact]
    public Task Unlocks_what_was_locked() => Fix.FixesAsync(
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
            if (_state < 0)
            {
                var result = _state;
                _lock.Unlock();
                return result;
            }

            _state++;
            _lock.Unlock();
            return 0;
        }
        """);

    [Fact]
    public Task Tests_an_enum_result() => Fix.FixesAsync(
        """
        public bool Run()
        {
            OpenStatus status = {|ACQ101:Handles.Open("a", out var handle)|};
            bool isOpen = status == OpenStatus.Ok;
            Hw.Log("tried");
            return isOpen;
        }
        """,
        """
        public bool Run()
        {
            OpenStatus status = Handles.Open("a", out var handle);
            bool isOpen = status == OpenStatus.Ok;
            Hw.Log("tried");
            if (status == OpenStatus.Ok)
            {
                Handles.Close(handle);
            }

            return isOpen;
        }
        """);

    [Fact]
    public Task Releases_at_the_end_of_the_block_that_acquires() => Fix.FixesAsync(
        """
        public int Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Page page = {|ACQ101:Mm.NewPage()|};
                Hw.Start(page);
            }

            return 0;
        }
        """,
        """
        public int Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Page page = Mm.NewPage();
                Hw.Start(page);
                Mm.FreePage(page);
            }

            return 0;
        }
        """);

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
    public Task Releases_before_an_exit_in_a_switch_and_under_a_label() => Fix.FixesAsync(
        """
        public int Switches(int mode)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            switch (mode)
            {
                case 0:
                    return -Errno.IO;
                default:
                    Mm.FreePage(page);
                    return 0;
            }
        }

        public int Jumps(int mode)
        {
            int err = -Errno.IO;
            Page page = {|ACQ101:Mm.NewPage()|};
            if (mode == 0)
                goto done;

            err = Hw.Start(page);
        done:
            return err;
        }
        """,
        """
        public int Switches(int mode)
        {
            Page page = Mm.NewPage();
            switch (mode)
            {
                case 0:
                    Mm.FreePage(page);
                    return -Errno.IO;
                default:
                    Mm.FreePage(page);
                    return 0;
            }
        }

        public int Jumps(int mode)
        {
            int err = -Errno.IO;
            Page page = Mm.NewPage();
            if (mode == 0)
                goto done;

            err = Hw.Start(page);
        done:
            Mm.FreePage(page);
            return err;
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

    [Fact]
    public Task Releases_in_several_files()
    {
        var test = Fix.Test(
            Fix.InClass(
                """
                public void Run()
                {
                    Page page = {|ACQ101:Mm.NewPage()|};
                    Hw.Start(page);
                }
                """),
            Fix.InClass(
                """
                public void Run()
                {
                    Page page = Mm.NewPage();
                    Hw.Start(page);
                    Mm.FreePage(page);
                }
                """));
        test.TestState.Sources.Add("class Other { void Run() { nint block = {|ACQ101:Slab.Kmalloc(1)|}; Hw.Write(block); } }");
        test.FixedState.Sources.Add("class Other { void Run() { nint block = Slab.Kmalloc(1); Hw.Write(block); Slab.Kfree(block); } }");
        return test.RunAsync();
    }
}
