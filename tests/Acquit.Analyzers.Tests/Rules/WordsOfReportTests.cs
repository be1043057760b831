using System.Globalization;
using Acquit.Analyzers;
using Acquit.Tests.CodeFixes;
using Acquit.Tests.Verification;
using Xunit;

namespace Acquit.Tests.Rules;

/// <summary>What a report says is what happens.</summary>
public class WordsOfReportTests
{
    [Theory]
    [InlineData("foreach (int index in indexes)")]
    [InlineData("for (int index = 0; index < indexes.Length; index++)")]
    [InlineData("int index = 0; while (index++ < 5)")]
    public async Task The_condition_that_passes_over_the_release_is_told_and_not_one_of_the_next_round(string loop) => Assert.Contains(
        "(after 'got < count')",
        await MessageAsync(
            "ACQ101",
            $$"""
            public int Run(ulong start, int count, int[] indexes)
            {
                var pages = new Page[count];
                {{loop}}
                {
                    int got = Mm.PinUserPages(start, count, pages);
                    if (got < 0)
                        return got;
                    if (got < count)
                        continue;
                    Mm.UnpinUserPages(pages, got);
                }

                return 0;
            }
            """),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("foreach (object each in all)")]
    [InlineData("foreach (object each in many)")]
    [InlineData("for (int index = 0; index < all.Length; index++)")]
    public async Task What_breaks_off_a_loop_is_told_and_not_the_end_of_the_loop(string loop) => Assert.Contains(
        "(after 'all[0] is string')",
        await MessageAsync(
            "ACQ101",
            $$"""
            public void Run(object[] all, System.Collections.Generic.IEnumerable<object> many)
            {
                {{loop}}
                {
                    Page page = Mm.NewPage();
                    if (all[0] is string)
                        break;
                    Mm.FreePage(page);
                }
            }
            """),
        StringComparison.Ordinal);

    [Fact]
    public async Task What_is_left_over_after_the_last_round_is_told_so() => Assert.Contains(
        "(after the loop over 'all')",
        await MessageAsync(
            "ACQ101",
            """
            public int Run(object[] all)
            {
                Page page = Mm.NewPage();
                int sum = 0;
                foreach (object each in all)
                    sum += each.GetHashCode();
                return sum;
            }
            """),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_branch_that_is_left_out_and_would_have_released_is_told() => Assert.Contains(
        "(after 'index > 3' was false)",
        await MessageAsync(
            "ACQ101",
            """
            public void Run(int[] indexes)
            {
                foreach (int index in indexes)
                {
                    Page page = Mm.NewPage();
                    if (index > 3)
                    {
                        Mm.FreePage(page);
                    }
                }
            }
            """),
        StringComparison.Ordinal);

    [Fact]
    public async Task What_led_to_an_exception_is_told_rather_than_what_runs_after_it_in_any_case() => Assert.Contains(
        "(after 'stream.Length > 3')",
        await MessageAsync(
            "ACQ101",
            """
            public void Run(System.IO.Stream stream, System.IDisposable? session)
            {
                try
                {
                    Page page = Mm.NewPage();
                    if (stream.Length > 3)
                        throw new System.IO.InvalidDataException();
                    Mm.FreePage(page);
                }
                catch (System.Exception e) when (e is not System.OperationCanceledException)
                {
                    throw new System.InvalidOperationException("", e);
                }
                finally
                {
                    session?.Dispose();
                }
            }
            """),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("sink?.Take(page)", "(after 'sink' was null)")]
    [InlineData("(sink ?? throw new System.InvalidOperationException()).Take(page)", "(after 'sink' was null)")]
    public async Task What_was_asked_for_null_was_or_was_not(string call, string told) => Assert.Contains(
        told,
        await MessageAsync(
            "ACQ101",
            $$"""
            public interface ISink { void Take([Releases("page")] Page page); }
            public void Run(ISink? sink)
            {
                Page page = Mm.NewPage();
                {{call}};
            }
            """),
        StringComparison.Ordinal);

    [Fact]
    public async Task The_release_that_is_advised_takes_what_the_wrong_one_was_given()
    {
        const string Body = "var pages = new Page[count]; int got = Mm.GetUserPages(start, count, pages); if (got <= 0) return; ";
        Assert.EndsWith(
            "its release is 'PutPage'",
            await MessageAsync("ACQ103", $$"""public void Run(ulong start, int count) { {{Body}} for (int i = 0; i < got; i++) Mm.UnpinUserPage(pages[i]); }"""),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "its release is 'ReleasePages'",
            await MessageAsync("ACQ103", $$"""public void Run(ulong start, int count) { {{Body}} Mm.UnpinUserPages(pages, got); }"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_finally_releases_on_the_way_out_is_returned_and_not_used() => Assert.Equal(
        "The page taken by 'NewPage' is returned here, and released at line 17 before the caller gets it",
        await MessageAsync(
            "ACQ105",
            """
            public Page Run()
            {
                Page page = Mm.NewPage();
                try
                {
                    return page;
                }
                finally
                {
                    Mm.FreePage(page);
                }
            }
            """));

    private static async Task<string> MessageAsync(string id, string members)
    {
        var state = new SolutionState { Sources = { ("Driver.cs", Fixing<Acquit.CodeFixes.ReleaseBeforeExit>.InClass(members)), DriverApi.Source } };
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References);
        var reported = await AnalyzerRun.DiagnosticsAsync(project, [new PairingAnalyzer()], CompilerDiagnostics.None, TestContext.Current.CancellationToken);
        return Assert.Single(reported, diagnostic => diagnostic.Id == id).GetMessage(CultureInfo.InvariantCulture);
    }
}
