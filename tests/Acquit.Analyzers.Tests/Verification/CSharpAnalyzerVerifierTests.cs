using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Verify = Acquit.Tests.Verification.CSharpAnalyzerVerifier<Acquit.Tests.Verification.TempAnalyzer>;

namespace Acquit.Tests.Verification;

public class CSharpAnalyzerVerifierTests
{
    [Fact]
    public Task Accepts_what_is_marked() => Verify.VerifyAnalyzerAsync("class C { void M() { int [|temp|] = 1; _ = temp; } }");

    [Fact]
    public Task Accepts_what_is_marked_with_its_ID() =>
        Verify.VerifyAnalyzerAsync("class C { void {|ACQ002:Temp|}() { int {|ACQ001:temp|} = 1; _ = temp; } }");

    [Fact]
    public Task Accepts_an_expectation_with_all_its_places_and_its_message() => Verify.VerifyAnalyzerAsync(
        "class C { void {|#1:M|}() { int {|#0:temp|} = 1; _ = temp; } }",
        Verify.Diagnostic("ACQ001").WithLocation(0).WithLocation(1).WithArguments("temp", "M"));

    [Fact]
    public Task Accepts_a_whole_message_and_a_span() => Verify.VerifyAnalyzerAsync(
        "class C { void Temp() { } }",
        new DiagnosticResult("ACQ002", DiagnosticSeverity.Info).WithSpan(1, 16, 1, 20).WithMessage("'Temp' wants a name"));

    [Fact]
    public Task Accepts_nested_marks() => Verify.VerifyAnalyzerAsync(
        "class C { void {|#0:{|ACQ002:Temp|}|}() { int {|ACQ001:temp|} = 1; _ = temp; } }");

    [Fact]
    public Task Fails_when_an_expected_diagnostic_is_missing() => FailsAsync(
        "class C { void M() { int [|good|] = 1; _ = good; } }", "expected, not reported: /0/Test0.cs(1,26-1,30)");

    [Fact]
    public Task Fails_when_a_diagnostic_is_not_expected() => FailsAsync(
        "class C { void M() { int temp = 1; _ = temp; } }", "reported, not expected: /0/Test0.cs(1,26-1,30): warning ACQ001: 'temp' of 'M'");

    [Fact]
    public Task Fails_when_the_span_is_another() => FailsAsync(
        "class C { void M() { int [|temp = 1|]; _ = temp; } }", "expected, not reported", "reported, not expected");

    [Fact]
    public Task Fails_when_the_ID_is_another() => FailsAsync(
        "class C { void M() { int {|ACQ002:temp|} = 1; _ = temp; } }", "expected, not reported", "reported, not expected");

    [Fact]
    public Task Fails_when_one_diagnostic_is_to_stand_for_two() => FailsAsync(
        "class C { void M() { int {|ACQ001:[|temp|]|} = 1; _ = temp; } }", "expected, not reported");

    [Fact]
    public Task Fails_when_the_message_is_another() => FailsAsync(
        "class C { void {|#1:M|}() { int {|#0:temp|} = 1; _ = temp; } }",
        [Verify.Diagnostic("ACQ001").WithLocation(0).WithLocation(1).WithArguments("temp", "N")],
        "'temp' of 'N' wants a name",
        "'temp' of 'M' wants a name");

    [Fact]
    public Task Fails_when_the_severity_is_another() => FailsAsync(
        "class C { void {|#0:Temp|}() { } }",
        [Verify.Diagnostic("ACQ002").WithLocation(0).WithSeverity(DiagnosticSeverity.Error)],
        "expected, not reported");

    [Fact]
    public Task Fails_when_further_locations_are_not_named() => FailsAsync(
        "class C { void M() { int {|#0:temp|} = 1; _ = temp; } }",
        [Verify.Diagnostic("ACQ001").WithLocation(0)],
        "further location: /0/Test0.cs(1,16-1,17)");

