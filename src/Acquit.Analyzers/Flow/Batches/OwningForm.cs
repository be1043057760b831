using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>
/// Something that is made of what its maker goes on to own, and given back together with that, where the call that makes it takes what
/// it is made of over when it is told to, and one release gives back both.
/// </summary>
/// <param name="Pairs">Where both are given back. It is reported at the first.</param>
/// <param name="Acquires">The calls that make it.</param>
/// <param name="Maker">What they call.</param>
/// <param name="Flags">The parameter that tells it to take over.</param>
/// <param name="Flag">The flag that does.</param>
/// <param name="Release">The release of both.</param>
internal sealed record OwningForm(
    IReadOnlyList<OwningPair> Pairs, IReadOnlyList<InvocationExpressionSyntax> Acquires, IMethodSymbol Maker, int Flags, long Flag, IMethodSymbol Release);

/// <param name="Release">The call that gives back what was made.</param>
/// <param name="Put">The statement beside it that gives back what it was made of.</param>
internal sealed record OwningPair(InvocationExpressionSyntax Release, StatementSyntax Put, IMethodSymbol Putter)
{
    public StatementSyntax Statement => (StatementSyntax)Release.Parent!;

    /// <summary>The part of an array that is given back; null when it is looked up.</summary>
    public Stretch? Stretch { get; init; }

    public LookUpLoop? LookUp { get; init; }
}
