using Acquit.Analyzers.Contracts.Binding;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Usage;

/// <summary>Takes a flag out of an argument, there or where the variable that is passed gets it.</summary>
internal sealed class DroppedFlag
{
    private readonly AnalyzedFile _file;
    private readonly ITypeSymbol _type;
    private readonly long _flag;

    public DroppedFlag(AnalyzedFile file, ITypeSymbol type, long flag)
    {
        _file = file;
        _type = type;
        _flag = flag;
    }

    /// <summary>The edits; null when there is something that the flag cannot be told apart in.</summary>
    public IReadOnlyList<TextChange>? From(ExpressionSyntax argument)
    {
        if (argument is not IdentifierNameSyntax || _file.Model.GetSymbolInfo(argument, _file.CancellationToken).Symbol is not ILocalSymbol { IsConst: false } local)
        {
            return Dropped(argument) is { } edit ? new[] { edit } : null;
        }

        return local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_file.CancellationToken) is VariableDeclaratorSyntax declarator
            ? FromVariable(local, declarator, argument)
            : null;
    }

    // Only if nothing else reads the variable.
    private IReadOnlyList<TextChange>? FromVariable(ILocalSymbol local, VariableDeclaratorSyntax declarator, ExpressionSyntax argument)
    {
        var edits = new List<TextChange>();
        if (declarator.Initializer is { } initializer && !Add(edits, initializer.Value))
        {
            return null;
        }

        if (declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return null;
        }

        foreach (var use in member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == local.Name))
        {
            if (use == argument || !SymbolEqualityComparer.Default.Equals(_file.Model.GetSymbolInfo(use, _file.CancellationToken).Symbol, local))
            {
                continue;
            }

            if (use.Parent is not AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax statement } assignment || assignment.Left != use)
            {
                return null;
            }

            if (assignment.IsKind(SyntaxKind.OrAssignmentExpression) && IsTheFlag(assignment.Right))
            {
                if (new Removal(_file).Of(statement) is not { } removal)
                {
                    return null;
                }

                edits.Add(removal);
            }
            else if (!assignment.IsKind(SyntaxKind.AndAssignmentExpression) && !Add(edits, assignment.Right))
            {
                return null;
            }
        }

        return edits.Count > 0 ? edits : null;
    }

    // Nothing to edit is well, too; false when the flag is in it and cannot be taken out.
    private bool Add(List<TextChange> edits, ExpressionSyntax expression)
    {
        if (Dropped(expression) is { } edit)
        {
            edits.Add(edit);
            return true;
        }

        return !_file.Model.GetConstantValue(expression, _file.CancellationToken).HasValue || !Has(expression);
    }

    private TextChange? Dropped(ExpressionSyntax expression)
    {
        var without = Without(expression);
        return without == expression ? null : new TextChange(expression.Span, without?.ToString() ?? Nothing(expression.SpanStart));
    }

    // Null when nothing is left.
    private ExpressionSyntax? Without(ExpressionSyntax expression)
    {
        if (IsTheFlag(expression))
        {
            return null;
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                var inner = Without(parenthesized.Expression);
                return inner == parenthesized.Expression ? expression : inner is null ? null : parenthesized.WithExpression(inner);
            case ConditionalExpressionSyntax conditional:
                var (whenTrue, whenFalse) = (Without(conditional.WhenTrue), Without(conditional.WhenFalse));
                return whenTrue == conditional.WhenTrue && whenFalse == conditional.WhenFalse
                    ? expression
                    : conditional.WithWhenTrue(Or(whenTrue, conditional.WhenTrue)).WithWhenFalse(Or(whenFalse, conditional.WhenFalse));
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.BitwiseOrExpression):
                var (left, right) = (Without(binary.Left), Without(binary.Right));
                return left == binary.Left && right == binary.Right ? expression
                    : left is null ? right?.WithTriviaFrom(binary)
                    : right is null ? left.WithTriviaFrom(binary)
                    : binary.WithLeft(left).WithRight(right);
            default:
                return expression;
        }
    }

    private ExpressionSyntax Or(ExpressionSyntax? rest, ExpressionSyntax whole) =>
        rest ?? SyntaxFactory.ParseExpression(Nothing(whole.SpanStart)).WithTriviaFrom(whole);

    private string Nothing(int position) =>
        OperandTypes.Enum(_type) is { } enumType && OperandTypes.Member(enumType, 0) is { } none
            ? $"{enumType.ToMinimalDisplayString(_file.Model, position)}.{none}"
            : "0";

    private bool IsTheFlag(ExpressionSyntax expression) => Constant(expression) == _flag;

    private bool Has(ExpressionSyntax expression) => Constant(expression) is { } flags && (flags & _flag) == _flag;

    private long? Constant(ExpressionSyntax expression) =>
        _file.Model.GetConstantValue(expression, _file.CancellationToken) is { HasValue: true, Value: { } value and not bool }
            ? ConstantNumber.Of(value)
            : null;
}
