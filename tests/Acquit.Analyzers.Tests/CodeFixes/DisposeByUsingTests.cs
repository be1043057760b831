using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.DisposeByUsing>;

namespace Acquit.Tests.CodeFixes;

public class DisposeByUsingTests
{
    private const string Tasks = "using System.Threading.Tasks;\n";

    [Fact]
    public Task Declares_with_using_and_drops_the_calls_of_Dispose() => Fix.FixesAsync(
        """
        public int Run(int length)
        {
            // For the transfer.
            Lease lease = {|ACQ101:Lease.Take(length)|};
            if (!Hw.Ready())
                return -Errno.IO;

            if (lease.Length < length)
            {
                lease.Dispose();
                return -Errno.Fault;
            }

            Hw.Log("ready");
            lease.Dispose();
            return 0;
        }
        """,
        """
        public int Run(int length)
        {
            // For the transfer.
            using Lease lease = Lease.Take(length);
            if (!Hw.Ready())
                return -Errno.IO;

            if (lease.Length < length)
            {
                return -Errno.Fault;
            }

            Hw.Log("ready");
            return 0;
        }
        """);

    [Fact]
    public Task Declares_all_that_leak() => Fix.FixesAsync(
        """
        public int First()
        {
            var one = {|ACQ101:Lease.Take(1)|};
            var two = {|ACQ101:Lease.Take(2)|};
            return one.Length + two.Length;
        }

        public int Second()
        {
            var one = {|ACQ101:Lease.Take(1)|};
            return one.Length;
        }
        """,
        """
        public int First()
        {
            using var one = Lease.Take(1);
            using var two = Lease.Take(2);
            return one.Length + two.Length;
        }

        public int Second()
        {
            using var one = Lease.Take(1);
            return one.Length;
        }
        """);

    [Fact]
    public Task Offers_nothing_for_what_Dispose_does_not_release() => Fix.OffersNothingAsync(
        """
        public int Run()
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            return Hw.Start(page);
        }
        """);

    [Fact]
    public Task Offers_nothing_for_a_variable_that_is_assigned_again() => Fix.OffersNothingAsync(
        """
        public int Run()
        {
            Lease lease = {|ACQ101:Lease.Take(1)|};
            int length = lease.Length;
            lease = {|ACQ101:Lease.Take(2)|};
            return length + lease.Length;
        }
        """);

    [Fact]
    public Task Declares_what_is_lost_when_a_call_throws() => Fix.FixesAsync(
        """
        public int Run(CancellationToken stop)
        {
            var lease = {|ACQ102:Lease.Take(1)|};
            stop.ThrowIfCancellationRequested();
            int length = lease.Length;
            lease.Dispose();
            return length;
        }
        """,
        """
        public int Run(CancellationToken stop)
        {
            using var lease = Lease.Take(1);
            stop.ThrowIfCancellationRequested();
            int length = lease.Length;
            return length;
        }
        """);

    [Fact]
    public Task Declares_what_only_an_option_makes_a_resource() => FixesDisposablesAsync(
        """
        public int Run(string path)
        {
            var reader = {|ACQ101:new System.IO.StreamReader(path)|};
            return reader.Read();
        }
        """,
        """
        public int Run(string path)
        {
            using var reader = new System.IO.StreamReader(path);
            return reader.Read();
        }
        """);

    [Theory]
    [InlineData("file.Dispose();")]
    [InlineData("file.Close();")]
    [InlineData("file?.Dispose();")]
    [InlineData("((IDisposable)file).Dispose();")]
    [InlineData("if (file != null) file.Dispose();")]
    public Task Drops_every_way_of_ending_an_object(string end) => FixesDisposablesAsync(
        $$"""
        public int Run(string path)
        {
            var file = {|ACQ101:System.IO.File.OpenRead(path)|};
            int first = file.ReadByte();
            if (first < 0)
                return -1;

            // Read and done.
            {{end}}
            return first;
        }
        """,
        """
        public int Run(string path)
        {
            using var file = System.IO.File.OpenRead(path);
            int first = file.ReadByte();
            if (first < 0)
                return -1;

            // Read and done.
            return first;
        }
        """);

