using Acquit.Analyzers;
using Acquit.CodeFixes;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>What is offered for a leak, the best first. Editors ask the fixes in the order of the assembly.</summary>
public class LeakFixOrderTests
{
    [Fact]
    public Task In_a_plain_method_the_release_before_the_exit_comes_first() => OffersAsync(
        """
        public int Run(int mode)
        {
            Page page = Mm.NewPage();
            if (mode == 0)
                return -Errno.IO;

            Mm.FreePage(page);
            return 0;
        }
        """,
        "ReleaseBeforeExit: Release with 'FreePage' before returning",
        "ReleaseInFinally: Release with 'FreePage' in a finally block");

    [Fact]
    public Task In_a_method_that_unwinds_by_goto_the_jump_comes_first() => OffersAsync(
        """
        public int Run()
        {
            int error = 0;
            Page page = Mm.NewPage();
            if (Hw.Start(page) < 0)
                return -Errno.IO;

            if (Hw.Start(page) < 0)
            {
                error = -Errno.IO;
                goto free;
            }

            Hw.Log("started");
        free:
            Mm.FreePage(page);
            return error;
        }
        """,
        "JumpToTheRelease: Release at 'free', by a jump there",
        "ReleaseBeforeExit: Release with 'FreePage' before returning");

    [Fact]
    public Task In_a_method_with_a_finally_the_exit_comes_before_that() => OffersAsync(
        """
        public void Run()
        {
            Page page = Mm.NewPage();
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
        "ReleaseBeforeExit: Release with 'FreePage' at the end",
        "ReleaseInFinally: Release with 'FreePage' in a finally block");

    [Fact]
    public Task What_can_be_disposed_of_is_declared_with_using_first() => OffersAsync(
        """
        public int Run(int mode)
        {
            var lease = Lease.Take(mode);
            if (mode == 0)
                return -Errno.IO;

            int length = lease.Length;
            lease.Dispose();
            return length;
        }
        """,
        "DisposeByUsing: Dispose 'lease' with 'using'",
        "ReleaseBeforeExit: Release with 'Dispose' before returning",
        "ReleaseInFinally: Release with 'Dispose' in a finally block");

    [Fact]
    public Task That_it_is_the_callers_comes_last() => OffersAsync(
        """
        public static int Run(RwSem sem, int mode)
        {
            sem.DownRead();
            if (mode < 0)
                return -Errno.IO;

            sem.UpRead();
            return 0;
        }
        """,
        "ReleaseBeforeExit: Release with 'UpRead' before returning",
        "ReleaseInFinally: Release with 'UpRead' in a finally block",
        "SayWhoOwnsIt: Leave 'sem' to the callers, when 'return != 0'");

    private static async Task OffersAsync(string members, params string[] expected)
    {
        var state = new SolutionState { Sources = { ("Driver.cs", Fixing<ReleaseBeforeExit>.InClass(members)), DriverApi.Source } };
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References);
        var cancellation = TestContext.Current.CancellationToken;
        var leak = Assert.Single(await AnalyzerRun.DiagnosticsAsync(project, [new PairingAnalyzer()], CompilerDiagnostics.None, cancellation));
        Assert.Equal("ACQ101", leak.Id);
        var offered = new List<string>();
        foreach (var type in typeof(ReleaseBeforeExit).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider))))
        {
            var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
            if (fix.FixableDiagnosticIds.Contains(leak.Id))
                offered.AddRange((await new CodeActionChoice(fix, null, null).OfferedAsync(project, leak, cancellation)).Select(action => $"{type.Name}: {action.Title}"));
        }

        Assert.Equal(expected, offered);
    }
}
