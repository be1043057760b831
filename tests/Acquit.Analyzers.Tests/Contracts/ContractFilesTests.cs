using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>Contract files against members, and who is heard when several speak.</summary>
public class ContractFilesTests
{
    private const string Source = """
        public delegate void Code(object o);
        public interface ISink { void Put(byte[] data); }
        public class Sink : ISink
        {
            public void Put(byte[] data) { }
            public System.Threading.Tasks.Task PutAsync(byte[] data) => null;
            public void Swap(ref byte[] data) { }
            public void Keep(byte[] data, byte[] more) { }
            public Sink(byte[] data) { }
            public int Owned { get; set; }
            public bool IsOpen => true;
            public System.Action Handler { get; set; }
            public event System.Action Raised;
            public Code Typed;
            public object this[int i] => Raised;
            public static Sink operator +(Sink a, byte[] data) => a;
        }
        """;

    private static readonly CSharpCompilation Compilation = Compiled.Source(Source);

    [Fact]
    public void Properties_events_fields_and_delegates_are_described_by_their_ids()
    {
        var table = Compiled.Table(Compilation, """
            P:Sink.Owned
                return acquires h
                value consumes h
                method notin atomic
            P:Sink.IsOpen
                this tellsheld h
            P:Sink.Handler
                this runsin irq
            E:Sink.Raised
                this runsin irq
            T:Code
                this runsin irq
            M:Code.Invoke(System.Object)
                o consumes h
            P:Sink.Item(System.Int32)
                return acquires h
            M:Sink.op_Addition(Sink,System.Byte[])~Sink
                data releases h
            """);
        var sink = Compilation.GetTypeByMetadataName("Sink")!;

        var get = table.Of(Compiled.Method(Compilation, "Sink", "get_Owned"))!;
        var set = table.Of(Compiled.Method(Compilation, "Sink", "set_Owned"))!;
        Assert.Equal((1, 0, 1), (get.Acquires.Length, get.Releases.Length, get.Contexts.Length));
        Assert.Equal((0, 1, 1), (set.Acquires.Length, set.Releases.Length, set.Contexts.Length));
        Assert.Equal("h", table.Of(Compiled.Method(Compilation, "Sink", "get_IsOpen"))!.TellsHeld?.Kind);
        Assert.All(["Handler", "Raised", "Typed"], name => Assert.Equal(["irq"], table.RunsIn(sink.GetMembers(name).First())));
        Assert.Single(table.Of(Compiled.Method(Compilation, "Code", "Invoke"))!.Releases);
        Assert.Single(table.Of(Compiled.Method(Compilation, "Sink", "get_Item"))!.Acquires);
        Assert.Null(table.Of(Compiled.Method(Compilation, "Sink", "get_IsOpen"))!.Contexts.FirstOrDefault());
        Assert.Superset(new HashSet<string> { "Owned", "Handler", "Raised", "Code", "Sink" }, table.Names.ToHashSet());
    }

    [Fact]
    public void What_a_second_block_says_once_more_is_said_once()
    {
        var table = Compiled.Table(Compilation, """
            M:Sink.Put(System.Byte[])
                data acquires h when data != null releasedby Keep
            M:Sink.Put(System.Byte[])
                data   acquires h when data != null releasedby Keep   because "two packages bring it"
                data acquires g releasedby Keep
            """);
        var put = table.Of(Compiled.Method(Compilation, "Sink", "Put"))!;

        Assert.Equal(["h", "g"], put.Acquires.Select(clause => clause.Kind));
    }

    [Fact]
    public void What_is_said_of_a_type_holds_of_methods_that_are_done_when_they_return()
    {
        var table = Compiled.Table(Compilation, """
            T:Sink
                data borrows
            """);

        Assert.Equal([0], table.Of(Compiled.Method(Compilation, "Sink", "Put"))!.Borrows);
        Assert.Equal([0], table.Of(Compiled.Method(Compilation, "Sink", "Keep"))!.Borrows);
        Assert.All(["PutAsync", "Swap", ".ctor", "op_Addition"], name => Assert.Null(table.Of(Compiled.Method(Compilation, "Sink", name))));
    }

