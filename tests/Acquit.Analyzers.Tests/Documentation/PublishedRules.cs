using System.Collections.Immutable;
using System.Reflection;
using Acquit.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.Tests.Documentation;

/// <summary>The rules there are, and the files that speak of them.</summary>
internal static class PublishedRules
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Documentation");

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        [.. typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    /// <summary>The name that each rule has in code.</summary>
    public static IEnumerable<string> Stems { get; } =
        [.. typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => field.Name)];

    public static IEnumerable<string> Ids => Descriptors.Select(descriptor => descriptor.Id);

    /// <summary>The IDs that some fix is exported for.</summary>
    public static ImmutableHashSet<string> IdsWithFix { get; } =
        [.. Assembly.Load("Acquit.CodeFixes").GetTypes()
            .Where(type => type.IsDefined(typeof(ExportCodeFixProviderAttribute), inherit: false))
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)];

    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(folder, "ACQ*.md").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    /// <summary>A file of the folder Docs, one of the release-tracking files, or the README.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(folder, name)).Replace("\r\n", "\n", StringComparison.Ordinal);

    public static RulePage Page(string id) => RulePage.Parse(Read(id + ".md"));
}
