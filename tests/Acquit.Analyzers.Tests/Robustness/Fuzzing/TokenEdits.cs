using System.Collections.Immutable;

namespace Acquit.Tests.Robustness.Fuzzing;

/// <summary>What happens to a file while somebody types: tokens are missing, doubled, out of place, or not yet there.</summary>
internal static class TokenEdits
{
    private const int MostEdits = 10;

    public static string Scramble(ImmutableArray<string> tokens, Random random)
    {
        var edited = tokens.ToList();
        for (var left = random.Next(1, MostEdits + 1); left > 0 && edited.Count > 1; left--)
        {
            var at = random.Next(edited.Count);
            switch (random.Next(5))
            {
                case 0:
                    edited.RemoveAt(at);
                    break;
                case 1:
                    edited.Insert(at, edited[at]);
                    break;
                case 2:
                    Swap(edited, at, (at + 1) % edited.Count);
                    break;
                case 3:
                    Swap(edited, at, random.Next(edited.Count));
                    break;
                default:
                    edited[at] = edited[random.Next(edited.Count)];
                    break;
            }
        }

        return string.Concat(edited);
    }

    public static string Truncate(ImmutableArray<string> tokens, Random random) =>
        string.Concat(tokens.Take(random.Next(tokens.Length)));

    private static void Swap(List<string> tokens, int one, int other) =>
        (tokens[one], tokens[other]) = (tokens[other], tokens[one]);
}
