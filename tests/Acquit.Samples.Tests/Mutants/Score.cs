using System.Text;
using Microsoft.CodeAnalysis;

namespace Acquit.Samples.Mutants;

/// <summary>Counts what mutants do against what is said about them.</summary>
internal sealed class Score
{
    private readonly SortedDictionary<string, int[]> rows = new(StringComparer.Ordinal);
    private readonly List<string> disagreements = [];

    public int Reported => rows.Values.Sum(row => row[0]);

    public int Missed => rows.Values.Sum(row => row[1]);

    public int Left => rows.Values.Sum(row => row[2]);

    public int Wrong => Reported + Missed;

    public int FalseAlarms => rows.Values.Sum(row => row[4]);

    public void Add(Mutation mutation, Behaviour behaviour, string words, Diagnostic[] reports, bool isLeftToOthers)
    {
        if (!rows.TryGetValue(mutation.Sort, out int[]? row))
            rows.Add(mutation.Sort, row = new int[7]);
        bool isReported = reports.Length > 0;
        row[behaviour switch
        {
            Behaviour.Bad => isReported ? 0 : isLeftToOthers ? 2 : 1,
            Behaviour.Good => isReported ? 4 : 3,
            Behaviour.Useless => 5,
            _ => 6,
        }]++;
        if (behaviour == Behaviour.Bad && !isReported)
            disagreements.Add($"{mutation}\n  {(isLeftToOthers ? "left to others" : "not reported")}: {words}");
        if (behaviour == Behaviour.Good && isReported)
            disagreements.Add($"{mutation}\n  reported, and does no harm: {string.Join("; ", reports.Select(report => $"{report.Id} at {report.Location.GetLineSpan().StartLinePosition.Line + 1}: {report.GetMessage()}"))}");
    }

    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine("| what was done | misbehaves, reported | misbehaves, not reported | left to others | behaves, silent | behaves, reported | does not work | not come to |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((string sort, int[] counts) in rows)
            text.AppendLine($"| {sort} | {string.Join(" | ", counts)} |");
        text.AppendLine();
        text.AppendLine($"Of {Wrong} that misbehave {Reported} are reported, {Missed} are not, and {FalseAlarms} that does not; {Left} more are left to others.");
        text.AppendLine();
        text.AppendJoin('\n', disagreements);
        return text.ToString();
    }
}
