using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow.Usage.Codes;

/// <summary>Finds codes of one sort that become, or are taken for, codes of another by other means than what is there for it.</summary>
/// <remarks>A choice counts only where something is known to choose the same: whoever has reasons of his own is left alone.</remarks>
internal sealed class CodeConversions
{
    private readonly SemanticModel _model;
    private readonly CodeTable _codes;
    private readonly CodeSorts _sorts;
    private readonly LargerChoice _larger;
    private readonly CancellationToken _cancellationToken;

    private CodeConversions(SemanticModel model, CodeTable codes, CancellationToken cancellationToken)
    {
        _model = model;
        _codes = codes;
        _sorts = new CodeSorts(model, codes, cancellationToken);
        _larger = new LargerChoice(model, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    /// <param name="within">Where to look.</param>
    public static IEnumerable<Finding> Find(TextSpan within, SemanticModel model, CodeTable codes, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        codes.Scanner.Find(model.SyntaxTree.GetText(cancellationToken), hits, cancellationToken);
        var conversions = new CodeConversions(model, codes, cancellationToken);
        return NamesInCode.Of(hits, codes.Names, within, model.SyntaxTree, cancellationToken)
            .Select(CodeSorts.FunctionOf)
            .OfType<SyntaxNode>()
            .Distinct()
            .Where(function => !conversions.IsConverter(function))
            .SelectMany(conversions.In);
    }

    private bool IsConverter(SyntaxNode function)
    {
        var declared = function is AnonymousFunctionExpressionSyntax
            ? _model.GetSymbolInfo(function, _cancellationToken).Symbol
            : _model.GetDeclaredSymbol(function, _cancellationToken);
        for (var symbol = declared; symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (_codes.IsConverter(method))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<Finding> In(SyntaxNode function)
    {
        var end = 0;
        foreach (var node in function.DescendantNodes(n => n == function || CodeSorts.FunctionOf(n) == function))
        {
            // What a ladder is made of belongs to it.
            if (node.SpanStart < end)
            {
                continue;
            }

            var found = node switch
            {
                IfStatementSyntax or SwitchStatementSyntax when node.Parent is BlockSyntax or SwitchSectionSyntax => OfLadder((StatementSyntax)node),
                ConditionalExpressionSyntax choice when Choice.Tested(choice.Condition, _model, _cancellationToken) is { } by && !_larger.Holds(choice, by) => OfExpression(choice, by),
                SwitchExpressionSyntax choice when CodeSorts.Bare(choice.GoverningExpression) is var by && !_larger.Holds(choice, by) => OfExpression(choice, by),
                CastExpressionSyntax { Type: not PredefinedTypeSyntax } cast => OfCast(cast),
                BinaryExpressionSyntax test => OfTest(test),
                _ => null,
            };
            if (found is not null)
            {
                end = found.Ladder.Count > 0 ? found.Ladder[found.Ladder.Count - 1].Span.End : node.Span.End;
                yield return new Finding(FindingKind.CodeByHand, node, null, Array.Empty<Trail>()) { Code = found };
            }
        }
    }

    private CodeByHand? OfExpression(ExpressionSyntax expression, ExpressionSyntax by)
    {
        var choice = new Choice(by, _model, _cancellationToken);
        return Table(choice, value => choice.Of(expression, value) is { } answer ? (true, answer) : default);
    }

    private CodeByHand? OfLadder(StatementSyntax first)
    {
        var condition = first is IfStatementSyntax @if ? @if.Condition : ((SwitchStatementSyntax)first).Expression;
        var by = first is IfStatementSyntax ? Choice.Tested(condition, _model, _cancellationToken) : CodeSorts.Bare(condition);
        if (by is null || _larger.Holds(first, by))
        {
            return null;
        }

        // The ladder goes on for as long as nothing else is done; only what is named can be tested again.
        var siblings = first.Parent is BlockSyntax block ? block.Statements : ((SwitchSectionSyntax)first.Parent!).Statements;
        var ladder = siblings.SkipWhile(s => s != first)
            .TakeWhile(s => s == first || s is ReturnStatementSyntax || (s is IfStatementSyntax or SwitchStatementSyntax && by is IdentifierNameSyntax)).ToList();
        for (; ladder.Count > 0; ladder.RemoveAt(ladder.Count - 1))
        {
            var choice = new Choice(by, _model, _cancellationToken);
            if (Table(choice, value => choice.Of(ladder, value)) is { } found)
            {
                return found with { Ladder = ladder };
            }
        }

        return null;
    }

    private CodeByHand? Table(Choice choice, Func<long, (bool Known, ExpressionSyntax? Answer)> ask) =>
        ChoiceTable.Of(choice, ask) is { } table && Sorts(choice, table) is var (from, to, names) && from != to && table.TellsApart(names.TypeKind == TypeKind.Enum)
            ? Match(choice, table, from, to, names)
            : null;

    // By what the value is compared with and what the answers are called.
    private (string From, string To, ITypeSymbol Names)? Sorts(Choice choice, ChoiceTable table)
    {
        var from = _sorts.OfType(choice.By);
        if (from is null)
        {
            if (_model.GetTypeInfo(choice.By, _cancellationToken).Type?.SpecialType != SpecialType.System_Int32)
            {
                return null;
            }

            from = choice.Compared.Select(c => _sorts.OfConstant(c)?.Sort).FirstOrDefault(s => s is not null);
        }

        (string Sort, ITypeSymbol Names)? to = null;
        foreach (var answer in table.Answers)
        {
            var constant = choice.Constant(answer);
            var of = _model.GetTypeInfo(answer, _cancellationToken) is { ConvertedType: { TypeKind: TypeKind.Enum } type } && _codes.Of(type) is { } code ? (code, type) : constant == 0 ? to : _sorts.OfConstant(answer);
            if (constant != 0 && (of is null || (to is { } other && other.Sort != of.Value.Sort)))
            {
                return null;
            }

            to = of ?? to;
        }

        return from is not null && to is var (sort, names) ? (from, sort, names) : null;
    }

    private CodeByHand? Match(Choice choice, ChoiceTable table, string from, string to, ITypeSymbol names)
    {
        CodeByHand? unknown = null;
        foreach (var converter in _codes.Into(names, from))
        {
            if (!converter.TellsAll)
            {
                unknown ??= new CodeByHand(Mixing.Chosen, from, to, converter, choice.By);
            }
            else if (table.IsLike(converter, choice, out var onSuccess))
            {
                return new CodeByHand(Mixing.Chosen, from, to, converter, choice.By) { OnSuccess = onSuccess, IsSame = true };
            }
        }

        return unknown;
    }

    private CodeByHand? OfCast(CastExpressionSyntax cast)
    {
        if (_model.GetTypeInfo(cast, _cancellationToken).Type is not { TypeKind: TypeKind.Enum } type || _codes.Of(type) is not { } to ||
            _sorts.Of(cast.Expression) is not { } from || from == to)
        {
            return null;
        }

        var value = WithoutParentheses(cast.Expression);
        var isFailure = Number(value) is < 0 || Guards.ExcludeSuccess(cast, value, _model, _cancellationToken);
        var converter = _codes.Into(type, from).FirstOrDefault(c => isFailure && !c.IsFor(0));
        return new CodeByHand(Mixing.Cast, from, to, converter ?? _codes.Into(type, from).FirstOrDefault(), value) { IsSame = converter is not null };

        long? Number(ExpressionSyntax expression) => new Choice(expression, _model, _cancellationToken).Constant(expression);
    }

    private static ExpressionSyntax WithoutParentheses(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax inner ? WithoutParentheses(inner.Expression) : expression;

    // `code < 0` of a code without a sign, and `code == -EBUSY`.
    private CodeByHand? OfTest(BinaryExpressionSyntax test)
    {
        if (test.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.GreaterThanOrEqualExpression)
        {
            return test.Right is LiteralExpressionSyntax { Token.Value: 0 } && _sorts.Of(test.Left) is { } sort && IsWithoutSign(test.Left)
                ? new CodeByHand(Mixing.Tested, sort, null, null, test.Left)
                : null;
        }

        return test.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression &&
            !_model.GetConstantValue(test.Left, _cancellationToken).HasValue && _model.GetConstantValue(test.Right, _cancellationToken).HasValue &&
            _sorts.OfConstant(test.Right)?.Sort is { } to && _sorts.Of(test.Left) is { } from && from != to
            ? new CodeByHand(Mixing.Tested, from, to, null, test.Left)
            : null;
    }

    // Of an enum that has no negative member, or a number that was one.
    private bool IsWithoutSign(ExpressionSyntax expression)
    {
        expression = CodeSorts.Bare(expression);
        if (expression is IdentifierNameSyntax && _model.GetSymbolInfo(expression, _cancellationToken).Symbol is ILocalSymbol local && local.Type.TypeKind != TypeKind.Enum)
        {
            return local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } first } &&
                   first != expression && CodeSorts.Bare(first) is not IdentifierNameSyntax && IsWithoutSign(first);
        }

        return _model.GetTypeInfo(expression, _cancellationToken).Type is { TypeKind: TypeKind.Enum } type && _codes.Of(type) is not null &&
               !type.GetMembers().OfType<IFieldSymbol>().Any(f => f.ConstantValue is sbyte and < 0 or short and < 0 or int and < 0 or long and < 0);
    }
}
