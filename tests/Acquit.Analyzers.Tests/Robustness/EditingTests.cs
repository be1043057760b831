using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>What is kept from one compilation to the next, while code is typed, must not tell in what is reported.</summary>
public class EditingTests
{
    private const string Caller = """
        using System.Buffers;

        public static class Caller
        {
            public static int Use(int length, bool early)
            {
                byte[] rented = Wrapping.Make(length);
                if (early)
                    return 0;

                ArrayPool<byte>.Shared.Return(rented);
                return length;
            }
        }
        """;

    private const string Outer = """
        public static class Wrapping
        {
            public static byte[] Make(int length) => Pooling.Take(length);
        }
        """;

    private const string Renting = """
        using System.Buffers;

        public static class Pooling
        {
            public static byte[] Take(int length) => ArrayPool<byte>.Shared.Rent(length);
        }
        """;

    private const string Creating = """
        public static class Pooling
        {
            public static byte[] Take(int length) => new byte[length];
        }
        """;

    private const string Renamed = """
        using System.Buffers;

        public static class Pooling
        {
            public static byte[] Take(int length) => Fetch(length);

            private static byte[] Fetch(int length) => ArrayPool<byte>.Shared.Rent(length);
        }
        """;

    [Fact]
    public async Task A_helper_of_a_helper_that_begins_to_acquire_and_ceases_to()
    {
        var compilation = Compile(Caller, Outer, Creating);
        Assert.Empty(await ReportedAsync(compilation));
        foreach (var (text, expected) in new[] { (Renting, "ACQ101"), (Creating, ""), (Renamed, "ACQ101"), (Renting, "ACQ101"), (Creating, "") })
        {
            var old = compilation.SyntaxTrees.Single(tree => tree.FilePath == "2.cs");
            compilation = compilation.ReplaceSyntaxTree(old, Parse(text, 2));
            Assert.Equal(expected, string.Join(" ", await ReportedAsync(compilation)));
            Assert.Equal(await ReportedAsync(Compile(Caller, Outer, text)), await ReportedAsync(compilation));
        }
    }

    private static CSharpCompilation Compile(params string[] texts) => CSharpCompilation.Create(
        "Typed", texts.Select(Parse), ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse(string text, int number) => CSharpSyntaxTree.ParseText(text, path: $"{number}.cs", cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<ImmutableArray<string>> ReportedAsync(Compilation compilation)
    {
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error));
        var reported = await compilation.WithAnalyzers([new PairingAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. reported.Where(d => d.Severity > DiagnosticSeverity.Info).Select(d => d.Id)];
    }
}
