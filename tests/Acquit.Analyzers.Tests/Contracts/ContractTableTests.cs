using Acquit.Analyzers.Contracts;
using Xunit;

namespace Acquit.Tests.Contracts;

public class ContractTableTests
{
    private const string Pins = """
        public enum Flags { None = 0, Write = 1, Fast = 0x80 }
        public class Page { }
        public class Driver
        {
            public int Pin(ulong start, int count, Flags flags,
                [Acquires("page-pin", Count = "return", When = "return > 0 && flags lacks Fast", ReleasedBy = nameof(Unpin))] Span<Page> pages) => 0;
            public void Unpin([Releases("page-pin", Count = "count")] ReadOnlySpan<Page> pages, int count) { }
            [Acquires("lock")] public void Lock() { }
            [Releases("lock")] public void Unlock() { }
        }
        """;

    [Fact]
    public void An_attribute_in_source_is_resolved_to_ordinals_and_numbers()
    {
        var compilation = Compiled.Annotated(Pins);
        var table = Compiled.Table(compilation);

        var pin = table.Of(Compiled.Method(compilation, "Driver", "Pin"))!;

        var acquire = Assert.Single(pin.Acquires);
        Assert.Equal(Target.Parameter(3), acquire.Target);
        Assert.Equal("page-pin", acquire.Kind);
        Assert.Equal(Operand.Return, acquire.Count);
        Assert.Equal(
            [new Test(Operand.Return, TestOperator.Greater, Operand.Number(0)), new Test(Operand.Parameter(2), TestOperator.Lacks, Operand.Number(0x80))],
            acquire.When.Tests);
        Assert.Equal(["Unpin"], acquire.ReleasedBy);
    }

    [Fact]
    public void The_same_contract_is_read_from_metadata()
    {
        var library = Compiled.Image(Compiled.Annotated(Pins));
        var compilation = Compiled.Source("class C { }", library, Compiled.Attributes);
        var table = Compiled.Table(compilation);

        Assert.Superset(new HashSet<string> { "Pin", "Unpin", "Lock", "Unlock" }, table.Names.ToHashSet());
        Assert.Equal("page-pin", Assert.Single(table.Of(Compiled.Method(compilation, "Driver", "Pin"))!.Acquires).Kind);
    }

    [Fact]
    public void An_instance_method_acquires_its_receiver_and_its_kind_is_counted()
    {
        var compilation = Compiled.Annotated(Pins);
        var table = Compiled.Table(compilation);

        Assert.Equal(Target.Receiver, table.Of(Compiled.Method(compilation, "Driver", "Lock"))!.Acquires.Single().Target);
        Assert.True(table.IsCounted("lock"));
        Assert.False(table.IsCounted("page-pin"));
        Assert.Equal("Unlock", Assert.Single(table.ReleasesOf("lock")).Name);
    }

    [Fact]
    public void The_built_in_pack_pairs_the_handles_of_the_garbage_collector()
    {
        var compilation = Compiled.Source("class C { }");
        var table = Compiled.Table(compilation);

        const string handle = "System.Runtime.InteropServices.GCHandle";
        Assert.Equal("gc-handle", table.Of(Compiled.Method(compilation, handle, "Alloc", 2))!.Acquires.Single().Kind);
        Assert.Equal(Target.Receiver, table.Of(Compiled.Method(compilation, handle, "Free"))!.Releases.Single().Target);
        Assert.Equal(new TellClause(Target.Receiver, "gc-handle", TellClause.IsTrue), table.Of(Compiled.Method(compilation, handle, "get_IsAllocated"))!.TellsHeld);
        Assert.Contains("Alloc", table.Names);
        Assert.Equal("Free", table.ReleasesOf("gc-handle").Single().Name);
        Assert.False(table.IsCounted("gc-handle"));
        Assert.True(table.IsCounted("monitor"));
    }

    [Fact]
    public void A_file_beats_the_built_in_pack_and_an_attribute_beats_a_file()
    {
        var compilation = Compiled.Annotated(Pins);
        var table = Compiled.Table(compilation, """
            M:System.Runtime.InteropServices.GCHandle.Free
                this releases other
            M:Driver.Lock
                this acquires other
            """);

        Assert.Equal("other", table.Of(Compiled.Method(compilation, "System.Runtime.InteropServices.GCHandle", "Free"))!.Releases.Single().Kind);
        Assert.Equal("lock", table.Of(Compiled.Method(compilation, "Driver", "Lock"))!.Acquires.Single().Kind);
    }
}
