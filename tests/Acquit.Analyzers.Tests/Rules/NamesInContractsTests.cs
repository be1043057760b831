using Xunit;
using Verify = Acquit.Tests.Verification.CSharpAnalyzerVerifier<Acquit.Analyzers.Rules.MalformedContractAnalyzer>;

namespace Acquit.Tests.Rules;

/// <summary>Names that contracts use: of kinds, of what to call instead, of today's operation; and clauses that say the opposite of others.</summary>
public class NamesInContractsTests
{
    private const string Api = """
        using System;
        using Acquit;
        public class Page { }
        public static class Kinds { public const string Odd = "page-pim"; }
        public class Pages
        {
            public void Pin([Acquires("page-pin", Implies = "page-here")] Page page) { }
            public void Unpin([Releases("page-pin")] Page page) { }
            public void Lock([Acquires("lock2")] Page page) { }
            public void Unlock([Releases("lock2")] Page page) { }
            public void Map([Acquires("vmap")] Page page) { }
            public void Unmap([Releases("vmap")] Page page) { }
            public void Touch(Page page) { }
        }

        """;

    private const string Clock = """
        public class Clock
        {
            public void Enable() { }
            public void Disable() { }
            public void Reset() { }
        }
        """;

    [Theory]
    [InlineData("public void M([Releases(\"[|page-pim|]\")] Page page) { }", "nothing in sight acquires 'page-pim'; did you mean 'page-pin'?")]
    [InlineData("public void M([Consumes(\"[|page-pni|]\")] Page page) { }", "nothing in sight acquires 'page-pni'; did you mean 'page-pin'?")]
    [InlineData("public void M([RequiresHeld(\"[|page-pim|]\")] Page page) { }", "nothing in sight acquires 'page-pim'; did you mean 'page-pin'?")]
    [InlineData("public void M([RequiresNotHeld(\"[|pagepin|]\")] Page page) { }", "nothing in sight acquires 'pagepin'; did you mean 'page-pin'?")]
    [InlineData("public bool M([TellsHeld(\"[|page-pinn|]\")] Page page) => true;", "nothing in sight acquires 'page-pinn'; did you mean 'page-pin'?")]
    [InlineData("public void M([RequiresHeld([|Kinds.Odd|])] Page page) { }", "nothing in sight acquires 'page-pim'; did you mean 'page-pin'?")]
    [InlineData("public void M([RequiresHeld(\"[|page-heer|]\")] Page page) { }", "nothing in sight acquires 'page-heer'; did you mean 'page-here'?")]
    [InlineData("public void M([Acquires(\"[|card|]\")] Page page) { } public void N([Releases(\"cadr\")] Page page) { }", "'card' is acquired here, and 'cadr' released at line 15: one of the two is mistyped")]
    [InlineData("[ReplacedBy(\"[|Toch|]\")] public void M(Page page) { } public void Touch(Page page) { }", "'Toch' is not a member of 'Port', nor of anything else in this project; did you mean 'Touch'?")]
    [InlineData("[ReplacedBy(\"[|Nowhere|]\")] public void M(Page page) { }", "'Nowhere' is not a member of 'Port', nor of anything else in this project")]
    [InlineData("[NotIn(\"irq\", Use = \"[|Toch|]\")] public void M(Page page) { } public void Touch(Page page) { }", "'Toch' is not a member of 'Port', nor of anything else in this project; did you mean 'Touch'?")]
    [InlineData("[NotIn(\"irq\", Use = \"[|Touch_Al|]\")] public void M(Page page) { } public void Touch_All(Page page) { }", "'Touch_Al' is not a member of 'Port', nor of anything else in this project; did you mean 'Touch_All'?")]
    [InlineData("[ReplacedBy(\"[|Tcuo|]\")] public void Tuco(Page page) { }", "'Tcuo' is not a member of 'Port', nor of anything else in this project")]
    [InlineData("public void M([RequiresHeld(\"[|page-pen|]\")] Page page) { } public void N([Acquires(\"page-pun\")] Page page) { } public void O([Releases(\"page-pun\")] Page page) { }", "nothing in sight acquires 'page-pen'; did you mean 'page-pin'?")]
    [InlineData("public void M([Forbids(When = \"n < 0\", Use = \"[|Toch|]\")] int n) { } public void Touch(Page page) { }", "'Toch' is not a member of 'Port', nor of anything else in this project; did you mean 'Touch'?")]
    [InlineData("[OnlyIn(\"irq\"), [|NotIn|](\"irq\")] public void M() { }", "this may only be called in 'irq', and it may not be called there: one of the two is wrong")]
    [InlineData("[RunsIn(\"irq\"), [|NotIn|](\"irq\")] public void M() { }", "this runs in 'irq', and it may not be called there: one of the two is wrong")]
    [InlineData("public void M([RequiresHeld(\"vmap\"), [|RequiresNotHeld|](\"vmap\")] Page page) { }", "'vmap' has to be held, and must not be held: one of the two is wrong")]
    [InlineData("public void M([Borrows, [|Releases|](\"vmap\")] Page page) { }", "what is borrowed is neither kept nor released: one of the two is wrong")]
    [InlineData("public void M([Consumes(\"vmap\"), [|Borrows|]] Page page) { }", "what is borrowed is neither kept nor released: one of the two is wrong")]
    [InlineData("public void M([Releases(\"vmap\"), [|Consumes|](\"vmap\")] Page page) { }", "'vmap' is either given back or taken over: one of the two is wrong")]
    [InlineData("[return: [|Acquires|](\"vmap\")] public bool M() => true;", "a value of type 'bool' is nothing that could be held; what is held is said of the member or of a parameter, and 'When' tells when")]
    [InlineData("public void M([[|Releases|](\"vmap\")] bool now) { }", "a value of type 'bool' is nothing that could be held; what is held is said of the member or of a parameter, and 'When' tells when")]
    [InlineData("public void M([[|MarksDirty|]] bool now) { }", "a value of type 'bool' has no content")]
    [InlineData("public void M([[|Accesses|](\"read\")] DayOfWeek day) { }", "a value of type 'DayOfWeek' has no content")]
    public Task A_mistake_in_an_attribute_is_reported(string member, string message) =>
        VerifyAsync(member.Replace("[|", "{|#0:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal), message);

    [Theory]
    [InlineData("public void M([RequiresHeld(\"page-pin\")] Page page) { }")]
    [InlineData("public void M([RequiresHeld(\"irq-lock\")] Page page) { }")]
    [InlineData("public void M([RequiresHeld(\"kmap\")] Page page) { }")]
    [InlineData("public void M([RequiresHeld(\"lock1\")] Page page) { }")]
    [InlineData("public void M([Releases(\"page-ref\")] Page page) { }")]
    [InlineData("public void M([Releases(\"gc-handle\")] Page page) { }")]
    [InlineData("[ReplacedBy(\"Touch\")] public void M(Page page) { }")]
    [InlineData("[ReplacedBy(nameof(Pages.Pin))] public void M(Page page) { }")]
    [InlineData("[NotIn(\"irq\", Use = \"LibraryCall\")] public void M(Page page) { }")]
    [InlineData("[NotIn(\"irq\", Use = \"Pin under the lock\")] public void M(Page page) { }")]
    [InlineData("[OnlyIn(\"irq\"), NotIn(\"atomic\")] public void M() { }")]
    [InlineData("public void M([RequiresHeld(\"vmap\", When = \"n > 0\"), RequiresNotHeld(\"vmap\", When = \"n == 0\")] Page page, int n) { }")]
    [InlineData("public void M([Releases(\"vmap\", When = \"n > 0\"), Consumes(\"vmap\", When = \"n == 0\")] Page page, int n) { }")]
    [InlineData("public void M([Borrows] Page page, [Releases(\"vmap\")] Page other) { }")]
    [InlineData("public void M([RequiresHeld(\"vmap\")] Page page, [RequiresNotHeld(\"vmap\")] Page other) { }")]
    [InlineData("public void M([RequiresHeld(\"vmap\"), RequiresNotHeld(\"page-pin\")] Page page) { }")]
    [InlineData("public void M([RequiresHeld(\"vmap\"), RequiresNotHeld(\"vmap\", When = \"n == 0\")] Page page, int n) { }")]
    [InlineData("public void M([Releases(\"vmap\"), Consumes(\"page-pin\")] Page page) { }")]
    [InlineData("public void M([Releases(\"vmap\")] Page page, [Consumes(\"vmap\")] Page other) { }")]
    [InlineData("[NotIn(\"irq\")] public void M([RunsIn(\"irq\")] Action handler) { }")]
    [InlineData("[RunsIn(\"irq\"), NotIn(\"atomic\")] public void M() { }")]
    [InlineData("public void M([Releases(\"vamp\")] Page page) { } public void N([Acquires(\"vamp\")] Page page) { }")]
    [InlineData("public void M([Releases(\"xpage-pin\")] Page page) { }")]
    [InlineData("public void M([Releases(\"pins\")] Page page) { } public void N([Acquires(\"pin\")] Page page) { } public void O([Releases(\"pin\")] Page page) { }")]
    [InlineData("public void M([Releases(\"pag\")] Page page) { } public void N([Acquires(\"page\")] Page page) { } public void O([Releases(\"page\")] Page page) { }")]
    [InlineData("public void M([RequiresHeld(\"page-pin\")] Page page) { } public void N([Acquires(\"page-pan\")] Page page) { }")]
    [InlineData("public void M([RequiresHeld(\"page-put\")] Page page) { }")]
    [InlineData("[NotIn(\"irq\", Use = \"Touc h\")] public void M(Page page) { } public void Touch(Page page) { }")]
    [InlineData("[NotIn(\"irq\", Use = \"2Touch\")] public void M(Page page) { } public void Touch(Page page) { }")]
    public Task What_may_be_meant_is_not_reported(string member) => VerifyAsync(member, null);

    [Theory]
    [InlineData("page requiresheld {|#0:page-pim|}", "nothing in sight acquires 'page-pim'; did you mean 'page-pin'?")]
    [InlineData("page releases {|#0:page-pim|}", "nothing in sight acquires 'page-pim'; did you mean 'page-pin'?")]
    [InlineData("method replacedby {|#0:Unlcok|}", "'Unlcok' is not a member of 'Pages', nor of anything else in this project; did you mean 'Unlock'?")]
    [InlineData("method notin irq use {|#0:Unpni|}", "'Unpni' is not a member of 'Pages', nor of anything else in this project; did you mean 'Unpin'?")]
    [InlineData("method replacedby {|#0:Clsoe|}\nM:System.IO.Stream.Close\n    method notin irq", "'Clsoe' is not a member of 'Pages', nor of anything else in this project; did you mean 'Close'?")]
    [InlineData("page acquires vmap releasedby {|#0:Clsoe|}\nM:System.IO.Stream.Close\n    this releases vmap", "'Clsoe' is not a member of 'Pages' or of what is acquired, so no release can be found by that name; did you mean 'Close'?")]
    [InlineData("page borrows\n    page {|#0:consumes|} vmap", "what is borrowed is neither kept nor released: one of the two is wrong")]
    [InlineData("method onlyin irq\n    method {|#0:notin|} irq", "this may only be called in 'irq', and it may not be called there: one of the two is wrong")]
    public Task A_mistake_in_a_file_is_reported(string clauses, string message)
    {
        var test = new Verify.Test { TestCode = Api };
        test.TestState.AdditionalFiles.Add($"M:Pages.Touch(Page)\n    {clauses}\n");
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithMessage(message));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_release_of_a_mistyped_kind_is_one_mistake_told_where_it_is_acquired_with_the_line_of_the_other()
    {
        var test = new Verify.Test { TestCode = Clock };
        test.TestState.AdditionalFiles.Add("""
            # A clock.
            M:Clock.Enable
                this acquires {|#0:clk-enable|} releasedby Disable
            M:Clock.Disable
                this releases clk-enabel
            """);
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0)
            .WithMessage("'clk-enable' is acquired here, and 'clk-enabel' released at line 5: one of the two is mistyped"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_release_named_that_is_of_still_another_kind_is_a_mistake_of_its_own()
    {
        var test = new Verify.Test { TestCode = Clock };
        test.TestState.AdditionalFiles.Add("""
            M:Clock.Enable
                this acquires {|#0:clk-enable|} releasedby {|#1:Reset|}
            M:Clock.Disable
                this releases clk-enabel
            M:Clock.Reset
                this releases power
            """);
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0)
            .WithMessage("'clk-enable' is acquired here, and 'clk-enabel' released at line 4: one of the two is mistyped"));
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(1).WithMessage("'Reset' does not release 'clk-enable', but 'power'"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_mistyped_kind_in_attributes_is_one_mistake_too()
    {
        var test = new Verify.Test
        {
            TestCode = """
                using Acquit;
                public class Clock
                {
                    [Acquires("{|#0:clk-enable|}", ReleasedBy = nameof(Disable))] public void Enable() { }

                    [Releases("clk-enabel")] public void Disable() { }
                }
                """,
        };
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0)
            .WithMessage("'clk-enable' is acquired here, and 'clk-enabel' released at line 6: one of the two is mistyped"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_mistyped_kind_that_another_file_releases_is_told_where_it_is_acquired()
    {
        var test = new Verify.Test { TestCode = Clock };
        test.TestState.AdditionalFiles.Add("M:Clock.Enable\n    this acquires {|#0:clk-enable|} releasedby Disable\n");
        test.TestState.AdditionalFiles.Add("M:Clock.Disable\n    this releases clk-enabel\n");
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0)
            .WithMessage("'clk-enable' is acquired here, and 'clk-enabel' released elsewhere: one of the two is mistyped"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_kind_that_is_released_under_its_own_name_elsewhere_is_not_the_one_that_is_mistyped()
    {
        var test = new Verify.Test { TestCode = Clock };
        test.TestState.AdditionalFiles.Add("M:Clock.Enable\n    this acquires clk-enable\n");
        test.TestState.AdditionalFiles.Add("M:Clock.Disable\n    this releases clk-enable\n");
        test.TestState.AdditionalFiles.Add("M:Clock.Reset\n    this releases {|#0:clk-enabel|}\n");
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithMessage("nothing in sight acquires 'clk-enabel'; did you mean 'clk-enable'?"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("card-session", "card-sesion", true)]
    [InlineData("dev-handle", "dev-handel", true)]
    [InlineData("device-handle", "device-handles", false)]
    [InlineData("page-pin", "page-pan", false)]
    [InlineData("ring1-buffer", "ring2-buffer", false)]
    [InlineData("input-event", "irput-evelt", false)]
    [InlineData("Handle", "handle", false)]
    public async Task A_kind_that_nothing_releases_one_slip_away_from_one_that_is_released(string kind, string written, bool isReported)
    {
        var message = $"nothing in sight releases '{written}'; did you mean '{kind}'?";
        var attributes = new Verify.Test
        {
            TestCode = $$"""
                using Acquit;
                public sealed class Session { }
                public static class Port
                {
                    [return: Acquires("{{kind}}", ReleasedBy = nameof(Close))] public static Session Open() => new();
                    public static void Close([Releases("{{kind}}")] Session session) { }
                }
                public static class Other
                {
                    [return: Acquires("{|#0:{{written}}|}", ReleasedBy = nameof(Port.Close))] public static Session Open() => new();
                }
                """,
        };
        var file = new Verify.Test { TestCode = "public class Port { public int Open() => 0; public void Close(int n) { } public int OpenOther() => 0; }" };
        file.TestState.AdditionalFiles.Add(
            $"M:Port.Open\n    return acquires {kind}\nM:Port.Close(System.Int32)\n    n releases {kind}\nM:Port.OpenOther\n    return acquires {{|#0:{written}|}}\n");
        foreach (var test in new[] { attributes, file })
        {
            if (isReported)
                test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithMessage(message));
            await test.RunAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public Task A_kind_that_its_own_release_contradicts_is_told_there_alone() => Verify.VerifyAnalyzerAsync(
        """
        using Acquit;
        public sealed class Session { }
        public static class Port
        {
            [return: Acquires("card-session", ReleasedBy = nameof(Close))] public static Session Open() => new();
            [return: Acquires("card-sesion", ReleasedBy = {|#0:nameof(Close)|})] public static Session OpenOther() => new();
            public static void Close([Releases("card-session")] Session session) { }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithMessage("'Close' does not release 'card-sesion', but 'card-session'"));

    private static Task VerifyAsync(string member, string? message)
    {
        var test = new Verify.Test { TestCode = Api + $"public class Port {{ {member} }}" };
        if (message is not null)
        {
            test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithMessage(message));
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
