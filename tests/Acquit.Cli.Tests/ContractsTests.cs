using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Cli.Tests;

/// <summary>Contracts are proposed for what the engine finds in bodies, in a form that the engine reads.</summary>
public sealed class ContractsTests : IDisposable
{
    private const string Library = """
        using System;
        using System.Buffers;
        using System.Runtime.InteropServices;

        namespace Vendor;

        public abstract class Cards
        {
            public static GCHandle Hold(object target) => GCHandle.Alloc(target, GCHandleType.Pinned);

            public static bool TryHold(object target, bool wanted, out GCHandle handle)
            {
                handle = default;
                if (!wanted)
                    return false;
                handle = GCHandle.Alloc(target);
                return true;
            }

            public static void Drop(GCHandle handle) => handle.Free();

            public static byte[] Borrow(int size) => ArrayPool<byte>.Shared.Rent(size);

            public static void GiveBack(byte[] @return) => ArrayPool<byte>.Shared.Return(@return);

            public abstract object OpenCard(int slot);

            public abstract void CloseCard(object card);

            public static int Count(byte[] bytes) => bytes.Length;

            internal static GCHandle Own(object target) => GCHandle.Alloc(target);
        }

        internal static class Hidden
        {
            public static GCHandle Hold(object target) => GCHandle.Alloc(target);
        }
        """;

    private readonly TestFolder _folder = TestFolder.With(("Cards.cs", Library));

