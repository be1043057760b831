using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Tells of a number that it is not negative where a loop begins. A count can be an errno, and a loop of that many times does nothing.</summary>
internal sealed class NeverNegative
{
    private readonly SemanticModel _model;
    private readonly StatementSyntax _loop;
    private readonly CancellationToken _cancellationToken;

    public NeverNegative(SemanticModel model, StatementSyntax loop, CancellationToken cancellationToken)
    {
        _model = model;
        _loop = loop;
        _cancellationToken = cancellationToken;
    }

    public bool Is(Bound bound) => bound.Expression is null ? bound.Offset >= 0 : bound.Offset >= 0 && Is(bound.Expression);

    private bool Is(ExpressionSyntax value) => _model.GetConstantValue(value, _cancellationToken).Value switch
    {
        int number => number >= 0,
        _ => value switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } => true,
            IdentifierNameSyntax name => _model.GetSymbolInfo(name, _cancellationToken).Symbol is { } symbol && (IsGuarded(symbol) || OnlyCounts(symbol)),
            _ => false,
        },
    };

    // `if (n <= 0) return …;` somewhere above, or within `if (n > 0)`.
    private bool IsGuarded(ISymbol symbol)
    {
        for (SyntaxNode node = _loop; node.Parent is { } parent && node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax); node = parent)
        {
            if (parent is IfStatementSyntax @if && @if.Statement == node && Tells(@if.Condition, symbol, true))
            {
                return true;
            }

            if (parent is not BlockSyntax block || node is LabeledStatementSyntax)
            {
                if (parent is BlockSyntax or LabeledStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForEachStatementSyntax)
                {
                    return false;
                }

                continue;
            }

            for (var i = block.Statements.IndexOf((StatementSyntax)node) - 1; i >= 0; i--)
            {
                var before = block.Statements[i];
                if (before is IfStatementSyntax { Else: null } test && Leaves(test.Statement) && Tells(test.Condition, symbol, false))
                {
                    return true;
                }

                if (before is LabeledStatementSyntax || Writes(before, symbol))
                {
                    return false;
                }
            }
        }

        return false;
    }

    // Its one value is a count: it begins at a number and goes up.
    private bool OnlyCounts(ISymbol symbol)
    {
        if (symbol is not ILocalSymbol || _loop.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return false;
        }

        foreach (var name in member.DescendantNodes().OfType<SyntaxNode>())
        {
            var (written, value) = name switch
            {
                VariableDeclaratorSyntax declarator when declarator.Identifier.ValueText == symbol.Name => (true, declarator.Initializer?.Value),
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment when left.Identifier.ValueText == symbol.Name =>
                    (true, assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.IsKind(SyntaxKind.AddAssignmentExpression) ? assignment.Right : assignment),
                PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreDecrementExpression) && Names(prefix.Operand, symbol) => (!_loop.Contains(prefix) && !IsUnwinding(prefix), prefix),
                PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.PostDecrementExpression) && Names(postfix.Operand, symbol) => (!_loop.Contains(postfix) && !IsUnwinding(postfix), postfix),
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when Names(argument.Expression, symbol) => (true, argument.Expression),
                _ => (false, null),
            };
            if (written && value is not null && !(_model.GetConstantValue(value, _cancellationToken).Value is int and >= 0 ||
                value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" }))
            {
                return false;
            }
        }

        return true;
    }

    // The other steps of the ladder that this loop is on count down as well, each on its own way out.
    private static bool IsUnwinding(ExpressionSyntax step) =>
        step.Parent is BinaryExpressionSyntax { Parent: WhileStatementSyntax loop } && loop.Parent is LabeledStatementSyntax;

    private static bool Names(ExpressionSyntax expression, ISymbol symbol) => expression is IdentifierNameSyntax name && name.Identifier.ValueText == symbol.Name;

    private bool Writes(StatementSyntax statement, ISymbol symbol) =>
        _model.AnalyzeDataFlow(statement) is not { Succeeded: true } flow || flow.WrittenInside.Contains(symbol);

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.Statements.Count > 0 && Leaves(block.Statements.Last()),
        ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax => true,
        _ => false,
    };

    // Whether the condition, where it comes out that way, says that the variable is not negative.
    private bool Tells(ExpressionSyntax condition, ISymbol symbol, bool whenTrue)
    {
        if (condition is ParenthesizedExpressionSyntax inner)
        {
            return Tells(inner.Expression, symbol, whenTrue);
        }

        if (condition is not BinaryExpressionSyntax test)
        {
            return false;
        }

        if (test.IsKind(whenTrue ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression))
        {
            return Tells(test.Left, symbol, whenTrue) || Tells(test.Right, symbol, whenTrue);
        }

        var limit = Names(test.Left, symbol) ? _model.GetConstantValue(test.Right, _cancellationToken).Value as int? : null;
        return (test.Kind(), whenTrue) switch
        {
            (SyntaxKind.GreaterThanExpression, true) => limit >= -1,
            (SyntaxKind.GreaterThanOrEqualExpression, true) => limit >= 0,
            (SyntaxKind.LessThanExpression, false) => limit >= 0,
            (SyntaxKind.LessThanOrEqualExpression, false) => limit >= -1,
            (SyntaxKind.NotEqualsExpression, false) or (SyntaxKind.EqualsExpression, true) => limit >= 0,
            _ => false,
        };
    }
}
