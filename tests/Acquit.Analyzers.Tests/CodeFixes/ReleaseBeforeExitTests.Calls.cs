using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseBeforeExitTests
{
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
}
