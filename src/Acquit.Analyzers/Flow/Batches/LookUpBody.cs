using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>What a loop does with each thing that it looks up: tests that there is one, releases it, and steps on.</summary>
internal sealed class LookUpBody
{
    private readonly string _released;
    private readonly Func<InvocationExpressionSyntax, bool> _isRelease;
    private readonly List<InvocationExpressionSyntax> _releases = new();
    private readonly List<StatementSyntax> _steps = new();
    private string? _local;
    private bool _isBroken;

    private LookUpBody(string released, Func<InvocationExpressionSyntax, bool> isRelease)
    {
        _released = released;
        _isRelease = isRelease;
    }

    public InvocationExpressionSyntax? LookUp { get; private set; }

    public IReadOnlyList<InvocationExpressionSyntax> Releases => _releases;

    /// <summary>Empty where something else stands between them, or what they find is asked for otherwise.</summary>
    public IReadOnlyList<StatementSyntax> Steps => _isBroken ? Array.Empty<StatementSyntax>() : _steps;

    /// <summary>Reads a loop; null when it does anything else.</summary>
    /// <param name="released">The name of what releases.</param>
    /// <param name="isRelease">Whether a call by that name is one.</param>
    public static LookUpBody? Read(StatementSyntax loop, string released, Func<InvocationExpressionSyntax, bool> isRelease)
    {
        var statement = loop switch
        {
            ForStatementSyntax @for => @for.Statement,
            ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } each => each.Statement,
            WhileStatementSyntax @while => @while.Statement,
            DoStatementSyntax @do => @do.Statement,
            _ => null,
        };
        var body = new LookUpBody(released, isRelease);
        return statement is not null && body.All(statement) && body.LookUp is not null && body._releases.Count > 0 ? body : null;
    }

    private bool All(StatementSyntax statement) => Statements(statement).All(One);

    private bool One(StatementSyntax statement)
    {
        if (StepsOn(statement))
        {
            _isBroken |= _steps.Count > 0 && _releases.Count == 0;
            return true;
        }

        _steps.Add(statement);
        return statement switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } only, UsingKeyword.RawKind: 0 } => Finds(only[0].Identifier.ValueText, only[0].Initializer?.Value),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment } when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) =>
                Keeps() && Finds(left.Identifier.ValueText, assignment.Right),
            ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => Gives(call),
            IfStatementSyntax { Else: null } test => Tests(test),
            _ => false,
        };
    }

    // Others may read the variable after the loop.
    private bool Keeps() => _isBroken = true;

    private bool Finds(string local, ExpressionSyntax? value)
    {
        if (LookUp is not null || value is null || Bare(value) is not InvocationExpressionSyntax call)
        {
            return false;
        }

        (_local, LookUp) = (local, call);
        return true;
    }

    private bool Gives(InvocationExpressionSyntax call)
    {
        if (NameOf(call) != _released || call.ArgumentList.Arguments is not { Count: 1 } only || !_isRelease(call))
        {
            return false;
        }

        _releases.Add(call);
        var released = Bare(only[0].Expression);
        if (released is InvocationExpressionSyntax found && LookUp is null)
        {
            LookUp = found;
            return true;
        }

        return IsLocal(released);
    }

    private bool Tests(IfStatementSyntax test)
    {
        switch (test.Condition)
        {
            case IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0, Designation: SingleVariableDesignationSyntax found } } pattern:
                return (Finds(found.Identifier.ValueText, pattern.Expression)) && Statements(test.Statement).All(GivesOnly);
            case IsPatternExpressionSyntax { Pattern: var pattern, Expression: var tested } when IsLocal(Bare(tested)):
                return IsNull(pattern) ? GoesOn(test.Statement) : pattern is UnaryPatternSyntax { Pattern: var not } && IsNull(not) && Statements(test.Statement).All(GivesOnly);
            case BinaryExpressionSyntax { Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } comparison when IsLocal(Bare(comparison.Left)):
                return comparison.IsKind(SyntaxKind.EqualsExpression) ? GoesOn(test.Statement)
                    : comparison.IsKind(SyntaxKind.NotEqualsExpression) && Statements(test.Statement).All(GivesOnly);
            default:
                return false;
        }
    }

    private bool GivesOnly(StatementSyntax statement) => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && Gives(call);

    private bool IsLocal(ExpressionSyntax expression) => _local is { } local && expression is IdentifierNameSyntax name && name.Identifier.ValueText == local;

    private bool GoesOn(StatementSyntax statement)
    {
        // What ends the loop has to stay, and so does a step that is left out.
        _isBroken = true;
        return _releases.Count == 0 && Statements(statement) is { Count: 1 } only && only[0] is ContinueStatementSyntax or BreakStatementSyntax;
    }

    private static bool IsNull(PatternSyntax pattern) => pattern is ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression };

    private static bool StepsOn(StatementSyntax statement) => statement is ExpressionStatementSyntax { Expression: var step } && step switch
    {
        PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax } or PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax } => true,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax } assignment =>
            assignment.IsKind(SyntaxKind.AddAssignmentExpression) || assignment.IsKind(SyntaxKind.SubtractAssignmentExpression),
        _ => false,
    };

    private static IReadOnlyList<StatementSyntax> Statements(StatementSyntax statement) =>
        statement is BlockSyntax block ? block.Statements : new[] { statement };

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax inner:
                    expression = inner.Expression;
                    break;
                case PostfixUnaryExpressionSyntax suppressed when suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                    expression = suppressed.Operand;
                    break;
                default:
                    return expression;
            }
        }
    }
}
