namespace Acquit.Memory;

/// <summary>Decides in one run: as prescribed as far as that goes, then always the first way. Called under the injection's lock.</summary>
/// <param name="prescribed">What is to happen, and in which calls it was met before.</param>
/// <param name="varied">How many choices of a run are varied.</param>
internal sealed class OutcomeChooser(IReadOnlyList<(OutcomeChoice Met, int Way)> prescribed, int varied)
{
    private readonly List<OutcomeChoice> choices = [];

    public IReadOnlyList<OutcomeChoice> Choices => choices;

    /// <summary>Whether there was a choice that is not varied.</summary>
    public bool IsBoundHit { get; private set; }

    /// <summary>What was met instead of what the same choices had led to before.</summary>
    public string? Mismatch { get; private set; }

    public bool Fails(in CallSite site, int count, out int limit)
    {
        int[] limits = count switch
        {
            1 or 0 => [int.MaxValue, -1],
            2 or int.MaxValue => [int.MaxValue, -1, 1],
            _ => [int.MaxValue, -1, 1, count - 1],
        };
        string[] words = Array.ConvertAll(limits, most => most switch
        {
            int.MaxValue => "succeeds",
            -1 => "fails",
            _ => count == int.MaxValue ? $"gets {most}" : $"gets {most} of {count}",
        });
        limit = limits[Decide(site, words)];
        return limit != int.MaxValue;
    }

    public int Choose(string what, int count)
    {
        CallSite site = new(what, "", "", 0);
        return Decide(site, count == 2 ? ["is false", "is true"] : [.. Enumerable.Range(0, count).Select(way => $"goes way {way}")]);
    }

    /// <summary>The other ways of each choice that was free in this run, each with what leads to it.</summary>
    public IEnumerable<(OutcomeChoice Met, int Way)[]> Alternatives()
    {
        for (int i = prescribed.Count; i < Math.Min(choices.Count, varied); i++)
        {
            for (int way = 1; way < choices[i].Ways; way++)
            {
                (OutcomeChoice, int)[] prefix = new (OutcomeChoice, int)[i + 1];
                for (int j = 0; j < i; j++)
                {
                    prefix[j] = (choices[j], j < prescribed.Count ? prescribed[j].Way : 0);
                }

                prefix[i] = (choices[i], way);
                yield return prefix;
            }
        }
    }

    private int Decide(in CallSite site, string[] words)
    {
        int index = choices.Count;
        int way = 0;
        if (index < prescribed.Count)
        {
            (OutcomeChoice met, way) = prescribed[index];
            if (met.Call != site || met.Ways != words.Length)
            {
                Mismatch ??= $"choice {index + 1} was {met.Call}, and is {site} now";
                way = 0;
            }
        }
        else
        {
            IsBoundHit |= index >= varied && words.Length > 1;
        }

        choices.Add(new OutcomeChoice(site, words[way], way != 0) { Ways = words.Length });
        return way;
    }
}
