using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Whether what a call answers is an error unless it is zero: it acquires something if it answers zero, or its body returns zero and
/// negative constants only. Asked where a method is left with such an answer.
/// </summary>
internal sealed class ErrorCodes
{
    private const int MaxDepth = 4;

    private readonly FlowContext _context;
    private readonly Dictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public ErrorCodes(FlowContext context) => _context = context;

    public bool AreAnsweredBy(IOperation? call) => call is IInvocationOperation { TargetMethod: var called } && AreAnsweredBy(called);

    public bool AreAnsweredBy(IMethodSymbol called) => IsAnswer(called, 0);

    private bool IsAnswer(IMethodSymbol called, int depth)
    {
        if (called.ReturnType.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_IntPtr) || depth > MaxDepth)
        {
            return false;
        }

        if (_known.TryGetValue(called, out var known))
        {
            return known;
        }

        // What comes back to itself is not known.
        _known.Add(called, false);
        return _known[called] = _context.Contracts.Of(called) is { } contract ? contract.Acquires.Any(IsHeldOnZero) : IsAnswerOfBody(called, depth);
    }

    private static bool IsHeldOnZero(AcquireClause clause) =>
        clause.When.Tests.Length == 1 && clause.When.Tests[0] is { Left.Kind: OperandKind.Return, Operator: TestOperator.Equal, Right: { Kind: OperandKind.Constant, Constant: 0 } };

    private bool IsAnswerOfBody(IMethodSymbol called, int depth)
    {
        if (called.IsVirtual || called.IsOverride ||
            _context.Summaries.Graphs.OwnDeclarationOf((called.ReducedFrom ?? called).OriginalDefinition, _context.CancellationToken) is not { } declaration)
        {
            return false;
        }

        var model = _context.Summaries.Graphs.ModelOf(declaration.SyntaxTree);
        var returned = ReturnedBy(declaration);
        var signs = new Signs();
        return returned.TrueForAll(r => Read(r, declaration, model, new HashSet<ISymbol>(SymbolEqualityComparer.Default), signs, depth)) && signs.IsNegativePossible && signs.IsZeroPossible;
    }

    private sealed class Signs
    {
        public bool IsNegativePossible { get; set; }

        public bool IsZeroPossible { get; set; }
    }

    private bool Read(ExpressionSyntax expression, SyntaxNode declaration, SemanticModel model, HashSet<ISymbol> locals, Signs signs, int depth)
    {
        if (model.GetConstantValue(expression, _context.CancellationToken) is { HasValue: true, Value: { } constant })
        {
            long? number = constant is int or long or short or sbyte ? ((IConvertible)constant).ToInt64(null) : null;
            signs.IsNegativePossible |= number < 0;
            signs.IsZeroPossible |= number == 0;
            return number <= 0;
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax inside:
                return Read(inside.Expression, declaration, model, locals, signs, depth);
            case ConditionalExpressionSyntax choice:
                return Read(choice.WhenTrue, declaration, model, locals, signs, depth) && Read(choice.WhenFalse, declaration, model, locals, signs, depth);
            case SwitchExpressionSyntax choice:
                return choice.Arms.All(arm => Read(arm.Expression, declaration, model, locals, signs, depth));
            case ThrowExpressionSyntax:
                return true;
            case InvocationExpressionSyntax when model.GetSymbolInfo(expression, _context.CancellationToken).Symbol is IMethodSymbol called:
                signs.IsNegativePossible = signs.IsZeroPossible = true;
                return IsAnswer(called, depth + 1);
            case IdentifierNameSyntax when model.GetSymbolInfo(expression, _context.CancellationToken).Symbol is ILocalSymbol { RefKind: RefKind.None } local:
                return !locals.Add(local) || (GivenTo(local, declaration, model) is { } given && given.TrueForAll(g => Read(g, declaration, model, locals, signs, depth)));
            default:
                return false;
        }
    }

    // All that a local is given; null where it is written to in another way.
    private List<ExpressionSyntax>? GivenTo(ILocalSymbol local, SyntaxNode declaration, SemanticModel model)
    {
        if (local.DeclaringSyntaxReferences is not { Length: 1 } references || references[0].GetSyntax(_context.CancellationToken) is not VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } declarator)
        {
            return null;
        }

        var given = new List<ExpressionSyntax>();
        if (declarator.Initializer is { Value: var first })
        {
            given.Add(first);
        }

        foreach (var node in declaration.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != local.Name || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, _context.CancellationToken).Symbol, local))
            {
                continue;
            }

            ExpressionSyntax place = name;
            while (place.Parent is ParenthesizedExpressionSyntax outer)
            {
                place = outer;
            }

            switch (place.Parent)
            {
                case AssignmentExpressionSyntax { Left: var left } assignment when left == place:
                    if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
                    {
                        return null;
                    }

                    given.Add(assignment.Right);
                    break;
                case not null when Writing.IsChanged(place):
                    return null;
            }
        }

        return given;
    }

    private static List<ExpressionSyntax> ReturnedBy(SyntaxNode declaration)
    {
        var inner = declaration.DescendantNodes(n => n == declaration || n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax));
        var returned = inner.OfType<ReturnStatementSyntax>().Where(r => r.Expression is not null).Select(r => r.Expression!).ToList();
        var body = declaration switch
        {
            BaseMethodDeclarationSyntax method => method.ExpressionBody,
            LocalFunctionStatementSyntax local => local.ExpressionBody,
            _ => null,
        };
        if (body is not null)
        {
            returned.Add(body.Expression);
        }

        return returned;
    }
}
