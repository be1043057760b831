using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage.Codes;

/// <summary>Tells of which sort of code an expression is: by its type, by the names of constants, by contracts, and by where it comes from.</summary>
internal sealed class CodeSorts
{
    /// <summary>Helpers of helpers.</summary>
    private const int MaxDepth = 3;

    private readonly SemanticModel _model;
    private readonly CodeTable _codes;
    private readonly CancellationToken _cancellationToken;

    public CodeSorts(SemanticModel model, CodeTable codes, CancellationToken cancellationToken)
    {
        _model = model;
        _codes = codes;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The type that is an enum of codes; null when it is none.</summary>
    public string? OfType(ExpressionSyntax expression) =>
        _model.GetTypeInfo(expression, _cancellationToken).Type is { TypeKind: TypeKind.Enum } type ? _codes.Of(type) : null;

    /// <summary>The sort, and what names its codes: the enum, or the class of the constants; null when nothing names it.</summary>
    public (string Sort, ITypeSymbol Names)? OfConstant(ExpressionSyntax expression)
    {
        foreach (var name in expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            if (_model.GetSymbolInfo(name, _cancellationToken).Symbol is IFieldSymbol { IsConst: true } constant && _codes.Of(constant) is { } sort)
            {
                return (sort, constant.ContainingType);
            }
        }

        return null;
    }

    public string? Of(ExpressionSyntax expression, int depth = 0)
    {
        expression = Bare(expression);
        if (OfType(expression) is { } ofType)
        {
            return ofType;
        }

        if (_model.GetConstantValue(expression, _cancellationToken).HasValue)
        {
            return OfConstant(expression)?.Sort;
        }

        return expression switch
        {
            InvocationExpressionSyntax call => OfCall(call, depth),
            ConditionalExpressionSyntax choice => All(new[] { choice.WhenTrue, choice.WhenFalse }, depth),
            IdentifierNameSyntax or MemberAccessExpressionSyntax => _model.GetSymbolInfo(expression, _cancellationToken).Symbol switch
            {
                ILocalSymbol local => OfLocal(local, expression, depth),
                IParameterSymbol parameter => _codes.Of(parameter),
                IFieldSymbol or IPropertySymbol => _codes.Of(_model.GetSymbolInfo(expression, _cancellationToken).Symbol!),
                _ => null,
            },
            _ => null,
        };
    }

    /// <summary>Without parentheses, casts to numbers and signs, which leave a code what it is.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Bare(inner.Expression),
        CheckedExpressionSyntax inner => Bare(inner.Expression),
        CastExpressionSyntax { Type: PredefinedTypeSyntax } cast => Bare(cast.Expression),
        _ => expression,
    };

    // A method that answers with such codes and with success only, one way or another.
    private string? OfCall(InvocationExpressionSyntax call, int depth)
    {
        if (_model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        if (_codes.Of(method) is { } said || depth >= MaxDepth || method.IsVirtual || method.IsOverride || method.IsAbstract || method.ReturnType.SpecialType != SpecialType.System_Int32 ||
            method.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || reference.SyntaxTree != _model.SyntaxTree)
        {
            return _codes.Of(method);
        }

        var answers = reference.GetSyntax(_cancellationToken) switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: { } only } => new[] { only },
            MethodDeclarationSyntax { Body: { } body } => AnswersOf(body),
            LocalFunctionStatementSyntax { ExpressionBody.Expression: { } only } => new[] { only },
            LocalFunctionStatementSyntax { Body: { } body } => AnswersOf(body),
            _ => Array.Empty<ExpressionSyntax>(),
        };
        return All(answers, depth + 1);
    }

    private static ExpressionSyntax[] AnswersOf(SyntaxNode body) => body
        .DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .OfType<ReturnStatementSyntax>().Select(r => r.Expression).OfType<ExpressionSyntax>().ToArray();

    private string? OfLocal(ILocalSymbol local, ExpressionSyntax use, int depth)
    {
        if (depth > MaxDepth || FunctionOf(use) is not { } scope)
        {
            return null;
        }

        var given = new List<ExpressionSyntax>();
        foreach (var node in scope.DescendantNodes())
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: { } first } declarator when declarator.Identifier.ValueText == local.Name:
                    given.Add(first);
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment when left.Identifier.ValueText == local.Name:
                    if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
                    {
                        return null;
                    }

                    given.Add(assignment.Right);
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when argument.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name):
                case SingleVariableDesignationSyntax designation when designation.Identifier.ValueText == local.Name:
                case TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } tuple when tuple.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name):
                case PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax prefixed } when node.IsKind(SyntaxKind.PreIncrementExpression) && prefixed.Identifier.ValueText == local.Name:
                case PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax postfixed } when postfixed.Identifier.ValueText == local.Name:
                    return null;
            }
        }

        return All(given, depth + 1);
    }

    // Of the sort, or success; and one of them at least of the sort.
    private string? All(IEnumerable<ExpressionSyntax> values, int depth)
    {
        string? sort = null;
        foreach (var value in values)
        {
            if (_model.GetConstantValue(value, _cancellationToken).Value is 0)
            {
                continue;
            }

            if (Of(value, depth) is not { } of || (sort is not null && of != sort))
            {
                return null;
            }

            sort = of;
        }

        return sort;
    }

    /// <summary>The method, accessor, local function or lambda that a node stands in.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode node) => node.FirstAncestorOrSelf<SyntaxNode>(n =>
        n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or BasePropertyDeclarationSyntax);
}
