namespace Acquit.Analyzers.Contracts.Language;

/// <summary>Finds the name somebody probably meant.</summary>
internal static class NearName
{
    /// <summary>A question to append to a message, or nothing when no name is near.</summary>
    public static string Question(string written, IEnumerable<string> names)
    {
        var near = Find(written, names);
        return near is null ? "" : $"; did you mean '{near}'?";
    }

    /// <summary>The nearest of the names, if it is near enough to be a slip.</summary>
    public static string? Find(string written, IEnumerable<string> names)
    {
        string? best = null;
        // Of a single letter, only its case can be a slip.
        var bestDistance = (written.Length <= 1 ? 0 : Math.Max(1, written.Length / 3)) + 1;
        foreach (var name in names)
        {
            // What stands there already is no advice.
            if (name == written || Math.Abs(name.Length - written.Length) >= bestDistance)
            {
                continue;
            }

            var distance = Distance(written.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < bestDistance)
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>Whether one letter is missing, one too many, another one, or in its neighbour's place.</summary>
    public static bool IsOneSlip(string written, string meant) => Distance(written, meant) == 1;

    // Edits, where exchanging two neighbours counts as one: the commonest slip of all.
    private static int Distance(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }
}
