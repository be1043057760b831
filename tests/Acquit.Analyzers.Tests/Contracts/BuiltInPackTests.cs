using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.Contracts;

public class BuiltInPackTests
{
    private static readonly Compilation Compilation = Compiled.Source("class C { }");
    private static readonly ContractTable Table = Compiled.Table(Compilation);

    [Fact]
    public void Every_line_is_understood_and_every_id_names_a_member()
    {
        Assert.NotEmpty(BuiltInPack.Texts());
        Assert.All(BuiltInPack.Texts(), text => Assert.Empty(
            ContractFileCheck.Errors(ContractFileParser.Parse(text), Compilation, TestContext.Current.CancellationToken)
                .Select(error => $"{text.Take(error.Start).Count(c => c == '\n') + 1}: {error.Message}")));
    }

    [Theory]
    [InlineData("M:System.Runtime.InteropServices.GCHandle.Alloc(System.Object)", "gc-handle", "Free")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.AllocHGlobal(System.IntPtr)", "hglobal", "FreeHGlobal")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.StringToHGlobalUni(System.String)", "hglobal", "FreeHGlobal")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.SecureStringToGlobalAllocAnsi(System.Security.SecureString)", "hglobal", "ZeroFreeGlobalAllocAnsi")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.StringToCoTaskMemUTF8(System.String)", "cotaskmem", "FreeCoTaskMem")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.StringToBSTR(System.String)", "bstr", "FreeBSTR")]
    [InlineData("M:System.Runtime.InteropServices.NativeMemory.AllocZeroed(System.UIntPtr)", "native-memory", "Free")]
    [InlineData("M:System.Runtime.InteropServices.NativeMemory.AlignedAlloc(System.UIntPtr,System.UIntPtr)", "aligned-memory", "AlignedFree")]
    [InlineData("M:System.Buffers.ArrayPool`1.Rent(System.Int32)", "pooled-array", "Return")]
    [InlineData("M:System.Threading.Monitor.TryEnter(System.Object,System.Int32,System.Boolean@)", "monitor", "Exit")]
    public void An_acquire_names_a_release_of_its_kind(string id, string kind, string release)
    {
        var acquire = Assert.Single(Table.Of(Compiled.ById(Compilation, id))!.Acquires);

        Assert.Equal(kind, acquire.Kind);
        Assert.Equal([release], acquire.ReleasedBy);
        Assert.Contains(Table.ReleasesOf(kind), method => method.Name == release);
    }

    [Fact]
    public void Freeing_zero_is_no_release()
    {
        var release = Assert.Single(Table.Of(Compiled.ById(Compilation, "M:System.Runtime.InteropServices.Marshal.FreeHGlobal(System.IntPtr)"))!.Releases);

        Assert.Equal([new Test(Operand.Parameter(0), TestOperator.NotEqual, Operand.Number(0))], release.When.Tests);
        Assert.False(release.Consumes);
    }

    [Fact]
    public void A_reallocation_takes_the_old_block_and_gives_a_new_one()
    {
        var contract = Table.Of(Compiled.ById(Compilation, "M:System.Runtime.InteropServices.NativeMemory.Realloc(System.Void*,System.UIntPtr)"))!;

        Assert.True(Assert.Single(contract.Releases).Consumes);
        Assert.Equal(Target.Return, Assert.Single(contract.Acquires).Target);
        Assert.DoesNotContain(Table.ReleasesOf("native-memory"), method => method.Name == "Realloc");
    }

    [Theory]
    [InlineData("monitor", true)]
    [InlineData("gc-handle", false)]
    [InlineData("hglobal", false)]
    [InlineData("pooled-array", false)]
    public void A_lock_can_be_held_several_times_and_an_allocation_cannot(string kind, bool counted) =>
        Assert.Equal(counted, Table.IsCounted(kind));

    [Theory]
    [InlineData("M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)", "buffer")]
    [InlineData("M:System.IO.FileStream.Write(System.Byte[],System.Int32,System.Int32)", "buffer")]
    [InlineData("M:System.Array.Copy(System.Array,System.Array,System.Int32)", "sourceArray destinationArray")]
    [InlineData("M:System.Array.IndexOf``1(``0[],``0)", "array")]
    [InlineData("M:System.Buffer.BlockCopy(System.Array,System.Int32,System.Array,System.Int32,System.Int32)", "src srcOffset dst dstOffset count")]
    [InlineData("M:System.Text.Encoding.GetString(System.Byte[],System.Int32,System.Int32)", "bytes")]
    [InlineData("M:System.Text.UTF8Encoding.GetBytes(System.String,System.Int32,System.Int32,System.Byte[],System.Int32)", "bytes")]
    [InlineData("M:System.BitConverter.ToInt32(System.Byte[],System.Int32)", "value")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.Copy(System.Byte[],System.Int32,System.IntPtr,System.Int32)", "source destination")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.PtrToStructure``1(System.IntPtr)", "ptr")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.WriteIntPtr(System.IntPtr,System.Int32,System.IntPtr)", "ptr")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.StructureToPtr(System.Object,System.IntPtr,System.Boolean)", "ptr")]
    [InlineData("M:System.Convert.ToBase64String(System.Byte[])", "inArray")]
    [InlineData("M:System.String.#ctor(System.Char[],System.Int32,System.Int32)", "value")]
    [InlineData("M:System.Net.Sockets.Socket.Send(System.Byte[],System.Int32,System.Net.Sockets.SocketFlags)", "buffer")]
    [InlineData("M:System.Security.Cryptography.SHA256.HashData(System.Byte[])", "source")]
    [InlineData("M:System.Security.Cryptography.ToBase64Transform.TransformBlock(System.Byte[],System.Int32,System.Int32,System.Byte[],System.Int32)", "inputBuffer outputBuffer")]
    [InlineData("M:System.Threading.Monitor.Pulse(System.Object)", "obj")]
    public void What_is_only_looked_at_is_borrowed(string id, string names)
    {
        var method = Compiled.ById(Compilation, id);

        Assert.Equal(names.Split(' '), Table.Of(method)!.Borrows.Order().Select(ordinal => method.Parameters[ordinal].Name));
    }

    [Theory]
    [InlineData("M:System.IO.MemoryStream.#ctor(System.Byte[])")]
    [InlineData("M:System.IO.Stream.ReadAsync(System.Byte[],System.Int32,System.Int32)")]
    [InlineData("M:System.IO.Stream.BeginRead(System.Byte[],System.Int32,System.Int32,System.AsyncCallback,System.Object)")]
    [InlineData("M:System.IO.Stream.Synchronized(System.IO.Stream)")]
    [InlineData("M:System.IO.Stream.CopyToAsync(System.IO.Stream)")]
    [InlineData("M:System.Text.Encoding.CreateTranscodingStream(System.IO.Stream,System.Text.Encoding,System.Text.Encoding,System.Boolean)")]
    [InlineData("M:System.Array.Resize``1(``0[]@,System.Int32)")]
    [InlineData("M:System.Array.FindAll``1(``0[],System.Predicate{``0})")]
    [InlineData("M:System.Array.AsReadOnly``1(``0[])")]
    [InlineData("M:System.ArraySegment`1.#ctor(`0[])")]
    [InlineData("M:System.Memory`1.#ctor(`0[])")]
    [InlineData("M:System.Collections.Generic.List`1.Add(`0)")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.GetDelegateForFunctionPointer``1(System.IntPtr)")]
    [InlineData("M:System.BitConverter.GetBytes(System.Int64)")]
    [InlineData("M:System.Net.Sockets.Socket.SendAsync(System.ArraySegment{System.Byte})")]
    public void What_keeps_its_arguments_is_not_said_to_borrow(string id) =>
        Assert.Empty(Table.Of(Compiled.ById(Compilation, id))?.Borrows ?? []);

    [Theory]
    [InlineData("M:System.MemoryExtensions.AsSpan``1(``0[])", 0)]
    [InlineData("M:System.Span`1.#ctor(System.Void*,System.Int32)", 0)]
    [InlineData("M:System.IntPtr.op_Explicit(System.IntPtr)~System.Int64", 0)]
    [InlineData("M:System.Runtime.InteropServices.GCHandle.FromIntPtr(System.IntPtr)", 0)]
    [InlineData("M:System.IntPtr.ToPointer", -1)]
    public void A_conversion_names_the_same_resource(string id, int source) => Assert.Equal(
        [new SameAsClause(Target.Return, source < 0 ? Target.Receiver : Target.Parameter(source))],
        Table.Of(Compiled.ById(Compilation, id))!.SameAs);

    [Theory]
    [InlineData("M:System.MemoryExtensions.AsSpan``1(``0[],System.Int32,System.Int32)", 0, 1, 2)]
    [InlineData("M:System.Span`1.Slice(System.Int32,System.Int32)", -1, 0, 1)]
    public void A_slice_says_where_it_begins_and_how_long_it_is(string id, int source, int start, int count) => Assert.Equal(
        [new SameAsClause(
            Target.Return, source < 0 ? Target.Receiver : Target.Parameter(source), Operand.Parameter(start), Operand.Parameter(count))],
        Table.Of(Compiled.ById(Compilation, id))!.SameAs);

    [Fact]
    public void Names_lead_to_bodies_that_may_hold_something_and_to_no_others()
    {
        Assert.Superset(new HashSet<string> { "Alloc", "Free", "FreeHGlobal", "Rent", "Return", "Enter", "TryEnter", "Exit" }, Table.Names.ToHashSet());
        Assert.DoesNotContain("Read", Table.Names);
        Assert.DoesNotContain("AsSpan", Table.Names);
        Assert.DoesNotContain("IsAllocated", Table.Names);
    }
}
