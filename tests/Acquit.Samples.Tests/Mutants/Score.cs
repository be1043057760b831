using System.Text;
using Microsoft.CodeAnalysis;

namespace Acquit.Samples.Mutants;

/// <summary>Counts what mutants do against what is said about them.</summary>
internal sealed class Score
{
    private readonly SortedDictionary<string, int[]> rows = new(StringComparer.Ordinal);
    private readonly List<string> disagreements = [];

    public int Wrong => rows.Values.Sum(row => row[0] + row[1]);

    public int Missed => rows.Values.Sum(row => row[1]);

    public int FalseAlarms => rows.Values.Sum(row => row[3]);

    public void Add(Mutation mutation, Behaviour behaviour, string words, Diagnostic[] reports)
    {
        if (!rows.TryGetValue(mutation.Sort, out int[]? row))
            rows.Add(mutation.Sort, row = new int[6]);
        bool isReported = reports.Length > 0;
        row[behaviour switch
        {
            Behaviour.Bad => isReported ? 0 : 1,
            Behaviour.Good => isReported ? 3 : 2,
            Behaviour.Useless => 4,
            _ => 5,
        }]++;
        if (behaviour == Behaviour.Bad && !isReported)
            disagreements.Add($"{mutation}\n  not reported: {words}");
        if (behaviour == Behaviour.Good && isReported)
            disagreements.Add($"{mutation}\n  reported, and does no harm: {string.Join("; ", reports.Select(report => $"{report.Id} at {report.Location.GetLineSpan().StartLinePosition.Line + 1}: {report.GetMessage()}"))}");
    }

    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine("| what was done | misbehaves, reported | misbehaves, not reported | behaves, silent | behaves, reported | does not work | not come to |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach ((string sort, int[] counts) in rows)
            text.AppendLine($"| {sort} | {string.Join(" | ", counts)} |");
        text.AppendLine();
        text.AppendJoin('\n', disagreements);
        return text.ToString();
    }
}
