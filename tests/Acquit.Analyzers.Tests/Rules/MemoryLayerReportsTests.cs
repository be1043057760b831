using System.Globalization;
using Acquit.Analyzers;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Acquit.Tests.Rules;

/// <summary>What is reported about code against the managed-memory layer, by the contracts that it is annotated with.</summary>
public class MemoryLayerReportsTests
{
    [Theory]
    [InlineData("Page? page = kernel.ShmemReadMappingPage(map, 1, out int error); if (error < 0) return error; int sum = page!.Span[0]; kernel.PutPage(page); return sum;")]
    [InlineData("Page? page = kernel.ShmemReadMappingPageGfp(map, 1, GfpFlags.Kernel, out int error); if (error != 0) return error; int sum = page!.Span[0]; kernel.PutPage(page); return sum;")]
    [InlineData("Page? page = kernel.ShmemReadMappingPage(map, 1, out int error); if (page == null) return error; int sum = page.Span[0]; kernel.PutPage(page); return sum;")]
    [InlineData("MmuNotifier? notifier = mm.MmuNotifierGet(ops, out int error); if (error < 0) return error; mm.MmuNotifierPut(notifier!); return 0;")]
    [InlineData("MmuNotifier? notifier = mm.MmuNotifierGet(ops, out int error); if (notifier is null) return error; mm.MmuNotifierPut(notifier); return 0;")]
    [InlineData("ulong address = kernel.MemremapPages(pagemap, out int error); if (error < 0) return error; kernel.MemunmapPages(pagemap); return (int)address;")]
    [InlineData("ulong address = kernel.MemremapPages(pagemap, out int error); if (address == 0) return error; kernel.MemunmapPages(pagemap); return 0;")]
    public async Task An_error_that_is_handed_out_means_that_there_is_nothing(string body) => Assert.Empty(await ReportsAsync(body));

    [Theory]
    [InlineData("Page? page = kernel.ShmemReadMappingPage(map, 1, out int error); if (error < 0) return error; return page!.Span[0];")]
    [InlineData("Page? page = kernel.ShmemReadMappingPage(map, 1, out int error); if (page == null) return error; return page.Span[0];")]
    [InlineData("Page? page = kernel.ShmemReadMappingPageGfp(map, 1, GfpFlags.Kernel, out int error); if (page == null) return -1; return page.Span[0];")]
    [InlineData("ulong address = kernel.MemremapPages(pagemap, out int error); if (address == 0) return error; return 1;")]
    public async Task Without_an_error_there_is(string body) => Assert.Equal("ACQ101", Assert.Single(await ReportsAsync(body)).Id);

    [Theory]
    [InlineData("VmArea? area = kernel.Vmap(pages, VmapFlags.Map); if (area == null) return -1; Span<byte> bytes = area.Span; kernel.Vunmap(area); return bytes[0];")]
    [InlineData("KernelAllocation? block = kernel.Kmalloc(64, GfpFlags.Kernel); if (block == null) return -1; Span<byte> bytes = block.Span; kernel.Kfree(block); return bytes[0];")]
    [InlineData("ulong address = kernel.GetZeroedPage(GfpFlags.Kernel); if (address == 0) return -1; Span<byte> bytes = kernel.BytesAt(address, 4); kernel.FreePageAddress(address); return bytes[0];")]
    public async Task Bytes_end_with_what_they_are_of(string body) => Assert.Equal("ACQ105", Assert.Single(await ReportsAsync(body)).Id);

    [Theory]
    [InlineData("VmArea? area = kernel.Vmap(pages, VmapFlags.Map); if (area == null) return -1; Span<byte> bytes = area.Span; int sum = bytes[0]; kernel.Vunmap(area); return sum;")]
    [InlineData("KernelAllocation? block = kernel.Kmalloc(64, GfpFlags.Kernel); if (block == null) return -1; Span<byte> bytes = block.Span; int sum = bytes[0]; kernel.Kfree(block); return sum;")]
    [InlineData("ulong address = kernel.GetZeroedPage(GfpFlags.Kernel); if (address == 0) return -1; Span<byte> bytes = kernel.BytesAt(address, 4); int sum = bytes[0]; kernel.FreePageAddress(address); return sum;")]
    public async Task Bytes_that_are_read_before_are_there(string body) => Assert.Empty(await ReportsAsync(body));

    [Fact]
    public async Task What_is_written_is_to_be_released_as_one_page_where_one_is_released() => Assert.EndsWith(
        "; release by 'UnpinUserPageRangeDirtyLock'",
        Assert.Single(await ReportsAsync(
            "int got = mm.PinUserPagesFast(0, 1, FollFlags.Write, pages); if (got <= 0) return got; pages[0].Span[0] = 1; kernel.UnpinUserPage(pages[0]); return 0;")).GetMessage(CultureInfo.InvariantCulture),
        StringComparison.Ordinal);

    private static async Task<IReadOnlyList<Diagnostic>> ReportsAsync(string body)
    {
        var source = $$"""
            using System;
            using Acquit.Memory;
            public static class Driver
            {
                public static int Run(KernelMemory kernel, MmStruct mm, AddressSpace map, MmuNotifierOps ops, DevPagemap pagemap, Page[] pages)
                {
                    {{body}}
                }
            }
            """;
        var state = new SolutionState { Sources = { ("Driver.cs", source) } };
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Memory.References);
        return [.. await AnalyzerRun.DiagnosticsAsync(project, [new PairingAnalyzer()], CompilerDiagnostics.Errors, TestContext.Current.CancellationToken)];
    }
}
