using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Checking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>Where attributes may stand, in source and in metadata alike.</summary>
public class AttributePlacesTests
{
    private const string Source = """
        [Flags] public enum F : ulong { A = 1, B = 0x8000000000000000 }
        public class Handle
        {
            [Acquires("h")] public Handle(int n) { }
            [Releases("h")] public void Close() { }
            [Acquires("ambient", Enters = "atomic", Implies = "a, b", Order = "lifo", Because = "why")] public static void Disable() { }
            [TellsHeld("h")] public bool IsOpen { get; set; }
            [NotIn("atomic", Use = "Other")] public int Value { get; set; }
            public int Owned { [return: Acquires("h")] get => 0; [param: Consumes("h")] set { } }
            [RunsIn("irq")] public Action OnIrq { get; set; }
            [RunsIn("irq")] public Action Field;
            [RunsIn("irq")] public event Action Event;
            public Handler Typed { get; set; }
            public Handler TypedField;
            public event Handler TypedEvent;
            public void Register(Handler handler) => Event?.Invoke();
            public int this[[Borrows] Handle h] => 0;
            [return: SameAs("h")] public static explicit operator Handle(int h) => null;
            public void Many(
                [Accesses("device-read"), MarksDirty(When = "dirty == true", Locked = true), Borrows] object page, bool dirty,
                [RequiresHeld("lock"), RequiresNotHeld("other")] object l, [Forbids(When = "f has B", Use = "Few", Because = "so")] F? f) { }
            [return: Acquires("notifier", Spares = "pin", PinnedBy = "Pin")] public static object Told() => null;
            [Accesses("write", When = "n > 0"), MarksDirty(Under = "lock")] public void Write(int n) { }
            [return: LooksUp("n", ReleasedBy = "Old, Many")] public static object Find(int n) => null;
            [ReplacedBy("Many"), OnlyIn("irq"), RunsIn("irq")] public static void Old() { }
        }
        [RunsIn("irq")] public delegate void Handler([Consumes("h")] Handle h);
        public static class Extensions { public static void Put([Releases("h")] this Handle h, int n, [Borrows] object o) { } }
        public record Owner([Consumes("h")] Handle Handle);
        """;

    private static readonly CSharpCompilation InSource = Compiled.Annotated(Source);
    private static readonly CSharpCompilation InMetadata = Compiled.Source("class C { }", Compiled.Image(InSource), Compiled.Attributes);

    public static TheoryData<bool> Both => [true, false];

