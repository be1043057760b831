using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Methods that use what a field of their object names and then put something else there, as one does that goes on in a larger array. They
/// are there to be called while the field holds something, whichever method has put that there.
/// </summary>
internal static class Growers
{
    /// <summary>The methods of a type that do so, with the names of the fields.</summary>
    public static List<(IMethodSymbol Method, SyntaxNode Body, HashSet<string> Fields)> Of(
        INamedTypeSymbol type, FieldStores stores, Func<IMethodSymbol, SyntaxNode, bool> isCandidate, CancellationToken cancellationToken)
    {
        var growers = new List<(IMethodSymbol, SyntaxNode, HashSet<string>)>();
        foreach (var method in SourceOrder.Of(type.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsStatic: false, IsAbstract: false, MethodKind: MethodKind.Ordinary })))
        {
            if (BodyGraphs.DeclarationOf(method, cancellationToken) is not { } body)
            {
                continue;
            }

            var fields = new HashSet<string>(stores.FieldsIn(body).Distinct().Where(field => stores.IsStoredIn(body, field) && IsUsedBeforeReplaced(field, body)), StringComparer.Ordinal);
            if (fields.Count > 0 && isCandidate(method, body))
            {
                growers.Add((method, body, fields));
            }
        }

        return growers;
    }

    /// <summary>Whether what a field names is used before something in a method that uses it and replaces it.</summary>
    public static bool IsUsedBefore(SyntaxNode store, string field, SyntaxNode body) => NamesOf(field, body).Exists(n => n.SpanStart < store.SpanStart && IsUse(Whole(n)));

    private static bool IsUsedBeforeReplaced(string field, SyntaxNode body) =>
        NamesOf(field, body).FindLast(n => Whole(n) is { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } whole && assignment.Left == whole) is { } replaced &&
        IsUsedBefore(replaced, field, body);

    private static List<IdentifierNameSyntax> NamesOf(string field, SyntaxNode body) => body.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == field).ToList();

    private static ExpressionSyntax Whole(IdentifierNameSyntax name) => name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;

    // It is looked into, or passed as it is.
    private static bool IsUse(ExpressionSyntax field) => field.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == field,
        ElementAccessExpressionSyntax or CastExpressionSyntax => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => true,
        _ => false,
    };
}
