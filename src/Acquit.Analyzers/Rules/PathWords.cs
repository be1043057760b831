using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>The words in which a path is told.</summary>
internal static class PathWords
{
    private const int MaxConditionLength = 60;

    /// <summary>"page pin" for "page-pin".</summary>
    public static string Noun(string kind) => kind.Replace('-', ' ');

    public static string Name(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.Constructor } => "new " + method.ContainingType.Name,
        { AssociatedSymbol: { } property } => property.Name,
        _ => method.Name,
    };

    public static string Held(Resource resource) =>
        resource.IsContainer || resource.Site.Clause.Count is not null
            ? $"The {Noun(resource.Kind)}s taken by '{Name(resource.Site.Method)}' are"
            : $"The {Noun(resource.Kind)} taken by '{Name(resource.Site.Method)}' is";

    public static int Line(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    public static int Line(SyntaxNode node) => Line(node.GetLocation());

    /// <summary>" (after 'err != 0')": the condition that led here last.</summary>
    public static string After(Finding finding)
    {
        var branch = finding.Path.LastOrDefault(s => s.Kind is StepKind.Branch or StepKind.Thrown);
        return branch is null ? ""
            : branch.Kind == StepKind.Thrown ? $" (after an exception from line {Line(branch.Node)} is caught)"
            : $" ({Condition(branch)})";
    }

    public static IEnumerable<(Location Location, string Text)> Steps(Finding finding)
    {
        if (finding.Resource is { Foreign: false } resource && resource.Site.Call.Syntax != finding.Node)
        {
            yield return (resource.Site.Call.Syntax.GetLocation(), $"'{Name(resource.Site.Method)}' takes it");
        }

        foreach (var step in finding.Path)
        {
            switch (step.Kind)
            {
                case StepKind.Branch:
                    yield return (step.Node.GetLocation(), Condition(step));
                    break;
                case StepKind.Thrown:
                    yield return (step.Node.GetLocation(), "an exception is thrown here");
                    break;
                case StepKind.Released when step.Node != finding.Node:
                    yield return (step.Node.GetLocation(), "released here");
                    break;
            }
        }

        if (finding.Exit is { } exit)
        {
            yield return (exit.Location, finding.Kind == FindingKind.Lost ? "nothing refers to it any more" : Exit(exit));
        }
    }

    public static string Exit(MethodExit exit) => exit.Kind switch
    {
        ExitKind.Throw => $"the method throws at line {Line(exit.Location)}",
        ExitKind.End => $"the method ends at line {Line(exit.Location)}",
        _ => $"the method returns at line {Line(exit.Location)}",
    };

    private static string Condition(Trail branch)
    {
        var text = string.Join(" ", branch.Node.ToString().Split(new[] { ' ', '\t', '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length > MaxConditionLength)
        {
            text = text.Substring(0, MaxConditionLength) + "…";
        }

        return branch.Outcome ? $"after '{text}'" : $"after '{text}' was false";
    }
}