    [Fact]
    public void A_block_on_a_method_stands_instead_of_what_is_said_of_its_type()
    {
        var table = Compiled.Table(Compilation, """
            T:Sink
                parameters borrow
            M:Sink.Keep(System.Byte[],System.Byte[])
                data consumes h
            M:Sink.Put(System.Byte[])
            """);

        Assert.Empty(table.Of(Compiled.Method(Compilation, "Sink", "Keep"))!.Borrows);
        Assert.Null(table.Of(Compiled.Method(Compilation, "Sink", "Put")));
    }

    [Fact]
    public void What_is_said_of_an_interface_holds_of_implementations()
    {
        var table = Compiled.Table(Compilation, """
            T:ISink
                parameters borrow
            """);

        Assert.Equal([0], table.Of(Compiled.Method(Compilation, "Sink", "Put"))!.Borrows);
        Assert.Null(table.Of(Compiled.Method(Compilation, "Sink", "Keep")));
    }

    [Fact]
    public void A_file_can_take_back_what_the_built_in_pack_says()
    {
        var table = Compiled.Table(Compilation, """
            M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)
            M:System.Threading.Monitor.Exit(System.Object)
            """);

        Assert.Null(table.Of(Compiled.ById(Compilation, "M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)")));
        Assert.Null(table.Of(Compiled.ById(Compilation, "M:System.Threading.Monitor.Exit(System.Object)")));
        Assert.Single(table.Of(Compiled.ById(Compilation, "M:System.Threading.Monitor.Enter(System.Object)"))!.Acquires);
        Assert.Empty(table.ReleasesOf("monitor"));
    }

    [Fact]
    public void Several_blocks_and_files_on_one_member_add_up()
    {
        var table = Compiled.Table(Compilation, "M:Sink.Put(System.Byte[])\n  data releases a\nM:Sink.Put(System.Byte[])\n  data releases b", "M:Sink.Put(System.Byte[])\n  data releases c");

        Assert.Equal(["a", "b", "c"], table.Of(Compiled.Method(Compilation, "Sink", "Put"))!.Releases.Select(clause => clause.Kind));
    }

    [Fact]
    public void What_is_said_of_a_member_on_certain_types_is_a_release_too()
    {
        var table = Compiled.Table(Compilation, """
            M:System.IO.Stream.Flush
                this acquires spill releasedby Close, Dispose
            M:System.IDisposable.Dispose on T:System.IO.Stream
                this releases spill
            M:System.IO.Stream.Close on T:System.IO.FileStream
                this releases spill
            """);

        Assert.Equal(["Close", "Dispose"], table.ReleasesOf("spill").Select(method => method.Name));
        Assert.Empty(table.ReleasesOf("other"));
    }

    [Fact]
    public void A_clause_with_a_mistake_is_left_out_and_the_others_hold()
    {
        var table = Compiled.Table(Compilation, """
            M:Sink.Put(System.Byte[])
                dta releases a
                data releases b when nonsense
                data releases c
            M:Nowhere.At.All
                this releases c
            """);

        Assert.Equal(["c"], table.Of(Compiled.Method(Compilation, "Sink", "Put"))!.Releases.Select(clause => clause.Kind));
        Assert.Equal(["Put"], table.ReleasesOf("c").Select(method => method.Name));
    }

    [Fact]
    public void The_best_release_comes_first()
    {
        var compilation = Compiled.Source("""
            public class A { public void Aborts() { } public void Closes() { } public void Old() { } public void Opens() { } public void Detaches() { } }
            """);
        var table = Compiled.Table(compilation, """
            M:A.Opens
                this acquires a releasedby Closes
            M:A.Aborts
                this releases a
            M:A.Closes
                this releases a
            M:A.Old
                this releases a
                method replacedby Closes
            M:A.Detaches
                this consumes a
            """);

        Assert.Equal(["Closes", "Aborts", "Old"], table.ReleasesOf("a").Select(method => method.Name));
        Assert.True(table.IsCounted("a"));
        Assert.False(table.IsCounted("b"));
        Assert.Empty(table.ReleasesOf("b"));
    }

    [Fact]
    public void Only_files_with_the_ending_are_contract_files()
    {
        Assert.True(ContractTable.IsContractFile(new Compiled.ContractText("lib/Port.Acquit.TXT", "")));
        Assert.False(ContractTable.IsContractFile(new Compiled.ContractText("lib/acquit.txt.md", "")));
    }
}
