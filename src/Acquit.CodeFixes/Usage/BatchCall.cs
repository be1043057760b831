using System.Globalization;
using Acquit.Analyzers.Flow.Batches;
using Acquit.CodeFixes.Releasing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Usage;

/// <summary>The call that releases at once what a loop releases one by one, as text.</summary>
internal static class BatchCall
{
    public static string Of(ReleaseLoop loop, SemanticModel model)
    {
        var batch = loop.Batch;
        var arguments = new SortedDictionary<int, string> { [batch.Elements] = Elements(loop, model) };
        if (batch.Count is { } count)
        {
            arguments[count] = Length(loop.Released);
        }

        if (batch.Mark is { } mark)
        {
            arguments[mark] = loop.MarkedWhen?.WithoutTrivia().ToString() ?? "true";
        }

        var next = 0;
        var written = arguments.Select(a => a.Key == next++ ? a.Value : $"{batch.Method.Parameters[a.Key].Name}: {a.Value}");
        var called = loop.Release.Expression.WithoutTrivia();
        var name = CallSyntax.NameOf(loop.Release)!;
        var text = called.ToString();
        return $"{text.Substring(0, text.Length - name.Span.Length)}{batch.Method.Name}({string.Join(", ", written)});";
    }

    /// <summary>The condition under which there is something to release; null when there cannot be less than nothing.</summary>
    public static string? Guard(ReleaseLoop loop) => loop.Released switch
    {
        { IsCounted: true } => null,
        { From.IsZero: true, To: var to } => to.Offset <= 0 && to.Expression is not null
            ? $"{Whole(to.Expression)} > {Number(-to.Offset)}"
            : $"{Text(to)} > 0",
        var stretch => $"{Text(stretch.From)} < {Text(stretch.To)}",
    };

    private static string Elements(ReleaseLoop loop, SemanticModel model)
    {
        var stretch = loop.Released;
        var array = stretch.Array.WithoutTrivia().ToString();
        if (stretch.IsWhole || (stretch.From.IsZero && loop.Batch.Count is not null))
        {
            return array;
        }

        var isArray = model.GetTypeInfo(stretch.Array).Type is IArrayTypeSymbol;
        if (loop.Batch.Count is not null)
        {
            return isArray ? $"{array}.AsSpan({Text(stretch.From)})" : $"{array}[{Operand(stretch.From)}..]";
        }

        return isArray ? $"{array}.AsSpan({Text(stretch.From)}, {Length(stretch)})"
            : $"{array}[{(stretch.From.IsZero ? "" : Operand(stretch.From))}..{Operand(stretch.To)}]";
    }

    private static string Length(Stretch stretch)
    {
        var (from, to) = (stretch.From, stretch.To);
        if (from.Expression is null)
        {
            return stretch.IsWhole && to.Expression == stretch.Array ? $"{stretch.Array.WithoutTrivia()}.Length" : Text(to.Plus(-from.Offset));
        }

        if (to.Expression is not null && SyntaxFactory.AreEquivalent(from.Expression, to.Expression))
        {
            return Number(to.Offset - from.Offset);
        }

        var subtracted = from.Expression.WithoutTrivia();
        return $"{Text(to.Plus(-from.Offset))} - {(subtracted is BinaryExpressionSyntax ? $"({subtracted})" : subtracted.ToString())}";
    }

    private static string Operand(Bound bound) => bound.Offset == 0 || bound.Expression is null ? Text(bound) : $"({Text(bound)})";

    private static string Text(Bound bound) => bound switch
    {
        { Expression: null } => Number(bound.Offset),
        { Offset: 0 } => Whole(bound.Expression),
        { Offset: > 0 } => $"{Whole(bound.Expression)} + {Number(bound.Offset)}",
        _ => $"{Whole(bound.Expression)} - {Number(-bound.Offset)}",
    };

    // As an operand of a sum or of a comparison.
    private static string Whole(ExpressionSyntax expression) =>
        expression is BinaryExpressionSyntax binary && binary.Kind() is not (SyntaxKind.AddExpression or SyntaxKind.SubtractExpression or
            SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression or SyntaxKind.ModuloExpression)
            ? $"({expression.WithoutTrivia()})"
            : expression.WithoutTrivia().ToString();

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
