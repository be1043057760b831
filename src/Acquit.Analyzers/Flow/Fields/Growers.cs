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
    /// <summary>Those of some methods that do so, with the names of the fields.</summary>
    public static IEnumerable<(IMethodSymbol Method, SyntaxNode Body, HashSet<string> Fields)> Among(IEnumerable<(IMethodSymbol Method, SyntaxNode Body)> methods, FieldStores stores)
    {
        foreach (var (method, body) in methods)
        {
            HashSet<string>? fields = null;
            foreach (var name in stores.NamesIn(body))
            {
                if (stores.IsField(name) && IsReplaced(name) && IsUsedBefore(name, name.Identifier.ValueText, body, stores))
                {
                    (fields ??= new(StringComparer.Ordinal)).Add(name.Identifier.ValueText);
                }
            }

            if (fields is not null && !BodyGraphs.IsIterator(body))
            {
                yield return (method, body, fields);
            }
        }
    }

    /// <summary>Whether what a field names is used before something in a method that uses it and replaces it.</summary>
    public static bool IsUsedBefore(SyntaxNode store, string field, SyntaxNode body, FieldStores stores) =>
        stores.NamesIn(body).Exists(n => n.SpanStart < store.SpanStart && n.Identifier.ValueText == field && IsUse(Whole(n)));

    private static bool IsReplaced(SimpleNameSyntax field) =>
        Whole(field) is { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } whole && assignment.Left == whole;

    private static ExpressionSyntax Whole(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;

    // It is looked into, or passed as it is.
    private static bool IsUse(ExpressionSyntax field) => field.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == field,
        ElementAccessExpressionSyntax or CastExpressionSyntax => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => true,
        _ => false,
    };
}
