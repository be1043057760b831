using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
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
            compilation = compilation.ReplaceSyntaxTree(old, old.WithChangedText(SourceText.From(text)));
            Assert.Equal(expected, string.Join(" ", await ReportedAsync(compilation)));
            Assert.Equal(await ReportedAsync(Compile(Caller, Outer, text)), await ReportedAsync(compilation));
        }
    }

    /// <summary>In one file: its members are looked at anew only where something changed that they mention.</summary>
    [Theory]
    [InlineData("ArrayPool<byte>.Shared.Rent(length)", "Filled(new byte[length])")]
    [InlineData("Filled(ArrayPool<byte>.Shared.Rent(length))", "Given(ArrayPool<byte>.Shared.Rent(length))")]
    [InlineData("new Buffer(length).Bytes", "Given(new Buffer(length).Bytes)")]
    public async Task Helpers_in_the_file_that_is_typed(string acquiring, string other)
    {
        var compilation = Compile(InOneFile(other));
        var open = compilation.SyntaxTrees.Single();
        foreach (var (text, expected) in new[] { (other, ""), (acquiring, "ACQ101"), (other, ""), (acquiring, "ACQ101"), ($"Given({acquiring})", ""), (acquiring, "ACQ101") })
        {
            foreach (var comment in new[] { "", "// typed elsewhere", "" })
            {
                var edited = open.WithChangedText(SourceText.From(InOneFile(text) + comment));
                compilation = compilation.ReplaceSyntaxTree(open, edited);
                open = edited;
                Assert.Equal(expected, string.Join(" ", (await ReportedAsync(compilation)).Distinct()));
            }
        }
    }

    private static string InOneFile(string taken) => Caller.Replace("Wrapping.Make", "Pooling.Outer", StringComparison.Ordinal) + $$"""

        public static class Pooling
        {
            public static byte[] Outer(int length) => Middle(length);

            private static byte[] Middle(int length) => Inner(length);

            private static byte[] Inner(int length) => {{taken}};

            private static byte[] Filled(byte[] bytes)
            {
                bytes[0] = 1;
                return bytes;
            }

            private static byte[] Given(byte[] bytes)
            {
                var length = bytes.Length;
                ArrayPool<byte>.Shared.Return(bytes);
                return new byte[length];
            }
        }

        public readonly struct Buffer
        {
            public readonly byte[] Bytes;

            public Buffer(int length) => Bytes = ArrayPool<byte>.Shared.Rent(length);
        }
        """;

    private static CSharpCompilation Compile(params string[] texts) => CSharpCompilation.Create(
        "Typed", texts.Select(Parse), ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse(string text, int number) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path: $"{number}.cs", cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<ImmutableArray<string>> ReportedAsync(Compilation compilation)
    {
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error));
        var reported = await compilation.WithAnalyzers([new PairingAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. reported.Where(d => d.Severity > DiagnosticSeverity.Info).Select(d => d.Id)];
    }
}
