using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>The words in which a context, and how it came about, are told.</summary>
internal static class ContextWords
{
    /// <summary>"'VmInsertPage'", or "'Prepare' comes to 'VmInsertPage' (line 12), which" when a helper is between.</summary>
    public static string Subject(Finding finding) => finding.Chain.IsEmpty
        ? $"'{PathWords.Name(finding.Method!)}'"
        : $"This leads to '{PathWords.Name(finding.Method!)}' at line {PathWords.Line(finding.Chain[finding.Chain.Length - 1])}, which";

    public static string Because(Finding finding)
    {
        var entered = finding.Resource is { } held
            ? $" ('{PathWords.Name(held.Site.Method)}' at line {PathWords.Line(held.Site.Call.Syntax)} entered it)"
            : "";
        return entered + BecauseWords.Of(finding.Clause?.Because);
    }

    public static string Use(Finding finding) => finding.Clause?.Use is { Length: > 0 } use ? $"; call '{use}' instead" : "";

    public static IEnumerable<(Location Location, string Text)> Chain(Finding finding)
    {
        if (finding.Entry is { } entry)
        {
            yield return (
                entry is Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax method ? method.Identifier.GetLocation() : entry.GetLocation(),
                $"this runs in the context '{finding.Context}'");
        }

        foreach (var step in PathWords.Steps(finding))
        {
            yield return step;
        }

        foreach (var call in finding.Chain)
        {
            yield return (call.GetLocation(), "calls");
        }
    }
}
