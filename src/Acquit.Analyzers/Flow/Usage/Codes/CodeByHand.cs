using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage.Codes;

internal enum Mixing
{
    /// <summary>Code chooses one by the other.</summary>
    Chosen,

    /// <summary>One is cast to the other, numbers and all.</summary>
    Cast,

    /// <summary>One is tested as the other would be.</summary>
    Tested,
}

/// <summary>A code of one sort that is made into one of another by hand, or taken for one.</summary>
/// <param name="From">The sort it is of.</param>
/// <param name="To">The sort it becomes, or is taken for; null when it is tested for being negative.</param>
/// <param name="Converter">What would do it right; null when nothing is known to.</param>
/// <param name="Value">The code itself.</param>
internal sealed record CodeByHand(Mixing Mixing, string From, string? To, CodeConverter? Converter, ExpressionSyntax Value)
{
    /// <summary>The statements of a ladder.</summary>
    public IReadOnlyList<StatementSyntax> Ladder { get; init; } = Array.Empty<StatementSyntax>();

    /// <summary>What success becomes, if the converter is for failures only and the code deals with both.</summary>
    public ExpressionSyntax? OnSuccess { get; init; }

    /// <summary>Whether the converter is known to do the same.</summary>
    public bool IsSame { get; init; }
}