    [Fact]
    public async Task Public_methods_that_acquire_or_release_are_proposed_and_no_others()
    {
        var run = await _folder.RunAsync("contracts", ".");
        Assert.Equal((ExitCode.Nothing, ""), (run.Code, run.Error));
        Assert.Equal(
            [
                "M:Vendor.Cards.Borrow(System.Int32)",
                "M:Vendor.Cards.Drop(System.Runtime.InteropServices.GCHandle)",
                "M:Vendor.Cards.GiveBack(System.Byte[])",
                "M:Vendor.Cards.Hold(System.Object)",
                "M:Vendor.Cards.TryHold(System.Object,System.Boolean,System.Runtime.InteropServices.GCHandle@)",
            ],
            ContractFileParser.Parse(run.Output).Blocks.Select(block => block.Id.Text));
        Assert.Contains("\n    handle acquires gc-handle when return == true && ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n    @return releases ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_seems_to_acquire_by_its_name_is_a_comment()
    {
        var lines = (await _folder.RunAsync("contracts", ".")).Output.Split('\n');
        var at = Array.IndexOf(lines, "# M:Vendor.Cards.OpenCard(System.Int32)");
        Assert.Contains("'CloseCard'", lines[at + 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_proposal_is_understood_without_a_mistake()
    {
        var file = ContractFileParser.Parse((await _folder.RunAsync("contracts", ".")).Output);
        var compilation = CSharpCompilation.Create(
            "Vendor",
            [CSharpSyntaxTree.ParseText(Library, cancellationToken: TestContext.Current.CancellationToken)],
            Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll").Where(path => !path.Contains("Native", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(file.Errors);
        Assert.Empty(ContractFileCheck.Errors(file, compilation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task With_an_output_the_methods_are_listed_and_nothing_is_left_to_propose_afterwards()
    {
        var run = await _folder.RunAsync("contracts", ".", "--output", "vendor.acquit.txt");
        Assert.Contains("Cards.Hold(object)\n    return acquires gc-handle", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("5 contracts proposed, 1 method left to look at.\nWritten: vendor.acquit.txt (contract file).\n", run.Output, StringComparison.Ordinal);
        // The file lies beside the code, and so is in force.
        Assert.Empty(ContractFileParser.Parse((await _folder.RunAsync("contracts", ".")).Output).Blocks);
        var check = await _folder.RunAsync("check", ".");
        Assert.Equal((ExitCode.Nothing, ""), (check.Code, check.Error));
    }

    [Fact]
    public async Task Callers_elsewhere_are_held_to_the_proposal()
    {
        await _folder.RunAsync("contracts", ".", "--output", "vendor.acquit.txt");
        _folder.Write("Cards.cs", Library
            .Replace("=> GCHandle.Alloc(target, GCHandleType.Pinned)", "=> throw new NotSupportedException()", StringComparison.Ordinal)
            .Replace("public static int Count", "public static void Forget(object target) { Hold(target); }\n    public static int Count", StringComparison.Ordinal));
        Assert.Contains("'Hold'", (await _folder.RunAsync("check", ".", "--rules", "ACQ101")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_all_or_nothing_is_proposed_with_the_result_that_tells()
    {
        _folder.Write("Both.cs", """
            using Acquit;
            using System.Runtime.InteropServices;
            namespace Vendor;
            public sealed class Page { }
            public static class Mm
            {
                public static extern int PinUserPagesFast(ulong start, int count, [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(UnpinUserPages))] Page[] pages);
                public static extern void UnpinUserPages([Releases("page-pin", Count = "count")] Page[] pages, int count);
            }
            public static class Wholes
            {
                public static bool HoldBoth(object a, object b, out GCHandle first, out GCHandle second)
                {
                    first = GCHandle.Alloc(a);
                    second = default;
                    if (b == null)
                    {
                        first.Free();
                        return false;
                    }

                    second = GCHandle.Alloc(b);
                    return true;
                }

                public static int PinAll(ulong start, int count, Page[] pages)
                {
                    int pinned = Mm.PinUserPagesFast(start, count, pages);
                    if (pinned < 0)
                        return pinned;
                    if (pinned != count)
                    {
                        Mm.UnpinUserPages(pages, pinned);
                        return -14;
                    }

                    return 0;
                }
            }
            """);
        var output = (await _folder.RunAsync("contracts", ".")).Output;
        Assert.Contains("first acquires gc-handle when return == true", output, StringComparison.Ordinal);
        Assert.Contains("pages acquires page-pin when return == 0 count count", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_release_of_ones_own_is_named_before_what_it_is_made_of()
    {
        _folder.Write("Buffers.cs", """
            using System.Buffers;
            namespace Vendor;
            public static class Buffers
            {
                public static byte[] Take(int size) => ArrayPool<byte>.Shared.Rent(size);
                public static void Give(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer);
            }
            public static class Others
            {
                public static byte[] Borrow(int size) => ArrayPool<byte>.Shared.Rent(size);
            }
            """);
        var output = (await _folder.RunAsync("contracts", ".")).Output;
        Assert.Contains("M:Vendor.Buffers.Take(System.Int32)\n    return acquires pooled-array releasedby Give\n", output, StringComparison.Ordinal);
        Assert.Contains("M:Vendor.Others.Borrow(System.Int32)\n    return acquires pooled-array releasedby ArrayPool.Return\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_there_is_nothing_to_propose_is_said()
    {
        _folder.Write("Cards.cs", "namespace Vendor; public static class Cards { public static int Count(byte[] bytes) => bytes.Length; }");
        var run = await _folder.RunAsync("contracts", ".");
        Assert.StartsWith("# Nothing to propose for ", run.Output, StringComparison.Ordinal);
        Assert.Empty(ContractFileParser.Parse(run.Output).Errors);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_propose_no_file_is_written()
    {
        const string words = "Every public method that is seen to acquire or release something has a contract: there is nothing to propose, and new.acquit.txt is not written.\n";
        _folder.Write("Cards.cs", "namespace Vendor; public static class Cards { public static int Count(byte[] bytes) => bytes.Length; }");
        var before = _folder.Content();
        var run = await _folder.RunAsync("contracts", ".", "-o", "new.acquit.txt");
        Assert.Equal((ExitCode.Nothing, words, ""), (run.Code, run.Output, run.Error));
        Assert.Equal(before, _folder.Content());
        // So nothing is in the way once there is something.
        _folder.Write("Cards.cs", Library);
        Assert.Equal(ExitCode.Nothing, (await _folder.RunAsync("contracts", ".", "-o", "new.acquit.txt")).Code);
        Assert.Equal(5, ContractFileParser.Parse(_folder.Read("new.acquit.txt")).Blocks.Length);
    }

    [Fact]
    public async Task What_is_reported_itself_is_no_model_for_a_contract()
    {
        _folder.Write("Cards.cs", """
            using System.Runtime.InteropServices;
            namespace Vendor;
            public static class Cards
            {
                public static int Hold(object target, int mode, out GCHandle handle)
                {
                    handle = GCHandle.Alloc(target);
                    GCHandle second = GCHandle.Alloc(target);
                    if (mode < 0)
                        return -1;
                    second.Free();
                    return 0;
                }

                public static void Drop(GCHandle handle) => handle.Free();
            }
            """);
        var run = await _folder.RunAsync("contracts", ".");
        Assert.Equal(["M:Vendor.Cards.Drop(System.Runtime.InteropServices.GCHandle)"], ContractFileParser.Parse(run.Output).Blocks.Select(block => block.Id.Text));
        Assert.Contains("# M:Vendor.Cards.Hold(System.Object,System.Int32,System.Runtime.InteropServices.GCHandle@)\n#     it is reported itself (ACQ101 at line 8)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_tools_have_written_is_left_out()
    {
        _folder.Write("Made.g.cs", "namespace Vendor; public static class Made { public static byte[] Lend() => System.Buffers.ArrayPool<byte>.Shared.Rent(1); }");
        Assert.DoesNotContain("Vendor.Made", (await _folder.RunAsync("contracts", ".")).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
