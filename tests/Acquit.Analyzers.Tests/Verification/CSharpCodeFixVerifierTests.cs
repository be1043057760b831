using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;
using Verify = Acquit.Tests.Verification.CSharpCodeFixVerifier<Acquit.Tests.Verification.TempAnalyzer, Acquit.Tests.Verification.GoodFix>;

namespace Acquit.Tests.Verification;

public class CSharpCodeFixVerifierTests
{
    private const string Source = "class C { void M() { int [|temp|] = 1; } void N() { int [|temp|] = 2; } }";
    private const string Fixed = "class C { void M() { int scratch = 1; } void N() { int scratch = 2; } }";

    [Fact]
    public Task Accepts_the_fixed_source() => Verify.VerifyCodeFixAsync(Source, Fixed);

    [Fact]
    public Task Accepts_the_second_action() => Verify.VerifyCodeFixAsync(Source, Fixed.Replace("scratch", "spare"), 1);

    [Fact]
    public Task Accepts_the_action_with_a_key() => Verify.VerifyCodeFixAsync(Source, Fixed.Replace("scratch", "spare"), "rename to spare");

    [Fact]
    public Task Accepts_expectations_that_are_given() => Verify.VerifyCodeFixAsync(
        "class C { void M() { int {|#0:temp|} = 1; } }",
        Verify.Diagnostic("ACQ001").WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithArguments("temp", "M"),
        "class C { void M() { int scratch = 1; } }");

    [Fact]
    public Task Accepts_that_nothing_is_offered() => Verify.VerifyCodeFixAsync(
        "class C { void {|ACQ002:Temp|}() { } }", "class C { void {|ACQ002:Temp|}() { } }");

    [Fact]
    public Task Accepts_several_files()
    {
        var test = new Verify.Test { TestCode = "partial class C { void M() { int [|temp|] = 1; } }" };
        test.TestState.Sources.Add("partial class C { void N() { int [|temp|] = 1; } }");
        test.FixedState.Sources.Add("partial class C { void M() { int scratch = 1; } }");
        test.FixedState.Sources.Add("partial class C { void N() { int scratch = 1; } }");
        return test.RunAsync();
    }

    [Fact]
    public Task One_by_one_may_end_elsewhere_than_all_at_once() => new Verify.Test
    {
        TestCode = Source,
        NumberOfIncrementalIterations = 1,
        FixedCode = "class C { void M() { int scratch = 1; } void N() { int [|temp|] = 2; } }",
        BatchFixedCode = Fixed,
    }.RunAsync();

    [Fact]
    public Task Fails_when_the_diagnostic_is_not_there_before() =>
        FailsAsync<GoodFix>("class C { void M() { int [|good|] = 1; } }", Fixed, "The test source", "expected, not reported");

    [Fact]
    public Task Fails_when_the_fixed_source_is_another() =>
        FailsAsync<GoodFix>(Source, Fixed.Replace("= 2", "=  2"), "The fixed source is not what is expected", "int scratch = 2;");

    [Fact]
    public Task Fails_when_nothing_is_offered_but_a_change_expected() => FailsAsync<GoodFix>(
        "class C { void {|ACQ002:Temp|}() { } }", "class C { void Good() { } }", "The fixed source is not what is expected");

    [Fact]
    public Task Fails_when_a_change_is_offered_but_none_expected() => FailsAsync<GoodFix>(Source, Source, "The fixed source is not what is expected");

    [Fact]
    public Task Fails_when_something_else_is_still_reported() => FailsAsync<GoodFix>(
        "class C { void {|ACQ002:Temp|}() { int {|ACQ001:temp|} = 1; } }",
        "class C { void Temp() { int scratch = 1; } }",
        "The fixed source does not report",
        "ACQ002");

    [Fact]
    public Task Fails_when_the_fix_does_not_fix() => FailsAsync<FixThatFixesNothing>(
        "class C { void M() { int [|temp|] = 1; } }", "class C { void M() { int temp = 1; } }", "The fixed source does not report", "ACQ001");

    [Fact]
    public Task Fails_when_the_fixed_source_does_not_compile() => FailsAsync<FixThatBreaksTheCode>(
        "class C { void M() { int [|temp|] = 1; } }", "class C { void M() { int class = 1; } }", "CS1001");

    [Fact]
    public Task Fails_when_the_action_has_no_key() => FailsAsync<FixWithoutKey>(Source, Fixed, "has no equivalence key");

    [Fact]
    public Task Fails_when_not_all_can_be_fixed_at_once() => FailsAsync<FixWithoutFixAll>(Source, Fixed, "does not say how all are fixed at once");

    [Fact]
    public async Task Fails_when_fixing_all_at_once_gives_another_result()
    {
        var test = new Verify.Test { TestCode = Source, FixedCode = Fixed, BatchFixedCode = Fixed.Replace("= 2", "= 3") };
        await FailsAsync(test.RunAsync, "Fixing all in the document is not what is expected");
    }

    [Fact]
    public async Task Fails_when_it_takes_another_number_of_fixes()
    {
        var test = new Verify.Test { TestCode = Source, FixedCode = Fixed, NumberOfIncrementalIterations = 3 };
        await FailsAsync(test.RunAsync, "2 times one by one, not 3 times");
    }

    [Fact]
    public async Task Fails_when_no_action_has_the_key() => await FailsAsync(
        _ => Verify.VerifyCodeFixAsync(Source, Fixed, "rename to something else"), "The fixed source is not what is expected");

    private static Task FailsAsync<TFix>(string source, string fixedSource, params string[] fragments)
        where TFix : CodeFixProvider, new() =>
        FailsAsync(_ => CSharpCodeFixVerifier<TempAnalyzer, TFix>.VerifyCodeFixAsync(source, fixedSource), fragments);

    private static async Task FailsAsync(Func<CancellationToken, Task> verification, params string[] fragments)
    {
        var failure = await Assert.ThrowsAsync<VerificationException>(() => verification(default));
        foreach (var fragment in fragments)
            Assert.Contains(fragment, failure.Message, StringComparison.Ordinal);
    }
}
