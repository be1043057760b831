using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.Contracts;

/// <summary>Compilations made by hand, and what is looked up in them.</summary>
internal static class Compiled
{
    public static readonly ImmutableArray<MetadataReference> Framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToImmutableArray();

    public static readonly MetadataReference Attributes = MetadataReference.CreateFromFile(typeof(AcquiresAttribute).Assembly.Location);

    public static CSharpCompilation Source(string source, params MetadataReference[] references) =>
        Sources([source], references);

    public static CSharpCompilation Sources(IEnumerable<string> sources, params MetadataReference[] references) => CSharpCompilation.Create(
        "Test",
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, path: $"Test{i}.cs", cancellationToken: TestContext.Current.CancellationToken)),
        Framework.AddRange(references),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    /// <summary>Source with the attributes, and nothing in it that the compiler minds.</summary>
    public static CSharpCompilation Annotated(string source)
    {
        var compilation = Source("using System; using Acquit;\n" + source, Attributes);
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
        return compilation;
    }

    /// <summary>The compilation's assembly as a compiled reference.</summary>
    public static MetadataReference Image(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    public static ContractTable Table(Compilation compilation, params string[] files) => ContractTable.Create(
        compilation,
        files.Select((text, i) => (AdditionalText)new ContractText($"api{i}.acquit.txt", text)).ToImmutableArray(),
        TestContext.Current.CancellationToken);

    public static IMethodSymbol Method(Compilation compilation, string type, string name, int parameters = -1) =>
        compilation.GetTypeByMetadataName(type)!.GetMembers(name).OfType<IMethodSymbol>()
            .Single(method => parameters < 0 || method.Parameters.Length == parameters);

    public static IMethodSymbol ById(Compilation compilation, string id) =>
        (IMethodSymbol)DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation)!;

    internal sealed class ContractText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
