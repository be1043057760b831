using Acquit.Analyzers.Rules;
using Acquit.Tests.Verification;
using Xunit;
using Verify = Acquit.Tests.Verification.CSharpAnalyzerVerifier<Acquit.Analyzers.Rules.MalformedContractAnalyzer>;

namespace Acquit.Tests.Rules;

public class MalformedContractTests
{
    private const string Api = """
        using System;
        using System.Threading.Tasks;
        using Acquit;
        [Flags] public enum Flags { None = 0, PutPages = 4, Direct = 8 }
        public class Page { public void Put() { } }

        """;

    [Fact]
    public Task What_can_be_understood_is_not_reported() => VerifyAsync("""
        public class Port
        {
            public int Pin(int count, Flags? flags, bool wait,
                [Acquires("pin", Count = "return", When = "return > 0 && flags lacks PutPages && wait == true", ReleasedBy = nameof(Unpin))] Span<Page> pages) => 0;
            public void Unpin([Releases("pin", Count = "count")] ReadOnlySpan<Page> pages, int count) { }
            [return: Acquires("ref", When = "return != null", ReleasedBy = "Put", Order = "lifo")] public Page? Find() => null;
            [return: Acquires("ref", When = "return != null")] public Task<Page?> FindAsync() => null!;
            public void Enter(object o, [Acquires("lock", When = "taken == true")] ref bool taken) { }
            [return: Acquires("any", ReleasedBy = "Dispose")] public T Make<T>() where T : IDisposable => default!;
            [ReplacedBy("Self", Passing = "flags has PutPages")] public Port Older(Flags flags) => this;
            [Forbids(When = "size < limit")] public void Check(long size, long limit) { }
            [return: SameAs("page")] public Page Cast(Page page) => page;
            [return: SameAs("this")] public Port Self() => this;
            [return: LooksUp("this", ReleasedBy = nameof(Self))] public Port LookUp() => this;
            public void Hand(IntPtr p, [Accesses("device-write")] Page page, [RunsIn("irq")] Action handler) { }
            [return: Acquires("ref", ReleasedBy = "Page.Put")] public Page Dotted() => new();
            public void Out(Page page, [SameAs("page")] out Page same) => same = page;
            [TellsHeld("lock")] public bool IsLocked { get; set; }
            [NotIn("atomic")] public int Value { set { } }
            [RunsIn("fault")] public Func<int>? Fault { get; set; }
            [RunsIn("fault")] public event Action? Faulted;
            public void Raise() => Faulted?.Invoke();
        }
        public class Numbers
        {
            public void OfSbyte([Acquires("n", Count = "n", When = "n > 0")] Page page, sbyte n) { }
            public void OfByte([Acquires("n", Count = "n", When = "n > 0")] Page page, byte n) { }
            public void OfShort([Acquires("n", Count = "n", When = "n > 0")] Page page, short n) { }
            public void OfUshort([Acquires("n", Count = "n", When = "n > 0")] Page page, ushort n) { }
            public void OfAny<T>([Acquires("n", Count = "n", When = "n > 0")] Page page, T n) { }
            public void OfChar([Acquires("n", When = "n > 0")] Page page, char n) { }
            public void OfFloat([Acquires("n", When = "n > 0")] Page page, float n) { }
            public void OfDouble([Acquires("n", When = "n > 0")] Page page, double n) { }
            public void OfSmallFlags([Acquires("n", When = "flags has High")] Page page, SmallFlags flags) { }
        }
        public enum SmallFlags : ushort { None, High = 0x8000 }
        public class Lock { [Acquires("lock")] public Lock() { } }
        [RunsIn("irq")] public delegate int Handler([Borrows] Page page);
        public record Owned([Consumes("ref")] Page Page);
        """);