    [Fact]
    public Task Drops_the_ends_of_several_objects() => FixesDisposablesAsync(
        """
        public int Run(string path)
        {
            var one = {|ACQ101:System.IO.File.OpenRead(path)|};
            var two = {|ACQ101:System.IO.File.OpenRead(path)|};
            int first = one.ReadByte() + two.ReadByte();
            if (first < 0)
                return -1;

            two.Dispose();
            one.Dispose();
            return first;
        }
        """,
        """
        public int Run(string path)
        {
            using var one = System.IO.File.OpenRead(path);
            using var two = System.IO.File.OpenRead(path);
            int first = one.ReadByte() + two.ReadByte();
            if (first < 0)
                return -1;

            return first;
        }
        """);

    // What stands behind the end may wait for it, and must not be done before.
    [Fact]
    public Task Ends_a_block_where_the_object_ends() => FixesDisposablesAsync(
        """
        public int Run(string path)
        {
            // What was there.
            var old = {|ACQ101:System.IO.File.OpenRead(path)|};

            // Its beginning.
            if (old.ReadByte() < 0)
            {
                return -1;
            }

            old.Dispose();

            System.IO.File.Delete(path);
            return 0;
        }
        """,
        """
        public int Run(string path)
        {
            // What was there.
            using (var old = System.IO.File.OpenRead(path))
            {
                // Its beginning.
                if (old.ReadByte() < 0)
                {
                    return -1;
                }
            }

            System.IO.File.Delete(path);
            return 0;
        }
        """);

    [Fact]
    public Task Ends_a_block_where_a_contract_says_that_it_ends() => Fix.FixesAsync(
        """
        public int Run()
        {
            Lease lease = {|ACQ101:Lease.Take(1)|};
            if (lease.Length == 0)
                return -1;
            lease.Dispose();

            Hw.Log("ready");
            return Hw.Status();
        }
        """,
        """
        public int Run()
        {
            using (Lease lease = Lease.Take(1))
            {
                if (lease.Length == 0)
                    return -1;
            }

            Hw.Log("ready");
            return Hw.Status();
        }
        """);

    [Fact]
    public Task Offers_no_block_that_would_hide_what_is_used_behind_it() => OffersNothingForDisposablesAsync(
        """
        public int Run(string path)
        {
            var old = {|ACQ101:System.IO.File.OpenRead(path)|};
            int first = old.ReadByte();
            if (first < 0)
                return -1;

            old.Dispose();
            System.IO.File.Delete(path);
            return first;
        }
        """);

    [Fact]
    public Task Awaits_what_is_awaited_now() => FixesDisposablesAsync(
        """
        public async Task<int> Run(string path)
        {
            var file = {|ACQ101:System.IO.File.OpenRead(path)|};
            int first = file.ReadByte();
            if (first < 0)
                return -1;

            await file.DisposeAsync();
            return first;
        }
        """,
        """
        public async Task<int> Run(string path)
        {
            await using var file = System.IO.File.OpenRead(path);
            int first = file.ReadByte();
            if (first < 0)
                return -1;

            return first;
        }
        """);

    [Fact]
    public Task Awaits_where_there_is_no_other_end() => FixesDisposablesAsync(
        """
        private sealed class Sender : IAsyncDisposable
        {
            private readonly System.IO.MemoryStream _sent = new();

            public int Send() => (int)_sent.Length;

            public ValueTask DisposeAsync() => _sent.DisposeAsync();
        }

        public async Task<int> Run()
        {
            var sender = {|ACQ101:new Sender()|};
            await Task.Yield();
            return sender.Send();
        }
        """,
        """
        private sealed class Sender : IAsyncDisposable
        {
            private readonly System.IO.MemoryStream _sent = new();

            public int Send() => (int)_sent.Length;

            public ValueTask DisposeAsync() => _sent.DisposeAsync();
        }

        public async Task<int> Run()
        {
            await using var sender = new Sender();
            await Task.Yield();
            return sender.Send();
        }
        """);