    [Fact]
    public Task Further_locations_may_be_left_open() => Verify.VerifyAnalyzerAsync(
        "class C { void M() { int {|#0:temp|} = 1; _ = temp; } }",
        Verify.Diagnostic("ACQ001").WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    [Fact]
    public Task Fails_when_the_source_does_not_compile() => FailsAsync("class C { Missing M() => null; }", "CS0246");

    [Fact]
    public Task A_compiler_error_may_be_expected() => Verify.VerifyAnalyzerAsync("class C { {|CS0246:Missing|} M() => null; }");

    [Fact]
    public Task A_source_that_does_not_compile_may_be_asked_for() => new Verify.Test
    {
        TestCode = "class C { Missing M() { int [|temp|] = ; } ",
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();

    [Fact]
    public async Task Compiler_warnings_may_be_accounted_for()
    {
        var test = new Verify.Test { TestCode = "class C { int unused; }", CompilerDiagnostics = CompilerDiagnostics.Warnings };
        Assert.Contains("CS0169", (await Assert.ThrowsAsync<VerificationException>(() => test.RunAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_when_the_analyzer_throws()
    {
        var failure = await Assert.ThrowsAsync<VerificationException>(
            () => CSharpAnalyzerVerifier<ThrowingAnalyzer>.VerifyAnalyzerAsync("class C { }"));
        Assert.Contains("lost its way", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Marks_must_be_closed() => FailsAsync("class C { void [|Temp() { } }", "never closed");

    [Fact]
    public Task Marks_must_be_opened() => FailsAsync("class C { void Temp|]() { } }", "closes nothing");

    [Fact]
    public Task A_numbered_place_must_exist() => FailsAsync(
        "class C { void Temp() { } }", [Verify.Diagnostic("ACQ002").WithLocation(7)], "No place in the test source is marked {|#7:…|}");

    [Fact]
    public Task Suppressed_diagnostics_are_not_reported() => Verify.VerifyAnalyzerAsync(
        """
        class C
        {
        #pragma warning disable ACQ002
            void Temp() { }
        #pragma warning restore ACQ002
        }
        """);

    [Fact]
    public Task Severities_can_be_configured()
    {
        var test = new Verify.Test { TestCode = "class C { void Temp() { } }" };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.ACQ002.severity = none\n"));
        return test.RunAsync();
    }

    [Fact]
    public Task Sources_may_be_several_and_the_solution_transformed()
    {
        var test = new Verify.Test { TestCode = "partial class C { void {|ACQ002:Temp|}() { } }" };
        test.TestState.Sources.Add(("/0/Other.cs", "partial class C { string? nullable; void N() { int {|ACQ001:temp|} = nullable!.Length; _ = temp; } }"));
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectParseOptions(project, new CSharpParseOptions(LanguageVersion.CSharp8)));
        return test.RunAsync();
    }

    [Theory]
    [InlineData("Contracts", "Acquit.BorrowsAttribute")]
    [InlineData("Framework", "System.Text.Json.JsonSerializer")]
    public Task Sources_may_use_what_is_referenced(string references, string type) => new Verify.Test
    {
        TestCode = $"class C {{ System.Type M() => typeof({type}); }}",
        ReferenceAssemblies = references == "Contracts" ? ReferenceAssemblies.Contracts : ReferenceAssemblies.Framework,
    }.RunAsync();

    [Fact]
    public async Task Sources_may_not_use_what_is_not_referenced()
    {
        var test = new Verify.Test
        {
            TestCode = "class C { System.Type M() => typeof(Acquit.BorrowsAttribute); }",
            ReferenceAssemblies = ReferenceAssemblies.Framework,
        };
        Assert.Contains("CS0246", (await Assert.ThrowsAsync<VerificationException>(() => test.RunAsync())).Message, StringComparison.Ordinal);
    }

    private static Task FailsAsync(string source, params string[] fragments) => FailsAsync(source, [], fragments);

    private static async Task FailsAsync(string source, DiagnosticResult[] expected, params string[] fragments)
    {
        var failure = await Assert.ThrowsAsync<VerificationException>(() => Verify.VerifyAnalyzerAsync(source, expected));
        foreach (var fragment in fragments)
            Assert.Contains(fragment, failure.Message, StringComparison.Ordinal);
    }
}
