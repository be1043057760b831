using System.Collections.Immutable;
using Acquit.Analyzers.Rules;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Verification;

/// <summary>Every analyzer that the compiler would load from Acquit.Analyzers.</summary>
internal static class AllAnalyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> Create() =>
        [.. typeof(Descriptors).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
}
