using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Finds answers that are converted by hand into what a sibling answers with: an errno into a fault code, or the reverse.</summary>
/// <remarks>That two calls are siblings, and which code each answers with, their contracts and their types say.</remarks>
internal sealed class HandConversions
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly ConversionCode _code;
    private readonly CancellationToken _cancellationToken;

    private HandConversions(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _code = new ConversionCode(model, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    /// <param name="within">Where to look.</param>
    public static IEnumerable<Finding> Find(
        IEnumerable<NameHit> hits, TextSpan within, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        var conversions = new HandConversions(model, contracts, cancellationToken);
        var seen = new HashSet<SyntaxNode>();
        foreach (var name in NamesInCode.Of(hits, contracts.PlacedNames, within, model.SyntaxTree, cancellationToken))
        {
            if (NamedCall.By(name) is { } call && conversions.Of(call) is var (node, method, conversion) && seen.Add(node))
            {
                yield return new Finding(FindingKind.HandConversion, node, null, Array.Empty<Trail>()) { Method = method, Conversion = conversion };
            }
        }
    }

    private (SyntaxNode Node, IMethodSymbol Method, HandConversion Conversion)? Of(InvocationExpressionSyntax call)
    {
        if (call.Parent is ExpressionStatementSyntax or null || _model.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol method ||
            SiblingOf(method) is not { } sibling || IsWithin(sibling, call))
        {
            return null;
        }

        ExpressionSyntax value = call;
        while (value.Parent is ParenthesizedExpressionSyntax outer)
        {
            value = outer;
        }

        if (InExpression(value, sibling.ReturnType) is { } expression)
        {
            return (expression, method, new HandConversion(call, sibling, false));
        }

        if (MistakenTest(value, method.ReturnType) is { } test)
        {
            return (test, method, new HandConversion(call, sibling, true));
        }

        return OnlyVariable(value) is { } variable && Scope(value) is { } scope
            ? OfVariable(variable, scope, value, method, sibling) is var (node, isTest) ? (node, method, new HandConversion(call, sibling, isTest)) : null
            : null;
    }

    // The sibling itself may well be made of the other one.
    private bool IsWithin(IMethodSymbol sibling, SyntaxNode call)
    {
        for (var symbol = _model.GetEnclosingSymbol(call.SpanStart, _cancellationToken); symbol is IMethodSymbol; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol, sibling))
            {
                return true;
            }
        }

        return false;
    }

    // Only what answers with another sort of code: an enum and an integer.
    private IMethodSymbol? SiblingOf(IMethodSymbol method)
    {
        foreach (var clause in _contracts.Of(method)?.Contexts ?? System.Collections.Immutable.ImmutableArray<ContextClause>.Empty)
        {
            if (clause.Use is not { Length: > 0 } use)
            {
                continue;
            }

            for (var type = method.ContainingType; type is not null; type = type.BaseType)
            {
                var sibling = type.GetMembers(MemberKey.LastPart(use)).OfType<IMethodSymbol>().FirstOrDefault(m => m.IsStatic == method.IsStatic);
                if (sibling is not null && _contracts.Of(sibling) is { Contexts.IsEmpty: false } && AreCodes(method.ReturnType, sibling.ReturnType))
                {
                    return sibling;
                }
            }
        }

        return null;
    }

    private static bool AreCodes(ITypeSymbol one, ITypeSymbol other) =>
        (IsUnsigned(one) && other.SpecialType == SpecialType.System_Int32) || (IsUnsigned(other) && one.SpecialType == SpecialType.System_Int32);

    // An enum with negative members names the errnos themselves: a cast is all that lies between them.
    private static bool IsUnsigned(ITypeSymbol type) => type.TypeKind == TypeKind.Enum &&
        !type.GetMembers().OfType<IFieldSymbol>().Any(f => f.ConstantValue is sbyte and < 0 or short and < 0 or int and < 0 or long and < 0);

    // The largest expression that is made of the value and constants only and is of the other type.
    private ExpressionSyntax? InExpression(ExpressionSyntax value, ITypeSymbol type)
    {
        ExpressionSyntax? found = null;
        for (var outer = value.Parent; outer is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax; outer = outer.Parent)
        {
            if (outer is not ExpressionSyntax expression)
            {
                continue;
            }

            if (expression is AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax || !_code.IsMadeOf(expression, null, value))
            {
                break;
            }

            found = _code.IsOf(type, expression) && _code.Converts(expression, type) ? expression : found;
        }

        return found;
    }

    // `Insert(…) < 0` of a code that has no sign.
    private BinaryExpressionSyntax? MistakenTest(ExpressionSyntax value, ITypeSymbol type)
    {
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.IntKeyword } })
        {
            value = (ExpressionSyntax)value.Parent;
        }

        return type.TypeKind == TypeKind.Enum && value.Parent is BinaryExpressionSyntax test &&
            test.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.GreaterThanOrEqualExpression && test.Left == value &&
            test.Right is LiteralExpressionSyntax { Token.Value: 0 }
            ? test
            : null;
    }

    // The variable that is given the answer, and nothing else but a number to begin with.
    private ISymbol? OnlyVariable(ExpressionSyntax value)
    {
        var symbol = value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => _model.GetDeclaredSymbol(declarator, _cancellationToken),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Parent: ExpressionStatementSyntax } assignment when
                assignment.Right == value && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) => _model.GetSymbolInfo(left, _cancellationToken).Symbol,
            _ => null,
        };
        return symbol is ILocalSymbol { IsRef: false } local && Scope(value) is { } scope && !_code.IsWrittenBesides(local, value, scope) ? local : null;
    }

    private static SyntaxNode? Scope(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(n => n is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private (SyntaxNode Node, bool IsTest)? OfVariable(ISymbol variable, SyntaxNode scope, ExpressionSyntax value, IMethodSymbol method, IMethodSymbol sibling)
    {
        var uses = scope.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.SpanStart > value.Span.End && n.Identifier.ValueText == variable.Name &&
                SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(n, _cancellationToken).Symbol, variable))
            .ToList();
        foreach (var use in uses)
        {
            if (InExpression(use, sibling.ReturnType) is { } expression)
            {
                return uses.Exists(u => !expression.Span.Contains(u.Span) && TellsMore(u)) ? null : (expression, false);
            }

            if (MistakenTest(use, method.ReturnType) is { } test)
            {
                return (test, true);
            }

            if (LadderOn(use) is { } ladder && _code.Chooses(ladder, variable.Name, sibling.ReturnType))
            {
                var rest = Following(ladder, variable.Name, sibling.ReturnType);
                return _code.AreCodes(rest.SelectMany(ConversionCode.Answers), sibling.ReturnType) &&
                    uses.TrueForAll(u => rest.Exists(s => s.Span.Contains(u.Span)) || (LadderOn(u) is null && !TellsMore(u)))
                        ? (ladder, false)
                        : null;
            }
        }

        return null;
    }

    // The ladder goes on for as long as nothing else is done.
    private List<StatementSyntax> Following(StatementSyntax first, string name, ITypeSymbol type) => first.Parent is BlockSyntax block
        ? block.Statements.SkipWhile(s => s != first).TakeWhile(s => _code.Chooses(s, name, type)).ToList()
        : new List<StatementSyntax> { first };

    private static StatementSyntax? LadderOn(SyntaxNode use) => use.FirstAncestorOrSelf<StatementSyntax>() switch
    {
        IfStatementSyntax @if when @if.Condition.Span.Contains(use.Span) => @if,
        SwitchStatementSyntax @switch when @switch.Expression.Span.Contains(use.Span) => @switch,
        _ => null,
    };

    // Something else is done by what this code tells, and the other one may not: it is tried again, or one error is told from another.
    private static bool TellsMore(SyntaxNode use) => use.FirstAncestorOrSelf<StatementSyntax>() switch
    {
        DoStatementSyntax or WhileStatementSyntax or ForStatementSyntax or SwitchStatementSyntax => true,
        IfStatementSyntax => use.Parent is not BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: 0 } },
        _ => false,
    };
}
