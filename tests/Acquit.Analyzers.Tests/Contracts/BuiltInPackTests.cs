using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.Contracts;

public class BuiltInPackTests
{
    private static readonly Compilation Compilation = Compiled.Source("class C { }");
    private static readonly ContractTable Table = Compiled.Table(Compilation);


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
    [InlineData("M:System.Runtime.InteropServices.PinnedGCHandle`1.#ctor(`0)", "typed-gc-handle", "Dispose")]
    [InlineData("M:System.Runtime.DependentHandle.#ctor(System.Object,System.Object)", "dependent-handle", "Dispose")]
    [InlineData("M:System.ReadOnlyMemory`1.Pin", "memory-handle", "Dispose")]
    [InlineData("M:System.Runtime.InteropServices.SafeHandle.DangerousAddRef(System.Boolean@)", "safe-handle-reference", "DangerousRelease")]
    [InlineData("M:System.Runtime.InteropServices.SafeBuffer.AcquirePointer(System.Byte*@)", "buffer-pointer", "ReleasePointer")]
    [InlineData("M:System.Runtime.InteropServices.NativeLibrary.TryLoad(System.String,System.IntPtr@)", "native-library", "Free")]
    [InlineData("M:System.Runtime.InteropServices.Marshal.GetComInterfaceForObject``2(``0)", "com-reference", "Release")]
    [InlineData("M:System.Threading.CancellationToken.Register(System.Action)", "token-registration", "Dispose")]
    [InlineData("M:System.Threading.Lock.EnterScope", "threading-lock-scope", "Dispose")]
    [InlineData("M:System.Threading.SpinLock.Enter(System.Boolean@)", "threading-spin-lock", "Exit")]
    [InlineData("M:System.Threading.SemaphoreSlim.WaitAsync(System.TimeSpan,System.Threading.CancellationToken)", "semaphore-slot", "Release")]
    [InlineData("M:System.Threading.ReaderWriterLockSlim.TryEnterUpgradeableReadLock(System.Int32)", "slim-upgradeable-lock", "ExitUpgradeableReadLock")]
    [InlineData("M:System.Threading.ReaderWriterLock.AcquireWriterLock(System.TimeSpan)", "old-writer-lock", "ReleaseWriterLock")]
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
    [InlineData("semaphore-slot", true)]
    [InlineData("system-mutex", true)]
    [InlineData("com-reference", true)]
    [InlineData("threading-lock-scope", false)]
    [InlineData("native-library", false)]
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
        Assert.DoesNotContain("Dispose", Table.Names);
    }

    [Theory]
    [InlineData("System.Threading.Mutex", "system-mutex")]
    [InlineData("System.Threading.Semaphore", "semaphore-slot")]
    [InlineData("System.Threading.ManualResetEvent", null)]
    [InlineData("System.Threading.WaitHandle", null)]
    public void What_is_held_after_waiting_for_a_handle_depends_on_the_handle(string type, string? kind)
    {
        var wait = Compiled.ById(Compilation, "M:System.Threading.WaitHandle.WaitOne(System.Int32)");

        Assert.Equal(kind, Table.Of(wait, Compilation.GetTypeByMetadataName(type))?.Acquires.Single().Kind);
        Assert.Null(Table.Of(wait));
    }

    [Fact]
    public void Disposing_of_an_owner_gives_its_memory_back_and_may_be_repeated()
    {
        var dispose = Compiled.ById(Compilation, "M:System.IDisposable.Dispose");
        var owner = Compilation.GetTypeByMetadataName("System.Buffers.IMemoryOwner`1")!.Construct(Compilation.GetSpecialType(SpecialType.System_Byte));

        var release = Assert.Single(Table.Of(dispose, owner)!.Releases);

        Assert.Equal(("memory-owner", true), (release.Kind, release.IfHeld));
        Assert.Null(Table.Of(dispose, Compilation.GetTypeByMetadataName("System.IO.Stream")));
    }

    [Theory]
    [InlineData("M:System.Threading.Monitor.Enter(System.Object)", true)]
    [InlineData("M:System.Runtime.InteropServices.NativeLibrary.Load(System.String)", true)]
    [InlineData("M:System.Threading.CancellationToken.Register(System.Action)", true)]
    [InlineData("M:System.Buffers.MemoryPool`1.Rent(System.Int32)", false)]
    [InlineData("M:System.Threading.Lock.EnterScope", false)]
    public void What_is_often_left_as_it_is_is_not_owed(string id, bool optional) =>
        Assert.Equal(optional, Table.Of(Compiled.ById(Compilation, id))!.Acquires.Single().IsOptional);
}
