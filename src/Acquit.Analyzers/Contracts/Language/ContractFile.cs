using System.Collections.Immutable;

namespace Acquit.Analyzers.Contracts.Language;

/// <summary>What a contract file says of one member or type.</summary>
/// <param name="On">The id of the type that the receiver has to be of; null when it is said of the member whatever it is called on.</param>
internal sealed record ContractBlock(Phrase Id, Phrase? On, ImmutableArray<Clause> Clauses);

/// <summary>A contract file as written. What could not be read is an error and nothing else.</summary>
internal sealed record ContractFile(ImmutableArray<ContractBlock> Blocks, ImmutableArray<ContractError> Errors)
{
    /// <summary>Where each line begins.</summary>
    public ImmutableArray<int> LineStarts { get; init; } = ImmutableArray<int>.Empty;

    /// <summary>The line of an offset, counted from 1.</summary>
    public int LineOf(int offset) => LineStarts.Count(start => start <= offset);

    /// <summary>The ending of a contract file's name.</summary>
    public const string Suffix = ".acquit.txt";
}