    [Theory]
    [InlineData("await file.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("file.DisposeAsync().AsTask().Wait();")]
    [InlineData("await using (file.ConfigureAwait(false)) { }")]
    [InlineData("using (file) { }")]
    [InlineData("Finish(file);")]
    [InlineData("try { Hw.Log(path); } finally { file.Dispose(); }")]
    public Task Offers_nothing_where_an_end_cannot_be_taken_out(string end) => OffersNothingForDisposablesAsync(
        $$"""
        public async Task<int> Run(string path)
        {
            var file = {|ACQ101:System.IO.File.OpenRead(path)|};
            int first = file.ReadByte();
            if (first < 0)
                return -1;

            await Task.Yield();
            {{end}}
            return first;
        }

        private static void Finish(System.IO.Stream file) => file.Dispose();
        """);

    [Theory]
    [InlineData("Dispose", "{ Dispose(); }", true)]
    [InlineData("Shut", "=> this.Dispose();", true)]
    [InlineData("Close", "{ Hw.Log(\"closed\"); Dispose(); }", false)]
    public async Task Drops_another_end_only_if_it_does_no_more(string name, string body, bool isSame)
    {
        var method = name == "Dispose" ? "" : $"public void {name}() {body}";
        string Members(string keyword, string made, string end) =>
            $$"""
            private sealed class Once : IDisposable
            {
                private int _left = 1;

                public int Left => _left;

                public void Dispose() => _left--;

                {{method}}
            }

            public int Run()
            {
                {{keyword}}var once = {{made}};
                if (once.Left == 0)
                    return -1;
            {{end}}
                return 0;
            }
            """;

        var before = Members("", "{|ACQ101:new Once()|}", $"\n    once.{name}();");
        await (isSame ? FixesDisposablesAsync(before, Members("using ", "new Once()", "")) : OffersNothingForDisposablesAsync(before));
    }

    [Fact]
    public Task Declares_what_a_helper_has_made() => Fix.FixesAsync(
        """
        public int Run()
        {
            var lease = {|ACQ101:Make()|};
            if (lease.Length == 0)
                return -1;
            lease.Dispose();
            return 0;
        }

        private static Lease Make() => Lease.Take(1);
        """,
        """
        public int Run()
        {
            using var lease = Make();
            if (lease.Length == 0)
                return -1;
            return 0;
        }

        private static Lease Make() => Lease.Take(1);
        """);

    [Fact]
    public async Task Changes_all_at_once()
    {
        await FixesDisposablesAsync(
            """
            public int First(string path)
            {
                var one = {|ACQ101:System.IO.File.OpenRead(path)|};
                if (one.ReadByte() < 0)
                    return -1;
                one.Dispose();
                System.IO.File.Delete(path);
                return 0;
            }

            public async Task<int> Second(string path)
            {
                var two = {|ACQ101:System.IO.File.OpenRead(path)|};
                if (two.ReadByte() < 0)
                    return -1;
                await two.DisposeAsync();
                return 0;
            }
            """,
            """
            public int First(string path)
            {
                using (var one = System.IO.File.OpenRead(path))
                {
                    if (one.ReadByte() < 0)
                        return -1;
                }
                System.IO.File.Delete(path);
                return 0;
            }

            public async Task<int> Second(string path)
            {
                await using var two = System.IO.File.OpenRead(path);
                if (two.ReadByte() < 0)
                    return -1;
                return 0;
            }
            """);
    }

    private static async Task FixesDisposablesAsync(string members, string fixedMembers)
    {
        var test = Fix.Test(Tasks + Fix.InClass(members), Tasks + Fix.InClass(fixedMembers));
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", "root = true\n[*.cs]\nacquit.disposables = true\n"));
        await test.RunAsync();
    }

    private static Task OffersNothingForDisposablesAsync(string members) => FixesDisposablesAsync(members, members);
}
