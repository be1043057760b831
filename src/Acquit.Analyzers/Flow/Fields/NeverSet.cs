using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Ways that no run takes, as they ask for something in a field that no code ever puts anything into, or only code that has found
/// something there. Asked only of what would be reported, or told to callers: such fields are rare, and looking at all that names a field
/// is not.
/// </summary>
internal static class NeverSet
{
    /// <summary>Whether the way to a mistake leads through such a question.</summary>
    public static bool IsNeededFor(Finding finding, FlowContext context) =>
        IsNeededFor(finding.Path.Count > 0 ? finding.Path[finding.Path.Count - 1] : finding.Resource?.AcquiredAt, context);

    /// <summary>Whether a way on which a method does something to its callers leads through such a question.</summary>
    public static bool IsNeededFor(World world, FlowContext context) =>
        (world.Resources.Count > 0 || !world.GivenBack.IsEmpty) && IsNeededFor(world.Trail, context);

    private static bool IsNeededFor(Trail? step, FlowContext context)
    {
        for (; step is not null; step = step.Previous)
        {
            if (step is { Kind: StepKind.Branch, IsOpen: true, Condition: Comparison condition } && Asked(condition, context.Symbols) is { } field && IsThere(condition) == step.Outcome && IsIn(field, context))
            {
                return true;
            }
        }

        return false;
    }

    private static IFieldSymbol? Asked(Comparison condition, SymbolTable symbols) =>
        condition.Right == Value.Zero && condition.Left.Offset == 0 && symbols[condition.Left.Symbol] is { Origin: Origin.Member, Member: IFieldSymbol field } ? field : null;

    private static bool? IsThere(Comparison condition) => condition.Operator switch
    {
        TestOperator.NotEqual => true,
        TestOperator.Equal => false,
        _ => null,
    };

    // What has an attribute may be filled by whoever looks for that. What a struct is made of, native code may fill in; objects of the
    // code's own it cannot.
    private static bool IsIn(IFieldSymbol field, FlowContext context) =>
        field is { IsImplicitlyDeclared: false, Type.IsReferenceType: true, ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct, IsRecord: false } type } &&
        (type.TypeKind == TypeKind.Struct ? IsOwnStruct(type) && field.Type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } : field.DeclaredAccessibility == Accessibility.Private) &&
        type.IsInSourceOf(context.Compilation) && field.GetAttributes().IsEmpty && type.GetAttributes().IsEmpty &&
        field.DeclaringSyntaxReferences.All(r => r.GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer: null }) &&
        context.Summaries.Graphs.FieldNames.IsNeverSet(field, IsRead, context.CancellationToken) &&
        (type.TypeKind != TypeKind.Struct || !IsLaidOver(type, context.CancellationToken));

    // All code that can name it is in the type around it.
    private static bool IsOwnStruct(INamedTypeSymbol type) =>
        type is { DeclaredAccessibility: Accessibility.Private, ContainingType: { } around, InstanceConstructors: var made } && around.ContainingType is null && made.All(c => c.IsImplicitlyDeclared);

    // What is passed as a type may be what some other memory is seen as.
    private static bool IsLaidOver(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.ContainingType.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellationToken).DescendantNodes().Any(n =>
            n is IdentifierNameSyntax { Parent: TypeArgumentListSyntax or TypeOfExpressionSyntax or PointerTypeSyntax } name && name.Identifier.ValueText == type.Name));

    private static bool IsRead(IdentifierNameSyntax name)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        while (node.Parent is ParenthesizedExpressionSyntax or TupleExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent: TupleExpressionSyntax })
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left != node || IsNothing(assignment) || IsBehindQuestion(assignment, name.Identifier.ValueText),
            ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None),
            RefExpressionSyntax => false,
            PrefixUnaryExpressionSyntax unary => !unary.IsKind(SyntaxKind.AddressOfExpression),
            _ => true,
        };
    }

    private static bool IsNothing(AssignmentExpressionSyntax assignment) =>
        assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Right.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression;

    // Whoever finds nothing there leaves before it: nobody can be the first to put anything there.
    private static bool IsBehindQuestion(SyntaxNode store, string field)
    {
        for (var node = store; node is not (null or MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax); node = node.Parent)
        {
            if (node is StatementSyntax && node.Parent is BlockSyntax { Statements: var statements } &&
                statements.Any(s => s.Span.End <= node.SpanStart && IsRefusal(s, field)) && !statements.Any(s => s is LabeledStatementSyntax && s.SpanStart <= node.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRefusal(StatementSyntax statement, string field) =>
        statement is IfStatementSyntax { Else: null, Condition: var condition, Statement: var then } && IsAskedIn(condition, field) &&
        (then is BlockSyntax { Statements: var statements } ? statements.LastOrDefault() : then) is ReturnStatementSyntax or ThrowStatementSyntax;

    private static bool IsAskedIn(ExpressionSyntax condition, string field) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: var asked, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => IsNamed(asked, field),
        IsPatternExpressionSyntax { Expression: var asked, Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } => IsNamed(asked, field),
        _ => false,
    };

    private static bool IsNamed(ExpressionSyntax asked, string field) => asked switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == field,
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } => name.Identifier.ValueText == field,
        _ => false,
    };
}
