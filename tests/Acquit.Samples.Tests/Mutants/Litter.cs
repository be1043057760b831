using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Acquit.Samples.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Acquit.Samples.Mutants;

/// <summary>
/// All mutants of one driver, each in a namespace of its own, with the scenarios that are about it: analyzed, compiled and loaded
/// together, since one by one most of the time would go into beginning.
/// </summary>
internal sealed class Litter
{
    private const string Drivers = "PortedDrivers.Mended";
    private const string Scenarios = "PortedDrivers.Scenarios";

    private static readonly CSharpCompilation others = SampleCompilation.Of(
        "Mutants", [.. SampleCompilation.Trees.Where(tree => !tree.FilePath.StartsWith("AsPorted/", StringComparison.Ordinal))], OutputKind.ConsoleApplication);

    private readonly SyntaxTree driver;
    private readonly ImmutableArray<SyntaxTree> scenarios;

    public Litter(SyntaxTree driver)
    {
        this.driver = driver;
        HashSet<string> declared = [.. driver.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Select(type => type.Identifier.ValueText)];
        scenarios =
        [
            .. SampleCompilation.Trees.Where(tree => tree.FilePath.EndsWith("Scenarios.cs", StringComparison.Ordinal))
                .Where(tree => tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => declared.Contains(name.Identifier.ValueText))),
        ];
        SemanticModel model = others.GetSemanticModel(driver);
        Mutations = [.. Mutants.Mutations.Of(model).Concat(Handlers.Of(model))];
        Mutation[] broken = [.. Mutations.Where((mutation, i) => !Compiles(mutation, i))];
        Mutations = Mutations.RemoveRange(broken);
    }

    /// <summary>Those that a compiler has nothing against.</summary>
    public ImmutableArray<Mutation> Mutations { get; }

    /// <summary>What is said about each.</summary>
    public async Task<ImmutableArray<Diagnostic[]>> AnalyzeAsync(CancellationToken cancellationToken)
    {
        CSharpCompilation read = others.AddSyntaxTrees(Mutations.Select((mutation, i) => Parse(mutation.ToRead(), driver, i)));
        ILookup<string, Diagnostic> reports = (await SampleCompilation.ReportsAsync(read, [], cancellationToken))
            .Where(report => report.Severity > DiagnosticSeverity.Hidden)
            .ToLookup(report => report.Location.GetLineSpan().Path);
        return [.. Mutations.Select((_, i) => reports[PathOf(driver, i)].ToArray())];
    }

    /// <summary>What each does.</summary>
    public ImmutableArray<(Behaviour Behaviour, string Words)> Run()
    {
        CSharpCompilation run = others.AddSyntaxTrees(
            [
                .. Mutations.Select((mutation, i) => Parse(mutation.ToRun(), driver, i)),
                .. scenarios.SelectMany(tree => Mutations.Select((_, i) => Parse(tree.ToString(), tree, i))),
                CSharpSyntaxTree.ParseText(Guard.Source, (CSharpParseOptions)driver.Options, "MutantGuard.cs"),
            ]);
        using MemoryStream code = new();
        EmitResult emitted = run.Emit(code);
        if (!emitted.Success)
            throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
        code.Position = 0;

        AssemblyLoadContext context = new("Mutants", isCollectible: true);
        try
        {
            Assembly assembly = context.LoadFromStream(code);
            return [.. Mutations.Select((_, i) => RunOfMutant.Of(assembly, [.. scenarios.Select(tree => $"{Scenarios}.{NameOf(i)}.{Path.GetFileNameWithoutExtension(tree.FilePath)}")]))];
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>Whether what one does wrong may be half of a pair.</summary>
    public bool IsLeftToOthers(int number)
    {
        Mutation mutation = Mutations[number];
        SyntaxTree tree = Parse(mutation.ToRead(), driver, number);
        return new LeftToOthers(others.GetSemanticModel(driver), mutation.Edits.Keys, others.AddSyntaxTrees(tree).GetSemanticModel(tree)).Has;
    }

    private bool Compiles(Mutation mutation, int number)
    {
        SyntaxTree tree = Parse(mutation.ToRead(), driver, number);
        return others.AddSyntaxTrees(tree).GetSemanticModel(tree).GetDiagnostics().All(one => one.Severity < DiagnosticSeverity.Error);
    }

    private static SyntaxTree Parse(string text, SyntaxTree original, int number) => CSharpSyntaxTree.ParseText(
        text.Replace($"namespace {Drivers};", $"namespace {Drivers}.{NameOf(number)};", StringComparison.Ordinal)
            .Replace($"using {Drivers};", $"using {Drivers}.{NameOf(number)};", StringComparison.Ordinal)
            .Replace($"namespace {Scenarios};", $"namespace {Scenarios}.{NameOf(number)};", StringComparison.Ordinal),
        (CSharpParseOptions)original.Options,
        PathOf(original, number));

    private static string PathOf(SyntaxTree original, int number) => $"{NameOf(number)}/{original.FilePath}";

    private static string NameOf(int number) => $"Mutant{number}";
}
