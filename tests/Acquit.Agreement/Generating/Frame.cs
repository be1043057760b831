namespace Acquit.Agreement.Generating;

/// <summary>A method that is being written: its variables, and the ladder of labels at its end.</summary>
internal sealed class Frame(bool hasLadder, bool hasConditions)
{
    private readonly Dictionary<string, int> numbers = [];

    public ImmutableDictionary<string, string>.Builder Variables { get; } = ImmutableDictionary.CreateBuilder<string, string>();

    public List<Held> Ladder { get; } = [];

    public bool HasLadder => hasLadder;

    /// <summary>Whether conditions that the caller chooses are there to be asked.</summary>
    public bool HasConditions => hasConditions;

    public string Fresh(string stem)
    {
        int number = numbers.GetValueOrDefault(stem);
        numbers[stem] = number + 1;
        return $"{stem}{number}";
    }

    /// <summary>Releases of those of the kind that were acquired earlier, and have to be released later.</summary>
    public IEnumerable<string> Outside(Kind kind, string name) => Variables.Keys
        .Where(other => other != name && other.StartsWith(kind.Stem + "_", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(other => kind.Releases[0].Replace("@", other, StringComparison.Ordinal));

    public string Declare(string stem, string declaration)
    {
        string name = Fresh(stem);
        Variables[name] = declaration.Replace("@", name, StringComparison.Ordinal);
        return name;
    }

    public string Declare(Kind kind)
    {
        string name = Fresh(kind.Stem.Length == 0 ? "it" : kind.Stem + "_");
        foreach ((string variable, string declaration) in kind.Variables)
            Variables[variable.Replace("@", name, StringComparison.Ordinal)] = declaration.Replace("@", name, StringComparison.Ordinal);
        return name;
    }
}