    [Theory]
    [InlineData("When = \"[|retrn|] > 0\"", "'retrn' is not a parameter of 'Pin'; expected 'return' or one of 'count', 'flags', 'wait', 'pages'; did you mean 'return'?")]
    [InlineData("When = \"return > 0 && flags lacks [|PutPage|]\"", "'PutPage' is not a member of 'Flags'; did you mean 'PutPages'?")]
    [InlineData("When = \"flags has [|Flags.Direct|]\"", "a member of 'Flags' is written without the name of its enum: 'Direct'")]
    [InlineData("When = \"return == [|Direct|]\"", "'Direct' is not a parameter of 'Pin', and 'int' is not an enum")]
    [InlineData("When = \"return [|=|] 0\"", "'=' is not an operator; did you mean '=='?")]
    [InlineData("When = \"return [|is|] 0\"", "expected an operator (> >= < <= == != has lacks) after 'return', found 'is'")]
    [InlineData("When = [|\"\"|]", "the condition ends too early: expected 'return' or a parameter's name")]
    [InlineData("When = @\"wait [|has|] 1\"", "'has' tests the flags of an enum or an integer, and 'wait' is of type 'bool'")]
    [InlineData("When = \"wait [|>|] 0\"", "values of type 'bool' have no order; expected '==' or '!='")]
    [InlineData("When = \"wait == [|1|]\"", "'wait' is of type 'bool', which is not compared with a number; expected true or false")]
    [InlineData("When = \"count == [|true|]\"", "'count' is of type 'int', which is not compared with 'true'")]
    [InlineData("When = \"count != [|null|]\"", "'count' is of type 'int', which is never null")]
    [InlineData("When = \"flags has [|null|]\"", "'null' is not a flag; expected a member of 'Flags'")]
    [InlineData("When = [|\"retrn \\u003e 0\"|]", "'retrn' is not a parameter of 'Pin'; expected 'return' or one of 'count', 'flags', 'wait', 'pages'; did you mean 'return'?")]
    [InlineData("When = [|\"retrn\" + \" > 0\"|]", "'retrn' is not a parameter of 'Pin'; expected 'return' or one of 'count', 'flags', 'wait', 'pages'; did you mean 'return'?")]
    [InlineData("Count = \"[|cuont|]\"", "'cuont' is not a parameter of 'Pin'; did you mean 'count'?")]
    [InlineData("Count = \"[|flags|]\"", "'flags' is of type 'Flags'; a count is 'return', a parameter of an integer type, or a number")]
    [InlineData("Count = \"[|count * 2|]\"", "expected 'return', a parameter's name or a number as the count, found 'count * 2'")]
    [InlineData("ReleasedBy = \"[|Unpni|]\"", "'Unpni' is not a member of 'Port' or of what is acquired, so no release can be found by that name; did you mean 'Unpin'?")]
    [InlineData("ReleasedBy = \"[|Ptu|]\"", "'Ptu' is not a member of 'Port' or of what is acquired, so no release can be found by that name; did you mean 'Put'?")]
    [InlineData("Order = \"[|fifo|]\"", "'fifo' is not an order; expected 'lifo'")]
    [InlineData("When = \"count == [|ture|]\"", "'ture' is not a parameter of 'Pin', and 'int' is not an enum; did you mean 'true'?")]
    [InlineData("When = \"return == [|cuont|]\"", "'cuont' is not a parameter of 'Pin', and 'int' is not an enum; did you mean 'count'?")]
    [InlineData("When = \"flags has [|Flags.Dirct|]\"", "'Flags.Dirct' is not a member of 'Flags'; did you mean 'Direct'?")]
    [InlineData("When = \"flags has [|cuont|]\"", "'cuont' is not a member of 'Flags'; did you mean 'count'?")]
    [InlineData("Count = \"[|retrun|]\"", "'retrun' is not a parameter of 'Pin'; did you mean 'return'?")]
    [InlineData("ReleasedBy = [|\"\"|]", "expected the name of a release, found an empty text")]
    [InlineData("Enters = [|\"\"|]", "expected a context, found an empty text")]
    [InlineData("Implies = [|\"\"|]", "expected a kind, found an empty text")]
    [InlineData("PinnedBy = [|\"\"|]", "expected the name of what pins, found an empty text")]
    [InlineData("Spares = [|\"\"|]", "expected a kind, found an empty text")]
    [InlineData("Because = [|\"\"|]", "expected a sentence, found an empty text")]
    public Task A_mistake_in_an_argument_is_reported_where_it_is(string argument, string message) => VerifyAsync($$"""
        public class Port
        {
            public int Pin(int count, Flags flags, bool wait, [Acquires("pin", {{Marked(argument)}})] Span<Page> pages) => 0;
            public void Unpin([Releases("pin")] Span<Page> pages) { }
        }
        """, message);

