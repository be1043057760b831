namespace Acquit.Analyzers.Rules;

/// <summary>As much English as a message needs to speak of a resource of any name.</summary>
internal static class Grammar
{
    // What may follow each of the consonants whose names begin with a vowel, at the beginning of a word. Anything else is spelled out.
    private static readonly Dictionary<char, string> Onsets = new()
    {
        ['f'] = "lry", ['h'] = "y", ['l'] = "y", ['m'] = "y", ['n'] = "y", ['r'] = "hy", ['s'] = "chklmnpqtvwy", ['x'] = "y",
    };

    private static readonly string[] Uncountable = { "memory", "data", "room", "space", "storage" };

    private static readonly string[] AfterTheHead = { "of", "on", "to", "for", "in", "from", "accounted" };

    /// <summary>"block of memory" for "memory", of which there is no plural.</summary>
    public static string Countable(string noun) =>
        Uncountable.Any(mass => noun == mass || noun.EndsWith(" " + mass, StringComparison.Ordinal)) ? "block of " + noun : noun;

    public static string WithArticle(string noun) => (BeginsWithVowelSound(noun) ? "an " : "a ") + noun;

    public static string Plural(string noun)
    {
        var words = noun.Split(' ');
        var after = Array.FindIndex(words, 1, word => AfterTheHead.Contains(word));
        var head = (after < 0 ? words.Length : after) - 1;
        words[head] = PluralOf(words[head]);
        return string.Join(" ", words);
    }

    /// <summary>"one, two and three".</summary>
    public static string All(IReadOnlyList<string> words) => words.Count < 2
        ? string.Concat(words)
        : string.Join(", ", words.Take(words.Count - 1)) + " and " + words[words.Count - 1];

    private static string PluralOf(string word)
    {
        var lower = word.ToLowerInvariant();
        if (lower.EndsWith("s", StringComparison.Ordinal) || lower.EndsWith("x", StringComparison.Ordinal) || lower.EndsWith("z", StringComparison.Ordinal) ||
            lower.EndsWith("ch", StringComparison.Ordinal) || lower.EndsWith("sh", StringComparison.Ordinal))
        {
            return word + "es";
        }

        return lower.Length > 2 && lower.EndsWith("y", StringComparison.Ordinal) && !IsVowel(lower[lower.Length - 2])
            ? word.Substring(0, word.Length - 1) + "ies"
            : word + "s";
    }

    private static bool BeginsWithVowelSound(string noun)
    {
        var word = new string(noun.TakeWhile(char.IsLetterOrDigit).ToArray()).ToLowerInvariant();
        if (word.Length == 0)
        {
            return false;
        }

        var first = word[0];
        if (word.Length > 1 && first == 'u')
        {
            // "an unmapped page", and "a unit", "a usb handle".
            return (word[1] is 'n' && !word.StartsWith("uni", StringComparison.Ordinal)) || word[1] is 'p' or 'm' or 'd' or 'g' or 'l';
        }

        if (IsVowel(first) || first == '8')
        {
            return !(word.StartsWith("eu", StringComparison.Ordinal) || word == "one" || word.StartsWith("once", StringComparison.Ordinal));
        }

        return Onsets.TryGetValue(first, out var onset) && (word.Length == 1 || (!IsVowel(word[1]) && onset.IndexOf(word[1]) < 0) || !word.Any(IsSounded));
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';

    private static bool IsSounded(char letter) => IsVowel(letter) || letter == 'y';
}
