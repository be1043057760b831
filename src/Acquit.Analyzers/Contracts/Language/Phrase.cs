namespace Acquit.Analyzers.Contracts.Language;

/// <summary>A piece of a contract and the place it was read from.</summary>
/// <param name="Exact">
/// Whether a character of <paramref name="Text"/> is found at the same offset from <paramref name="Start"/>. An attribute argument
/// that is not a plain literal has a place, but no places inside it.
/// </param>
internal readonly record struct Phrase(string Text, int Start, int Length, bool Exact)
{
    public ContractError Error(string message) => new(Start, Length, message);

    /// <summary>Moves an error in <see cref="Text"/> to the place the text was read from.</summary>
    public ContractError Moved(ContractError inner) =>
        Exact ? inner with { Start = Start + inner.Start } : new ContractError(Start, Length, inner.Message);
}
