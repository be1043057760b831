using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>The words in which a context, and how it came about, are told.</summary>
internal static class ContextWords
{
    public static string Because(Finding finding)
    {
        if (finding.Clause?.Because is { Length: > 0 } because)
        {
            return ": " + because.TrimEnd('.');
        }

        return finding.Resource is { } held
            ? $" ('{PathWords.Name(held.Site.Method)}' at line {PathWords.Line(held.Site.Call.Syntax)} entered it)"
            : finding.Chain.Length > 1 ? $" (reached through line {PathWords.Line(finding.Chain[finding.Chain.Length - 1])})"
            : "";
    }

    public static string Use(Finding finding) => finding.Clause?.Use is { Length: > 0 } use ? $"; call '{use}' instead" : "";

    public static IEnumerable<(Location Location, string Text)> Chain(Finding finding)
    {
        if (finding.Chain.IsEmpty)
        {
            return PathWords.Steps(finding);
        }

        return finding.Chain.Select((node, i) => (
            node is Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax method ? method.Identifier.GetLocation() : node.GetLocation(),
            i == 0 ? $"runs in the context '{finding.Context}'" : "calls"));
    }
}
