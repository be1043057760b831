using Acquit.Analyzers.Contracts;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Loops that release the elements of an array one by one, and may mark each before, as one call.</summary>
internal static class LoopAsCall
{
    /// <summary>Edits of the loops over what a call acquired: all of them at once, in the best way first.</summary>
    public static IEnumerable<IReadOnlyList<TextChange>> Edits(AnalyzedFile file, TextSpan acquire)
    {
        var body = file.Root.FindNode(acquire).FirstAncestorOrSelf<MemberDeclarationSyntax>();
        var loops = (body?.DescendantNodes() ?? Enumerable.Empty<SyntaxNode>()).OfType<ForStatementSyntax>()
            .Where(loop => loop.SpanStart > acquire.Start)
            .Select(loop => Ways(loop, file).ToList())
            .Where(ways => ways.Count > 0)
            .ToList();
        for (var i = 0; loops.Count > 0 && i < loops.Max(ways => ways.Count); i++)
        {
            yield return loops.Select(ways => ways[Math.Min(i, ways.Count - 1)]).ToList();
        }
    }

    private static IEnumerable<TextChange> Ways(ForStatementSyntax loop, AnalyzedFile file)
    {
        // for (int i = 0; i < count; i++)
        if (loop is not
            {
                Declaration.Variables: { Count: 1 } variables,
                Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax compared, Right: IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax } condition,
                Incrementors: { Count: 1 } steps,
            } ||
            variables[0].Initializer?.Value is not LiteralExpressionSyntax { Token.ValueText: "0" } ||
            compared.Identifier.ValueText != variables[0].Identifier.ValueText || steps[0] is not PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } ||
            loop.DescendantTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            yield break;
        }

        var statements = loop.Statement is BlockSyntax block ? block.Statements.ToList() : new List<StatementSyntax> { loop.Statement };
        InvocationExpressionSyntax? release = null;
        ReleaseClause? clause = null;
        ExpressionSyntax? array = null;
        var marks = false;
        foreach (var statement in statements)
        {
            if (release is not null || statement is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } ||
                file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation || file.Contracts.Of(operation.TargetMethod) is not { } contract ||
                TargetOf(contract) is not { } target || CallSyntax.Target(operation, target) is not ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } indices } element ||
                indices[0].Expression is not IdentifierNameSyntax index || index.Identifier.ValueText != compared.Identifier.ValueText ||
                (array is not null && array.ToString() != element.Expression.ToString()))
            {
                yield break;
            }

            array = element.Expression;
            marks |= !contract.MarksDirty.IsEmpty;
            release = contract.Releases.IsEmpty ? null : call;
            clause = contract.Releases.FirstOrDefault();
        }

        if (release is null || array is null || clause is null)
        {
            yield break;
        }

        foreach (var text in Calls(file, release, clause.Kind, array, condition.Right, marks))
        {
            yield return new TextChange(loop.Span, text + ";");
        }
    }

    private static Target? TargetOf(MemberContract contract) =>
        contract.Releases.Length == 1 ? contract.Releases[0].Target : contract.Releases.IsEmpty && contract.MarksDirty.Length == 1 ? contract.MarksDirty[0].Target : null;

    private static IEnumerable<string> Calls(AnalyzedFile file, InvocationExpressionSyntax release, string kind, ExpressionSyntax array, ExpressionSyntax count, bool marks)
    {
        var candidates = marks ? file.Contracts.MarkingReleasesOf(kind) : file.Contracts.ReleasesOf(kind);
        foreach (var method in candidates.Select(file.Current).OfType<IMethodSymbol>())
        {
            if (file.Contracts.Of(method) is not { } contract || (!marks && !contract.MarksDirty.IsEmpty) || contract.ReplacedBy is not null ||
                MarkingRelease.Arguments(method, contract, kind, isSequence: true, array, count) is not { } arguments)
            {
                continue;
            }

            foreach (var receiver in MarkingRelease.Receivers(file, release, method))
            {
                yield return $"{receiver}{method.Name}({string.Join(", ", arguments)})";
            }
        }
    }
}