    [Theory, MemberData(nameof(Both))]
    public void Members_of_every_sort_carry_contracts(bool inSource)
    {
        var (compilation, table) = In(inSource);
        MemberContract Of(string name) => table.Of(Compiled.Method(compilation, "Handle", name))!;

        Assert.Equal(Target.Return, Of(".ctor").Acquires.Single().Target);
        Assert.Equal(Target.Receiver, Of("Close").Releases.Single().Target);
        var ambient = Of("Disable").Acquires.Single();
        Assert.Equal((Target.Ambient, "atomic", true, "why"), (ambient.Target, ambient.Enters, ambient.Lifo, ambient.Because));
        Assert.Equal(["a", "b"], ambient.Implies);
        Assert.Equal(new TellClause(Target.Receiver, "h", TellClause.IsTrue), Of("get_IsOpen").TellsHeld);
        Assert.Null(table.Of(Compiled.Method(compilation, "Handle", "set_IsOpen")));
        Assert.Equal("Other", Of("get_Value").Contexts.Single().Use);
        Assert.Equal("Other", Of("set_Value").Contexts.Single().Use);
        Assert.Equal(Target.Return, Of("get_Owned").Acquires.Single().Target);
        Assert.True(Of("set_Owned").Releases.Single().Consumes);
        Assert.Equal([0], Of("get_Item").Borrows);
        Assert.Equal(new SameAsClause(Target.Return, Target.Parameter(0)), Of("op_Explicit").SameAs.Single());
        var found = Of("Find").LooksUp.Single();
        Assert.Equal((Target.Return, Target.Parameter(0)), (found.Target, found.Source));
        Assert.Equal(["Old", "Many"], found.ReleasedBy);
        Assert.Equal([0], table.Of(Compiled.Method(compilation, "Handler", "Invoke"))!.Releases.Select(clause => clause.Target.Ordinal));
        Assert.Equal([0], table.Of(Compiled.ById(compilation, "M:Owner.#ctor(Handle)"))!.Releases.Select(clause => clause.Target.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public void What_is_said_of_content_is_kept(bool inSource)
    {
        var (compilation, table) = In(inSource);
        var write = table.Of(Compiled.Method(compilation, "Handle", "Write"))!;
        var told = Assert.Single(table.Of(Compiled.Method(compilation, "Handle", "Told"))!.Acquires);

        var access = Assert.Single(write.Accesses);
        Assert.Equal((Target.Receiver, Access.Write), (access.Target, access.Access));
        Assert.Equal([new Test(Operand.Parameter(0), TestOperator.Greater, Operand.Number(0))], access.When.Tests);
        Assert.Equal((Target.Receiver, "lock"), (Assert.Single(write.MarksDirty).Target, write.MarksDirty[0].Under));
        Assert.Equal(("Pin", "pin"), (told.PinnedBy, told.Spares));
    }

    [Theory, MemberData(nameof(Both))]
    public void Every_verb_is_kept(bool inSource)
    {
        var (compilation, table) = In(inSource);
        var many = table.Of(Compiled.Method(compilation, "Handle", "Many"))!;
        var old = table.Of(Compiled.Method(compilation, "Handle", "Old"))!;

        Assert.Equal(new AccessClause(Target.Parameter(0), Access.DeviceRead), Assert.Single(many.Accesses));
        var dirty = Assert.Single(many.MarksDirty);
        Assert.Equal((Target.Parameter(0), true), (dirty.Target, dirty.Locked));
        Assert.Equal([new Test(Operand.Parameter(1), TestOperator.Equal, Operand.Number(1))], dirty.When.Tests);
        Assert.Equal([0], many.Borrows);
        Assert.Equal([("lock", true, 2), ("other", false, 2)], many.Requires.Select(clause => (clause.Kind, clause.Held, clause.Target.Ordinal)));
        var forbids = Assert.Single(many.Forbids);
        Assert.Equal((Target.Parameter(3), "Few", "so"), (forbids.Target, forbids.Use, forbids.Because));
        Assert.Equal([new Test(Operand.Parameter(3), TestOperator.Has, Operand.Number(long.MinValue))], forbids.When.Tests);
        Assert.Equal("Many", old.ReplacedBy?.Name);
        Assert.Equal(new ContextClause("irq", Condition.Always, true, null, null), Assert.Single(old.Contexts));
        Assert.Equal(["irq"], old.RunsIn);
    }

    [Theory, MemberData(nameof(Both))]
    public void Code_runs_where_its_holder_or_its_delegate_type_says(bool inSource)
    {
        var (compilation, table) = In(inSource);
        var handle = compilation.GetTypeByMetadataName("Handle")!;

        foreach (var name in new[] { "OnIrq", "Field", "Event", "Typed", "TypedField", "TypedEvent" })
        {
            Assert.Equal(["irq"], table.RunsIn(handle.GetMembers(name).Single(member => member is not IMethodSymbol)));
        }

        Assert.Equal(["irq"], table.RunsIn(Compiled.Method(compilation, "Handle", "Register").Parameters[0]));
        Assert.Equal(["irq"], table.RunsIn(compilation.GetTypeByMetadataName("Handler")!));
        Assert.Empty(table.RunsIn(handle.GetMembers("IsOpen").Single()));
    }

    [Theory, MemberData(nameof(Both))]
    public void Names_are_those_a_text_mentions(bool inSource)
    {
        var names = In(inSource).Table.Names;

        Assert.Superset(
            new HashSet<string>
            {
                "Handle", "Close", "Disable", "Value", "Owned", "OnIrq", "Field", "Event", "Handler", "Many", "Old", "Put", "Owner",
                // Declared with a delegate type that says where code runs.
                "Typed", "TypedField", "TypedEvent", "Register",
            },
            names.ToHashSet());
        Assert.DoesNotContain("IsOpen", names);
        Assert.DoesNotContain(names, name => name.Contains('<', StringComparison.Ordinal) || name.StartsWith("op_", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public void An_extension_method_called_on_its_receiver_has_the_ordinals_of_its_declaration(bool inSource)
    {
        var (library, _) = In(inSource);
        var compilation = library.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "class Caller { void M(Handle h) { h.Put(1, null); } }", cancellationToken: TestContext.Current.CancellationToken));
        var tree = compilation.SyntaxTrees.Last();
        var call = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Single();
        var reduced = (IMethodSymbol)compilation.GetSemanticModel(tree).GetSymbolInfo(call, TestContext.Current.CancellationToken).Symbol!;
        var contract = Compiled.Table(compilation).Of(reduced)!;

        Assert.NotNull(reduced.ReducedFrom);
        Assert.Equal(Target.Parameter(0), contract.Releases.Single().Target);
        Assert.Equal([2], contract.Borrows);
    }

    [Fact]
    public void Local_functions_and_lambdas_carry_contracts()
    {
        var compilation = Compiled.Annotated("""
            class C
            {
                void M()
                {
                    Action<object> put = ([Releases("h")] object o) => { };
                    void Local([Releases("h")] object o) { }
                    Local(put);
                }
            }
            """);
        var table = Compiled.Table(compilation);
        var tree = compilation.SyntaxTrees.Single();
        var model = compilation.GetSemanticModel(tree);
        var root = tree.GetRoot(TestContext.Current.CancellationToken);
        var lambda = (IMethodSymbol)model.GetSymbolInfo(root.DescendantNodes().OfType<ParenthesizedLambdaExpressionSyntax>().Single(), TestContext.Current.CancellationToken).Symbol!;
        var local = (IMethodSymbol)model.GetDeclaredSymbol(root.DescendantNodes().OfType<LocalFunctionStatementSyntax>().Single(), TestContext.Current.CancellationToken)!;

        Assert.Equal("h", table.Of(lambda)!.Releases.Single().Kind);
        Assert.Equal("h", table.Of(local)!.Releases.Single().Kind);
        Assert.Contains("Local", table.Names);
    }

    [Fact]
    public void Both_parts_of_a_partial_method_speak()
    {
        var compilation = Compiled.Annotated("""
            public partial class C { public partial void M([Releases("h")] object o); }
            public partial class C { [NotIn("atomic")] public partial void M(object o) { } }
            """);
        var method = Compiled.Method(compilation, "C", "M");
        var table = Compiled.Table(compilation);

        foreach (var part in new[] { method, method.PartialImplementationPart! })
        {
            Assert.Single(table.Of(part)!.Releases);
            Assert.Single(table.Of(part)!.Contexts);
        }
    }

    [Theory]
    [InlineData("using Take = Acquit.AcquiresAttribute;", "")]
    [InlineData("", "global using Take = Acquit.AcquiresAttribute;")]
    public void Attributes_may_go_by_another_name(string here, string elsewhere)
    {
        var compilation = Compiled.Sources([here + """class C { [Take("h")] public void Open() { } }""", elsewhere], Compiled.Attributes);
        var table = Compiled.Table(compilation);

        Assert.Contains("Open", table.Names);
        Assert.Single(table.Of(Compiled.Method(compilation, "C", "Open"))!.Acquires);
    }

    [Fact]
    public void Copies_of_the_attributes_do_as_well_as_the_assembly()
    {
        const string copy = """
            namespace Acquit
            {
                class ReleasesAttribute : System.Attribute { public ReleasesAttribute(string kind) { } public string Count { get; set; } }
            }
            public class Port { public static void kfree([Acquit.Releases("mem", Count = "1")] object o) { } }
            """;
        var compilation = Compiled.Source(copy);
        var user = Compiled.Source("class C { }", Compiled.Image(compilation));

        Assert.Equal("mem", Compiled.Table(compilation).Of(Compiled.Method(compilation, "Port", "kfree"))!.Releases.Single().Kind);
        var contract = Compiled.Table(user).Of(Compiled.Method(user, "Port", "kfree"))!;
        Assert.Equal(Operand.Number(1), contract.Releases.Single().Count);
        Assert.Contains("kfree", Compiled.Table(user).Names);
    }

    [Fact]
    public void Attributes_of_the_same_simple_name_are_no_contracts()
    {
        var compilation = Compiled.Source("""
            namespace Other { class ReleasesAttribute : System.Attribute { public ReleasesAttribute(string kind) { } } }
            public class Port { public static void kfree([Other.Releases("mem")] object o) { } }
            """, Compiled.Attributes);

        Assert.Null(Compiled.Table(compilation).Of(Compiled.Method(compilation, "Port", "kfree")));
    }

    [Fact]
    public void A_project_beside_this_one_is_read_from_its_source()
    {
        var compilation = Compiled.Source("class C { }", InSource.ToMetadataReference(), Compiled.Attributes);
        var table = Compiled.Table(compilation);

        Assert.Contains("Disable", table.Names);
        Assert.Single(table.Of(Compiled.Method(compilation, "Handle", "Close"))!.Releases);
        Assert.Equal(["Close", "Put"], table.ReleasesOf("h").Select(method => method.Name).Order());
    }

    // Somebody types: every prefix of the source is read, asked about and checked without a fall.
    [Fact]
    public void Half_typed_attributes_are_read_too()
    {
        for (var length = 0; length < Source.Length; length += 7)
        {
            var compilation = Compiled.Source("using System; using Acquit;\n" + Source[..length], Compiled.Attributes);
            var table = Compiled.Table(compilation);
            Assert.Contains("Alloc", table.Names);
            Assert.All(Methods(compilation.Assembly.GlobalNamespace), method => _ = table.Of(method));
            var tree = compilation.SyntaxTrees.Single();
            Assert.All(
                AnnotationCheck.Errors(compilation.GetSemanticModel(tree), TestContext.Current.CancellationToken),
                error => Assert.InRange(error.Start + error.Length, 0, tree.Length));
        }
    }

    [Fact]
    public void Arguments_of_another_type_say_nothing()
    {
        var compilation = Compiled.Source("""
            namespace Acquit
            {
                class AcquiresAttribute : System.Attribute { public AcquiresAttribute(params string[] kinds) { } public string[] When { get; set; } }
            }
            class C { [Acquit.Acquires("a", "b", When = new[] { "c" })] public void Open() { } }
            """);

        Assert.Null(Compiled.Table(compilation).Of(Compiled.Method(compilation, "C", "Open")));
    }

    private static IEnumerable<IMethodSymbol> Methods(INamespaceOrTypeSymbol symbol) => symbol.GetMembers().SelectMany(member => member switch
    {
        IMethodSymbol method => [method],
        INamespaceOrTypeSymbol inner => Methods(inner),
        _ => Enumerable.Empty<IMethodSymbol>(),
    });

    private static (CSharpCompilation Compilation, ContractTable Table) In(bool inSource)
    {
        var compilation = inSource ? InSource : InMetadata;
        return (compilation, Compiled.Table(compilation));
    }
}
