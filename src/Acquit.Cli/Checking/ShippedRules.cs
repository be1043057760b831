using System.Collections.Immutable;
using System.Reflection;
using Acquit.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Cli.Checking;

/// <summary>The analyzers that come with the tool, and their rules.</summary>
internal static class ShippedRules
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. typeof(PairingAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>The rules by ID. What a rule reports at the end of a compilation has a descriptor of its own, which says the same.</summary>
    public static ImmutableSortedDictionary<string, DiagnosticDescriptor> All { get; } = Analyzers
        .SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .GroupBy(rule => rule.Id)
        .ToImmutableSortedDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    /// <summary>The page of a rule, as Markdown.</summary>
    public static string Page(string id)
    {
        using var reader = new StreamReader(typeof(ShippedRules).Assembly.GetManifestResourceStream(id + ".md")!);
        return reader.ReadToEnd();
    }

    public static string Version { get; } =
        typeof(ShippedRules).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
