using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>A part of an array or a span.</summary>
/// <param name="Array">What it is a part of.</param>
/// <param name="From">Its first index.</param>
/// <param name="To">The index after its last.</param>
/// <param name="IsWhole">It is all of the array, and <paramref name="To"/> is its length or the array itself.</param>
/// <param name="IsCounted">It is known to have no negative length.</param>
internal sealed record Stretch(ExpressionSyntax Array, Bound From, Bound To, bool IsWhole, bool IsCounted);
