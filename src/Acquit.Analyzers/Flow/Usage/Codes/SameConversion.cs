using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage.Codes;

/// <summary>Whether a conversion follows from a mistake that is reported already: one mistake, one report.</summary>
internal static class SameConversion
{
    public static bool IsAmong(IReadOnlyList<Finding> findings, Finding conversion) => findings.Any(f => f.Kind switch
    {
        FindingKind.HandConversion => f.Node.Span.IntersectsWith(conversion.Node.Span) || IsCalledIn(f.Node, conversion.Node),
        FindingKind.ForbiddenContext or FindingKind.OutsideContext => conversion.Code!.Value is var value &&
            (value.Span.IntersectsWith(f.Node.Span) || (value is IdentifierNameSyntax { Identifier.ValueText: var name } && IsGivenTo(name, f.Node))),
        _ => false,
    });

    // The helper that converts is where the answer of a call that has a sibling is turned over to.
    private static bool IsCalledIn(SyntaxNode node, SyntaxNode conversion) =>
        conversion.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } helper &&
        node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is SimpleNameSyntax name && name.Identifier.ValueText == helper.Identifier.ValueText);

    private static bool IsGivenTo(string name, SyntaxNode call)
    {
        for (var node = call; node is not (null or StatementSyntax); node = node.Parent)
        {
            if (node is VariableDeclaratorSyntax declarator)
            {
                return declarator.Identifier.ValueText == name;
            }

            if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left })
            {
                return left.Identifier.ValueText == name;
            }
        }

        return false;
    }
}
