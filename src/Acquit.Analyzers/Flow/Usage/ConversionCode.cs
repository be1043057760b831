using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Tells code that does nothing but turn one code into another.</summary>
internal sealed class ConversionCode
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;

    public ConversionCode(SemanticModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    public bool IsOf(ITypeSymbol type, ExpressionSyntax expression) =>
        SymbolEqualityComparer.Default.Equals(_model.GetTypeInfo(expression, _cancellationToken).Type, type) ||
        SymbolEqualityComparer.Default.Equals(_model.GetTypeInfo(expression, _cancellationToken).ConvertedType, type);

    /// <summary>Whether an expression is the kind that chooses or casts, and not a sum or a comparison that only looks at the value.</summary>
    public bool Converts(ExpressionSyntax expression, ITypeSymbol type) => expression switch
    {
        CastExpressionSyntax cast => type.TypeKind == TypeKind.Enum || cast.Expression is not null,
        ParenthesizedExpressionSyntax inner => Converts(inner.Expression, type),
        ConditionalExpressionSyntax or SwitchExpressionSyntax or InvocationExpressionSyntax => true,
        _ => false,
    };

    /// <summary>Whether an expression is made of a value, or the variable that has it, of constants, and of helpers that only convert it.</summary>
    public bool IsMadeOf(ExpressionSyntax expression, string? name, ExpressionSyntax? value)
    {
        if (expression == value || _model.GetConstantValue(expression, _cancellationToken).HasValue)
        {
            return true;
        }

        bool Is(ExpressionSyntax e) => IsMadeOf(e, name, value);
        return expression switch
        {
            IdentifierNameSyntax identifier => name is not null && identifier.Identifier.ValueText == name,
            ParenthesizedExpressionSyntax p => Is(p.Expression),
            CastExpressionSyntax c => Is(c.Expression),
            PrefixUnaryExpressionSyntax p => (p.IsKind(SyntaxKind.LogicalNotExpression) || p.IsKind(SyntaxKind.UnaryMinusExpression)) && Is(p.Operand),
            BinaryExpressionSyntax b => Is(b.Left) && Is(b.Right),
            ConditionalExpressionSyntax c => Is(c.Condition) && Is(c.WhenTrue) && Is(c.WhenFalse),
            IsPatternExpressionSyntax p => Is(p.Expression),
            SwitchExpressionSyntax s => Is(s.GoverningExpression) && s.Arms.All(a => a.WhenClause is null && Is(a.Expression)),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } only } call => Is(only[0].Expression) && IsConverter(call),
            _ => false,
        };
    }

    /// <summary>Whether a statement does nothing but choose a constant of the type by a variable.</summary>
    public bool Chooses(StatementSyntax statement, string name, ITypeSymbol type) => statement switch
    {
        ReturnStatementSyntax { Expression: { } answer } => IsOf(type, answer) && _model.GetConstantValue(answer, _cancellationToken).HasValue,
        IfStatementSyntax @if => IsMadeOf(@if.Condition, name, null) && Chooses(@if.Statement, name, type) && (@if.Else is null || Chooses(@if.Else.Statement, name, type)),
        BlockSyntax { Statements.Count: > 0 } block => block.Statements.All(s => Chooses(s, name, type)),
        SwitchStatementSyntax @switch => IsMadeOf(@switch.Expression, name, null) && @switch.Sections.All(s => s.Statements.All(inner => Chooses(inner, name, type))),
        _ => false,
    };

    /// <summary>Whether a variable gets another value than the one, and than a number to begin with.</summary>
    public bool IsWrittenBesides(ILocalSymbol local, ExpressionSyntax value, SyntaxNode scope) => scope.DescendantNodes().Any(node => node switch
    {
        VariableDeclaratorSyntax declarator => declarator.Identifier.ValueText == local.Name && declarator.Initializer?.Value is { } first && first != value &&
            first is not LiteralExpressionSyntax,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment => left.Identifier.ValueText == local.Name && assignment.Right != value,
        PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } prefix => operand.Identifier.ValueText == local.Name &&
            (prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression)),
        PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } postfix => operand.Identifier.ValueText == local.Name &&
            !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax passed } => passed.Identifier.ValueText == local.Name,
        _ => false,
    });

    // A helper of this file that does nothing else.
    private bool IsConverter(InvocationExpressionSyntax call)
    {
        if (_model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol { Parameters.Length: 1 } method ||
            method.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || reference.SyntaxTree != _model.SyntaxTree)
        {
            return false;
        }

        var parameter = method.Parameters[0].Name;
        return reference.GetSyntax(_cancellationToken) switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: SwitchExpressionSyntax or ConditionalExpressionSyntax or CastExpressionSyntax } helper =>
                IsMadeOfParameter(helper.ExpressionBody!.Expression, parameter),
            MethodDeclarationSyntax { Body: { } body } => body.Statements.Count > 0 && body.Statements.All(s => Chooses(s, parameter, method.ReturnType)),
            _ => false,
        };
    }

    private bool IsMadeOfParameter(ExpressionSyntax expression, string parameter) =>
        !expression.DescendantNodes().OfType<InvocationExpressionSyntax>().Any() && IsMadeOf(expression, parameter, null);
}
