using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Acquit.Tests.Contracts;

public class InheritedContractTests
{
    private const string Ports = """
        public interface IPort
        {
            [Acquires("port")] void Open();
            void Close([Releases("port")] object token);
            [NotIn("atomic")] int Speed { get; set; }
            [RunsIn("irq")] Action Handler { get; set; }
            void Hook([RunsIn("irq")] Action action);
        }
        public class Implicit : IPort
        {
            public void Open() { }
            public void Close(object token) { }
            public int Speed { get; set; }
            public Action Handler { get; set; }
            public void Hook(Action action) { }
        }
        public class Explicit : IPort
        {
            void IPort.Open() { }
            void IPort.Close(object token) { }
            int IPort.Speed { get; set; }
            Action IPort.Handler { get; set; }
            void IPort.Hook(Action action) { }
        }
        public abstract class Base
        {
            [Acquires("port")] public abstract void Open();
            [Releases("port")] public virtual void Close() { }
        }
        public class Middle : Base { public override void Open() { } }
        public class Derived : Middle
        {
            public override void Open() { }
            [Releases("other")] public override void Close() { }
        }
        public class Generic<T> { [return: Acquires("port")] public virtual T Make(T t) => t; }
        public class OfInt : Generic<int> { public override int Make(int t) => t; public void Call() { Make(1); new Generic<string>().Make(""); } }
        """;

    private static readonly CSharpCompilation Compilation = Compiled.Annotated(Ports);
    private static readonly ContractTable Table = Compiled.Table(Compilation);

    [Theory]
    [InlineData("Implicit", "Open")]
    [InlineData("Explicit", "IPort.Open")]
    [InlineData("Middle", "Open")]
    [InlineData("Derived", "Open")]
    public void An_override_or_implementation_acquires_what_its_declaration_says(string type, string method) =>
        Assert.Equal("port", Assert.Single(Contract(type, method)!.Acquires).Kind);

    [Theory]
    [InlineData("Implicit", "Close")]
    [InlineData("Explicit", "IPort.Close")]
    public void Parameters_keep_their_place(string type, string method) =>
        Assert.Equal(Target.Parameter(0), Assert.Single(Contract(type, method)!.Releases).Target);

    [Theory]
    [InlineData("Implicit", "get_Speed")]
    [InlineData("Implicit", "set_Speed")]
    [InlineData("Explicit", "IPort.get_Speed")]
    public void Accessors_inherit_from_accessors(string type, string method) =>
        Assert.Equal("atomic", Assert.Single(Contract(type, method)!.Contexts).Context);

    [Theory]
    [InlineData("IPort", "Handler")]
    [InlineData("Implicit", "Handler")]
    [InlineData("Explicit", "IPort.Handler")]
    public void What_is_assigned_to_an_implementing_property_runs_in_its_context(string type, string property) =>
        Assert.Equal(["irq"], Table.RunsIn(Compilation.GetTypeByMetadataName(type)!.GetMembers(property).Single()));

    [Fact]
    public void What_is_passed_to_an_implementing_method_runs_in_its_context() =>
        Assert.Equal(["irq"], Table.RunsIn(Compiled.Method(Compilation, "Implicit", "Hook").Parameters[0]));

    [Fact]
    public void A_contract_of_its_own_stands_instead_of_the_inherited_one() =>
        Assert.Equal("other", Assert.Single(Contract("Derived", "Close")!.Releases).Kind);

    [Fact]
    public void Constructed_methods_have_the_contract_of_their_definition()
    {
        var tree = Compilation.SyntaxTrees.Single();
        var model = Compilation.GetSemanticModel(tree);
        var calls = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => (IMethodSymbol)model.GetSymbolInfo(call, TestContext.Current.CancellationToken).Symbol!).ToList();

        Assert.Equal(2, calls.Count);
        Assert.All(calls, call => Assert.Equal("port", Table.Of(call)!.Acquires.Single().Kind));
    }

    [Fact]
    public void An_unrelated_method_of_the_same_name_has_none()
    {
        var compilation = Compiled.Annotated(Ports + "class Other { public void Open() { } }");

        Assert.Null(Compiled.Table(compilation).Of(Compiled.Method(compilation, "Other", "Open")));
    }

    private static MemberContract? Contract(string type, string method) => Table.Of(Compiled.Method(Compilation, type, method));
}