    [Theory]
    [InlineData("public void M([Acquires([|\"\"|])] Page page) { }", "expected a kind, found an empty text")]
    [InlineData("[NotIn([|\" \"|])] public void M() { }", "expected a context, found an empty text")]
    [InlineData("[return: [|Acquires|](\"k\")] public void M() { }", "'M' returns nothing that could be acquired")]
    [InlineData("[return: [|Acquires|](\"k\")] public Task M() => null!;", "'M' returns nothing that could be acquired")]
    [InlineData("public void M([Acquires(\"k\", Count = \"[|return|]\")] Page page) { }", "'M' returns nothing; a count is 'return', a parameter of an integer type, or a number")]
    [InlineData("public void M([Acquires(\"k\", When = \"[|return|] > 0\")] Page page) { }", "'M' returns nothing that could be tested")]
    [InlineData("[return: SameAs(\"[|pag|]\")] public Page M(Page page) => page;", "'pag' is not a parameter of 'M'; did you mean 'page'?")]
    [InlineData("[return: SameAs(\"[|this|]\")] public static Page M(Page page) => page;", "'M' is static and has no 'this'")]
    [InlineData("[return: [|SameAs|](\"page\")] public void M(Page page) { }", "'M' returns nothing that could be the same as something")]
    [InlineData("public Page M([[|SameAs|](\"page\")] Page page) => page;", "'sameas' speaks of the result or of an out parameter")]
    [InlineData("[return: SameAs(\"[|thsi|]\")] public Page M(Page page) => page;", "'thsi' is not a parameter of 'M'; did you mean 'this'?")]
    [InlineData("[return: SameAs(\"[|thsi|]\")] public static Page M(Page page) => page;", "'thsi' is not a parameter of 'M'")]
    [InlineData("[return: Acquires(\"k\", When = \"return == [|1|]\")] public Page M() => null!;", "'return' is of type 'Page', which is not compared with a number; expected null")]
    [InlineData("[return: Acquires(\"k\", ReleasedBy = \"[|Put|]\")] public Marked M() => new(); public class Marked { [Releases(\"other\")] public void Put() { } }", "'Put' does not release 'k', but 'other'")]
    [InlineData("[return: Acquires(\"k\", ReleasedBy = \"[|Dispsoe|]\")] public System.Collections.Generic.IEnumerator<int> M() => null!;", "'Dispsoe' is not a member of 'Port' or of what is acquired, so no release can be found by that name; did you mean 'Dispose'?")]
    [InlineData("public void M([RequiresHeld(\"k\", Of = \"[|Nxt|]\")] Page page) { }", "'Nxt' is not a field or property of 'Page'")]
    [InlineData("public static void M() { } [RequiresHeld(\"k\", Of = \"[|Nxt|]\")] public static void N() { }", "'Nxt' is not a field or property of 'Port'")]
    [InlineData("public static readonly object Gate = new(); [RequiresHeld(\"k\", Of = \"[|Gate|]\")] public static void N() { }", "'N' is static, so there is nothing that 'Gate' could be a member of")]
    [InlineData("public Page Next = new(); [RequiresHeld(\"k\", Of = \"[|Next.Nxt|]\")] public void M() { }", "'Nxt' is not a field or property of 'Page'")]
    [InlineData("public void M([MarksDirty(Under = [|\"\"|])] Page page) { }", "expected a kind, found an empty text")]
    [InlineData("[NotIn(\"irq\", Use = \"[|,|]\")] public void M() { }", "expected the name of what to call, found an empty text")]
    [InlineData("[RunsIn([|\"\"|])] public event Action? M;", "expected a context, found an empty text")]
    [InlineData("[RunsIn([|\"\"|])] public delegate void M();", "expected a context, found an empty text")]
    [InlineData("public delegate void M([Releases(\"k\", When = \"[|m|] > 0\")] int n);", "'m' is not a parameter of 'M'; expected 'return' or 'n'")]
    [InlineData("public record M([Releases(\"k\", When = \"[|m|] > 0\")] int N);", "'m' is not a parameter of 'M'; expected 'return' or 'N'")]
    [InlineData("public Port([Releases(\"k\", When = \"[|m|] > 0\")] int n) { }", "'m' is not a parameter of 'Port'; expected 'return' or 'n'")]
    [InlineData("[Carries([|\"\"|])] public int M;", "expected a sort of code, found an empty text")]
    [InlineData("[Carries([|\"\"|])] public enum M { }", "expected a sort of code, found an empty text")]
    [InlineData("[return: Carries([|\"\"|])] public int M() => 0;", "expected a sort of code, found an empty text")]
    [InlineData("[return: LooksUp(\"[|pag|]\")] public Page M(Page page) => page;", "'pag' is not a parameter of 'M'; did you mean 'page'?")]
    [InlineData("[return: LooksUp(\"[|this|]\")] public static Page M(Page page) => page;", "'M' is static and has no 'this'")]
    [InlineData("[return: [|LooksUp|](\"page\")] public void M(Page page) { }", "'M' returns nothing that could be looked up")]
    [InlineData("public Page M([[|LooksUp|](\"page\")] Page page) => page;", "'looksup' speaks of the result or of an out parameter")]
    [InlineData("[return: LooksUp(\"n\", ReleasedBy = \"[|Gvie|]\")] public Page M(int n) => null!;", "'Gvie' is not a member of 'Port' or of what is acquired, so no release can be found by that name")]
    [InlineData("[[|TellsHeld|](\"k\")] public int M() => 0;", "'M' does not return a Boolean that could tell whether 'k' is held; 'When' says which other answer does")]
    [InlineData("[[|TellsHeld|](\"k\")] public int M { get; set; }", "'M' does not return a Boolean that could tell whether 'k' is held; 'When' says which other answer does")]
    [InlineData("public int M([TellsHeld(\"k\", When = \"[|handle != 0|]\")] long handle) => 0;", "what tells whether something is held is one test of the result: 'return == 0'")]
    [InlineData("public int M([TellsHeld(\"k\", When = \"[|return == 0 && handle != 0|]\")] long handle) => 0;", "what tells whether something is held is one test of the result: 'return == 0'")]
    [InlineData("public void M([Accesses(\"[|raed|]\")] Page page) { }", "'raed' is not an access; expected one of read, write, device-read, device-write, device; did you mean 'read'?")]
    [InlineData("[ReplacedBy(\"N\", Passing = \"[|flags == Direct|]\")] public void M(Flags flags) { }", "what is passed besides are flags: 'parameter has Flag'")]
    [InlineData("[ReplacedBy(\"N\", Passing = \"flags has [|Dirct|]\")] public void M(Flags flags) { }", "'Dirct' is not a member of 'Flags'; did you mean 'Direct'?")]
    [InlineData("[[|Forbids|]] public void M(Flags flags) { }", "a contract that forbids needs a condition ('When') that says which arguments are the mistake")]
    [InlineData("public void M([[|RunsIn|](\"irq\")] int number) { }", "'int' cannot hold code that would run in 'irq'; expected a delegate")]
    [InlineData("[[|RunsIn|](\"irq\")] public string? M;", "'string?' cannot hold code that would run in 'irq'; expected a delegate")]
    [InlineData("[RunsIn([|\"\"|])] public Action? M { get; set; }", "expected a context, found an empty text")]
    [InlineData("public void M() { void Local([Releases(\"k\", Count = \"[|n|]\")] Page page) { } Local(new()); }", "'n' is not a parameter of 'Local'")]
    [InlineData("public Action<int> M() => ([Releases(\"k\", When = \"[|m|] > 0\")] int n) => { };", "'m' is not a parameter of the lambda; expected 'return' or 'n'")]
    [InlineData("public int this[[Borrows] Page page, int n] { [RequiresHeld(\"k\", When = \"[|m|] > 0\")] get => 0; }", "'m' is not a parameter of 'this[]'; expected 'return' or one of 'page', 'n'")]
    public Task A_target_that_makes_no_sense_is_reported(string member, string message) =>
        VerifyAsync($$"""public class Port { {{Marked(member)}} }""", message);

