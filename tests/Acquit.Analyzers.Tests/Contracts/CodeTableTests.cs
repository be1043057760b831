using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>What is a code of which sort, wherever that is said.</summary>
public class CodeTableTests
{
    private const string Source = """
        [Carries("errno")] public static class Err { public const int Io = 5; public static int Count; }
        [Carries("fault", Use = "Of")] public enum Fault { None, Oom = 1, Bad = 2 }
        public class Port
        {
            [Carries("errno")] public int Last;
            [Carries("errno")] public int Previous { get; set; }
            [return: Carries("errno")] public virtual int Load([Carries("errno")] int error) => error;
            [return: Carries("fault", When = "error == -12 && return == Oom")]
            [return: Carries("fault", When = "return == Bad")]
            public static Fault Of([Carries("errno", When = "error < 0")] int error) => Fault.Bad;
            public Fault Handle(int number) => Fault.None;
        }
        public class Derived : Port { public override int Load(int error) => 0; }
        """;

    private const string Plain = """
        public static class Err { public const int Io = 5; public static int Count; }
        public enum Fault { None, Oom = 1, Bad = 2 }
        public class Port
        {
            public int Last;
            public int Previous { get; set; }
            public virtual int Load(int error) => error;
            public static Fault Of(int error) => Fault.Bad;
            public Fault Handle(int number) => Fault.None;
        }
        public class Derived : Port { public override int Load(int error) => 0; }
        """;

    private const string File = """
        T:Err
            this carries errno
        T:Fault
            this carries fault use Of
        F:Port.Last
            this carries errno
        P:Port.Previous
            this carries errno
        M:Port.Load(System.Int32)
            return carries errno
            error carries errno
        M:Port.Of(System.Int32)
            return carries fault when error == -12 && return == Oom
            return carries fault when return == Bad
            error carries errno when error < 0
        """;

    private static readonly CSharpCompilation InSource = Compiled.Annotated(Source);

    public static TheoryData<string> Places => ["source", "metadata", "file"];

    [Theory, MemberData(nameof(Places))]
    public void Values_carry_codes(string place)
    {
        var (compilation, codes) = In(place);
        ISymbol Member(string type, string name) => compilation.GetTypeByMetadataName(type)!.GetMembers(name).Single();
        var load = Compiled.Method(compilation, "Port", "Load");

        Assert.Equal("errno", codes.Of(Member("Err", "Io")));
        Assert.Null(codes.Of(Member("Err", "Count")));
        Assert.Equal("fault", codes.Of(compilation.GetTypeByMetadataName("Fault")!));
        Assert.Equal("fault", codes.Of(Member("Fault", "Oom")));
        Assert.Equal("errno", codes.Of(Member("Port", "Last")));
        Assert.Equal("errno", codes.Of(Member("Port", "Previous")));
        Assert.Equal("errno", codes.Of(load));
        Assert.Equal("errno", codes.Of(load.Parameters[0]));
        Assert.Equal("errno", codes.Of(Compiled.Method(compilation, "Derived", "Load")));
        Assert.Equal("fault", codes.Of(Compiled.Method(compilation, "Port", "Handle")));
        Assert.Null(codes.Of(Compiled.Method(compilation, "Port", "Handle").Parameters[0]));
    }

    [Theory, MemberData(nameof(Places))]
    public void Converters_have_tables(string place)
    {
        var (compilation, codes) = In(place);
        var converter = Assert.Single(codes.Into(compilation.GetTypeByMetadataName("Fault")!, "errno"));

        Assert.Equal("Of", converter.Method.Name);
        Assert.True(converter.TellsAll);
        Assert.False(converter.IsFor(0));
        Assert.True(converter.IsFor(-5));
        Assert.Equal((1L, 2L), (converter.Of(-12)!.Value, converter.Of(-5)!.Value));
        Assert.Equal([-12L], converter.Named);
        Assert.True(codes.IsConverter(converter.Method));
        Assert.False(codes.IsConverter(Compiled.Method(compilation, "Port", "Load")));
        Assert.False(codes.IsConverter(Compiled.Method(compilation, "Port", "Handle")));
    }

    [Fact]
    public void What_a_value_is_says_nothing_of_how_the_call_fares()
    {
        var table = Compiled.Table(InSource);
        Assert.Null(table.Of(Compiled.Method(InSource, "Port", "Load")));
        Assert.DoesNotContain("Fault", table.Names);
        Assert.Contains("Fault", table.Codes.Names);
    }

    private static (CSharpCompilation Compilation, CodeTable Codes) In(string place)
    {
        var compilation = place switch
        {
            "source" => InSource,
            "metadata" => Compiled.Source("class C { }", Compiled.Image(InSource), Compiled.Attributes),
            _ => Compiled.Source(Plain),
        };
        return (compilation, (place == "file" ? Compiled.Table(compilation, File) : Compiled.Table(compilation)).Codes);
    }
}
