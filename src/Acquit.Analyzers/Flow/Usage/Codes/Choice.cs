using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage.Codes;

/// <summary>Code that does nothing but choose a constant by a value, as a ladder does: it can be asked what comes of which value.</summary>
internal sealed class Choice
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;

    /// <param name="by">The value that is tested; a variable wherever it stands, anything else only there.</param>
    public Choice(ExpressionSyntax by, SemanticModel model, CancellationToken cancellationToken)
    {
        By = by;
        _model = model;
        _cancellationToken = cancellationToken;
    }

    public ExpressionSyntax By { get; }

    /// <summary>The constants that the value is compared with, where they are written.</summary>
    public List<ExpressionSyntax> Compared { get; } = new();

    /// <summary>The value that a condition, or what a switch is over, tests; null when there is none.</summary>
    public static ExpressionSyntax? Tested(ExpressionSyntax condition, SemanticModel model, CancellationToken cancellationToken) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Tested(inner.Expression, model, cancellationToken),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Tested(not.Operand, model, cancellationToken),
        IsPatternExpressionSyntax pattern => CodeSorts.Bare(pattern.Expression),
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression) =>
            Tested(binary.Left, model, cancellationToken),
        BinaryExpressionSyntax binary when !model.GetConstantValue(binary.Left, cancellationToken).HasValue => Masked(CodeSorts.Bare(binary.Left), model, cancellationToken),
        _ => null,
    };

    private static ExpressionSyntax Masked(ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken) =>
        value is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseAndExpression } mask && model.GetConstantValue(mask.Right, cancellationToken).HasValue
            ? CodeSorts.Bare(mask.Left)
            : value;

    /// <summary>What an expression comes out as; null when it cannot be told.</summary>
    public ExpressionSyntax? Of(ExpressionSyntax expression, long value) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Of(inner.Expression, value),
        ConditionalExpressionSyntax choice => Test(choice.Condition, value) is { } holds ? Of(holds ? choice.WhenTrue : choice.WhenFalse, value) : null,
        SwitchExpressionSyntax choice => Arm(choice, value) is { } arm ? Of(arm.Expression, value) : null,
        _ => Constant(expression) is not null ? expression : null,
    };

    /// <summary>What statements return; null when that cannot be told, and no expression when they are run through.</summary>
    public (bool Known, ExpressionSyntax? Answer) Of(IEnumerable<StatementSyntax> statements, long value)
    {
        foreach (var statement in statements)
        {
            var outcome = Of(statement, value);
            if (!outcome.Known || outcome.Answer is not null)
            {
                return outcome;
            }
        }

        return (true, null);
    }

    private (bool Known, ExpressionSyntax? Answer) Of(StatementSyntax statement, long value)
    {
        switch (statement)
        {
            case ReturnStatementSyntax { Expression: { } answer }:
                return Of(answer, value) is { } constant ? (true, constant) : default;
            case BlockSyntax block:
                return Of(block.Statements, value);
            case IfStatementSyntax @if:
                return Test(@if.Condition, value) is not { } holds ? default
                    : holds ? Of(@if.Statement, value)
                    : @if.Else is { } otherwise ? Of(otherwise.Statement, value)
                    : (true, null);
            case SwitchStatementSyntax @switch when Value(@switch.Expression, value) is { } over:
                return Section(@switch, over, out var known) is { } section
                    ? Of(section.Statements.Where(s => s is not BreakStatementSyntax), value)
                    : (known, null);
            default:
                return default;
        }
    }

    private SwitchExpressionArmSyntax? Arm(SwitchExpressionSyntax choice, long value)
    {
        if (Value(choice.GoverningExpression, value) is not { } over)
        {
            return null;
        }

        foreach (var arm in choice.Arms)
        {
            if (arm.WhenClause is not null || Matches(arm.Pattern, over) is not { } matches)
            {
                return null;
            }

            if (matches)
            {
                return arm;
            }
        }

        return null;
    }

    private SwitchSectionSyntax? Section(SwitchStatementSyntax choice, long over, out bool known)
    {
        SwitchSectionSyntax? otherwise = null;
        known = true;
        foreach (var section in choice.Sections)
        {
            foreach (var label in section.Labels)
            {
                bool? matches = label switch
                {
                    CaseSwitchLabelSyntax @case => Compare(@case.Value) is { } constant ? constant == over : null,
                    CasePatternSwitchLabelSyntax { WhenClause: null } pattern => Matches(pattern.Pattern, over),
                    DefaultSwitchLabelSyntax => false,
                    _ => null,
                };
                if (matches is null)
                {
                    known = false;
                    return null;
                }

                if (matches == true)
                {
                    return section;
                }

                otherwise = label is DefaultSwitchLabelSyntax ? section : otherwise;
            }
        }

        return otherwise;
    }

    private bool? Matches(PatternSyntax pattern, long over) => pattern switch
    {
        ParenthesizedPatternSyntax inner => Matches(inner.Pattern, over),
        DiscardPatternSyntax => true,
        ConstantPatternSyntax constant => Compare(constant.Expression) is { } value ? value == over : null,
        UnaryPatternSyntax not => !Matches(not.Pattern, over),
        BinaryPatternSyntax both => Matches(both.Left, over) is { } left && Matches(both.Right, over) is { } right
            ? both.IsKind(SyntaxKind.OrPattern) ? left || right : left && right
            : null,
        RelationalPatternSyntax relation => Compare(relation.Expression) is { } bound ? Relates(relation.OperatorToken.Kind(), over, bound) : null,
        _ => null,
    };

    /// <summary>Whether a condition holds; null when it is about something else as well.</summary>
    public bool? Test(ExpressionSyntax condition, long value)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax inner:
                return Test(inner.Expression, value);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return !Test(not.Operand, value);
            case IsPatternExpressionSyntax pattern:
                return Value(pattern.Expression, value) is { } over ? Matches(pattern.Pattern, over) : null;
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression):
                return Test(binary.Left, value) is { } left && Test(binary.Right, value) is { } right
                    ? binary.IsKind(SyntaxKind.LogicalAndExpression) ? left && right : left || right
                    : null;
            case BinaryExpressionSyntax binary:
                return Value(binary.Left, value) is { } tested && Compare(binary.Right) is { } bound ? Relates(binary.OperatorToken.Kind(), tested, bound) : null;
            default:
                return null;
        }
    }

    private static bool? Relates(SyntaxKind relation, long left, long right) => relation switch
    {
        SyntaxKind.EqualsEqualsToken => left == right,
        SyntaxKind.ExclamationEqualsToken => left != right,
        SyntaxKind.LessThanToken => left < right,
        SyntaxKind.LessThanEqualsToken => left <= right,
        SyntaxKind.GreaterThanToken => left > right,
        SyntaxKind.GreaterThanEqualsToken => left >= right,
        _ => null,
    };

    private long? Compare(ExpressionSyntax constant)
    {
        var value = Constant(constant);
        if (value is not null && !Compared.Contains(constant))
        {
            Compared.Add(constant);
        }

        return value;
    }

    private long? Value(ExpressionSyntax expression, long value)
    {
        expression = CodeSorts.Bare(expression);
        if (expression == By || (By is IdentifierNameSyntax && expression is IdentifierNameSyntax && SyntaxFactory.AreEquivalent(expression, By)))
        {
            return value;
        }

        return expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseAndExpression } mask
            ? Value(mask.Left, value) is { } left && Compare(mask.Right) is { } right ? left & right : null
            : null;
    }

    /// <summary>A number or enum member as a number.</summary>
    public long? Constant(ExpressionSyntax expression) => _model.GetConstantValue(expression, _cancellationToken) is { HasValue: true, Value: { } value }
        ? value switch
        {
            int number => number,
            uint number => number,
            long number => number,
            short number => number,
            ushort number => number,
            byte number => number,
            sbyte number => number,
            _ => null,
        }
        : null;
}
