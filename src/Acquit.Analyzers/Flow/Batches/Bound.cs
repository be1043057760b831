using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Where a stretch of an array begins or ends: an expression, a number, or one added to the other.</summary>
internal readonly record struct Bound(ExpressionSyntax? Expression, long Offset)
{
    public static readonly Bound Zero = new(null, 0);

    public bool IsZero => Expression is null && Offset == 0;

    public Bound Plus(long offset) => new(Expression, Offset + offset);
}
