namespace Acquit.Analyzers.Contracts.Language;

/// <summary>What is wrong with a contract, and where: an offset and length in the text it was read from.</summary>
internal readonly record struct ContractError(int Start, int Length, string Message);
