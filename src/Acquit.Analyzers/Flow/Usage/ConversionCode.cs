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
    /// <remarks>A code that is cast to a number is logged, counted or handed to another language, more often than taken for an errno.</remarks>
    public bool Converts(ExpressionSyntax expression, ITypeSymbol type) => expression switch
    {
        CastExpressionSyntax => type.TypeKind == TypeKind.Enum,
        ParenthesizedExpressionSyntax inner => Converts(inner.Expression, type),
        ConditionalExpressionSyntax or SwitchExpressionSyntax or InvocationExpressionSyntax => AreCodes(Answers(expression), type),
        _ => false,
    };

    /// <summary>Whether what is chosen from are codes of the sibling: not two of them at once, nor numbers that no errno is among.</summary>
    public bool AreCodes(IEnumerable<ExpressionSyntax> answers, ITypeSymbol type) => type.TypeKind == TypeKind.Enum
        ? !answers.Any(a => a is BinaryExpressionSyntax)
        : answers.Any(a => _model.GetConstantValue(a, _cancellationToken).Value is int and < 0);

    /// <summary>What a statement that chooses can come out as.</summary>
    public static IEnumerable<ExpressionSyntax> Answers(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf().OfType<ReturnStatementSyntax>().Select(r => r.Expression).OfType<ExpressionSyntax>();

    private IEnumerable<ExpressionSyntax> Answers(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Answers(inner.Expression),
        ConditionalExpressionSyntax choice => Answers(choice.WhenTrue).Concat(Answers(choice.WhenFalse)),
        SwitchExpressionSyntax choice => choice.Arms.SelectMany(a => Answers(a.Expression)),
        InvocationExpressionSyntax call when HelperOf(call) is { } helper => helper.ExpressionBody is { } arrow ? Answers(arrow.Expression) : Answers(helper.Body!),
        _ => new[] { expression },
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
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax several } => several.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name),
        PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } prefix => operand.Identifier.ValueText == local.Name &&
            (prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression)),
        PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } postfix => operand.Identifier.ValueText == local.Name &&
            !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax passed } => passed.Identifier.ValueText == local.Name,
        _ => false,
    });

    // A helper of this file that does nothing else.
    private bool IsConverter(InvocationExpressionSyntax call) => HelperOf(call) is { ParameterList.Parameters: { Count: 1 } only } helper &&
        only[0].Identifier.ValueText is var parameter && _model.GetDeclaredSymbol(helper, _cancellationToken) is { } method && helper switch
        {
            { ExpressionBody.Expression: SwitchExpressionSyntax or ConditionalExpressionSyntax or CastExpressionSyntax } => IsMadeOfParameter(helper.ExpressionBody!.Expression, parameter),
            { Body: { } body } => body.Statements.Count > 0 && body.Statements.All(s => Chooses(s, parameter, method.ReturnType)),
            _ => false,
        };

    private MethodDeclarationSyntax? HelperOf(InvocationExpressionSyntax call) =>
        _model.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol { Parameters.Length: 1 } method &&
        method.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == _model.SyntaxTree &&
        reference.GetSyntax(_cancellationToken) is MethodDeclarationSyntax { ParameterList.Parameters.Count: 1 } helper && (helper.Body ?? (object?)helper.ExpressionBody) is not null
            ? helper
            : null;

    private bool IsMadeOfParameter(ExpressionSyntax expression, string parameter) =>
        !expression.DescendantNodes().OfType<InvocationExpressionSyntax>().Any() && IsMadeOf(expression, parameter, null);
}
