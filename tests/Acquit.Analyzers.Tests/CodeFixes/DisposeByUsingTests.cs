using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.DisposeByUsing>;

namespace Acquit.Tests.CodeFixes;

public class DisposeByUsingTests
{
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
    public async Task Declares_what_only_an_option_makes_a_resource()
    {
        var test = Fix.Test(
            Fix.InClass(
                """
                public int Run(string path)
                {
                    var reader = {|ACQ101:new System.IO.StreamReader(path)|};
                    return reader.Read();
                }
                """),
            Fix.InClass(
                """
                public int Run(string path)
                {
                    using var reader = new System.IO.StreamReader(path);
                    return reader.Read();
                }
                """));
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", "root = true\n[*.cs]\nacquit.disposables = true\n"));
        await test.RunAsync();
    }
}
