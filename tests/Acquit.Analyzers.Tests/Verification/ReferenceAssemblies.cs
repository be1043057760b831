using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Tests.Verification;

/// <summary>What test sources are compiled against: the framework the tests run on, and what of Acquit they ask for.</summary>
public sealed class ReferenceAssemblies
{
    private ReferenceAssemblies(ImmutableArray<MetadataReference> references) => References = references;

    /// <summary>The running framework alone.</summary>
    public static ReferenceAssemblies Framework { get; } = new(RunningFramework());

    /// <summary>The framework and the contract attributes: what most tests want.</summary>
    public static ReferenceAssemblies Contracts { get; } = Framework.Plus("Acquit.Contracts");

    /// <summary>The framework, the contract attributes and the managed-memory layer.</summary>
    public static ReferenceAssemblies Memory { get; } = Contracts.Plus("Acquit.Memory");

    public ImmutableArray<MetadataReference> References { get; }

    private ReferenceAssemblies Plus(string assembly) =>
        new(References.Add(MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"))));

    private static ImmutableArray<MetadataReference> RunningFramework()
    {
        // The list of trusted assemblies also names those of the tests themselves; the framework's lie together.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return [.. trusted
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }
}
