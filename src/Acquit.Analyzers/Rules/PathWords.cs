using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Rules;

/// <summary>The words in which a path is told.</summary>
internal static class PathWords
{
    private const int MaxConditionLength = 60;

    public static string Name(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.Constructor } => "new " + method.ContainingType.Name,
        { AssociatedSymbol: { } property } => property.Name,
        _ => method.Name,
    };

    public static string Held(Resource resource) =>
        AreSeveral(resource)
            ? $"The {KindWords.Several(resource.Kind)} taken by '{Name(resource.Site.Method)}' are"
            : $"The {KindWords.Noun(resource.Kind)} taken by '{Name(resource.Site.Method)}' is";

    /// <summary>The pronoun for what <see cref="Held"/> names.</summary>
    public static string It(Resource resource) => AreSeveral(resource) ? "them" : "it";

    public static bool AreSeveral(Resource resource) => resource.IsContainer || resource.Site.Clause.Count is not null;

    public static int Line(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    public static int Line(SyntaxNode node) => Line(node.GetLocation());

    /// <summary>" (after 'err != 0')": the condition that led here last.</summary>
    public static string After(Finding finding)
    {
        var branch = (finding.Keeping is null ? Rounds.LastBefore(finding) : null) ?? finding.Path.LastOrDefault(step => IsTold(step) && MayDecide(step)) ?? finding.Path.LastOrDefault(IsTold);
        return branch is null ? ""
            : branch.Kind == StepKind.Thrown ? $" (after an exception from line {Line(branch.Node)} is caught)"
            : $" ({Condition(branch)})";
    }

    public static IEnumerable<(Location Location, string Text)> Steps(Finding finding) => Steps(finding, null);

    /// <param name="besides">What happens on the way and is no step of the path itself; it is told in its turn.</param>
    public static IEnumerable<(Location Location, string Text)> Steps(Finding finding, (SyntaxNode Node, Trail? Step, string Text)? besides)
    {
        if (finding.Resource is { Foreign: false, CalledOffAt: null } resource && resource.Site.Call.Syntax != finding.Node)
        {
            yield return (resource.Site.Call.Syntax.GetLocation(), $"'{Name(resource.Site.Method)}' takes it");
        }

        var isOnPath = besides?.Step is { } own && finding.Path.Contains(own);
        foreach (var step in finding.Path)
        {
            if (besides is { } other && (isOnPath ? step == other.Step : IsLater(step, other.Node)))
            {
                yield return (other.Node.GetLocation(), other.Text);
                besides = null;
            }

            switch (step.Kind)
            {
                case StepKind.Branch when IsTold(step):
                    yield return (step.Node.GetLocation(), Condition(step));
                    break;
                case StepKind.Thrown:
                    yield return (step.Node.GetLocation(), "an exception is thrown here");
                    break;
                case StepKind.PutIn when finding.Keeping is { } keeping && step.Node == keeping.At:
                    yield return (step.Node.GetLocation(), $"put into '{keeping.Variable.Name}', which nobody else gets");
                    break;
                case StepKind.Released when IsItsOwn(step, finding):
                    yield return (step.Node.GetLocation(), finding is { Kind: FindingKind.HeldAtExit, Resource: { } some } && AreSeveral(some) ? "some of them are released here" : "released here");
                    break;
            }
        }

        if (besides is { } last)
        {
            yield return (last.Node.GetLocation(), last.Text);
        }

        // What came into the method from outside has no path of its own; what went before it is known all the same.
        if (finding is { Kind: FindingKind.UsedAfterRelease or FindingKind.ReleasedAgain, Resource.ReleasedAt: { } earlier } &&
            !finding.Path.Any(step => IsItsOwn(step, finding)) && earlier.Syntax != finding.Node)
        {
            yield return (earlier.Syntax.GetLocation(), "released here");
        }

        if (finding.Exit is { } exit)
        {
            yield return (exit.Location, finding.Kind == FindingKind.Lost ? "nothing refers to it any more" : Exit(exit) + LeftIn(finding));
        }
    }

    private static string LeftIn(Finding finding) => finding.Keeping is { } keeping ? $", and leaves it in '{keeping.Variable.Name}'" : "";

    // A release on the way, other than what is reported, of what the report is about; where nothing was released by it, it is no step.
    // Of what is left in a collection none was: what another round acquired was.
    private static bool IsItsOwn(Trail step, Finding finding) =>
        step.Kind == StepKind.Released && step.Node != finding.Node && finding.Keeping is null &&
        (finding.Resource is { } resource ? step.Released == resource.Site : finding.Kind != FindingKind.ReleasedUnacquired) &&
        (!step.IsPending || finding.Kind is FindingKind.UsedAfterRelease or FindingKind.ReleasedAgain);

    // Where nobody noted what came first, the text tells it: what jumps back in it is rare.
    private static bool IsLater(Trail step, SyntaxNode than) =>
        step.Kind != StepKind.Acquired && step.Node.SyntaxTree == than.SyntaxTree && step.Node.SpanStart > than.SpanStart;

    public static string Exit(MethodExit exit) => exit.Kind switch
    {
        ExitKind.Throw => $"the method throws at line {Line(exit.Location)}",
        ExitKind.End => $"the method ends at line {Line(exit.Location)}",
        _ => $"the method returns at line {Line(exit.Location)}",
    };

    // In the words of the source: a condition, a loop, a case.
    private static string Condition(Trail branch)
    {
        var text = Quoted(branch.Node);
        return branch.Node.Parent switch
        {
            CommonForEachStatementSyntax => branch.Outcome ? $"in the loop over {text}" : $"after the loop over {text}",
            _ when IsAskedForNull(branch.Node) => branch.Outcome ? $"after {text} was null" : $"after {text} was not null",
            SwitchLabelSyntax or SwitchExpressionArmSyntax => branch.Outcome ? $"in case {text}" : $"not in case {text}",
            _ => branch.Outcome ? $"after {text}" : $"after {text} was false",
        };
    }

    // x?.M(), x ?? y, x ??= y.
    private static bool IsAskedForNull(SyntaxNode node) => node.Parent switch
    {
        ConditionalAccessExpressionSyntax access => access.Expression == node,
        BinaryExpressionSyntax coalesce => coalesce.IsKind(SyntaxKind.CoalesceExpression) && coalesce.Left == node,
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && assignment.Left == node,
        _ => false,
    };

    // That something was there to be called, or that a handler was the right one, is how it goes anyway; and a call that is given nothing
    // would have released nothing.
    private static bool MayDecide(Trail step) => step switch
    {
        { Kind: StepKind.Thrown } => true,
        { Node.Parent: ConditionalAccessExpressionSyntax access } when IsAskedForNull(step.Node) =>
            step.Outcome && access.WhenNotNull.DescendantNodes().OfType<ArgumentSyntax>().Any(),
        _ when IsAskedForNull(step.Node) => step.Outcome,
        _ => step.Node.FirstAncestorOrSelf<CatchFilterClauseSyntax>() is null,
    };

    private static string Quoted(SyntaxNode node)
    {
        var text = string.Join(" ", node.ToString().Split(new[] { ' ', '\t', '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > MaxConditionLength ? $"'{text.Substring(0, MaxConditionLength)}…'" : $"'{text}'";
    }

    // What the compiler put in, around a using or a lock, nobody wrote.
    private static bool IsTold(Trail step) =>
        step.Kind == StepKind.Thrown ||
        (step.Kind == StepKind.Branch && step.Node.Parent is not (UsingStatementSyntax or LockStatementSyntax or EqualsValueClauseSyntax));
}
