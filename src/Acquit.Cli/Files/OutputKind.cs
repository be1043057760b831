namespace Acquit.Cli.Files;

/// <summary>A sort of file that is written, which knows what it may be written over.</summary>
/// <param name="Name">What the person calls it.</param>
/// <param name="IsOne">Whether a file that is there is of this sort, by what it holds.</param>
/// <param name="Objection">Why a file that is there is not written over; null where nothing is lost.</param>
internal sealed record OutputKind(string Name, Func<string, bool> IsOne, Func<string, string?> Objection);
