using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Rules;

/// <summary>The words in which a context, and how it came about, are told.</summary>
internal static class ContextWords
{
    /// <summary>"'VmInsertPage'", or "This leads through 'Prepare' and 'Map' to 'VmInsertPage' at line 12 of Map.cs, which".</summary>
    public static string Subject(Finding finding)
    {
        var name = $"'{PathWords.Name(finding.Method!)}'";
        if (finding.Chain.IsEmpty)
        {
            return name;
        }

        var last = finding.Chain[finding.Chain.Length - 1];
        var file = last.SyntaxTree == finding.Node.SyntaxTree ? "" : " of " + Path.GetFileName(last.SyntaxTree.FilePath);
        return $"This leads {Through(finding)}to {name} at line {PathWords.Line(last)}{file}, which";
    }

    // The first of them is named where the report stands.
    private static string Through(Finding finding)
    {
        var helpers = finding.Chain.Skip(1).Select(call => $"'{Around(call)}'").ToList();
        return helpers.Count == 0 ? "" : $"through {Grammar.All(helpers)} ";
    }

    private static string Around(SyntaxNode call)
    {
        foreach (var node in call.Ancestors())
        {
            switch (node)
            {
                case LocalFunctionStatementSyntax local:
                    return local.Identifier.ValueText;
                case MethodDeclarationSyntax method:
                    return method.Identifier.ValueText;
                case ConstructorDeclarationSyntax constructor:
                    return "new " + constructor.Identifier.ValueText;
                case PropertyDeclarationSyntax property:
                    return property.Identifier.ValueText;
                case MemberDeclarationSyntax:
                    return "this";
            }
        }

        return "this";
    }

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
                entry is MethodDeclarationSyntax method ? method.Identifier.GetLocation() : entry.GetLocation(),
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
