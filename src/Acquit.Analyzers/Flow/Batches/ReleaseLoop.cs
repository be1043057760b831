using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>A loop that does nothing but release one element after the other, and the call that releases them all.</summary>
/// <param name="Release">The call in the loop.</param>
/// <param name="Marking">The call that marks each element as written before; null when there is none.</param>
/// <param name="MarkedWhen">The condition for that; null when there is none.</param>
internal sealed record ReleaseLoop(
    StatementSyntax Statement, InvocationExpressionSyntax Release, IMethodSymbol Single, InvocationExpressionSyntax? Marking, ExpressionSyntax? MarkedWhen,
    Stretch Released, Batch Batch);

/// <summary>A call that releases the elements of an array or a span.</summary>
/// <param name="Elements">The ordinal of the array.</param>
/// <param name="Count">The ordinal of their number; null when it is the length of what is passed.</param>
/// <param name="Mark">The ordinal of a Boolean by which they are marked as written; null when there is none.</param>
internal sealed record Batch(IMethodSymbol Method, int Elements, int? Count, int? Mark)
{
    public bool TakesArray => Method.Parameters[Elements].Type is IArrayTypeSymbol;
}
