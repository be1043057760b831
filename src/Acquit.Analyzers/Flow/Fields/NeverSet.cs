using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Ways that no run takes, as they ask for something in a private field that no code ever puts anything into. Asked only of
/// what would be reported: such fields are rare, and looking at all that names a field is not.
/// </summary>
internal static class NeverSet
{
    /// <summary>Whether the way to a mistake leads through such a question.</summary>
    public static bool IsNeededFor(Finding finding, FlowContext context)
    {
        for (var step = finding.Path.Count > 0 ? finding.Path[finding.Path.Count - 1] : finding.Resource?.AcquiredAt; step is not null; step = step.Previous)
        {
            if (step is { Kind: StepKind.Branch, IsOpen: true, Condition: Comparison condition } && Asked(condition, context.Symbols) is { } field && IsThere(condition) == step.Outcome && IsIn(field, context))
            {
                return true;
            }
        }

        return false;
    }

    private static ISymbol? Asked(Comparison condition, SymbolTable symbols) =>
        condition.Right == Value.Zero && condition.Left.Offset == 0 && symbols[condition.Left.Symbol] is { Origin: Origin.Member, Member: IFieldSymbol field } ? field : null;

    private static bool? IsThere(Comparison condition) => condition.Operator switch
    {
        TestOperator.NotEqual => true,
        TestOperator.Equal => false,
        _ => null,
    };

    // What has an attribute may be filled by whoever looks for that.
    private static bool IsIn(ISymbol field, FlowContext context) =>
        field is IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsImplicitlyDeclared: false, Type.IsReferenceType: true, ContainingType: { TypeKind: TypeKind.Class } type } &&
        type.IsInSourceOf(context.Compilation) && field.GetAttributes().IsEmpty && type.GetAttributes().IsEmpty &&
        field.DeclaringSyntaxReferences.All(r => r.GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer: null }) &&
        context.Summaries.Graphs.FieldNames.Of(field, context.CancellationToken).All(IsRead);

    private static bool IsRead(IdentifierNameSyntax name)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        while (node.Parent is ParenthesizedExpressionSyntax or TupleExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent: TupleExpressionSyntax })
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left != node,
            ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None),
            RefExpressionSyntax => false,
            PrefixUnaryExpressionSyntax unary => !unary.IsKind(SyntaxKind.AddressOfExpression),
            _ => true,
        };
    }
}
