using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.CodeFixes.Releasing;

/// <summary>
/// Loops that take the elements of one array part by part, or give them back so: what is held in one round of such a loop is not what
/// one call took, and no release of that is right in every round.
/// </summary>
internal static class PartByPart
{
    /// <summary>Whether each round of a loop around the acquire fills another part of the array, and keeps what the rounds before have filled.</summary>
    public static bool IsTaken(Resource resource, Acquisition acquisition, AnalyzedFile file) =>
        resource.IsContainer && acquisition.Holder is { } holder &&
        LoopsAround(acquisition.Call).Any(loop =>
            PartOf(Meant(holder, loop)) is { } part && IsMovedIn(loop, part) && !PartsGivenBackIn(loop, acquisition, file).Contains(part.ToString()) &&
            !PartsGivenBackIn(loop, acquisition, file).Contains(holder.ToString()));

    /// <summary>Whether the place is in a loop that gives back, round by round, parts of what was acquired before it, or is reached from one.</summary>
    public static bool IsGivenBackBefore(int place, Acquisition acquisition, AnalyzedFile file) =>
        (acquisition.Call.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? file.Root).DescendantNodes().OfType<StatementSyntax>()
            .Where(s => IsLoop(s) && s.SpanStart > acquisition.Call.SpanStart && s.SpanStart < place)
            .Any(loop => GivesBackParts(loop, acquisition, file) && Stability.Reaches(loop, place, file));

    /// <summary>Whether a loop in these statements does.</summary>
    public static bool IsGivenBackIn(IEnumerable<StatementSyntax> statements, Acquisition acquisition, AnalyzedFile file) =>
        statements.SelectMany(s => s.DescendantNodesAndSelf()).OfType<StatementSyntax>().Where(IsLoop).Any(loop => GivesBackParts(loop, acquisition, file));

    private static bool GivesBackParts(StatementSyntax loop, Acquisition acquisition, AnalyzedFile file)
    {
        if (loop.Span.Contains(acquisition.Call.Span) || acquisition.Holder is not { } holder || RootOf(holder) is not { } root)
        {
            return false;
        }

        return ReleasedIn(loop, acquisition, file).Any(released => RootOf(released) is { } name &&
            (name == root ? PartOf(released) is { } part && IsMovedIn(loop, part) : IsElementOf(root, name, loop)));
    }

    private static IEnumerable<StatementSyntax> LoopsAround(SyntaxNode node) => node.Ancestors()
        .TakeWhile(a => a is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .OfType<StatementSyntax>()
        .Where(IsLoop);

    private static bool IsLoop(StatementSyntax statement) =>
        statement is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax;

    private static bool IsElementOf(string root, string name, StatementSyntax loop) =>
        loop is ForEachStatementSyntax each && each.Identifier.ValueText == name && RootOf(each.Expression) == root;

    // A variable of the round stands for what it was made of.
    private static ExpressionSyntax Meant(ExpressionSyntax holder, StatementSyntax loop) => holder is IdentifierNameSyntax name
        ? loop.DescendantNodes().OfType<VariableDeclaratorSyntax>().FirstOrDefault(v => v.Identifier.ValueText == name.Identifier.ValueText)?.Initializer?.Value ?? holder
        : holder;

    /// <summary>A slice that names where it begins, or an element.</summary>
    private static ExpressionSyntax? PartOf(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments.Count: > 0 } => expression,
        ElementAccessExpressionSyntax => expression,
        CastExpressionSyntax cast => PartOf(cast.Expression),
        ParenthesizedExpressionSyntax parenthesized => PartOf(parenthesized.Expression),
        _ => null,
    };

    private static bool IsMovedIn(StatementSyntax loop, ExpressionSyntax part)
    {
        var arguments = part switch
        {
            InvocationExpressionSyntax call => call.ArgumentList.Arguments,
            ElementAccessExpressionSyntax element => element.ArgumentList.Arguments,
            _ => default,
        };
        var names = arguments.SelectMany(a => a.DescendantNodes()).OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText).ToList();
        return loop.DescendantNodes().SelectMany(Stability.Targets).Any(names.Contains);
    }

    private static string? RootOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => member.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => RootOf(member.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } => RootOf(called.Expression),
        ElementAccessExpressionSyntax element => RootOf(element.Expression),
        CastExpressionSyntax cast => RootOf(cast.Expression),
        ParenthesizedExpressionSyntax parenthesized => RootOf(parenthesized.Expression),
        PostfixUnaryExpressionSyntax postfix => RootOf(postfix.Operand),
        _ => null,
    };

    private static HashSet<string> PartsGivenBackIn(StatementSyntax loop, Acquisition acquisition, AnalyzedFile file) =>
        new(ReleasedIn(loop, acquisition, file).Select(e => e.ToString()), StringComparer.Ordinal);

    // What the releases of the kind are given, as written.
    private static IEnumerable<ExpressionSyntax> ReleasedIn(StatementSyntax loop, Acquisition acquisition, AnalyzedFile file)
    {
        foreach (var call in loop.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation || file.Contracts.Of(operation.TargetMethod) is not { } contract)
            {
                continue;
            }

            foreach (var release in contract.Releases.Where(r => r.Kind == acquisition.Clause.Kind))
            {
                if (CallSyntax.Target(operation, release.Target) is { } given)
                {
                    yield return given;
                }
            }
        }
    }
}