    [Theory]
    [InlineData("[Acquires(Missing.Kind)] public void M() { }")]
    [InlineData("[Acquires] public void M() { }")]
    [InlineData("[Acquires(1)] public void M() { }")]
    [InlineData("[Acquires(\"k\", When = Missing)] public void M() { }")]
    [InlineData("[Forbids(When = 1)] public void M() { }")]
    [InlineData("[Forbids(Wehn = \"x > 0\")] public void M() { }")]
    [InlineData("[return: Acquires(\"k\", When = \"return > 0\")] public Missing M() => null;")]
    [InlineData("public void M([Acquires(\"k\", Count = \"n\")] object o, Missing n) { }")]
    public Task What_the_compiler_reports_is_not_reported_again(string member) => new Verify.Test
    {
        TestCode = Api + $"public class Port {{ {member} }}",
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task Without_a_reference_to_the_attributes_nothing_is_reported()
    {
        var test = new Verify.Test { TestCode = Api + "public class Port { [Acquires(\"\")] public void M() { } }", CompilerDiagnostics = CompilerDiagnostics.None };
        test.ReferenceAssemblies = ReferenceAssemblies.Framework;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Attributes_of_the_same_name_from_elsewhere_are_left_alone() => Verify.VerifyAnalyzerAsync("""
        class BorrowsAttribute : System.Attribute { }
        class AcquiresAttribute : System.Attribute { public AcquiresAttribute(string kind) { } public string When { get; set; } = ""; }
        class C { void M([Borrows, Acquires("", When = "nonsense")] object o) { } }
        """);

    [Fact]
    public Task Copies_of_the_attributes_are_read_like_the_originals()
    {
        var test = new Verify.Test { ReferenceAssemblies = ReferenceAssemblies.Framework };
        test.TestState.Sources.Add("""
            namespace Acquit { class ReleasesAttribute : System.Attribute { public ReleasesAttribute(string kind) { } public string When { get; set; } = ""; } }
            class C { void M([Acquit.Releases("k", When = "{|ACQ901:nonsense|} > 0")] object o) { } }
            """);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Both_halves_of_a_partial_method_are_reported_once() => VerifyAsync("""
        public partial class Port { partial void M([Releases("k", When = "{|#0:m|} > 0")] int n); }
        public partial class Port { partial void M([Accesses("read")] int n) { } }
        """, "'m' is not a parameter of 'M'; expected 'return' or 'n'");

    [Fact]
    public Task A_mistake_in_a_contract_file_is_reported_at_its_line_and_column() => VerifyFileAsync("""
        M:System.Threading.Monitor.Enter(System.Object)
            obj aquires lock
            {|#0:ob|} acquires lock
            obj acquires lock

        M:System.Threading.Monitor.TryEnter(System.Object)
            obj acquires lock when return {|#1:>|} 0
        """,
        Result(0, "'ob' is not a parameter of 'Enter'; expected 'return', 'this', 'method', 'parameters' or a parameter's name; did you mean 'obj'?"),
        Result(1, "values of type 'bool' have no order; expected '==' or '!='"),
        Verify.Diagnostic().WithLocation("/0/Additional0.acquit.txt", 2, 9).WithMessage("'aquires' is not a verb; did you mean 'acquires'?"));

    [Theory]
    [InlineData("M:System.Threading.Monitr.Enter(System.Object)", "'M:System.Threading.Monitr.Enter(System.Object)' names no member: there is no type 'System.Threading.Monitr' that this compilation can see")]
    [InlineData("M:System.Threading.Monitor.Entre(System.Object)", "'M:System.Threading.Monitor.Entre(System.Object)' names no member: 'Monitor' has no 'Entre'; did you mean 'Enter'?")]
    [InlineData("M:System.Threading.Monitor.Exit", "'M:System.Threading.Monitor.Exit' names no member: 'Monitor' has 'M:System.Threading.Monitor.Exit(System.Object)'")]
    [InlineData("T:System.Threading.Monitr", "'T:System.Threading.Monitr' names no member or type that this compilation can see")]
    public Task An_id_that_names_nothing_is_reported(string id, string message) =>
        VerifyFileAsync("{|#0:" + id + "|}\n", Result(0, message));

    [Theory]
    [InlineData("P:System.Runtime.InteropServices.GCHandle.IsAllocated\n  {|#0:value|} releases k", "'IsAllocated' has no accessor that this could be said of")]
    [InlineData("P:System.Runtime.InteropServices.GCHandle.Target\n  this {|#0:tellsheld|} k", "does not return a Boolean")]
    [InlineData("F:System.IntPtr.Zero\n  this {|#0:releases|} k", "of a field it can only be said")]
    [InlineData("T:System.Action\n  this {|#0:releases|} k", "of a delegate type it can only be said")]
    [InlineData("T:System.IO.Stream\n  this {|#0:releases|} k", "of a type it can only be said that 'parameters'")]
    [InlineData("T:System.IO.Stream\n  {|#0:bufer|} borrows", "no method of 'Stream' has a parameter 'bufer'; did you mean 'buffer'?")]
    [InlineData("T:System.DayOfWeek\n  {|#0:return|} carries day", "expected 'this'")]
    [InlineData("T:System.DayOfWeek\n  this carries {|#0:\"\"|}", "expected a sort of code, found an empty text")]
    [InlineData("F:System.DayOfWeek.Monday\n  this carries {|#0:\"\"|}", "expected a sort of code, found an empty text")]
    [InlineData("F:System.Threading.Timeout.Infinite\n  this {|#0:runsin|} irq", "'int' cannot hold code that would run in 'irq'")]
    [InlineData("P:System.Environment.NewLine\n  this {|#0:runsin|} irq", "'string' cannot hold code that would run in 'irq'")]
    [InlineData("P:System.DateTime.Now\n  {|#0:return|} notin irq", "'notin' speaks of the member; expected 'method'")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n  {|#0:return|} onlyin irq", "'onlyin' speaks of the member; expected 'method'")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n  {|#0:obj|} mayrun irq", "'mayrun' speaks of the member; expected 'method'")]
    [InlineData("M:System.Threading.Monitor.TryEnter(System.Object)\n  {|#0:return|} requiresheld k", "'requiresheld' speaks of the member or of a parameter, not of what is returned")]
    [InlineData("M:System.Threading.Monitor.TryEnter(System.Object)\n  {|#0:return|} requiresnotheld k", "'requiresnotheld' speaks of the member or of a parameter, not of what is returned")]
    [InlineData("M:System.Threading.Mutex.ReleaseMutex\n  {|#0:this|} borrows", "'borrows' speaks of a parameter; a receiver is borrowed unless something else is said")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n  {|#0:return|} borrows", "'borrows' speaks of a parameter")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n  {|#0:return|} carries errno", "'carries' speaks of a parameter or of what is returned")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n  {|#0:method|} carries errno", "'carries' speaks of a parameter or of what is returned")]
    [InlineData("M:System.Threading.Monitor.Enter(System.Object)\n  obj acquires k releasedby {|#0:Exti|}", "did you mean 'Exit'?")]
    [InlineData("E:System.Console.CancelKeyPress\n  {|#0:return|} runsin signal", "expected 'this'")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n  {|#0:this|} releases k", "'Exit' is static and has no 'this'")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n  {|#0:parameters|} releases k", "'parameters' can only be said to borrow")]
    public async Task What_cannot_be_said_of_a_member_is_reported(string file, string message)
    {
        var test = new Verify.Test { TestCode = "class C { }" };
        test.TestState.AdditionalFiles.Add(file);
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0));
        await test.RunAsync(TestContext.Current.CancellationToken);
        await AssertMessageAsync(file, message);
    }

    [Theory]
    [InlineData("P:System.Runtime.InteropServices.ExternalException.ErrorCode\n    this carries errno\n")]
    [InlineData("M:System.Threading.Monitor.Exit(System.Object)\n    obj carries errno\n")]
    [InlineData("M:System.Threading.Monitor.Enter(System.Object)\n    obj acquires k releasedby Nowhere\n")]
    [InlineData("F:System.DayOfWeek.Monday\n    this carries day\n")]
    public Task What_can_be_said_in_a_file_is_not_reported(string file) => VerifyFileAsync(file);

    [Theory]
    [InlineData("M:C.Three", "'M:C.Three' names no member: 'C' has 'M:C.Three(System.Int32)' or 'M:C.Three(System.Int64)' or 'M:C.Three(System.Byte)'")]
    [InlineData("M:C.Four", "'M:C.Four' names no member: 'C' has 'M:C.Four(System.Int32)' or 'M:C.Four(System.Int64)' or 'M:C.Four(System.Byte)' and others")]
    public Task Of_many_overloads_the_first_are_listed(string id, string message)
    {
        var test = new Verify.Test
        {
            TestCode = """
                class C
                {
                    void Three(int n) { }
                    void Three(long n) { }
                    void Three(byte n) { }
                    void Four(int n) { }
                    void Four(long n) { }
                    void Four(byte n) { }
                    void Four(char n) { }
                }
                """,
        };
        test.TestState.AdditionalFiles.Add("{|#0:" + id + "|}\n");
        test.ExpectedDiagnostics.Add(Result(0, message));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task Other_additional_files_are_left_alone()
    {
        var test = new Verify.Test { TestCode = "class C { }" };
        test.TestState.AdditionalFiles.Add(("/0/BannedSymbols.txt", "nonsense"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    // The message is compared only where it is given in whole; here a part of it is enough.
    private static async Task AssertMessageAsync(string file, string part)
    {
        var test = new Verify.Test { TestCode = "class C { }" };
        test.TestState.AdditionalFiles.Add(file);
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithMessage("?"));
        var failure = await Assert.ThrowsAsync<VerificationException>(() => test.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }

    private static string Marked(string text) => text.Replace("[|", "{|#0:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);

    private static DiagnosticResult Result(int key, string message) => Verify.Diagnostic().WithLocation(key).WithMessage(message);

    private static Task VerifyAsync(string source, string? message = null) => message is null
        ? Verify.VerifyAnalyzerAsync(Api + source)
        : Verify.VerifyAnalyzerAsync(Api + source, Result(0, message));

    private static Task VerifyFileAsync(string file, params DiagnosticResult[] expected)
    {
        var test = new Verify.Test { TestCode = "class C { }" };
        test.TestState.AdditionalFiles.Add(file);
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
