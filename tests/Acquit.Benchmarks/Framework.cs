using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Benchmarks;

/// <summary>What every build has anyway: the framework's assemblies, and the analyzers that the SDK brings.</summary>
internal static class Framework
{
    private static readonly string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static CSharpCompilation Empty()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation.Create(
            "Compiled",
            [],
            platform.Where(path => Path.GetDirectoryName(path) == folder)
                .Append(Path.Combine(AppContext.BaseDirectory, "Acquit.Contracts.dll"))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));
    }

    /// <summary>The same with the managed-memory layer, for drivers.</summary>
    public static CSharpCompilation WithMemory() => Empty()
        .AddReferences(MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Acquit.Memory.dll")))
        .WithOptions(new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The SDK's analyzers that a project without settings of its own runs.</summary>
    public static IReadOnlyList<DiagnosticAnalyzer> UsualAnalyzers()
    {
        var sdk = Directory.GetDirectories(Path.GetFullPath(Path.Combine(folder, "..", "..", "..", "sdk"))).Order(StringComparer.Ordinal).Last();
        // Some of them need the other compiler, which lies beside the one that builds.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(sdk, "Roslyn", "bincore", name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        var analyzers = Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers");
        return
        [
            .. new[] { "Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll" }
                .SelectMany(name => TypesOf(AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(analyzers, name))))
                .Where(type => !type.IsAbstract && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
                .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
                .Where(analyzer => analyzer.SupportedDiagnostics.Any(d => d is { IsEnabledByDefault: true, DefaultSeverity: >= DiagnosticSeverity.Info })),
        ];
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            // The code fixes in it need an editor, which a build is not.
            return partly.Types.OfType<Type>();
        }
    }
}
