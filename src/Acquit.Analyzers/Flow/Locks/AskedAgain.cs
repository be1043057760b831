using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>
/// Fields that are asked before a lock is taken and asked again behind that. Nobody would ask again what he knows: another thread may have
/// changed them meanwhile, while it had the lock.
/// </summary>
internal sealed class AskedAgain
{
    private readonly FlowContext _context;
    private readonly Dictionary<SyntaxNode, ImmutableArray<IOperation>> _known = new();

    public AskedAgain(FlowContext context) => _context = context;

    /// <summary>The fields and properties of which, where a lock is taken, it is known that they are null, or a flag, and which are asked once more behind it.</summary>
    public ImmutableArray<IOperation> Behind(SyntaxNode take)
    {
        if (!_known.TryGetValue(take, out var known))
        {
            _known.Add(take, known = Find(take));
        }

        return known;
    }

    private ImmutableArray<IOperation> Find(SyntaxNode take)
    {
        var found = new List<IMemberReferenceOperation>();
        foreach (var (condition, outcome, reach) in DecidedBefore(take))
        {
            foreach (var name in AskedBy(condition, outcome))
            {
                if (FieldBehind(name) is { } field && !IsWrittenBetween(field.Syntax, take) && !found.Exists(f => IsSame(f, field)) && AskedIn(reach, take, field.Member.Name).Any(again => IsSame(again, field)))
                {
                    found.Add(field);
                }
            }
        }

        return found.ToImmutableArray<IOperation>();
    }

    // The conditions that came out one way if the lock is taken at all, with that way, and the code that runs only then.
    private static IEnumerable<(ExpressionSyntax Condition, bool Outcome, SyntaxNode Reach)> DecidedBefore(SyntaxNode take)
    {
        for (var node = take; node.Parent is { } parent && !LoopStatements.IsBodyOfItsOwn(node) && !LoopStatements.Is(node); node = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax around when around.Statement == node:
                    yield return (around.Condition, true, around.Statement);
                    break;
                case BlockSyntax block:
                    foreach (var before in block.Statements.TakeWhile(s => s != node).OfType<IfStatementSyntax>())
                    {
                        if (before.Else is null && IsLeft(before.Statement))
                        {
                            yield return (before.Condition, false, block);
                        }
                    }

                    break;
            }
        }
    }

    private static bool IsLeft(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax => true,
        BlockSyntax { Statements: { Count: > 0 } inner } => IsLeft(inner.Last()),
        _ => false,
    };

    // A flag, or what is null: then there is nothing else that could be known of it.
    private static IEnumerable<ExpressionSyntax> AskedBy(ExpressionSyntax condition, bool outcome)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax inside:
                return AskedBy(inside.Expression, outcome);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return AskedBy(not.Operand, !outcome);
            case BinaryExpressionSyntax both when both.IsKind(outcome ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression):
                return AskedBy(both.Left, outcome).Concat(AskedBy(both.Right, outcome));
            case BinaryExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression } test when test.IsKind(outcome ? SyntaxKind.EqualsExpression : SyntaxKind.NotEqualsExpression):
                return new[] { test.Left };
            case IsPatternExpressionSyntax { Pattern: var pattern } test when IsNull(pattern, outcome):
                return new[] { test.Expression };
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return new[] { condition };
            default:
                return Array.Empty<ExpressionSyntax>();
        }
    }

    private static bool IsNull(PatternSyntax pattern, bool outcome) => pattern switch
    {
        ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } => outcome,
        UnaryPatternSyntax { RawKind: (int)SyntaxKind.NotPattern, Pattern: var inner } => IsNull(inner, !outcome),
        _ => false,
    };

    // By its own name, or by that of a variable that it was put into for the question.
    private IMemberReferenceOperation? FieldBehind(ExpressionSyntax name) => (OperationOf(name) ?? CopiedInto(name)) switch
    {
        IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } field => field,
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property,
        _ => null,
    };

    private IMemberReferenceOperation? CopiedInto(ExpressionSyntax name) =>
        name is IdentifierNameSyntax { Identifier.ValueText: var variable } && _context.Root!.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => d.Symbol.Name == variable) is { Symbol.RefKind: RefKind.None } declarator
            ? declarator.GetVariableInitializer()?.Value as IMemberReferenceOperation
            : null;

    private static bool IsSame(IMemberReferenceOperation one, IMemberReferenceOperation other) =>
        SymbolEqualityComparer.Default.Equals(one.Member, other.Member) &&
        ((one.Instance is null or IInstanceReferenceOperation && other.Instance is null or IInstanceReferenceOperation) || SyntaxFactory.AreEquivalent(one.Syntax, other.Syntax));

    // In the conditions of if statements behind the lock, or put into a variable there.
    private IEnumerable<IMemberReferenceOperation> AskedIn(SyntaxNode reach, SyntaxNode take, string name) =>
        reach.DescendantNodes(n => !LoopStatements.IsBodyOfItsOwn(n))
            .Where(again => again.SpanStart > take.Span.End)
            .SelectMany(again => again switch
            {
                EqualsValueClauseSyntax { Value: var value } => new[] { value },
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value } => new[] { value },
                ExpressionSyntax { Parent: IfStatementSyntax asking } condition when asking.Condition == again => condition.DescendantNodesAndSelf().OfType<ExpressionSyntax>(),
                _ => Enumerable.Empty<ExpressionSyntax>(),
            })
            .Where(asked => asked is IdentifierNameSyntax { Identifier.ValueText: var only } ? only == name : asked is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var last } && last == name)
            .Select(OperationOf).OfType<IMemberReferenceOperation>();

    private IMemberReferenceOperation? OperationOf(ExpressionSyntax expression) => _context.Root!.Descendants().OfType<IMemberReferenceOperation>().FirstOrDefault(o => o.Syntax == expression);

    private static bool IsWrittenBetween(SyntaxNode field, SyntaxNode take) =>
        take.Ancestors().FirstOrDefault(LoopStatements.IsBodyOfItsOwn)?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(a => a.SpanStart > field.Span.End && a.Span.End <= take.SpanStart && SyntaxFactory.AreEquivalent(a.Left, field)) == true;
}
